/*
 * What lede-search prints, and how it says that it failed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/main_parts.h"
#include "searcher/terminal.h"

#include <errno.h>
#include <stdio.h>

/* Messages name what was asked for, which may come from anywhere. */
void program_print_error(const struct error *err)
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

enum exit_code program_fail(const char *what, const char *name)
{
    struct error err = ERROR_INIT;

    (void)error_set_errno(&err, STATUS_IO, errno, "cannot %s '%s'", what, name);
    program_print_error(&err);
    return EXIT_ERROR;
}

enum status program_print_out(struct program *program, struct error *err)
{
    struct str_span text = str_view(&program->out);
    enum status status = str_status(&program->out, err);

    if (status == STATUS_OK &&
        (fwrite(text.bytes, 1, text.n_bytes, stdout) != text.n_bytes ||
         fflush(stdout) != 0) &&
        !(program->is_paged && errno == EPIPE))
        status = error_set_errno(err, STATUS_IO, errno,
                                 "cannot write to standard output");
    str_reset(&program->out);
    return status;
}
