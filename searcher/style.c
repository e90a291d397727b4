/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/style.h"

#include "base/option.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

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

static bool has_colour(enum arguments_color color, int fd)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    bool is_plain = (term && strcmp(term, "dumb") == 0) ||
                    (no_color && no_color[0] != '\0');

    return color == COLOR_ALWAYS ||
           (color == COLOR_AUTO && !is_plain && isatty(fd) != 0);
}

static bool has_links(enum arguments_color hyperlink)
{
    const char *term = getenv("TERM");
    bool is_plain = term && strcmp(term, "dumb") == 0;

    return hyperlink == COLOR_ALWAYS ||
           (hyperlink == COLOR_AUTO && !is_plain && isatty(STDOUT_FILENO) != 0);
}

/* --color=always and --width ask for the form of a terminal, so that a pager
   can have it. */
void style_choose(const struct arguments *arguments, struct render_style *style)
{
    style->is_terminal = isatty(STDOUT_FILENO) != 0;
    style->has_colour = has_colour(arguments->color, STDOUT_FILENO);
    style->has_error_colour = has_colour(arguments->color, STDERR_FILENO);
    style->n_columns =
        arguments->n_columns > 0 ? arguments->n_columns : terminal_columns();
    style->line_end = arguments->line_end;
    style->form = arguments->form;
    style->is_full = arguments->is_full;
    style->has_links = has_links(arguments->hyperlink);
    style->n_fields = arguments->n_fields;
    memcpy(style->fields, arguments->fields, sizeof(style->fields));
    if (!arguments->has_form && !style->is_terminal &&
        arguments->color != COLOR_ALWAYS && arguments->n_columns == 0)
        style->form = FORM_LINES;
}
