/*
 * A paragraph on one line: runs of white space become one space, those at
 * the ends go, and marks move along with their words.
 *
 * White space is Unicode's White_Space property, so a no-break space or an
 * ideographic one is a space too.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_COLLAPSE_H
#define LEDE_SEARCHER_COLLAPSE_H

#include "searcher/mark.h"

/* A mark in collapsed text. */
struct flat_mark {
    size_t start_bytes;
    size_t end_bytes;
    size_t i_leaf;
};

/*
 * Appends text to out, which must be empty, and fills ret_marks (room for
 * n_marks, which are in order and do not overlap). Failures are str's
 * (sticky).
 */
void collapse_text(struct str_span text, const struct mark *marks,
                   size_t n_marks, struct str *out,
                   struct flat_mark *ret_marks);

/* The bytes of the white space character at off_bytes; 0 if it is none. */
size_t collapse_space_bytes(struct str_span text, size_t off_bytes);

#endif
