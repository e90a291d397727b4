/*
 * lede-search: asks an index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/crash.h"
#include "searcher/main_parts.h"
#include "searcher/pager.h"
#include "searcher/query_help.h"
#include "searcher/saved.h"
#include "searcher/show.h"
#include "searcher/style.h"

#include <stdio.h>

/* "lede-search -committee": what getopt makes of it helps nobody. */
static void hint_at_exclusion(const char *excluded, struct error *err)
{
    if (excluded)
        error_hint(err, "to exclude a word write: lede-search -- %s", excluded);
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
        status = program_print_out(program, &err);
    }
    arena_release(&arena);
    if (status == STATUS_OK)
        return EXIT_FOUND;
    program_print_error(&err);
    return is_missing ? EXIT_NOTHING : EXIT_ERROR;
}

static enum exit_code do_task(struct program *program)
{
    if (program->arguments.show)
        return show(program);
    if (program->arguments.queries)
        return program_ask_file(program);
    return program_ask(program);
}

/* Through a pager, if one is wanted and somebody sits there. */
static enum exit_code answer_all(struct program *program)
{
    struct pager pager = {0};
    struct error err = ERROR_INIT;

    if (program->arguments.has_pager && program->style.is_terminal &&
        pager_start(&pager, &err) != STATUS_OK) {
        program_print_error(&err);
        return EXIT_ERROR;
    }
    program->is_paged = pager.child > 0;
    enum exit_code code = do_task(program);
    if (pager.child > 0 && !pager_finish(&pager))
        code = EXIT_ERROR;
    return code;
}

static enum exit_code run(struct program *program)
{
    struct error err = ERROR_INIT;
    enum status status = program_start_clock(program, &err);
    if (status == STATUS_OK)
        status = search_open(program->arguments.index_path, &program->index,
                             &program->analyser, &err);
    /* A query can be looked at where there is nothing to ask, too. */
    bool is_needed = !program->arguments.is_lint ||
                     program->arguments.has_index || status != STATUS_NOT_FOUND;

    if (status != STATUS_OK && is_needed) {
        hint_at_exclusion(program->excluded, &err);
        program_print_error(&err);
        return EXIT_ERROR;
    }
    if (program->arguments.saved) {
        program->saved = saved_new(program->arguments.saved);
        if (!program->saved) {
            (void)error_no_memory(&err);
            program_print_error(&err);
            return EXIT_ERROR;
        }
    }
    style_choose(&program->arguments, &program->style);
    answer_init(&program->answer);
    str_init(&program->out, 0);

    enum exit_code code = answer_all(program);
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
static enum exit_code finish(const struct program *program, enum exit_code code)
{
    if (program->is_paged) /* seen to already */
        return code;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    return code == EXIT_ERROR ? code
                              : program_fail("write to", "standard output");
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
        program_print_error(&err);
        code = EXIT_ERROR;
    } else if (program.arguments.help != HELP_NONE) {
        code = help(program.arguments.help);
    } else if (program.arguments.is_version) {
        (void)printf("lede-search (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
    } else {
        code = run(&program);
    }
    arguments_release(&program.arguments);
    return (int)finish(&program, code);
}
