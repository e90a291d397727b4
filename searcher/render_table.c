/*
 * Tables: CSV (RFC 4180), and columns divided by tabs.
 *
 * A table may be opened in a spreadsheet, and what it holds comes from
 * anywhere: a text that such a program would take for a formula gets an
 * apostrophe in front (CWE-1236; OWASP, CSV Injection).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render_table.h"
#include "searcher/render.h"
#include "searcher/terminal.h"

#include <inttypes.h>
#include <string.h>

/* ---- cells */

void table_begin(struct table_writer *writer, const struct render_style *style,
                 struct str *out)
{
    *writer = (struct table_writer){.out = out,
                                    .is_csv = style->form == FORM_CSV,
                                    .is_terminal = style->is_terminal,
                                    .is_guarded = style->form == FORM_CSV ||
                                                  style->form == FORM_TSV};
}

static bool is_formula(struct str_span text)
{
    return text.n_bytes > 0 && text.bytes[0] != '\0' &&
           strchr("=+-@\t\r", text.bytes[0]) != NULL;
}

static void add_quoted(struct str_span text, struct str *out)
{
    bool is_quoted = false;

    for (size_t i = 0; i < text.n_bytes; i++)
        is_quoted = is_quoted || text.bytes[i] == ',' || text.bytes[i] == '"' ||
                    text.bytes[i] == '\r' || text.bytes[i] == '\n';
    if (!is_quoted) {
        str_add_span(out, text);
        return;
    }
    str_add_char(out, '"');
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.bytes[i] == '"')
            str_add_char(out, '"');
        str_add_char(out, text.bytes[i]);
    }
    str_add_char(out, '"');
}

static void begin_cell(struct table_writer *writer)
{
    if (writer->has_cell)
        str_add_char(writer->out, writer->is_csv ? ',' : '\t');
    writer->has_cell = true;
}

void table_text(struct table_writer *writer, struct str_span text)
{
    CLEANUP(str_release) struct str safe = STR_INIT;

    begin_cell(writer);
    if (writer->is_guarded && is_formula(text))
        str_add_char(&safe, '\'');
    if (writer->is_terminal)
        terminal_add_line(&safe, text);
    else if (writer->is_csv)
        str_add_span(&safe, text);
    else
        terminal_add_column(&safe, text);
    if (str_status(&safe, NULL) != STATUS_OK)
        str_reserve(writer->out, SIZE_MAX); /* as bad as this one */
    if (writer->is_csv)
        add_quoted(str_view(&safe), writer->out);
    else
        str_add_span(writer->out, str_view(&safe));
}

void table_number(struct table_writer *writer, uint64_t number)
{
    begin_cell(writer);
    str_add_format(writer->out, "%" PRIu64, number);
}

void table_real(struct table_writer *writer, double number, unsigned n_decimals)
{
    begin_cell(writer);
    json_writer_add_real(writer->out, number, n_decimals);
}

void table_end_row(struct table_writer *writer)
{
    str_add_text(writer->out, writer->is_csv ? "\r\n" : "\n");
    writer->has_cell = false;
}

/* ---- hits */

static const char *const field_names[TABLE_FIELDS] = {
    [TABLE_ID] = "id",           [TABLE_DATE] = "date",
    [TABLE_SOURCE] = "source",   [TABLE_TITLE] = "title",
    [TABLE_SCORE] = "score",     [TABLE_PARAGRAPH] = "paragraph",
    [TABLE_SNIPPET] = "snippet", [TABLE_AUTHOR] = "author",
    [TABLE_SECTION] = "section", [TABLE_LANG] = "lang",
    [TABLE_TAGS] = "tags",       [TABLE_SOURCE_URL] = "source_url",
};

bool table_field_find(struct str_span name, enum table_field *ret_field)
{
    for (size_t i = 0; i < TABLE_FIELDS; i++) {
        if (!str_span_equal(name, str_span_of(field_names[i])))
            continue;
        *ret_field = (enum table_field)i;
        return true;
    }
    return false;
}

const char *table_field_name(enum table_field field)
{
    return field_names[field];
}

/* What there is more than one of is joined by "; ". */
static void add_list(struct table_writer *writer, const struct str_span *items,
                     size_t n_items)
{
    CLEANUP(str_release) struct str list = STR_INIT;

    for (size_t i = 0; i < n_items; i++) {
        if (i > 0)
            str_add_text(&list, "; ");
        str_add_span(&list, items[i]);
    }
    table_text(writer, str_view(&list));
}

static void add_snippet(struct table_writer *writer, const struct hit *hit)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    CLEANUP(str_release) struct str text = STR_INIT;

    if (hit->n_passages > 0) {
        const struct passage *passage = &hit->passages[0];
        if (passage->is_cut_before)
            str_add_format(&text, "%s ", ellipsis);
        str_add_span(&text, passage->text);
        if (passage->is_cut_after)
            str_add_format(&text, " %s", ellipsis);
    }
    table_text(writer, str_view(&text));
}

static void add_date(struct table_writer *writer, const struct article *article)
{
    CLEANUP(str_release) struct str date = STR_INIT;

    render_date(article, &date);
    table_text(writer, str_view(&date));
}

static void add_field(struct table_writer *writer, const struct hit *hit,
                      enum table_field field)
{
    const struct article *article = &hit->article;

    switch (field) {
    case TABLE_ID:
        return table_text(writer, article->id);
    case TABLE_DATE:
        return add_date(writer, article);
    case TABLE_SOURCE:
        return table_text(writer, article->source);
    case TABLE_TITLE:
        return table_text(writer, hit->title.text);
    case TABLE_SCORE:
        return table_real(writer, hit->score, 3);
    case TABLE_PARAGRAPH:
        if (hit->n_passages > 0)
            return table_number(writer, hit->passages[0].i_paragraph);
        return table_text(writer, SPAN(""));
    case TABLE_SNIPPET:
        return add_snippet(writer, hit);
    case TABLE_AUTHOR:
        return add_list(writer, article->authors, article->n_authors);
    case TABLE_SECTION:
        return table_text(writer, article->section);
    case TABLE_LANG:
        return table_text(writer, article->language);
    case TABLE_TAGS:
        return add_list(writer, article->tags, article->n_tags);
    case TABLE_SOURCE_URL:
        return table_text(writer, article->url);
    }
}

/* The first of them are the columns of lines in a pipe. */
static size_t count_fields(const struct render_style *style)
{
    if (style->n_fields > 0)
        return style->n_fields;
    return style->form == FORM_LINES ? TABLE_SNIPPET + 1 : TABLE_FIELDS;
}

static enum table_field field_at(const struct render_style *style, size_t i)
{
    return style->n_fields > 0 ? style->fields[i] : (enum table_field)i;
}

static void add_head(struct table_writer *writer, const struct render *render)
{
    if (render->qid.n_bytes > 0)
        table_text(writer, SPAN("qid"));
    for (size_t i = 0; i < count_fields(render->style); i++)
        table_text(writer,
                   str_span_of(table_field_name(field_at(render->style, i))));
    table_end_row(writer);
}

void table_add_hits(struct table_writer *writer, const struct render *render)
{
    const struct answer *answer = render->answer;

    for (size_t i = 0; i < answer->n_hits; i++) {
        if (render->qid.n_bytes > 0)
            table_text(writer, render->qid);
        for (size_t k = 0; k < count_fields(render->style); k++)
            add_field(writer, &answer->hits[i], field_at(render->style, k));
        table_end_row(writer);
    }
}

/* ---- facets and the timeline */

static void add_names(struct table_writer *writer, const char *const *names,
                      size_t n_names)
{
    for (size_t i = 0; i < n_names; i++)
        table_text(writer, str_span_of(names[i]));
    table_end_row(writer);
}

static void add_count(struct table_writer *writer, const struct facet *facet,
                      const char *what, struct str_span value, uint64_t n)
{
    table_text(writer, SPAN("facet"));
    table_text(writer, str_span_of(facet_name(facet->field)));
    table_text(writer, str_span_of(what));
    table_text(writer, value);
    table_number(writer, n);
    table_end_row(writer);
}

static void add_facet(struct table_writer *writer, const struct facet *facet)
{
    for (size_t i = 0; i < facet->n_values; i++)
        add_count(writer, facet, "value", facet->values[i].value,
                  facet->values[i].n_articles);
    add_count(writer, facet, "other", SPAN(""), facet->n_other);
    add_count(writer, facet, "missing", SPAN(""), facet->n_missing);
    if (facet->field == FACET_YEAR)
        add_count(writer, facet, "imprecise", SPAN(""), facet->n_imprecise);
}

static void add_bucket(struct table_writer *writer,
                       const struct timeline *timeline,
                       const struct timeline_bucket *bucket)
{
    CLEANUP(str_release) struct str from = STR_INIT;

    timeline_add_date(timeline->unit, bucket->from, &from);
    table_text(writer, SPAN("timeline"));
    table_text(writer, str_span_of(timeline_unit_name(timeline->unit)));
    table_text(writer, SPAN("bucket"));
    table_text(writer, str_view(&from));
    table_number(writer, bucket->n_hits);
    table_number(writer, bucket->n_articles);
    if (bucket->n_articles > 0)
        table_real(writer, timeline_rate(bucket), 1);
    else
        table_text(writer, SPAN(""));
    table_number(writer, bucket->n_empty);
    table_end_row(writer);
}

/* As wide as the others, so that the table has one form. */
static void add_apart(struct table_writer *writer,
                      const struct timeline *timeline, const char *what,
                      uint64_t n_hits)
{
    table_text(writer, SPAN("timeline"));
    table_text(writer, str_span_of(timeline_unit_name(timeline->unit)));
    table_text(writer, str_span_of(what));
    table_text(writer, SPAN(""));
    table_number(writer, n_hits);
    for (int i = 0; i < 3; i++)
        table_text(writer, SPAN(""));
    table_end_row(writer);
}

static void add_timeline(struct table_writer *writer,
                         const struct timeline *timeline)
{
    for (size_t i = 0; i < timeline->n_buckets; i++)
        add_bucket(writer, timeline, &timeline->buckets[i]);
    add_apart(writer, timeline, "undated", timeline->n_undated);
    add_apart(writer, timeline, "imprecise", timeline->n_imprecise);
}

/* An empty line between what stands there and the next table. */
static void divide(struct table_writer *writer, size_t start)
{
    if (writer->out->n_bytes > start)
        table_end_row(writer);
}

void table_add_survey(struct table_writer *writer, const struct render *render,
                      size_t start)
{
    static const char *const facet_head[] = {"table", "field", "what", "value",
                                             "count"};
    static const char *const timeline_head[] = {
        "table", "unit", "what", "from", "hits", "articles", "per10k", "empty"};
    const struct survey *survey = &render->answer->survey;
    bool has_head = render->style->form != FORM_LINES;

    if (survey->n_facets > 0)
        divide(writer, start);
    if (survey->n_facets > 0 && has_head)
        add_names(writer, facet_head, 5);
    for (size_t i = 0; i < survey->n_facets; i++)
        add_facet(writer, &survey->facets[i]);
    if (survey->timeline.unit == TIMELINE_NONE)
        return;
    divide(writer, start);
    if (has_head)
        add_names(writer, timeline_head, 8);
    add_timeline(writer, &survey->timeline);
}

void render_table(const struct render *render, struct str *out)
{
    struct table_writer writer;
    size_t start = out->n_bytes;

    table_begin(&writer, render->style, out);
    /* Who asks for no hits wants the counts alone. */
    if (render->answer->range.limit > 0 && !render->is_continued)
        add_head(&writer, render);
    table_add_hits(&writer, render);
    table_add_survey(&writer, render, start);
}
