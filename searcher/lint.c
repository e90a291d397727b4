/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/lint.h"

#include "searcher/render.h"
#include "searcher/terminal.h"

#include <string.h>

void lint_init(struct lint *lint)
{
    memset(lint, 0, sizeof *lint);
    answer_init(&lint->answer);
}

void lint_release(struct lint *lint)
{
    answer_release(&lint->answer);
}

/* What one run of lint_run() carries from step to step. */
struct linter {
    struct counter counter;
    struct lint *lint;
    struct error *err;
};

static enum status make_clause(struct linter *linter,
                               const struct ast_node *node,
                               struct lint_clause *ret_clause)
{
    CLEANUP(str_release) struct str reading = STR_INIT;
    *ret_clause = (struct lint_clause){.span = node->span};
    ast_print(node, &reading);
    enum status status = str_status(&reading, linter->err);
    if (status != STATUS_OK)
        return status;
    ret_clause->reading =
        arena_copy(&linter->lint->answer.arena, str_view(&reading));
    if (ret_clause->reading.bytes == NULL)
        return error_no_memory(linter->err);
    return counter_ask(&linter->counter, node, &ret_clause->count, linter->err);
}

static enum status make_clauses(struct linter *linter,
                                const struct ast_node *root)
{
    struct lint *lint = linter->lint;
    bool is_group = root->kind == AST_AND || root->kind == AST_OR ||
                    root->kind == AST_MAYBE;
    if (!is_group || root->n_children > LINT_MAX_CLAUSES)
        return STATUS_OK;
    lint->clauses = (struct lint_clause *)arena_alloc_array(
        &lint->answer.arena, root->n_children, sizeof *lint->clauses);
    if (lint->clauses == NULL)
        return error_no_memory(linter->err);
    for (size_t i = 0; i < root->n_children; i++) {
        enum status status =
            make_clause(linter, root->children[i], &lint->clauses[i]);
        if (status != STATUS_OK)
            return status;
        lint->n_clauses++;
    }
    return STATUS_OK;
}

static enum status count_all(struct linter *linter,
                             const struct search_request *request)
{
    struct lint *lint = linter->lint;
    const struct ast_node *root = lint->answer.plan.root;
    enum status status = make_clause(linter, root, &lint->whole);
    if (status == STATUS_OK)
        status = make_clauses(linter, root);
    if (status == STATUS_OK && lint->whole.count.is_known)
        status = search_advise(linter->counter.index, linter->counter.analyser,
                               request, lint->whole.count.n_articles,
                               &lint->answer, linter->err);
    if (status == STATUS_OK)
        status = counter_compare(&linter->counter, &lint->answer, linter->err);
    return status;
}

enum status lint_run(struct index *index, struct analyser *analyser,
                     const struct search_request *request, struct lint *lint,
                     struct error *err)
{
    struct linter linter = {.lint = lint, .err = err};
    enum status status = search_read(request, &lint->answer, err);
    lint->is_readable = status == STATUS_OK;
    lint->whole = (struct lint_clause){.count = {false, 0}};
    lint->clauses = NULL;
    lint->n_clauses = 0;
    if (status == STATUS_BAD_QUERY)
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    counter_init(&linter.counter, index, analyser);
    status = count_all(&linter, request);
    counter_release(&linter.counter);
    return status;
}

static void print_clause(const struct lint_clause *clause, struct str *out)
{
    if (clause->count.is_known)
        str_add_format(out, "%10llu  ",
                       (unsigned long long)clause->count.n_articles);
    else
        str_add_format(out, "%10s  ", "?");
    terminal_add_line(out, clause->reading);
    str_add_char(out, '\n');
}

void lint_print(const struct lint *lint, const struct diagnostic_style *style,
                struct str *out)
{
    const struct answer *answer = &lint->answer;
    for (size_t i = 0; i < answer->diagnostics.n_items; i++)
        diagnostic_print(&answer->diagnostics.items[i], style, answer->query,
                         out);
    if (!lint->is_readable)
        return;
    str_add_text(out, "understood: ");
    terminal_add_line(out, answer->understood);
    str_add_char(out, '\n');
    if (lint->whole.count.is_known)
        str_add_format(out, "articles: %llu\n",
                       (unsigned long long)lint->whole.count.n_articles);
    bool is_any_counted = false;
    for (size_t i = 0; i < lint->n_clauses; i++)
        is_any_counted = is_any_counted || lint->clauses[i].count.is_known;
    for (size_t i = 0; i < lint->n_clauses && is_any_counted; i++)
        print_clause(&lint->clauses[i], out);
}

static void write_count(struct json_writer *writer,
                        const struct lint_clause *clause)
{
    json_writer_key(writer, "articles");
    if (clause->count.is_known)
        json_writer_number(writer, clause->count.n_articles);
    else
        json_writer_null(writer);
}

static void write_clause(struct json_writer *writer,
                         const struct lint_clause *clause)
{
    json_writer_object(writer);
    json_writer_field(writer, "understood", clause->reading);
    json_writer_key(writer, "start");
    json_writer_number(writer, clause->span.start_bytes);
    json_writer_key(writer, "end");
    json_writer_number(writer, clause->span.end_bytes);
    write_count(writer, clause);
    json_writer_end_object(writer);
}

void lint_json(const struct lint *lint, struct str_span qid, struct str *out)
{
    struct json_writer writer;
    json_writer_init(&writer, out);
    json_writer_object(&writer);
    json_writer_key(&writer, "version");
    json_writer_number(&writer, JSON_VERSION);
    json_writer_key(&writer, "query");
    json_writer_object(&writer);
    if (qid.n_bytes > 0)
        json_writer_field(&writer, "qid", qid);
    json_writer_key(&writer, "q");
    json_writer_string(&writer, str_span(lint->answer.query.bytes,
                                         lint->answer.n_query_bytes));
    json_writer_field(&writer, "understood", lint->answer.understood);
    json_writer_key(&writer, "grammar");
    json_writer_number(&writer, GRAMMAR_VERSION);
    json_writer_end_object(&writer);
    render_json_diagnostics(&writer, &lint->answer);
    write_count(&writer, &lint->whole);
    json_writer_key(&writer, "clauses");
    json_writer_array(&writer);
    for (size_t i = 0; i < lint->n_clauses; i++)
        write_clause(&writer, &lint->clauses[i]);
    json_writer_end_array(&writer);
    json_writer_end_object(&writer);
    str_add_char(out, '\n');
}
