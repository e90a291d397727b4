/*
 * The one place where a term gets its length. Xapian refuses terms over 245
 * bytes, and a prefix (at most 12 bytes) comes in front of ours, so a word
 * that is longer than TERM_MAX_BYTES keeps its beginning, cut between
 * characters, and gets a checksum of the whole behind it: two long words are
 * the same term only if they are the same word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_TERM_H
#define LEDE_TEXT_TERM_H

#include "base/str.h"

#define TERM_MAX_BYTES 220
/* So many bytes at the beginning of a term are always those of its word. */
#define TERM_KEPT_BYTES 200

/* Appends word, shortened if need be, to out. word is clean UTF-8. */
void term_add(struct str_span word, struct str *out);

#endif
