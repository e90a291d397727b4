/*
 * lede-search: asks an index. The only file of the searcher that prints.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/crash.h"
#include "searcher/arguments.h"
#include "searcher/explain.h"
#include "searcher/lint.h"
#include "searcher/query_help.h"
#include "searcher/query_line.h"
#include "searcher/saved.h"
#include "searcher/show.h"
#include "searcher/style.h"
#include "searcher/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum exit_code {
    EXIT_FOUND = 0,
    EXIT_NOTHING = 1,
    EXIT_ERROR = 2,
    EXIT_PARTIAL = 4, /* not all could be looked at: W204 */
};

/* --timeout ends a search between two articles; what lets nobody call it off
   is ended by force when twice the time and a second are over. */
#define GRACE_MS 1000

struct program {
    struct arguments arguments;
    struct render_style style;
    struct index *index;
    struct analyser *analyser;
    struct saved_queries *saved; /* NULL: none are named */
    struct answer answer;
    struct str out;       /* what is about to be printed */
    const char *excluded; /* see arguments_excluded_word() */
};

/* "lede-search -committee": what getopt makes of it helps nobody. */
static void hint_at_exclusion(const char *excluded, struct error *err)
{
    if (excluded)
        error_hint(err, "to exclude a word write: lede-search -- %s", excluded);
}

/* What stderr makes of it, nobody is left to be told. Messages name what was
   asked for, which may come from anywhere. */
static void print_error(const struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    str_add_text(&text, "lede-search: ");
    terminal_add_line(&text, str_span_of(err->message));
    if (err->hint[0] != '\0') {
        str_add_text(&text, "\n  hint: ");
        terminal_add_line(&text, str_span_of(err->hint));
    }
    if (str_status(&text, NULL) == STATUS_OK) {
        (void)fprintf(stderr, "%s\n", text.bytes);
        return;
    }
    /* No memory even to make the message harmless: say that, at least. */
    struct error none = ERROR_INIT;
    (void)error_no_memory(&none);
    (void)fprintf(stderr, "lede-search: %s\n", none.message);
}

static enum exit_code fail(const char *what, const char *name)
{
    struct error err = ERROR_INIT;

    (void)error_set_errno(&err, STATUS_IO, errno, "cannot %s '%s'", what, name);
    print_error(&err);
    return EXIT_ERROR;
}

/* Prints program->out; a reader that has gone away is told nothing. */
static enum status print_out(struct program *program, struct error *err)
{
    struct str_span text = str_view(&program->out);
    enum status status = str_status(&program->out, err);

    if (status == STATUS_OK &&
        (fwrite(text.bytes, 1, text.n_bytes, stdout) != text.n_bytes ||
         fflush(stdout) != 0))
        status = error_set_errno(err, STATUS_IO, errno,
                                 "cannot write to standard output");
    str_reset(&program->out);
    return status;
}

/* One story is one hit for who reads; programs get all that matches. */
static enum search_reprints choose_reprints(const struct arguments *arguments,
                                            bool is_for_readers)
{
    if (arguments->has_reprints)
        return arguments->reprints;
    return is_for_readers ? SEARCH_REPRINTS_FOLD : SEARCH_REPRINTS_SHOW;
}

static void choose_request(const struct program *program, struct str_span query,
                           struct search_request *request)
{
    const struct arguments *arguments = &program->arguments;
    enum form form = program->style.form;
    bool has_snippets = form == FORM_TEXT || form == FORM_LINES ||
                        form == FORM_JSON || form == FORM_JSONL;

    memset(request, 0, sizeof(*request));
    request->query = query;
    request->mode = arguments->mode;
    request->reading = arguments->reading;
    request->is_any_case = arguments->is_any_case;
    request->saved = program->saved;
    request->unit = arguments->unit;
    request->range = arguments->range;
    request->reprints =
        choose_reprints(arguments, has_snippets && !arguments->queries);
    /* Of articles like one nobody needs to know how many are hardly like it. */
    request->range.is_exact_count =
        form == FORM_COUNT ||
        (!arguments->similar && (form == FORM_TEXT || form == FORM_JSON));
    request->has_fields = form != FORM_COUNT;
    /* Who asks many questions wants answers, not advice. */
    request->has_blame =
        !arguments->queries &&
        (form == FORM_TEXT || form == FORM_LINES || form == FORM_JSON);
    request->has_n_articles = form == FORM_JSON;
    request->n_snippets = has_snippets ? arguments->n_snippets : 0;
    if (form == FORM_LINES && request->n_snippets > 1)
        request->n_snippets = 1; /* the line has room for the best one */
    request->snippet_columns = render_snippet_columns(&program->style);
    if (form == FORM_COUNT)
        request->range.limit = 0;
    if (arguments->is_quiet) {
        request->range.limit = 1;
        request->range.is_exact_count = false;
        request->has_fields = false;
        request->n_snippets = 0;
        request->has_blame = false;
    }
}

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
                           struct str_span qid, struct error *err)
{
    const struct answer *answer = &program->answer;
    const struct render render = {&program->style,
                                  index_manifest(program->index), answer, qid};
    bool has_answer = status == STATUS_OK || program->style.form == FORM_JSON;

    if (status != STATUS_OK && status != STATUS_BAD_QUERY) {
        print_error(err);
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
        if (print_out(program, err) != STATUS_OK) {
            print_error(err);
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
        status = print_out(program, &err);
    }
    if (status == STATUS_OK)
        return result.is_readable ? EXIT_FOUND : EXIT_ERROR;
    print_error(&err);
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

static enum status start_clock(struct program *program, struct error *err)
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

static enum exit_code ask(struct program *program, struct str_span query,
                          struct str_span qid)
{
    struct search_request request;
    struct error err = ERROR_INIT;
    enum status status = start_clock(program, &err);

    if (status != STATUS_OK) {
        print_error(&err);
        return EXIT_ERROR;
    }
    choose_request(program, query, &request);
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
    return tell(program, status, qid, &err);
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
    print_error(&err);
    return EXIT_ERROR;
}

static enum exit_code ask_file(struct program *program)
{
    const char *path = program->arguments.queries;
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "re");

    if (!file)
        return fail("open", path);
    enum exit_code result = ask_each(program, file);
    if (!is_stdin)
        (void)fclose(file);
    return result;
}

static enum exit_code show(struct program *program)
{
    const struct arguments *arguments = &program->arguments;
    struct error err = ERROR_INIT;
    struct arena arena;
    struct show found;

    arena_init(&arena);
    enum status status = show_find(program->index, str_span_of(arguments->show),
                                   &arena, &found, &err);
    bool is_missing = status == STATUS_NOT_FOUND;
    if (status == STATUS_OK && !arguments->is_quiet) {
        show_render(&found, &program->style, arguments->n_context,
                    &program->out);
        status = print_out(program, &err);
    }
    arena_release(&arena);
    if (status == STATUS_OK)
        return EXIT_FOUND;
    print_error(&err);
    return is_missing ? EXIT_NOTHING : EXIT_ERROR;
}

static enum exit_code run(struct program *program)
{
    struct error err = ERROR_INIT;
    enum status status = search_open(program->arguments.index_path,
                                     &program->index, &program->analyser, &err);
    /* A query can be looked at where there is nothing to ask, too. */
    bool is_needed = !program->arguments.is_lint ||
                     program->arguments.has_index || status != STATUS_NOT_FOUND;

    if (status != STATUS_OK && is_needed) {
        hint_at_exclusion(program->excluded, &err);
        print_error(&err);
        return EXIT_ERROR;
    }
    if (program->arguments.saved) {
        program->saved = saved_new(program->arguments.saved);
        if (!program->saved) {
            (void)error_no_memory(&err);
            print_error(&err);
            return EXIT_ERROR;
        }
    }
    style_choose(&program->arguments, &program->style);
    answer_init(&program->answer);
    str_init(&program->out, 0);

    enum exit_code code;
    if (program->arguments.show)
        code = show(program);
    else if (program->arguments.queries)
        code = ask_file(program);
    else
        code =
            ask(program, str_view(&program->arguments.query), str_span("", 0));
    str_release(&program->out);
    answer_release(&program->answer);
    saved_free(program->saved);
    analyser_free(program->analyser);
    index_free(program->index);
    return code;
}

static enum exit_code help(enum arguments_help topic)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    if (topic == HELP_OPTIONS) {
        option_help(arguments_table(), stdout);
        return EXIT_FOUND;
    }
    query_help(&text);
    (void)fputs(str_view(&text).bytes, stdout);
    return str_status(&text, NULL) == STATUS_OK ? EXIT_FOUND : EXIT_ERROR;
}

/* --help and --version must have been written, too. */
static enum exit_code finish(enum exit_code code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    return code == EXIT_ERROR ? code : fail("write to", "standard output");
}

int main(int argc, char **argv)
{
    struct program program = {0};
    struct error err = ERROR_INIT;
    enum exit_code code = EXIT_FOUND;

    crash_say("lede-search: crashed while it read the index, which may be "
              "damaged\n"
              "  hint: run `lede-index verify`; if it finds nothing, this is "
              "our mistake: please report it\n",
              EXIT_ERROR);
    program.excluded = arguments_excluded_word(argc, argv);
    if (arguments_read(argc, argv, &program.arguments, &err) != STATUS_OK) {
        hint_at_exclusion(program.excluded, &err);
        print_error(&err);
        code = EXIT_ERROR;
    } else if (program.arguments.help != HELP_NONE) {
        code = help(program.arguments.help);
    } else if (program.arguments.is_version) {
        (void)printf("lede-search (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
    } else {
        code = run(&program);
    }
    arguments_release(&program.arguments);
    return (int)finish(code);
}
