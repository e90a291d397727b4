/*
 * An article on its own.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/show.h"

#include "searcher/terminal.h"
#include "text/term.h"

#include <stdlib.h>
#include <string.h>

static enum status find_id(struct index *index, struct str_span id,
                           uint32_t *ret_docid, struct error *err)
{
    CLEANUP(str_release) struct str term = STR_INIT;

    str_add_text(&term, schema_row(FIELD_ID)->prefix);
    term_add(id, &term);
    enum status status = str_status(&term, err);
    if (status != STATUS_OK)
        return status;
    return index_find(index, str_view(&term), ret_docid, err);
}

/* Cuts "#pN" off target; 0 if it does not end in one. */
static size_t split_paragraph(struct str_span *target)
{
    size_t n = target->n_bytes;
    size_t number = 0;
    size_t scale = 1;

    while (n > 0 && target->bytes[n - 1] >= '0' &&
           target->bytes[n - 1] <= '9') {
        if (scale > (size_t)ARTICLE_MAX_PARAGRAPHS * 10)
            return 0;
        number += (size_t)(target->bytes[n - 1] - '0') * scale;
        scale *= 10;
        n--;
    }
    if (number == 0 || n < 3 || memcmp(target->bytes + n - 2, "#p", 2) != 0)
        return 0;
    target->n_bytes = n - 2;
    return number;
}

static enum status not_found(struct str_span id, struct error *err)
{
    error_set(err, STATUS_NOT_FOUND, "no article has the id '%.*s'",
              (int)(id.n_bytes < 300 ? id.n_bytes : 300), id.bytes);
    error_hint(err, "lede-search --ids QUERY lists ids");
    return STATUS_NOT_FOUND;
}

static enum status read_article(struct index *index, uint32_t docid,
                                struct arena *arena,
                                struct article *ret_article, struct error *err)
{
    struct str_span record;

    enum status status = index_record(index, docid, &record, err);
    return status == STATUS_OK ? article_decode(record, arena, ret_article, err)
                               : status;
}

enum status show_article(struct index *index, struct str_span id,
                         struct arena *arena, struct article *ret_article,
                         struct error *err)
{
    uint32_t docid;

    enum status status = find_id(index, id, &docid, err);
    if (status == STATUS_NOT_FOUND)
        return not_found(id, err);
    return status == STATUS_OK
               ? read_article(index, docid, arena, ret_article, err)
               : status;
}

static enum status find_once(struct index *index, struct str_span target,
                             struct arena *arena, struct show *ret_show,
                             struct error *err)
{
    struct show show = {0};
    struct str_span id = target;
    uint32_t docid;

    enum status status = find_id(index, id, &docid, err);
    if (status == STATUS_NOT_FOUND) {
        show.i_paragraph = split_paragraph(&id);
        if (show.i_paragraph > 0)
            status = find_id(index, id, &docid, err);
    }
    if (status == STATUS_NOT_FOUND)
        return not_found(id, err);
    if (status == STATUS_OK)
        status = read_article(index, docid, arena, &show.article, err);
    if (status != STATUS_OK)
        return status;
    if (show.i_paragraph > show.article.n_paragraphs)
        return error_set(err, STATUS_NOT_FOUND,
                         "article '%.*s' has %zu paragraphs, no paragraph %zu",
                         (int)(id.n_bytes < 300 ? id.n_bytes : 300), id.bytes,
                         show.article.n_paragraphs, show.i_paragraph);
    *ret_show = show;
    return STATUS_OK;
}

/* A search takes up the newest state of the index; this one finds nothing. */
static enum status take_up(struct index *index, struct arena *arena,
                           struct error *err)
{
    const struct search_range none = {0, 0, SORT_RELEVANCE, false};
    struct expr *expr = expr_leaf(arena, EXPR_NONE);
    struct match_list list;

    if (!expr)
        return error_no_memory(err);
    return index_search(index, expr, &none, arena, &list, err);
}

enum status show_find(struct index *index, struct str_span target,
                      struct arena *arena, struct show *ret_show,
                      struct error *err)
{
    enum status status = find_once(index, target, arena, ret_show, err);

    for (int i = 1; i < SEARCH_MAX_TRIES && status == STATUS_MODIFIED; i++) {
        status = take_up(index, arena, err);
        if (status == STATUS_OK)
            status = find_once(index, target, arena, ret_show, err);
    }
    if (status == STATUS_MODIFIED)
        error_hint(err, "ask again");
    return status;
}

/* The paragraphs that are shown, from 0: first..end-1. */
static void find_range(const struct show *show, size_t n_context,
                       size_t *ret_first, size_t *ret_end)
{
    size_t n = show->article.n_paragraphs;
    size_t i = show->i_paragraph;

    *ret_first = 0;
    *ret_end = n;
    if (i == 0)
        return;
    *ret_first = i - 1 > n_context ? i - 1 - n_context : 0;
    *ret_end = n - i > n_context ? i + n_context : n;
}

static void add_field(struct str *out, const struct render_style *style,
                      const char *name, struct str_span value)
{
    if (value.n_bytes == 0)
        return;
    str_add_format(out, "%s: ", name);
    if (style->form == FORM_TEXT || style->is_terminal)
        terminal_add_line(out, value);
    else
        terminal_add_column(out, value);
    str_add_char(out, '\n');
}

static void add_fields(struct str *out, const struct render_style *style,
                       const struct article *article)
{
    CLEANUP(str_release) struct str date = STR_INIT;

    render_date(article, &date);
    if (date.n_bytes == 0)
        str_add_span(&date, article->date_text);
    for (size_t i = 0; i < article->n_authors; i++)
        add_field(out, style, "Author", article->authors[i]);
    add_field(out, style, "Date", str_view(&date));
    add_field(out, style, "Source", article->source);
    add_field(out, style, "Section", article->section);
    add_field(out, style, "Language", article->language);
    add_field(out, style, "URL", article->url);
    for (size_t i = 0; i < article->n_tags; i++)
        add_field(out, style, "Tag", article->tags[i]);
    add_field(out, style, "ID", article->id);
}

/* One line of a paragraph, wrapped and indented. */
static void add_line(struct str *out, const struct render_style *style,
                     struct str_span line)
{
    const size_t n_indent = 6;
    size_t room = style->n_columns > n_indent + RENDER_MIN_COLUMNS
                      ? style->n_columns - n_indent
                      : RENDER_MIN_COLUMNS;
    size_t off = 0;

    while (off < line.n_bytes) {
        size_t next;
        size_t end = terminal_break(line, off, room, &next);
        terminal_add_line(out, str_span(line.bytes + off, end - off));
        str_add_char(out, '\n');
        off = next;
        if (off < line.n_bytes)
            str_add_format(out, "%*s", (int)n_indent, "");
    }
}

/* Line ends inside a paragraph are kept: it may be a poem or a table. */
static void add_numbered(struct str *out, const struct render_style *style,
                         struct str_span paragraph, size_t number)
{
    CLEANUP(str_release) struct str label = STR_INIT;
    size_t off = 0;

    str_add_format(&label, "\xc2\xb6%zu", number);
    terminal_look(out, style->has_colour, LOOK_NUMBER);
    str_add_span(out, str_view(&label));
    terminal_look(out, style->has_colour, LOOK_PLAIN);
    /* The pilcrow is two bytes and one column. */
    for (size_t n = label.n_bytes - 1; n < 6; n++)
        str_add_char(out, ' ');
    while (off < paragraph.n_bytes) {
        const char *start = paragraph.bytes + off;
        const char *end = memchr(start, '\n', paragraph.n_bytes - off);
        size_t n_line = end ? (size_t)(end - start) : paragraph.n_bytes - off;
        if (off > 0)
            str_add_text(out, "      ");
        add_line(out, style, str_span(start, n_line));
        off += n_line + 1;
    }
}

static void render_numbered(const struct show *show,
                            const struct render_style *style, size_t first,
                            size_t end, struct str *out)
{
    const struct article *article = &show->article;

    terminal_look(out, style->has_colour, LOOK_TITLE);
    terminal_add_line(out, article->title.n_bytes > 0 ? article->title
                                                      : SPAN("(untitled)"));
    terminal_look(out, style->has_colour, LOOK_PLAIN);
    str_add_char(out, '\n');
    add_fields(out, style, article);
    for (size_t i = first; i < end; i++) {
        str_add_char(out, '\n');
        add_numbered(out, style, article_paragraph(article, i), i + 1);
    }
}

static void render_plain(const struct show *show,
                         const struct render_style *style, size_t first,
                         size_t end, struct str *out)
{
    const struct article *article = &show->article;
    bool is_whole = show->i_paragraph == 0;

    if (is_whole) {
        /* Without one, a reader takes the first short line for the title. */
        if (article->title.n_bytes == 0)
            str_add_text(out, "Title:\n");
        add_field(out, style, "Title", article->title);
        add_fields(out, style, article);
    }
    for (size_t i = first; i < end; i++) {
        struct str_span paragraph = article_paragraph(article, i);
        if (is_whole || i > first)
            str_add_char(out, '\n');
        if (style->is_terminal)
            terminal_add(out, paragraph);
        else
            str_add_span(out, paragraph);
        str_add_char(out, '\n');
    }
}

static void render_object(const struct show *show, size_t first, size_t end,
                          struct str *out)
{
    const struct article *article = &show->article;
    struct json_writer writer;

    json_writer_init(&writer, out);
    json_writer_object(&writer);
    json_writer_key(&writer, "version");
    json_writer_number(&writer, JSON_VERSION);
    json_writer_key(&writer, "id");
    json_writer_string(&writer, article->id);
    json_writer_field(&writer, "title", article->title);
    render_json_fields(&writer, article);
    json_writer_key(&writer, "n_paragraphs");
    json_writer_number(&writer, article->n_paragraphs);
    json_writer_key(&writer, "paragraphs");
    json_writer_array(&writer);
    for (size_t i = first; i < end; i++) {
        json_writer_object(&writer);
        json_writer_key(&writer, "p");
        json_writer_number(&writer, i + 1);
        json_writer_key(&writer, "text");
        json_writer_string(&writer, article_paragraph(article, i));
        json_writer_end_object(&writer);
    }
    json_writer_end_array(&writer);
    json_writer_end_object(&writer);
    str_add_char(out, '\n');
}

void show_render(const struct show *show, const struct render_style *style,
                 size_t n_context, struct str *out)
{
    size_t first;
    size_t end;

    find_range(show, n_context, &first, &end);
    if (style->form == FORM_JSON || style->form == FORM_JSONL)
        render_object(show, first, end, out);
    else if (style->form == FORM_TEXT)
        render_numbered(show, style, first, end, out);
    else
        render_plain(show, style, first, end, out);
}
