/*
 * The paragraphs of a text: blocks of lines divided by at least one blank
 * line (only white space on it), or by U+2029. LF, CRLF and CR end a line.
 *
 * A paragraph is a span of the text without white space at its ends; line
 * ends inside it stay. The text itself is kept verbatim, so it can be given
 * back byte by byte.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_PARAGRAPH_H
#define LEDE_TEXT_PARAGRAPH_H

#include "base/str.h"

struct paragraph_iter {
    struct str_span text;
    size_t off_bytes; /* private: where the search goes on */
};

void paragraph_iter_init(struct paragraph_iter *iter, struct str_span text);
/* STATUS_OK: *ret_paragraph is a non-empty span of the text; STATUS_DONE. */
enum status paragraph_next(struct paragraph_iter *iter,
                           struct str_span *ret_paragraph);

#endif
