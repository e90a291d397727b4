/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/build_filters.h"

#include "store/value_list.h"
#include "text/term.h"
#include "text/utf8.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>

#define TITLE_KEY_BYTES 64
/* Of a source, section or language in its slot, for facets: an odd one must
   not cost the article. The record keeps it whole. */
#define VALUE_MAX_BYTES 1024

enum status build_number(struct builder *builder, enum slot slot, int n_digits,
                         uint64_t number, struct error *err)
{
    char digits[32];
    int n = snprintf(digits, sizeof(digits), "%0*llu", n_digits,
                     (unsigned long long)number);

    return document_add_value(builder->document, slot,
                              str_span(digits, (size_t)n), err);
}

static enum status add_filter(struct builder *builder, const char *prefix,
                              struct str_span value, struct error *err)
{
    if (value.n_bytes == 0)
        return STATUS_OK;
    str_reset(&builder->scratch);
    term_add(value, &builder->scratch);

    enum status status = str_status(&builder->scratch, err);

    if (status != STATUS_OK)
        return status;
    return document_add_term(builder->document, prefix,
                             str_view(&builder->scratch), POSITION_NONE,
                             WDF_FILTER, err);
}

/* The folded value as one term. */
static enum status add_folded(struct builder *builder, const char *prefix,
                              struct str_span value, struct error *err)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    enum status status =
        analyser_fold(builder->analyser, str_span_trim(value), &folded, err);

    if (status == STATUS_OK)
        status = str_status(&folded, err);
    if (status == STATUS_OK)
        status = add_filter(builder, prefix, str_view(&folded), err);
    return status;
}

static struct str_span before_region(struct str_span language)
{
    size_t n_bytes = 0;

    while (n_bytes < language.n_bytes && language.bytes[n_bytes] != '-' &&
           language.bytes[n_bytes] != '_')
        n_bytes++;
    return str_span(language.bytes, n_bytes);
}

/* The language as it was given, and by its code, so that lang:en finds en-GB
   and English. */
static enum status add_language(struct builder *builder, struct str_span value,
                                struct error *err)
{
    const char *prefix = schema_row(FIELD_LANGUAGE)->prefix;
    const struct language *language = language_find(str_span_trim(value));
    struct str_span code = language ? str_span_of(language->code)
                                    : before_region(str_span_trim(value));
    enum status status = add_folded(builder, prefix, value, err);

    if (status == STATUS_OK && !str_span_equal_nocase(code, value))
        status = add_folded(builder, prefix, code, err);
    return status;
}

static bool ends_host(char c)
{
    return c == '/' || c == '?' || c == '#';
}

/* "https://user@example.org:8080/x" -> "example.org" */
static struct str_span host_of(struct str_span url)
{
    size_t i = 0;

    while (i + 3 <= url.n_bytes && memcmp(url.bytes + i, "://", 3) != 0)
        i++;
    if (i + 3 > url.n_bytes)
        return str_span(url.bytes, 0);
    i += 3;

    size_t start = i;

    for (; i < url.n_bytes && !ends_host(url.bytes[i]); i++)
        if (url.bytes[i] == '@')
            start = i + 1;

    const char *colon = memchr(url.bytes + start, ':', i - start);

    return str_span(url.bytes + start, colon != NULL
                                           ? (size_t)(colon - url.bytes) - start
                                           : i - start);
}

static enum status add_date(struct builder *builder,
                            const struct article *article, struct error *err)
{
    char digits[16];
    uint32_t min = article->date_min;
    uint32_t max = article->date_max;
    enum status status;

    if (min == 0)
        return STATUS_OK;
    status = build_number(builder, SLOT_DATE_MIN, 8, min, err);
    if (status == STATUS_OK)
        status = build_number(builder, SLOT_DATE_MAX, 8, max, err);
    (void)snprintf(digits, sizeof(digits), "%08u", min);
    if (status == STATUS_OK && min / 10000 == max / 10000)
        status = add_filter(builder, "Y", str_span(digits, 4), err);
    if (status == STATUS_OK && min / 100 == max / 100)
        status = add_filter(builder, "M", str_span(digits, 6), err);
    if (status == STATUS_OK && min == max)
        status = add_filter(builder, "D", str_span(digits, 8), err);
    return status;
}

static enum status add_title_key(struct builder *builder, struct str_span title,
                                 struct error *err)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    enum status status;

    if (title.n_bytes == 0)
        return STATUS_OK;
    status = analyser_fold(builder->analyser, title, &folded, err);
    if (status != STATUS_OK)
        return status;

    struct str_span key = str_view(&folded);

    key.n_bytes = utf8_floor(key, TITLE_KEY_BYTES);
    return document_add_value(builder->document, SLOT_TITLE, key, err);
}

static enum status add_whole_title(struct builder *builder,
                                   struct str_span title, struct error *err)
{
    CLEANUP(str_release) struct str words = STR_INIT;
    enum status status = words_join(builder->analyser, title, &words, err);

    return status == STATUS_OK
               ? add_filter(builder, PREFIX_WHOLE_TITLE, str_view(&words), err)
               : status;
}

static enum status add_value(struct builder *builder, enum slot slot,
                             struct str_span value, struct error *err)
{
    if (value.n_bytes == 0)
        return STATUS_OK;
    value.n_bytes = utf8_floor(value, VALUE_MAX_BYTES);
    return document_add_value(builder->document, slot, value, err);
}

/* An odd one of them that is too long for a list must not cost the article:
   the list says that it is not whole. */
static enum status add_list(struct builder *builder, enum slot slot,
                            const struct str_span *texts, size_t n_texts,
                            struct error *err)
{
    CLEANUP(str_release) struct str list = STR_INIT;
    bool has_room = true;

    for (size_t i = 0; i < n_texts && has_room; i++) {
        struct str_span text = str_span_trim(texts[i]);
        if (text.n_bytes > 0)
            has_room = value_list_add(&list, text);
    }

    enum status status = str_status(&list, err);

    if (status != STATUS_OK || list.n_bytes == 0)
        return status;
    return document_add_value(builder->document, slot, str_view(&list), err);
}

static enum status add_values(struct builder *builder,
                              const struct article *article, struct error *err)
{
    enum status status = add_title_key(builder, article->title, err);

    if (status == STATUS_OK)
        status = add_value(builder, SLOT_SOURCE, article->source, err);
    if (status == STATUS_OK)
        status = add_value(builder, SLOT_SECTION, article->section, err);
    if (status == STATUS_OK)
        status = add_value(builder, SLOT_LANGUAGE, article->language, err);
    if (status == STATUS_OK)
        status = add_list(builder, SLOT_AUTHORS, article->authors,
                          article->n_authors, err);
    if (status == STATUS_OK)
        status =
            add_list(builder, SLOT_TAGS, article->tags, article->n_tags, err);
    return status;
}

static enum status add_filters(struct builder *builder,
                               const struct article *article, struct error *err)
{
    enum status status =
        add_filter(builder, schema_row(FIELD_ID)->prefix, article->id, err);

    for (size_t i = 0; i < article->n_tags && status == STATUS_OK; i++)
        status = add_folded(builder, schema_row(FIELD_TAG)->prefix,
                            article->tags[i], err);
    if (status == STATUS_OK)
        status = add_language(builder, article->language, err);
    if (status == STATUS_OK)
        status = add_folded(builder, schema_row(FIELD_URL)->prefix,
                            article->url, err);
    if (status == STATUS_OK)
        status = add_folded(builder, "H", host_of(article->url), err);
    return status;
}

/* The path, and the folders that it is in. */
static enum status add_path(struct builder *builder, struct str_span path,
                            struct error *err)
{
    const char *prefix = schema_row(FIELD_PATH)->prefix;
    enum status status = add_filter(builder, prefix, path, err);

    for (size_t i = 0; i + 1 < path.n_bytes && status == STATUS_OK; i++)
        if (path.bytes[i] == '/')
            status =
                add_filter(builder, prefix, str_span(path.bytes, i + 1), err);
    return status;
}

static enum status add_origin(struct builder *builder,
                              const struct origin *origin, struct error *err)
{
    enum status status = add_path(builder, origin->path, err);

    if (status == STATUS_OK && origin->form != NULL)
        status = add_filter(builder, schema_row(FIELD_TYPE)->prefix,
                            str_span_of(origin->form), err);
    if (status == STATUS_OK && origin->day != 0)
        status = build_number(builder, SLOT_INDEXED, 8, origin->day, err);
    return status;
}

static bool has_any(const struct str_span *values, size_t n_values)
{
    for (size_t i = 0; i < n_values; i++)
        if (values[i].n_bytes > 0)
            return true;
    return false;
}

static enum status add_presence(struct builder *builder,
                                const struct article *article,
                                struct error *err)
{
    const struct {
        enum field field;
        bool is_there;
    } facts[] = {
        {FIELD_TITLE, article->title.n_bytes > 0},
        {FIELD_AUTHOR, has_any(article->authors, article->n_authors)},
        {FIELD_SOURCE, article->source.n_bytes > 0},
        {FIELD_SECTION, article->section.n_bytes > 0},
        {FIELD_TAG, has_any(article->tags, article->n_tags)},
        {FIELD_LANGUAGE, article->language.n_bytes > 0},
        {FIELD_DATE, article->date_min != 0},
        {FIELD_URL, article->url.n_bytes > 0},
    };
    enum status status = STATUS_OK;

    for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
        if (facts[i].is_there && status == STATUS_OK)
            status =
                add_filter(builder, PREFIX_HAS,
                           str_span_of(schema_row(facts[i].field)->name), err);
    return status;
}

enum status build_filters(struct builder *builder,
                          const struct article *article,
                          const struct origin *origin, struct error *err)
{
    enum status status = add_filters(builder, article, err);

    if (status == STATUS_OK)
        status = add_origin(builder, origin, err);
    if (status == STATUS_OK)
        status = add_date(builder, article, err);
    if (status == STATUS_OK)
        status = add_presence(builder, article, err);
    if (status == STATUS_OK)
        status = add_whole_title(builder, article->title, err);
    return status == STATUS_OK ? add_values(builder, article, err) : status;
}
