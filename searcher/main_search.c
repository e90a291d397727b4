/*
 * lede-search: asks an index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/crash.h"
#include "searcher/main_parts.h"
#include "searcher/pager.h"
#include "searcher/query_help.h"
#include "searcher/show.h"
#include "searcher/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* "lede-search -committee": what getopt makes of it helps nobody. */
static void hint_at_exclusion(const char *excluded, struct error *err)
{
    if (excluded)
        error_hint(err, "to exclude a word write: lede-search -- %s", excluded);
}

static size_t terminal_columns(void)
{
    const char *text = getenv("COLUMNS");
    struct winsize size;
    uint64_t n_columns;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (text && option_number("COLUMNS", text, RENDER_MIN_COLUMNS, 10000,
                              &n_columns, NULL) == STATUS_OK)
        return n_columns;
    return 80;
}

/* --color=always and --width ask for the form of a terminal, so that a pager
   can have it. */
static void choose_style(struct program *program)
{
    const struct arguments *arguments = &program->arguments;
    struct render_style *style = &program->style;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    bool has_plain_term = term && strcmp(term, "dumb") == 0;

    style->is_terminal = isatty(STDOUT_FILENO) != 0;
    style->has_colour = arguments->color == COLOR_ALWAYS ||
                        (arguments->color == COLOR_AUTO && style->is_terminal &&
                         !has_plain_term && !(no_color && no_color[0] != '\0'));
    style->n_columns =
        arguments->n_columns > 0 ? arguments->n_columns : terminal_columns();
    style->line_end = arguments->line_end;
    style->form = arguments->form;
    style->is_full = arguments->is_full;
    style->has_links = arguments->hyperlink == COLOR_ALWAYS ||
                       (arguments->hyperlink == COLOR_AUTO &&
                        style->is_terminal && !has_plain_term);
    style->n_fields = arguments->n_fields;
    memcpy(style->fields, arguments->fields, sizeof style->fields);
    if (!arguments->has_form && !style->is_terminal &&
        arguments->color != COLOR_ALWAYS && arguments->n_columns == 0)
        style->form = FORM_LINES;
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
    enum status status = search_open(program->arguments.index_path,
                                     &program->index, &program->analyser, &err);
    /* A query can be looked at where there is nothing to ask, too. */
    bool is_needed = !program->arguments.is_lint ||
                     program->arguments.has_index || status != STATUS_NOT_FOUND;

    if (status != STATUS_OK && is_needed) {
        hint_at_exclusion(program->excluded, &err);
        program_print_error(&err);
        return EXIT_ERROR;
    }
    choose_style(program);
    answer_init(&program->answer);
    str_init(&program->out, 0);

    enum exit_code code = answer_all(program);
    str_release(&program->out);
    answer_release(&program->answer);
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
