/*
 * JSON written by hand, because our strings are spans and what we keep of the
 * input (article.extra) is JSON text already.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_out.h"

static void add_comma(struct str *out)
{
    struct str_span view = str_view(out);

    if (view.n_bytes > 0 && view.bytes[view.n_bytes - 1] != '{')
        str_add_char(out, ',');
}

void json_add_key(struct str *out, struct str_span name)
{
    add_comma(out);
    json_add_string(out, name);
    str_add_char(out, ':');
}

void json_add_member(struct str *out, const char *name, struct str_span text)
{
    if (text.n_bytes == 0)
        return;
    json_add_key(out, str_span_of(name));
    json_add_string(out, text);
}

static void add_list(struct str *out, const char *name,
                     const struct str_span *items, size_t n_items)
{
    if (n_items == 0)
        return;
    json_add_key(out, str_span_of(name));
    if (n_items > 1)
        str_add_char(out, '[');
    for (size_t i = 0; i < n_items; i++) {
        if (i > 0)
            str_add_char(out, ',');
        json_add_string(out, items[i]);
    }
    if (n_items > 1)
        str_add_char(out, ']');
}

static void add_paragraphs(struct str *out, const struct article *article)
{
    json_add_key(out, SPAN("paragraphs"));
    str_add_char(out, '[');
    for (size_t i = 0; i < article->n_paragraphs; i++) {
        if (i > 0)
            str_add_char(out, ',');
        json_add_string(out, article_paragraph(article, i));
    }
    str_add_char(out, ']');
}

/* Behind the string that begins at i of clean JSON text. */
static size_t skip_string(struct str_span json, size_t i)
{
    for (i++; i < json.n_bytes && json.bytes[i] != '"'; i++)
        if (json.bytes[i] == '\\')
            i++;
    return i + 1;
}

/* Behind the value that begins at i, at a comma or the end. */
static size_t skip_value(struct str_span json, size_t i)
{
    size_t depth = 0;

    while (i < json.n_bytes && (depth > 0 || json.bytes[i] != ',')) {
        char c = json.bytes[i];

        if (c == '"') {
            i = skip_string(json, i);
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        i++;
    }
    return i;
}

bool json_next_member(struct str_span members, size_t *off_bytes,
                      struct str_span *ret_name, struct str_span *ret_value)
{
    size_t start = *off_bytes;

    if (start < members.n_bytes && members.bytes[start] == ',')
        start++;
    if (start >= members.n_bytes || members.bytes[start] != '"')
        return false;

    size_t end = skip_string(members, start);

    if (end >= members.n_bytes)
        return false;
    *off_bytes = skip_value(members, end);
    if (*off_bytes > members.n_bytes)
        return false;
    *ret_name = str_span(members.bytes + start + 1, end - start - 2);
    *ret_value = str_span(members.bytes + end + 1, *off_bytes - end - 1);
    return true;
}

bool json_has_member(struct str_span members, struct str_span name)
{
    struct str_span key;
    struct str_span value;
    size_t i = 0;

    while (json_next_member(members, &i, &key, &value))
        if (str_span_equal(key, name))
            return true;
    return false;
}

void json_add_other_name(struct str *out, struct str_span members,
                         struct str_span name)
{
    do {
        CLEANUP(str_release) struct str longer = STR_INIT;

        str_add_text(&longer, "other_");
        str_add_span(&longer, str_view(out).n_bytes > 0 ? str_view(out) : name);
        str_reset(out);
        str_add_span(out, str_view(&longer));
    } while (str_status(out, NULL) == STATUS_OK &&
             json_has_member(members, str_view(out)));
}

/* A field that is not there as it came: see reader_jsonl.c. */
static void add_field(struct str *out, const struct article *article,
                      const char *name, struct str_span text)
{
    if (!json_has_member(article->extra, str_span_of(name)))
        json_add_member(out, name, text);
}

static void add_names(struct str *out, const struct article *article,
                      const char *name, const struct str_span *items,
                      size_t n_items)
{
    if (!json_has_member(article->extra, str_span_of(name)))
        add_list(out, name, items, n_items);
}

/* What the form had besides; a key is never written twice. */
static void add_extra(struct str *out, const struct article *article,
                      bool has_paragraphs)
{
    struct str_span name;
    struct str_span value;
    size_t i = 0;

    while (json_next_member(article->extra, &i, &name, &value)) {
        CLEANUP(str_release) struct str other = STR_INIT;

        if (str_span_equal(name, SPAN("id")) ||
            (has_paragraphs && str_span_equal(name, SPAN("paragraphs")))) {
            json_add_other_name(&other, article->extra, name);
            name = str_view(&other);
        }
        add_comma(out);
        str_add_char(out, '"'); /* escaped already */
        str_add_span(out, name);
        str_add_text(out, "\":");
        str_add_span(out, value);
    }
}

void json_add_article(struct str *out, const struct article *article,
                      bool has_paragraphs)
{
    str_add_char(out, '{');
    json_add_member(out, "id", article->id);
    add_field(out, article, "title", article->title);
    add_names(out, article, "author", article->authors, article->n_authors);
    add_field(out, article, "date", article->date_text);
    add_field(out, article, "source", article->source);
    add_field(out, article, "section", article->section);
    add_field(out, article, "lang", article->language);
    add_field(out, article, "url", article->url);
    add_names(out, article, "tags", article->tags, article->n_tags);
    if (has_paragraphs)
        add_paragraphs(out, article);
    else
        add_field(out, article, "text", article->text);
    add_extra(out, article, has_paragraphs);
    str_add_char(out, '}');
}
