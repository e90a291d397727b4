/*
 * JSON written by hand, because our strings are spans and what we keep of the
 * input (article.extra) is JSON text already.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_out.h"

static void add_escaped(struct str *out, unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        str_add_char(out, '\\');
        str_add_char(out, (char)c);
        break;
    case '\n':
        str_add_text(out, "\\n");
        break;
    case '\r':
        str_add_text(out, "\\r");
        break;
    case '\t':
        str_add_text(out, "\\t");
        break;
    default:
        str_add_format(out, "\\u%04x", c);
    }
}

void json_add_string(struct str *out, struct str_span text)
{
    size_t i_done = 0;

    str_add_char(out, '"');
    for (size_t i = 0; i < text.n_bytes; i++) {
        unsigned char c = (unsigned char)text.bytes[i];

        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        str_add(out, text.bytes + i_done, i - i_done);
        add_escaped(out, c);
        i_done = i + 1;
    }
    if (i_done < text.n_bytes)
        str_add(out, text.bytes + i_done, text.n_bytes - i_done);
    str_add_char(out, '"');
}

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

void json_add_article(struct str *out, const struct article *article,
                      bool has_paragraphs)
{
    str_add_char(out, '{');
    json_add_member(out, "id", article->id);
    json_add_member(out, "title", article->title);
    add_list(out, "author", article->authors, article->n_authors);
    json_add_member(out, "date", article->date_text);
    json_add_member(out, "source", article->source);
    json_add_member(out, "section", article->section);
    json_add_member(out, "lang", article->language);
    json_add_member(out, "url", article->url);
    add_list(out, "tags", article->tags, article->n_tags);
    if (has_paragraphs)
        add_paragraphs(out, article);
    else
        json_add_member(out, "text", article->text);
    if (article->extra.n_bytes > 0) {
        add_comma(out);
        str_add_span(out, article->extra);
    }
    str_add_char(out, '}');
}
