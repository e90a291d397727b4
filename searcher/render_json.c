/*
 * The JSON form, version 1: see doc/json.md. A key that is always there has
 * null (or an empty list) for what an article lacks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render_json_parts.h"

static void write_sort(struct json_writer *writer, const struct answer *answer)
{
    static const char *const keys[] = {
        [SORT_RELEVANCE] = "-score", [SORT_DATE] = "date",
        [SORT_DATE_DOWN] = "-date",  [SORT_TITLE] = "title",
        [SORT_INDEXED] = "indexed",  [SORT_INDEXED_DOWN] = "-indexed",
    };
    const struct search_ranking *ranking = &answer->ranking;
    enum search_sort last = answer->range.sort;

    json_writer_key(writer, "sort");
    json_writer_array(writer);
    json_writer_string(writer, str_span_of(keys[last]));
    for (size_t i = 0; i < ranking->n_next; i++) {
        last = ranking->next[i];
        json_writer_string(writer, str_span_of(keys[last]));
    }
    /* Of one day or title, the best first. */
    if (answer->range.sort != SORT_RELEVANCE && last != SORT_RELEVANCE)
        json_writer_string(writer, str_span_of(keys[SORT_RELEVANCE]));
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
    bool is_blamed = blame->n_clauses > 0;
    const struct blamed_clause *clauses =
        is_blamed ? blame->clauses : answer->clauses;
    size_t n = is_blamed ? blame->n_clauses : answer->n_clauses;

    json_writer_key(writer, "clauses");
    json_writer_array(writer);
    for (size_t i = 0; i < n; i++) {
        json_writer_object(writer);
        json_writer_field(writer, "text", text_of(answer, clauses[i].span));
        write_span(writer, clauses[i].span);
        json_writer_key(writer, "articles");
        json_writer_number(writer, clauses[i].n_articles);
        json_writer_key(writer, "without");
        if (is_blamed)
            json_writer_number(writer, clauses[i].n_without);
        else
            json_writer_null(writer);
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
}

/* The same question with one word instead of another. */
static void write_corrected(struct json_writer *writer,
                            const struct render *render,
                            const struct correction *correction)
{
    struct str_span query = render->answer->query;
    size_t n_query = render->answer->n_query_bytes;
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str url = STR_INIT;

    if (render->address && correction->span.end_bytes <= n_query) {
        struct address other = *render->address;
        str_add(&text, query.bytes, correction->span.start_bytes);
        str_add_span(&text, correction->word);
        str_add(&text, query.bytes + correction->span.end_bytes,
                n_query - correction->span.end_bytes);
        other.q = str_view(&text);
        render_add_link(render, "/search", &other, &url);
    }
    json_writer_field(writer, "url", str_view(&url));
}

static void write_suggestions(struct json_writer *writer,
                              const struct render *render)
{
    const struct corrections *corrections = &render->answer->corrections;

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
        write_corrected(writer, render, correction);
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
}

static struct str_span query_of(const struct answer *answer)
{
    return str_span(answer->query.bytes, answer->n_query_bytes);
}

/* Behind the query and a space, as far as spans of bytes go. */
static void write_filters(struct json_writer *writer,
                          const struct answer *answer)
{
    size_t n = answer->n_query_bytes;

    if (answer->query.n_bytes > n)
        json_writer_field(writer, "filters",
                          str_span(answer->query.bytes + n + 1,
                                   answer->query.n_bytes - n - 1));
}

static void write_query(struct json_writer *writer, const struct render *render)
{
    const struct answer *answer = render->answer;

    json_writer_key(writer, "query");
    json_writer_object(writer);
    if (render->qid.n_bytes > 0)
        json_writer_field(writer, "qid", render->qid);
    json_writer_key(writer, "q");
    json_writer_string(writer, query_of(answer));
    write_filters(writer, answer);
    json_writer_field(writer, "understood", answer->understood);
    json_writer_key(writer, "grammar");
    json_writer_number(writer, GRAMMAR_VERSION);
    write_sort(writer, answer);
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

static void write_total(struct json_writer *writer, const struct answer *answer)
{
    json_writer_key(writer, "total");
    json_writer_object(writer);
    json_writer_key(writer, "value");
    json_writer_number(writer, answer->n_total);
    json_writer_field(writer, "relation",
                      answer->is_total_exact ? SPAN("eq") : SPAN("gte"));
    /* Articles that are folded under others. */
    json_writer_key(writer, "collapsed");
    json_writer_number(writer, answer->n_folded);
    json_writer_key(writer, "undated");
    if (answer->survey.has_dates)
        json_writer_number(writer, answer->survey.n_undated);
    else
        json_writer_null(writer);
    json_writer_end_object(writer);
}

/* Null where there is no such page. */
static void write_cursor(struct json_writer *writer, const char *key,
                         const struct render *render, bool is_there,
                         uint64_t offset)
{
    CLEANUP(str_release) struct str cursor = STR_INIT;

    if (is_there && render->address)
        address_add_cursor(render->address, render->manifest->revision, offset,
                           &cursor);
    json_writer_field(writer, key, str_view(&cursor));
}

static void write_page(struct json_writer *writer, const struct render *render)
{
    const struct answer *answer = render->answer;
    uint64_t n = answer->range.limit;
    uint64_t offset = answer->range.offset;
    uint64_t end = offset + answer->n_hits;
    bool has_next = answer->n_hits > 0 &&
                    (end < answer->n_total ||
                     (!answer->is_total_exact && answer->n_hits == n));

    json_writer_key(writer, "page");
    json_writer_object(writer);
    json_writer_key(writer, "n");
    json_writer_number(writer, n);
    json_writer_key(writer, "offset");
    json_writer_number(writer, offset);
    json_writer_field(writer, "cursor",
                      render->address ? render->address->cursor
                                      : str_span("", 0));
    write_cursor(writer, "next", render, has_next, end);
    write_cursor(writer, "prev", render, offset > 0,
                 offset > n ? offset - n : 0);
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

void render_add_link(const struct render *render, const char *page,
                     const struct address *address, struct str *out)
{
    CLEANUP(str_release) struct str query = STR_INIT;

    address_print(address, &query);
    str_add_span(out, render->base);
    str_add_text(out, page);
    if (query.n_bytes > 0)
        str_add_char(out, '?');
    str_add_span(out, str_view(&query));
}

static void write_links(struct json_writer *writer, const struct render *render)
{
    static const char *const pages[][2] = {
        {"self", "/search.json"},
        {"html", "/search"},
        {"atom", "/search.atom"},
        {"csv", "/search.csv"},
    };
    CLEANUP(str_release) struct str text = STR_INIT;

    json_writer_key(writer, "links");
    if (!render->address) {
        json_writer_null(writer);
        return;
    }
    json_writer_object(writer);
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        str_reset(&text);
        render_add_link(render, pages[i][1], render->address, &text);
        json_writer_field(writer, pages[i][0], str_view(&text));
    }
    str_reset(&text);
    address_command(render->address, &text);
    json_writer_field(writer, "cli", str_view(&text));
    /* There is no translation into CQL. */
    json_writer_key(writer, "cql");
    json_writer_null(writer);
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
    write_page(&writer, render);
    json_writer_key(&writer, "hits");
    json_writer_array(&writer);
    for (size_t i = 0; i < answer->n_hits; i++)
        render_json_hit(&writer, &answer->hits[i], str_span("", 0),
                        render->base);
    json_writer_end_array(&writer);
    render_json_survey(&writer, render);
    write_suggestions(&writer, render);
    write_index(&writer, render);
    json_writer_key(&writer, "time_ms");
    json_writer_real(&writer, answer->time_ms, 3);
    json_writer_key(&writer, "partial");
    json_writer_bool(&writer, answer->is_partial);
    write_links(&writer, render);
    json_writer_end_object(&writer);
    str_add_char(out, '\n');
}
