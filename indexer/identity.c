/*
 * Ids, and the set of those that a run has seen.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/identity.h"

#include "indexer/json_out.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char *const words[] = {"field", "path", "url", "hash"};

const char *const *identity_words(size_t *ret_n_words)
{
    *ret_n_words = sizeof(words) / sizeof(words[0]);
    return words;
}

static void add_checksum(struct str *out, struct str_span bytes)
{
    str_add_format(out, "%016llx", (unsigned long long)checksum_of(bytes));
}

/* The same path without "./" in front and with one "/" for "//" and "/./". */
static void add_plain(struct str *out, const char *path)
{
    while (strncmp(path, "./", 2) == 0)
        for (path += 2; *path == '/'; path++)
            ;
    while (*path != '\0') {
        str_add_char(out, *path);
        if (*path++ != '/')
            continue;
        while (*path == '/' || strncmp(path, "./", 2) == 0)
            path += *path == '/' ? 1 : 2;
    }
}

static void add_path(const char *path, const char *member, uint64_t line,
                     struct str *out)
{
    CLEANUP(str_release) struct str plain = STR_INIT;
    size_t n_repaired = 0;

    add_plain(&plain, strcmp(path, "-") == 0 ? "stdin" : path);
    if (member != NULL) {
        str_add_char(&plain, '/');
        add_plain(&plain, member);
    }
    utf8_repair(str_view(&plain), out, &n_repaired);
    if (n_repaired > 0) {
        str_add_char(out, '~');
        add_checksum(out, str_view(&plain));
    }
    if (line > 0)
        str_add_format(out, "#%llu", (unsigned long long)line);
}

void identity_path(const char *relative, struct str *out)
{
    add_path(relative, NULL, 0, out);
}

static void add_hash(const struct article *article, struct str *out)
{
    CLEANUP(str_release) struct str whole = STR_INIT;

    str_add_span(&whole, article->title);
    str_add_char(&whole, '\0');
    str_add_span(&whole, article->text);
    add_checksum(out, str_view(&whole));
}

void identity_add(enum id_from from, const char *relative,
                  const struct article *article,
                  const struct reader_facts *facts, struct str *out)
{
    bool is_url_good = article->url.n_bytes > 0;

    switch (from) {
    case ID_FROM_FIELD:
        if (article->id.n_bytes > 0)
            str_add_span(out, article->id);
        else if (is_url_good && facts->is_id_from_url)
            str_add_span(out, article->url);
        else
            add_path(relative, facts->member, facts->line, out);
        return;
    case ID_FROM_PATH:
        add_path(relative, facts->member, facts->line, out);
        return;
    case ID_FROM_URL:
        if (is_url_good)
            str_add_span(out, article->url);
        else
            add_path(relative, facts->member, facts->line, out);
        return;
    case ID_FROM_HASH:
        add_hash(article, out);
        return;
    }
}

/* Its length goes in too, so that two fields can't be taken for one. */
static void sum_span(struct checksum_sum *sum, struct str_span span)
{
    uint64_t n_bytes = span.n_bytes;

    checksum_sum_add(sum, str_span((const char *)&n_bytes, sizeof(n_bytes)));
    checksum_sum_add(sum, span);
}

static void sum_spans(struct checksum_sum *sum, const struct str_span *spans,
                      size_t n_spans)
{
    uint64_t n = n_spans;

    checksum_sum_add(sum, str_span((const char *)&n, sizeof(n)));
    for (size_t i = 0; i < n_spans; i++)
        sum_span(sum, spans[i]);
}

uint64_t identity_sum(const struct article *article, struct checksum_sum *sum)
{
    const struct str_span fields[] = {
        article->id,     article->title,   article->date_text,
        article->source, article->section, article->language,
        article->url,    article->extra,   article->text,
    };

    checksum_sum_reset(sum);
    sum_spans(sum, fields, sizeof(fields) / sizeof(fields[0]));
    sum_spans(sum, article->authors, article->n_authors);
    sum_spans(sum, article->tags, article->n_tags);
    return checksum_sum_get(sum).low;
}

static enum status keep_own_id(struct article *article, struct str_span id,
                               struct arena *arena, struct error *err)
{
    if (article->id.n_bytes == 0 || str_span_equal(article->id, id))
        return STATUS_OK;

    CLEANUP(str_release) struct str extra = STR_INIT;
    CLEANUP(str_release) struct str name = STR_INIT;

    json_add_other_name(&name, article->extra, SPAN("id"));
    str_add_span(&extra, article->extra);
    json_add_member(&extra, str_view(&name).bytes, article->id);
    if (str_status(&name, err) != STATUS_OK ||
        str_status(&extra, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    article->extra = arena_copy(arena, str_view(&extra));
    return article->extra.bytes == NULL ? error_no_memory(err) : STATUS_OK;
}

enum status identity_name(enum id_from from, const char *relative,
                          const struct reader_facts *facts, struct arena *arena,
                          struct article *article, struct error *err)
{
    CLEANUP(str_release) struct str scratch = STR_INIT;

    identity_add(from, relative, article, facts, &scratch);

    enum status status = str_status(&scratch, err);

    if (status != STATUS_OK)
        return status;

    struct str_span id = arena_copy(arena, str_view(&scratch));

    if (id.bytes == NULL)
        return error_no_memory(err);
    status = keep_own_id(article, id, arena, err);
    article->id = id;
    return status;
}

void identity_set_release(struct identity_set *set)
{
    free(set->slots);
    memset(set, 0, sizeof(*set));
}

/* Open addressing; 0 marks a free slot. */
static bool put(uint64_t *slots, size_t n_slots, uint64_t sum)
{
    size_t i = (size_t)sum & (n_slots - 1);

    while (slots[i] != 0) {
        if (slots[i] == sum)
            return false;
        i = (i + 1) & (n_slots - 1);
    }
    slots[i] = sum;
    return true;
}

bool identity_set_has(const struct identity_set *set, struct str_span id)
{
    uint64_t sum = checksum_of(id);

    if (set->n_slots == 0)
        return false;
    sum = sum == 0 ? 1 : sum;
    for (size_t i = (size_t)sum & (set->n_slots - 1); set->slots[i] != 0;
         i = (i + 1) & (set->n_slots - 1))
        if (set->slots[i] == sum)
            return true;
    return false;
}

static enum status grow(struct identity_set *set, struct error *err)
{
    size_t n_slots = set->n_slots == 0 ? 1024 : set->n_slots * 2;
    uint64_t *slots = calloc(n_slots, sizeof(*slots));

    if (slots == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < set->n_slots; i++)
        if (set->slots[i] != 0)
            (void)put(slots, n_slots, set->slots[i]);
    free(set->slots);
    set->slots = slots;
    set->n_slots = n_slots;
    return STATUS_OK;
}

enum status identity_set_put(struct identity_set *set, struct str_span id,
                             bool *ret_is_new, struct error *err)
{
    uint64_t sum = checksum_of(id);

    if (set->n_items * 2 >= set->n_slots) {
        enum status status = grow(set, err);

        if (status != STATUS_OK)
            return status;
    }
    *ret_is_new = put(set->slots, set->n_slots, sum == 0 ? 1 : sum);
    set->n_items += *ret_is_new;
    return STATUS_OK;
}
