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

/* Whether name is a key of the outermost object, given without its braces. */
static bool has_key(struct str_span json, const char *name)
{
    size_t depth = 0;
    bool is_key = true;

    for (size_t i = 0; i < json.n_bytes;) {
        char c = json.bytes[i];

        if (c == '"') {
            size_t end = skip_string(json, i);

            if (is_key && end <= json.n_bytes &&
                str_span_equal(str_span(json.bytes + i + 1, end - i - 2),
                               str_span_of(name)))
                return true;
            is_key = false;
            i = end;
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        is_key = is_key || (c == ',' && depth == 0);
        i++;
    }
    return false;
}

/* A field that is not there as it came: see reader_jsonl.c. */
static void add_field(struct str *out, const struct article *article,
                      const char *name, struct str_span text)
{
    if (!has_key(article->extra, name))
        json_add_member(out, name, text);
}

static void add_names(struct str *out, const struct article *article,
                      const char *name, const struct str_span *items,
                      size_t n_items)
{
    if (!has_key(article->extra, name))
        add_list(out, name, items, n_items);
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
    if (article->extra.n_bytes > 0) {
        add_comma(out);
        str_add_span(out, article->extra);
    }
    str_add_char(out, '}');
}
