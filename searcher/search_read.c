/*
 * The first step of a search: the request's text as a tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search_parts.h"

#include "text/utf8.h"

#include <string.h>

/* What is to be said of the request itself. */
static enum status note_request(struct search *search, struct error *err)
{
    const struct search_request *request = search->request;
    struct ast_span nowhere = {0, 0};
    enum status status = STATUS_OK;

    if (request->is_moved)
        status = diagnostic_add(
            &search->answer->diagnostics, "N301", nowhere,
            "begin with the first page to see all of it", err,
            "the index has changed since the page before this one: articles "
            "may come twice, or not at all");

    for (size_t i = 0; i < request->n_unknown && status == STATUS_OK; i++) {
        int n_bytes = (int)utf8_floor(request->unknown[i], 80);
        status =
            diagnostic_add(&search->answer->diagnostics, "W302", nowhere,
                           "look at the page of help", err,
                           "the parameter '%.*s' is not known, and changes "
                           "nothing",
                           n_bytes, request->unknown[i].bytes);
    }
    return status;
}

enum status search_take_query(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    CLEANUP(str_release) struct str clean = STR_INIT;
    size_t n_repaired = 0;

    utf8_repair(search->request->query, &clean, &n_repaired);
    enum status status = str_status(&clean, err);
    if (status != STATUS_OK)
        return status;
    answer->n_query_bytes = clean.n_bytes;
    if (search->request->filters.n_bytes > 0) {
        str_add_char(&clean, ' ');
        str_add_span(&clean, search->request->filters);
        status = str_status(&clean, err);
    }
    if (status != STATUS_OK)
        return status;
    answer->query = arena_copy(&answer->arena, str_view(&clean));
    if (!answer->query.bytes)
        return error_no_memory(err);
    status = note_request(search, err);
    if (status != STATUS_OK || n_repaired == 0)
        return status;
    struct ast_span whole = {0, answer->n_query_bytes};
    return diagnostic_add(&answer->diagnostics, "W107", whole,
                          "write the query in UTF-8", err,
                          "%zu %s not UTF-8 and read as U+FFFD", n_repaired,
                          n_repaired == 1 ? "place was" : "places were");
}

/*
 * Reads the filters apart, so that nothing in the query gets at them: neither a
 * quotation mark that it does not close nor its mode. With blanks where the
 * query is, so that their spans are right.
 */
static enum status read_filters(struct search *search, struct ast_node **root,
                                struct error *err)
{
    struct answer *answer = search->answer;
    static const struct query_settings settings = {
        .reading = QUERY_READING_STRICT,
        .max_bytes = QUERY_MAX_BYTES + SEARCH_MAX_FILTERS_BYTES};
    struct ast_node *nodes[2] = {*root, NULL};
    char *blank = arena_alloc(&answer->arena, answer->query.n_bytes);

    if (!blank)
        return error_no_memory(err);
    memcpy(blank, answer->query.bytes, answer->query.n_bytes);
    memset(blank, ' ', answer->n_query_bytes);
    enum status status =
        query_read(str_span(blank, answer->query.n_bytes), &settings,
                   &answer->arena, &nodes[1], &answer->diagnostics, err);
    if (status != STATUS_OK)
        return status;
    *root = nodes[0]->kind == AST_ALL
                ? nodes[1]
                : ast_group(&answer->arena, AST_AND, nodes, 2);
    return *root ? STATUS_OK : error_no_memory(err);
}

enum status search_parse_query(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    CLEANUP(str_release) struct str understood = STR_INIT;
    struct query_settings settings = {
        .mode = search->request->mode,
        .reading = search->request->reading,
        .is_any_case = search->request->is_any_case,
        .max_bytes = search->request->limits.max_bytes,
        .max_clauses = search->request->limits.max_clauses,
        .saved = search->request->saved};
    struct ast_node *root = NULL;

    struct str_span query =
        str_span(answer->query.bytes, answer->n_query_bytes);
    enum status status = query_read(query, &settings, &answer->arena, &root,
                                    &answer->diagnostics, err);
    if (status == STATUS_OK && search->request->filters.n_bytes > 0)
        status = read_filters(search, &root, err);
    if (status != STATUS_OK)
        return status;
    answer->plan.root = root;
    ast_print(root, &understood);
    status = str_status(&understood, err);
    if (status != STATUS_OK)
        return status;
    answer->understood = arena_copy(&answer->arena, str_view(&understood));
    return answer->understood.bytes ? STATUS_OK : error_no_memory(err);
}
