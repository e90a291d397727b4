/*
 * Text as valid UTF-8: everything behind the readers may rely on it.
 *
 * Not for charset conversion (a later room), folding or words.
 * Repair follows the Unicode Standard 15, 3.9, "Substitution of Maximal
 * Subparts": one U+FFFD for each ill-formed subsequence.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_UTF8_H
#define LEDE_TEXT_UTF8_H

#include "base/str.h"

/* Whether text is well-formed UTF-8 without NUL. */
bool utf8_is_clean(struct str_span text);

/*
 * Appends text to out with each ill-formed subsequence and each NUL replaced
 * by U+FFFD; *ret_n_repaired counts the replacements. A byte order mark at
 * the beginning is left out and not counted. Failures are str's (sticky).
 */
void utf8_repair(struct str_span text, struct str *out, size_t *ret_n_repaired);

/* The code points in clean text. */
size_t utf8_count(struct str_span text);

/* The code point at *off_bytes of clean text, which moves behind it. */
uint32_t utf8_next(struct str_span text, size_t *off_bytes);

/* The largest n <= max_bytes at which clean text can be cut. */
size_t utf8_floor(struct str_span text, size_t max_bytes);

/* Columns on a terminal: wide East Asian 2, combining marks 0, others 1. */
size_t utf8_columns(struct str_span text);

#endif
