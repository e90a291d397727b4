/*
 * The JSON form, version 1: see doc/json.md. A key that is always there has
 * null (or an empty list) for what an article lacks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render.h"

static void write_sort(struct json_writer *writer, enum search_sort sort)
{
    static const char *const keys[][2] = {
        [SORT_RELEVANCE] = {"-score", NULL},
        [SORT_DATE] = {"date", "-score"},
        [SORT_DATE_DOWN] = {"-date", "-score"},
        [SORT_TITLE] = {"title", NULL},
    };

    json_writer_key(writer, "sort");
    json_writer_array(writer);
    for (size_t i = 0; i < 2 && keys[sort][i]; i++)
        json_writer_string(writer, str_span_of(keys[sort][i]));
    json_writer_end_array(writer);
}

static struct str_span text_of(const struct answer *answer,
                               struct ast_span span)
{
    return str_span(answer->query.bytes + span.start_bytes,
                    span.end_bytes - span.start_bytes);
}

static void write_span(struct json_writer *writer, struct ast_span span)
{
    json_writer_key(writer, "start");
    json_writer_number(writer, span.start_bytes);
    json_writer_key(writer, "end");
    json_writer_number(writer, span.end_bytes);
}

static void write_clauses(struct json_writer *writer,
                          const struct answer *answer)
{
    const struct blame *blame = &answer->blame;

    json_writer_key(writer, "clauses");
    json_writer_array(writer);
    for (size_t i = 0; i < blame->n_clauses; i++) {
        const struct blamed_clause *clause = &blame->clauses[i];
        json_writer_object(writer);
        json_writer_field(writer, "text", text_of(answer, clause->span));
        write_span(writer, clause->span);
        json_writer_key(writer, "articles");
        json_writer_number(writer, clause->n_articles);
        json_writer_key(writer, "without");
        json_writer_number(writer, clause->n_without);
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
}

static void write_suggestions(struct json_writer *writer,
                              const struct answer *answer)
{
    const struct corrections *corrections = &answer->corrections;

    json_writer_key(writer, "suggest");
    json_writer_array(writer);
    for (size_t i = 0; i < corrections->n_items; i++) {
        const struct correction *correction = &corrections->items[i];
        json_writer_object(writer);
        json_writer_key(writer, "replace");
        json_writer_array(writer);
        json_writer_number(writer, correction->span.start_bytes);
        json_writer_number(writer, correction->span.end_bytes);
        json_writer_end_array(writer);
        json_writer_field(writer, "with", correction->word);
        json_writer_key(writer, "articles");
        json_writer_number(writer, correction->n_articles);
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
}

static void write_query(struct json_writer *writer, const struct render *render)
{
    const struct answer *answer = render->answer;

    json_writer_key(writer, "query");
    json_writer_object(writer);
    if (render->qid.n_bytes > 0)
        json_writer_field(writer, "qid", render->qid);
    json_writer_key(writer, "q");
    json_writer_string(writer, answer->query);
    json_writer_field(writer, "understood", answer->understood);
    json_writer_key(writer, "grammar");
    json_writer_number(writer, GRAMMAR_VERSION);
    write_sort(writer, answer->range.sort);
    json_writer_field(writer, "unit",
                      answer->unit == UNIT_PARAGRAPH ? SPAN("paragraph")
                                                     : SPAN("article"));
    write_clauses(writer, answer);
    json_writer_end_object(writer);
}

static void write_diagnostic(struct json_writer *writer,
                             const struct diagnostic *diagnostic,
                             struct str_span query)
{
    size_t line;
    size_t column;

    diagnostic_locate(query, diagnostic->span.start_bytes, &line, &column);
    json_writer_object(writer);
    json_writer_field(writer, "code", str_span_of(diagnostic->code));
    json_writer_field(writer, "severity",
                      str_span_of(severity_name(diagnostic->severity)));
    json_writer_key(writer, "start");
    json_writer_number(writer, diagnostic->span.start_bytes);
    json_writer_key(writer, "end");
    json_writer_number(writer, diagnostic->span.end_bytes);
    json_writer_key(writer, "line");
    json_writer_number(writer, line);
    json_writer_key(writer, "column");
    json_writer_number(writer, column);
    json_writer_field(writer, "message", diagnostic->message);
    json_writer_field(writer, "hint", diagnostic->hint);
    json_writer_field(writer, "replacement", diagnostic->replacement);
    json_writer_end_object(writer);
}

void render_json_diagnostics(struct json_writer *writer,
                             const struct answer *answer)
{
    const struct diagnostic_list *list = &answer->diagnostics;

    json_writer_key(writer, "diagnostics");
    json_writer_array(writer);
    for (size_t i = 0; i < list->n_items; i++)
        write_diagnostic(writer, &list->items[i], answer->query);
    json_writer_end_array(writer);
}

static void write_day(struct json_writer *writer, const char *key, uint32_t day)
{
    const struct article one = {.date_min = day, .date_max = day};
    CLEANUP(str_release) struct str text = STR_INIT;

    render_date(&one, &text);
    json_writer_field(writer, key, str_view(&text));
}

/* date is null when there is none or it can't be read; what was given for it
   then stands in date_text. */
static void write_date(struct json_writer *writer,
                       const struct article *article)
{
    CLEANUP(str_release) struct str edtf = STR_INIT;

    json_writer_key(writer, "date");
    if (article->date_min == 0) {
        json_writer_null(writer);
        if (article->date_text.n_bytes > 0)
            json_writer_field(writer, "date_text", article->date_text);
        return;
    }
    render_date(article, &edtf);
    json_writer_object(writer);
    json_writer_field(writer, "edtf", str_view(&edtf));
    write_day(writer, "min", article->date_min);
    write_day(writer, "max", article->date_max);
    json_writer_end_object(writer);
}

static void write_list(struct json_writer *writer, const char *key,
                       const struct str_span *items, size_t n_items)
{
    json_writer_key(writer, key);
    json_writer_array(writer);
    for (size_t i = 0; i < n_items; i++)
        json_writer_string(writer, items[i]);
    json_writer_end_array(writer);
}

void render_json_fields(struct json_writer *writer,
                        const struct article *article)
{
    write_list(writer, "author", article->authors, article->n_authors);
    json_writer_field(writer, "source", article->source);
    write_date(writer, article);
    json_writer_field(writer, "section", article->section);
    json_writer_field(writer, "lang", article->language);
    json_writer_field(writer, "url", article->url);
    write_list(writer, "tags", article->tags, article->n_tags);
}

static void write_marks(struct json_writer *writer, const char *key,
                        const struct passage *passage)
{
    json_writer_key(writer, key);
    json_writer_array(writer);
    for (size_t i = 0; i < passage->n_marks; i++) {
        json_writer_array(writer);
        json_writer_number(writer, passage->marks[i].start);
        json_writer_number(writer, passage->marks[i].end);
        json_writer_end_array(writer);
    }
    json_writer_end_array(writer);
}

static void write_passage(struct json_writer *writer,
                          const struct passage *passage)
{
    json_writer_object(writer);
    json_writer_key(writer, "p");
    json_writer_number(writer, passage->i_paragraph);
    json_writer_key(writer, "text");
    json_writer_string(writer, passage->text);
    write_marks(writer, "marks", passage);
    json_writer_key(writer, "truncated");
    json_writer_array(writer);
    json_writer_bool(writer, passage->is_cut_before);
    json_writer_bool(writer, passage->is_cut_after);
    json_writer_end_array(writer);
    json_writer_end_object(writer);
}

/* The other articles of its group, whether they match or not. */
static void write_reprints(struct json_writer *writer, const struct hit *hit)
{
    json_writer_key(writer, "reprints");
    if (hit->n_reprints == 0) {
        json_writer_null(writer);
        return;
    }
    json_writer_object(writer);
    json_writer_key(writer, "count");
    json_writer_number(writer, hit->n_reprints);
    json_writer_field(writer, "group", hit->group);
    json_writer_end_object(writer);
}

/* qid only where no object around the hit has it. */
static void write_hit(struct json_writer *writer, const struct hit *hit,
                      struct str_span qid)
{
    json_writer_object(writer);
    if (qid.n_bytes > 0)
        json_writer_field(writer, "qid", qid);
    json_writer_key(writer, "id");
    json_writer_string(writer, hit->article.id);
    if (hit->i_paragraph > 0) {
        json_writer_key(writer, "p");
        json_writer_number(writer, hit->i_paragraph);
    }
    json_writer_key(writer, "score");
    json_writer_real(writer, hit->score, 4);
    json_writer_field(writer, "title", hit->title.text);
    write_marks(writer, "title_marks", &hit->title);
    render_json_fields(writer, &hit->article);
    json_writer_key(writer, "paragraphs");
    json_writer_array(writer);
    for (size_t i = 0; i < hit->n_paragraphs; i++)
        json_writer_number(writer, hit->paragraphs[i]);
    json_writer_end_array(writer);
    json_writer_key(writer, "passages");
    json_writer_array(writer);
    for (size_t i = 0; i < hit->n_passages; i++)
        write_passage(writer, &hit->passages[i]);
    json_writer_end_array(writer);
    write_reprints(writer, hit);
    json_writer_end_object(writer);
}

static void write_total(struct json_writer *writer, const struct answer *answer)
{
    json_writer_key(writer, "total");
    json_writer_object(writer);
    json_writer_key(writer, "value");
    json_writer_number(writer, answer->n_total);
    json_writer_field(writer, "relation",
                      answer->is_total_exact ? SPAN("eq") : SPAN("gte"));
    json_writer_key(writer, "collapsed");
    json_writer_number(writer, answer->n_folded);
    json_writer_end_object(writer);
    json_writer_key(writer, "page");
    json_writer_object(writer);
    json_writer_key(writer, "n");
    json_writer_number(writer, answer->range.limit);
    json_writer_key(writer, "offset");
    json_writer_number(writer, answer->range.offset);
    json_writer_end_object(writer);
}

static void write_index(struct json_writer *writer, const struct render *render)
{
    json_writer_key(writer, "index");
    json_writer_object(writer);
    json_writer_field(writer, "uuid", str_span_of(render->manifest->uuid));
    json_writer_key(writer, "revision");
    json_writer_number(writer, render->manifest->revision);
    json_writer_key(writer, "articles");
    json_writer_number(writer, render->answer->n_articles);
    json_writer_field(writer, "updated",
                      str_span_of(render->manifest->updated));
    json_writer_end_object(writer);
}

void render_json(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;
    struct json_writer writer;

    json_writer_init(&writer, out);
    json_writer_object(&writer);
    json_writer_key(&writer, "version");
    json_writer_number(&writer, JSON_VERSION);
    write_query(&writer, render);
    render_json_diagnostics(&writer, answer);
    write_total(&writer, answer);
    json_writer_key(&writer, "hits");
    json_writer_array(&writer);
    for (size_t i = 0; i < answer->n_hits; i++)
        write_hit(&writer, &answer->hits[i], str_span("", 0));
    json_writer_end_array(&writer);
    write_suggestions(&writer, answer);
    write_index(&writer, render);
    json_writer_key(&writer, "time_ms");
    json_writer_real(&writer, answer->time_ms, 3);
    json_writer_key(&writer, "partial");
    json_writer_bool(&writer, answer->is_partial);
    json_writer_end_object(&writer);
    str_add_char(out, '\n');
}

void render_jsonl(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;

    for (size_t i = 0; i < answer->n_hits; i++) {
        struct json_writer writer;
        json_writer_init(&writer, out);
        write_hit(&writer, &answer->hits[i], render->qid);
        str_add_char(out, '\n');
    }
}
