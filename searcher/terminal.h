/*
 * Text for a terminal: lines that fit, marks in colour or brackets, and no
 * control characters out of an article or a query, which could move the
 * cursor, change the title of the window or worse. Those of the bidirectional
 * algorithm that reach beyond their text (U+202A..U+202E, U+2066..U+2069) are
 * among them: one of them reorders whatever lede prints around it
 * (CVE-2021-42574 has the tricks). Right-to-left text needs none of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_TERMINAL_H
#define LEDE_SEARCHER_TERMINAL_H

#include "searcher/passage.h"

/* How something is set off from the rest. */
enum terminal_look {
    LOOK_PLAIN,
    LOOK_TITLE,
    LOOK_MARK,
    LOOK_NUMBER, /* of a paragraph */
    LOOK_FAINT,
    LOOK_ERROR,
    LOOK_WARNING,
    LOOK_NOTE,
};

/* Switches to a look; nothing without colour. */
void terminal_look(struct str *out, bool has_colour, enum terminal_look look);

/* The bytes of the character at off_bytes that must not get to a terminal;
   0 if it may. */
size_t terminal_unsafe(struct str_span text, size_t off_bytes);

/* Appends text with all of C0 (but newline and tab), DEL, C1 and the controls
   of direction replaced by U+FFFD. */
void terminal_add(struct str *out, struct str_span text);

/* The same for one line of columns: white space other than a space becomes
   a space. */
void terminal_add_line(struct str *out, struct str_span text);

/* One column of a line in a pipe: as terminal_add_line(), but directions are
   the next program's business. */
void terminal_add_column(struct str *out, struct str_span text);

/* Makes what is added until terminal_end_link() a link, as many terminals know
   it (OSC 8). Only to http and https, whatever else an article has there; the
   url is made harmless. False, and nothing added, for any other. */
bool terminal_begin_link(struct str *out, struct str_span url);
void terminal_end_link(struct str *out);

/*
 * The end of the line that begins at off_bytes of a one-line text and is at
 * most n_columns wide: at a space or next to a wide character if there is
 * one, else anywhere. *ret_next is where the next line begins.
 */
size_t terminal_break(struct str_span text, size_t off_bytes, size_t n_columns,
                      size_t *ret_next);

/*
 * Appends bytes start..end of passage with its marks; base is the look of
 * what is not marked. Without colour a mark is [in brackets] if has_brackets.
 */
struct terminal_pen {
    bool has_colour;
    bool has_brackets;
    enum terminal_look base;
};

void terminal_add_marked(struct str *out, const struct terminal_pen *pen,
                         const struct passage *passage, size_t start,
                         size_t end);

#endif
