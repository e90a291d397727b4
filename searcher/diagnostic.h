/*
 * What is wrong or worth knowing about a query, as data: the command line
 * prints it GNU style with a caret, JSON carries it as it is.
 *
 * The table of codes is here; lede-query(7), section DIAGNOSTICS, explains
 * them, and a test holds the page, the table and the code together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_DIAGNOSTIC_H
#define LEDE_SEARCHER_DIAGNOSTIC_H

#include "base/arena.h"
#include "searcher/ast.h"

enum severity {
    SEVERITY_NOTE,
    SEVERITY_WARNING,
    SEVERITY_ERROR,
};

/* One kind of diagnostic. */
struct diagnostic_row {
    const char *code; /* "E110": its letter is the severity's */
    enum severity severity;
    bool is_forgiven; /* in lenient reading it is a warning: "W110" */
    const char *meaning;
};

/* All of them: errors, warnings, notes. Static. */
const struct diagnostic_row *diagnostic_rows(size_t *ret_n_rows);

struct diagnostic {
    char code[8]; /* "E110" */
    enum severity severity;
    struct ast_span span;
    struct str_span message;     /* in the arena of the list */
    struct str_span hint;        /* may be empty */
    struct str_span replacement; /* for the span; may be empty */
    /* N101: what was read and what else could be, so that who has an index can
       count them; else NULL */
    const struct ast_node *read;
    const struct ast_node *other;
};

/* More notes and warnings than these are left out: nobody reads them, and a
   hostile query should not fill the page. Errors have twice the room. */
#define DIAGNOSTICS_MAX 20

struct diagnostic_list {
    struct diagnostic *items;
    size_t n_items;
    size_t n_items_room;
    struct arena *arena; /* borrowed */
};

void diagnostic_list_init(struct diagnostic_list *list, struct arena *arena);
void diagnostic_list_release(struct diagnostic_list *list);

/*
 * Adds one; hint may be NULL. The severity is that of the code in the table.
 * A code that the table has not is our own mistake: STATUS_INTERNAL.
 */
MUST_CHECK enum status diagnostic_add(struct diagnostic_list *list,
                                      const char *code, struct ast_span span,
                                      const char *hint, struct error *err,
                                      const char *format, ...)
    PRINTF_LIKE(6, 7);
/* Takes all of a code out again. */
void diagnostic_remove(struct diagnostic_list *list, const char *code);
bool diagnostic_has_error(const struct diagnostic_list *list);

/* Gives the last diagnostic that was added what its span should become. */
void diagnostic_replace(struct diagnostic_list *list,
                        struct str_span replacement);

/* Gives it two readings of the query, borrowed as long as the list is used. */
void diagnostic_compare(struct diagnostic_list *list,
                        const struct ast_node *read,
                        const struct ast_node *other);

/* Line and column (code points), both from 1, of a byte of the query. */
void diagnostic_locate(struct str_span query, size_t off_bytes,
                       size_t *ret_line, size_t *ret_column);

/* How they are shown. */
struct diagnostic_style {
    const char *program; /* stands in front of each */
    bool has_colour;
};

/* Appends "lede-search: query:1:7: error: ... [E110]", the line, the caret
   under the code points, and the hint. A long line is cut around the span. */
void diagnostic_print(const struct diagnostic *diagnostic,
                      const struct diagnostic_style *style,
                      struct str_span query, struct str *out);

/* "note", "warning", "error" */
const char *severity_name(enum severity severity);

#endif
