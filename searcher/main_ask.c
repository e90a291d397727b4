/*
 * Asking: one question of the command line, or each line of a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/crash.h"
#include "searcher/explain.h"
#include "searcher/lint.h"
#include "searcher/main_parts.h"
#include "searcher/query_line.h"
#include "searcher/request.h"
#include "searcher/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* "lede-search", or with the name of the query in a batch. */
static void add_program(struct str_span qid, struct str *out)
{
    str_add_text(out, "lede-search");
    if (qid.n_bytes > 0) {
        str_add_text(out, ": ");
        terminal_add_line(out, qid);
    }
}

/* A person who typed a query may want to know how else it can be read. In a
   batch nobody reads that; the JSON form has it all the same. */
static void print_diagnostics(const struct program *program,
                              struct str_span qid)
{
    enum severity least =
        program->arguments.queries ? SEVERITY_WARNING : SEVERITY_NOTE;
    const struct answer *answer = &program->answer;
    const struct diagnostic_list *list = &answer->diagnostics;
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str who = STR_INIT;

    add_program(qid, &who);
    const struct diagnostic_style style = {str_view(&who).bytes,
                                           program->style.has_error_colour};
    for (size_t i = 0; i < list->n_items; i++)
        if (list->items[i].severity >= least)
            diagnostic_print(&list->items[i], &style, answer->query, &text);
    if (text.n_bytes > 0)
        (void)fputs(text.bytes, stderr);
}

/* Lines are for programs, so why there are none is said beside them. */
static void print_blame(const struct program *program)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    if (program->style.form != FORM_LINES)
        return;
    render_blame(&program->answer, &text);
    if (text.n_bytes > 0)
        (void)fprintf(stderr, "lede-search: nothing was found\n%s", text.bytes);
}

/* A query that can't be read is told by its diagnostics; the JSON form has
   them inside, and a batch a line for each of its queries. */
static enum exit_code tell(struct program *program, enum status status,
                           const struct address *address, struct str_span qid,
                           struct error *err)
{
    const struct answer *answer = &program->answer;
    const struct render render = {.style = &program->style,
                                  .manifest = index_manifest(program->index),
                                  .answer = answer,
                                  .qid = qid,
                                  .address = address,
                                  .is_continued = program->is_continued};
    bool has_answer = status == STATUS_OK || program->style.form == FORM_JSON;

    if (status != STATUS_OK && status != STATUS_BAD_QUERY) {
        program_print_error(err);
        return EXIT_ERROR;
    }
    print_diagnostics(program, qid);
    if (status == STATUS_OK)
        print_blame(program);
    if (!program->arguments.is_quiet && has_answer) {
        if (program->arguments.is_explain && status == STATUS_OK)
            explain_answer(answer, &program->out);
        else if (!program->arguments.is_explain)
            render_answer(&render, &program->out);
        if (program_print_out(program, err) != STATUS_OK) {
            program_print_error(err);
            return EXIT_ERROR;
        }
    }
    if (status != STATUS_OK)
        return EXIT_ERROR;
    if (answer->is_partial)
        return EXIT_PARTIAL;
    return answer->n_total > 0 || program->arguments.is_explain ? EXIT_FOUND
                                                                : EXIT_NOTHING;
}

static enum exit_code lint(struct program *program,
                           const struct search_request *request,
                           struct str_span qid)
{
    CLEANUP(str_release) struct str who = STR_INIT;
    CLEANUP(lint_release) struct lint result;
    struct error err = ERROR_INIT;

    lint_init(&result);
    add_program(qid, &who);
    const struct diagnostic_style style = {str_view(&who).bytes,
                                           program->style.has_colour};
    enum status status =
        lint_run(program->index, program->analyser, request, &result, &err);
    if (status == STATUS_OK && !program->arguments.is_quiet) {
        if (program->style.form == FORM_JSON)
            lint_json(&result, qid, &program->out);
        else
            lint_print(&result, &style, &program->out);
        status = program_print_out(program, &err);
    }
    if (status == STATUS_OK)
        return result.is_readable ? EXIT_FOUND : EXIT_ERROR;
    program_print_error(&err);
    return EXIT_ERROR;
}

/* Whether somebody is there who asked this one query and may ask another. */
static bool is_single_question(const struct program *program)
{
    const struct arguments *arguments = &program->arguments;

    return !arguments->queries && !arguments->is_quiet &&
           !arguments->is_explain;
}

static enum status compare_readings(struct program *program, struct error *err)
{
    struct counter counter;

    counter_init(&counter, program->index, program->analyser);
    enum status status = counter_compare(&counter, &program->answer, err);
    counter_release(&counter);
    return status;
}

/* --timeout ends a search between two articles; what lets nobody call it off
   is ended by force when twice the time and a second are over. */
#define GRACE_MS 1000

enum status program_start_clock(struct program *program, struct error *err)
{
    uint64_t ms = program->arguments.timeout_ms;

    if (ms == 0)
        return STATUS_OK;
    if (program->index)
        index_set_deadline(program->index, deadline_in(ms));
    return crash_after(2 * ms + GRACE_MS,
                       "lede-search: the time is over, and the search does "
                       "not end: nothing is shown\n"
                       "  hint: run `lede-index verify`: the index may be "
                       "damaged; if it is not, ask for rarer words\n",
                       EXIT_ERROR, err);
}

/* The form decides what is asked for, and so does who only wants a status. */
static void suit(const struct program *program, struct search_request *request)
{
    const struct arguments *arguments = &program->arguments;
    enum form form = program->style.form;

    request_suit(&program->style, arguments->queries != NULL, request);
    /* One story is one hit for who reads; programs get all that matches. */
    if (!arguments->has_reprints && (arguments->queries || form == FORM_IDS ||
                                     form == FORM_TREC || form == FORM_COUNT))
        request->reprints = SEARCH_REPRINTS_SHOW;
    /* Of articles like one nobody needs to know how many are hardly like it. */
    if (arguments->similar && form != FORM_COUNT)
        request->range.is_exact_count = false;
    if (!program->arguments.is_quiet)
        return;
    request->range.limit = 1;
    request->range.is_exact_count = false;
    request->has_fields = false;
    request->has_blame = request->has_clauses = false;
    request->n_snippets = 0;
    request->survey = (struct survey_wish){.n_facets = 0};
}

static enum exit_code answer(struct program *program, struct address *address,
                             struct str_span qid, struct arena *arena)
{
    struct search_request request;
    struct error err = ERROR_INIT;

    enum status status = program_start_clock(program, &err);
    if (status == STATUS_OK)
        status = request_make(
            address, program->index ? index_manifest(program->index) : NULL,
            arena, &request, &err);
    if (status != STATUS_OK) {
        program_print_error(&err);
        return EXIT_ERROR;
    }
    request.saved = program->saved;
    suit(program, &request);
    if (program->arguments.is_lint)
        return lint(program, &request, qid);
    if (program->arguments.is_explain)
        status = search_plan(program->index, program->analyser, &request,
                             &program->answer, &err);
    else
        status = search_run(program->index, program->analyser, &request,
                            &program->answer, &err);
    if (status == STATUS_OK && is_single_question(program))
        status = compare_readings(program, &err);
    /* What was repaired can stand in an address. */
    address->q =
        str_span(program->answer.query.bytes, program->answer.n_query_bytes);
    enum exit_code code = tell(program, status, address, qid, &err);
    program->is_continued = true;
    return code;
}

static enum exit_code ask(struct program *program, struct str_span query,
                          struct str_span qid)
{
    struct address address = program->arguments.address;
    struct arena arena;

    arena_init(&arena);
    address.q = query;
    enum exit_code code = answer(program, &address, qid, &arena);
    arena_release(&arena);
    return code;
}

enum exit_code program_ask(struct program *program)
{
    return ask(program, str_view(&program->arguments.query), str_span("", 0));
}

/* A query without a name is called by the number of its line. */
static enum exit_code ask_line(struct program *program,
                               const struct query_line *line, size_t i_line)
{
    char number[24];

    if (line->name.n_bytes > 0)
        return ask(program, line->query, line->name);
    (void)snprintf(number, sizeof(number), "%zu", i_line);
    return ask(program, line->query, str_span_of(number));
}

/* Line by line, each answer flushed, so that another program can keep asking
   through a pair of pipes. */
static enum exit_code ask_each(struct program *program, FILE *file)
{
    CLEANUP(str_release) struct str buffer = STR_INIT;
    struct error err = ERROR_INIT;
    struct query_line line;
    enum exit_code result = EXIT_NOTHING;
    enum status status;
    size_t i_line = 0;

    while ((status = query_line_read(file, program->arguments.queries, &buffer,
                                     &line, &err)) == STATUS_OK) {
        i_line++;
        if (line.is_blank)
            continue;
        enum exit_code code = ask_line(program, &line, i_line);
        if (code == EXIT_ERROR || result == EXIT_NOTHING ||
            (code == EXIT_PARTIAL && result == EXIT_FOUND))
            result = code;
        if (ferror(stdout))
            return EXIT_ERROR;
    }
    if (status == STATUS_DONE)
        return result;
    program_print_error(&err);
    return EXIT_ERROR;
}

enum exit_code program_ask_file(struct program *program)
{
    const char *path = program->arguments.queries;
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "re");

    if (!file)
        return program_fail("open", path);
    enum exit_code result = ask_each(program, file);
    if (!is_stdin)
        (void)fclose(file);
    return result;
}
