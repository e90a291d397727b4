/*
 * Plain text: one article a file, paragraphs divided by blank lines.
 *
 * A file may begin with header lines ("Title: ...", whatever the case), up to
 * the first blank line. They are taken for headers only if the first is one
 * of the known names and each of the others looks like a header or continues
 * one (white space in front); names that are not known are kept, not
 * searched. Author and Tags may come several times or hold several, divided
 * by ";" (tags also by ","); Tag: is one whole tag, as lede-search --show
 * writes them. Of any other known name the first one that is not empty counts,
 * and what comes again is kept as "other_source".
 *
 * Without a Title: (an empty one says that there is none), a first block of one
 * short line with more text behind it is the title. Neither headers nor title
 * are part of the text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"
#include "indexer/json_out.h"
#include "indexer/loaded.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Headlines of real archives: the 99.9th percentile is below this. */
#define TITLE_MAX_CODE_POINTS 120
#define HEADER_NAME_MAX_BYTES 32
/* More lines that look like it are a list, not the head of an article. */
#define UNKNOWN_HEADERS_MAX 1000

struct names {
    struct str_span *items;
    size_t n_items;
    size_t n_room;
};

/* What is kept, not searched: a name that is not known, or one that came
   before. */
struct kept {
    struct str_span key;
    struct names values;
    bool is_known;
};

struct text_file {
    struct article article;
    struct names authors;
    struct names tags;
    struct kept *kept;
    size_t n_kept;
    size_t n_kept_room;
    struct str extra;
    struct str note;
    struct arena arena;
    bool has_title; /* be it an empty one */
};

static const struct header {
    const char *name;
    enum reader_field field;
    const char *dividers; /* of several in one value; "": it is one whole */
} headers[] = {
    {"title", READER_TITLE, NULL},     {"author", READER_AUTHOR, ";"},
    {"date", READER_DATE, NULL},       {"source", READER_SOURCE, NULL},
    {"section", READER_SECTION, NULL}, {"language", READER_LANG, NULL},
    {"lang", READER_LANG, NULL},       {"url", READER_URL, NULL},
    {"tags", READER_TAGS, ";,"},       {"tag", READER_TAGS, ""},
    {"id", READER_ID, NULL},
};

static bool sniff(struct str_span head)
{
    return head.n_bytes > 0;
}

/* Cuts the first line off text; the line comes without its end. */
static struct str_span take_line(struct str_span *text)
{
    size_t n = 0;

    while (n < text->n_bytes && text->bytes[n] != '\n' &&
           text->bytes[n] != '\r')
        n++;

    struct str_span line = str_span(text->bytes, n);

    if (n + 1 < text->n_bytes && text->bytes[n] == '\r' &&
        text->bytes[n + 1] == '\n')
        n++;
    if (n < text->n_bytes)
        n++;
    *text = str_span(text->bytes + n, text->n_bytes - n);
    return line;
}

static bool is_blank(struct str_span line)
{
    return str_span_trim(line).n_bytes == 0;
}

static void skip_blank_lines(struct str_span *text)
{
    struct str_span rest = *text;

    while (rest.n_bytes > 0 && is_blank(take_line(&rest)))
        *text = rest;
    if (is_blank(*text))
        *text = str_span(text->bytes, 0);
}

/* "Name: value", the name made of letters and hyphens. */
static bool split_header(struct str_span line, struct str_span *ret_name,
                         struct str_span *ret_value)
{
    size_t n = 0;

    while (n < line.n_bytes && n <= HEADER_NAME_MAX_BYTES) {
        char c = line.bytes[n];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (n > 0 && c == '-')))
            break;
        n++;
    }
    if (n == 0 || n > HEADER_NAME_MAX_BYTES || n == line.n_bytes ||
        line.bytes[n] != ':')
        return false;
    *ret_name = str_span(line.bytes, n);
    *ret_value =
        str_span_trim(str_span(line.bytes + n + 1, line.n_bytes - n - 1));
    return true;
}

static const struct header *find_header(struct str_span name)
{
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        if (str_span_equal_nocase(name, str_span_of(headers[i].name)))
            return &headers[i];
    return NULL;
}

static bool is_continuation(struct str_span line)
{
    return line.n_bytes > 0 && (line.bytes[0] == ' ' || line.bytes[0] == '\t');
}

/* Whether all lines before the first blank one are headers. */
static bool has_headers(struct str_span text)
{
    struct str_span name;
    struct str_span value;
    struct str_span line = take_line(&text);
    size_t n_unknown = 0;

    if (!split_header(line, &name, &value) || find_header(name) == NULL)
        return false;
    while (text.n_bytes > 0) {
        line = take_line(&text);
        if (is_blank(line))
            break;
        if (is_continuation(line))
            continue;
        if (!split_header(line, &name, &value))
            return false;
        n_unknown += find_header(name) == NULL;
    }
    return n_unknown <= UNKNOWN_HEADERS_MAX;
}

static enum status add_name(struct names *names, struct str_span name,
                            struct error *err)
{
    enum status status =
        VEC_RESERVE(&names->items, &names->n_room, names->n_items, 1, err);

    if (status == STATUS_OK)
        names->items[names->n_items++] = name;
    return status;
}

static enum status add_names(struct names *names, struct str_span value,
                             const char *dividers, struct error *err)
{
    size_t i = 0;

    while (i < value.n_bytes) {
        size_t start = i;

        while (i < value.n_bytes && strchr(dividers, value.bytes[i]) == NULL)
            i++;

        struct str_span name =
            str_span_trim(str_span(value.bytes + start, i - start));

        i++;
        if (name.n_bytes > 0 && add_name(names, name, err) != STATUS_OK)
            return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/* Keeps value under key, whatever its case. */
static enum status keep(struct text_file *file, struct str_span key,
                        bool is_known, struct str_span value, struct error *err)
{
    for (size_t i = 0; i < file->n_kept; i++)
        if (str_span_equal_nocase(file->kept[i].key, key))
            return add_name(&file->kept[i].values, value, err);

    enum status status =
        VEC_RESERVE(&file->kept, &file->n_kept_room, file->n_kept, 1, err);

    if (status != STATUS_OK)
        return status;
    file->kept[file->n_kept] = (struct kept){.key = key, .is_known = is_known};
    return add_name(&file->kept[file->n_kept++].values, value, err);
}

static enum status keep_other(struct text_file *file, enum reader_field field,
                              struct str_span value, struct error *err)
{
    char key[HEADER_NAME_MAX_BYTES];
    int n = snprintf(key, sizeof(key), "other_%s", reader_field_name(field));
    struct str_span copy = arena_copy(&file->arena, str_span(key, (size_t)n));

    if (copy.bytes == NULL)
        return error_no_memory(err);
    return keep(file, copy, field != READER_TEXT, value, err);
}

static void add_kept(struct text_file *file, const struct kept *kept)
{
    size_t n = kept->values.n_items;

    json_add_key(&file->extra, kept->key);
    if (n > 1)
        str_add_char(&file->extra, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            str_add_char(&file->extra, ',');
        json_add_string(&file->extra, kept->values.items[i]);
    }
    if (n > 1)
        str_add_char(&file->extra, ']');
    if (!kept->is_known && n == 1)
        return;
    if (file->note.n_bytes > 0)
        str_add_text(&file->note, "; ");
    if (kept->is_known)
        str_add_format(&file->note, "%s comes twice: kept as %s",
                       kept->key.bytes + strlen("other_"), kept->key.bytes);
    else
        str_add_format(&file->note, "header %.*s comes %zu times",
                       (int)kept->key.n_bytes, kept->key.bytes, n);
}

static enum status set_header(struct text_file *file, struct str_span name,
                              struct str_span value, struct error *err)
{
    const struct header *header = find_header(name);
    struct article *article = &file->article;
    struct str_span *const singles[READER_N_FIELDS] = {
        [READER_ID] = &article->id,
        [READER_TITLE] = &article->title,
        [READER_DATE] = &article->date_text,
        [READER_SOURCE] = &article->source,
        [READER_SECTION] = &article->section,
        [READER_LANG] = &article->language,
        [READER_URL] = &article->url,
    };

    if (header != NULL && header->field == READER_AUTHOR)
        return add_names(&file->authors, value, header->dividers, err);
    if (header != NULL && header->field == READER_TAGS)
        return add_names(&file->tags, value, header->dividers, err);
    if (header == NULL && str_span_equal_nocase(name, SPAN("text")))
        return keep_other(file, READER_TEXT, value, err);
    if (header == NULL)
        return keep(file, name, false, value, err);
    file->has_title = file->has_title || header->field == READER_TITLE;
    if (value.n_bytes == 0)
        return STATUS_OK;
    if (singles[header->field]->n_bytes > 0)
        return keep_other(file, header->field, value, err);
    *singles[header->field] = value;
    return STATUS_OK;
}

/* A value over several lines, with a space for each line end. */
static enum status unfold(struct text_file *file, struct str_span *text,
                          struct str_span *value, struct error *err)
{
    CLEANUP(str_release) struct str whole = STR_INIT;
    struct str_span rest = *text;
    struct str_span line = take_line(&rest);

    if (!is_continuation(line) || is_blank(line))
        return STATUS_OK;
    str_add_span(&whole, *value);
    while (is_continuation(line) && !is_blank(line)) {
        str_add_char(&whole, ' ');
        str_add_span(&whole, str_span_trim(line));
        *text = rest;
        line = take_line(&rest);
    }
    if (str_status(&whole, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    *value = arena_copy(&file->arena, str_view(&whole));
    return value->bytes == NULL ? error_no_memory(err) : STATUS_OK;
}

static enum status read_headers(struct text_file *file, struct str_span *text,
                                struct error *err)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && text->n_bytes > 0) {
        struct str_span name = str_span(NULL, 0);
        struct str_span value = name;
        struct str_span line = take_line(text);

        if (is_blank(line) || !split_header(line, &name, &value))
            break;
        status = unfold(file, text, &value, err);
        if (status == STATUS_OK)
            status = set_header(file, name, value, err);
    }
    return status;
}

/* Takes the title off the text if the first block is one short line. */
static void take_title(struct article *article, struct str_span *text)
{
    struct str_span rest = *text;
    struct str_span title = str_span_trim(take_line(&rest));
    struct str_span more = rest;

    if (title.n_bytes == 0 || more.n_bytes == 0 ||
        !is_blank(take_line(&more)) || is_blank(more) ||
        utf8_count(title) > TITLE_MAX_CODE_POINTS)
        return;
    article->title = title;
    *text = rest;
    skip_blank_lines(text);
}

static enum status read_file(struct text_file *file, struct str_span text,
                             struct error *err)
{
    enum status status = STATUS_OK;

    skip_blank_lines(&text);
    if (has_headers(text)) {
        status = read_headers(file, &text, err);
        for (size_t i = 0; i < file->n_kept; i++)
            add_kept(file, &file->kept[i]);
        skip_blank_lines(&text);
    }
    if (!file->has_title)
        take_title(&file->article, &text);
    file->article.text = text;
    file->article.authors = file->authors.items;
    file->article.n_authors = file->authors.n_items;
    file->article.tags = file->tags.items;
    file->article.n_tags = file->tags.n_items;
    file->article.extra = str_view(&file->extra);
    if (status == STATUS_OK)
        status = str_status(&file->extra, err);
    return status == STATUS_OK ? str_status(&file->note, err) : status;
}

static void release_file(struct text_file *file)
{
    for (size_t i = 0; i < file->n_kept; i++)
        free(file->kept[i].values.items);
    free(file->kept);
    free(file->authors.items);
    free(file->tags.items);
    str_release(&file->extra);
    str_release(&file->note);
    arena_release(&file->arena);
}

static enum status read_text(struct input *input,
                             const struct reader_settings *settings,
                             const struct reader_sink *sink, struct error *err)
{
    struct text_file file = {
        .extra = STR_INIT, .note = STR_INIT, .arena = ARENA_INIT};
    struct loaded loaded = LOADED_INIT;
    bool is_read = false;
    enum status status =
        loaded_read(&loaded, input, settings, NULL, sink, &is_read, err);

    if (status != STATUS_OK || !is_read)
        goto out;
    status = read_file(&file, str_view(&loaded.text), err);
    if (file.note.n_bytes > 0 && loaded.note.n_bytes > 0)
        str_add_text(&file.note, "; ");
    str_add_span(&file.note, str_view(&loaded.note));
    if (status == STATUS_OK)
        status = str_status(&file.note, err);

    struct reader_facts facts = loaded_facts(&loaded);

    if (file.note.n_bytes > 0)
        facts.note = file.note.bytes;
    if (status == STATUS_OK)
        status = sink->add(sink->context, &file.article, &facts, err);
out:
    release_file(&file);
    loaded_release(&loaded);
    return status;
}

static const char *const endings[] = {".txt", ".text", ".md", NULL};

const struct reader reader_text = {
    .name = "text",
    .endings = endings,
    .sniff = sniff,
    .read = read_text,
};
