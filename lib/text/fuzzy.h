/*
 * Words that are nearly the one that was meant: at most some edits away, or
 * only in what scanning confuses.
 *
 * An edit inserts, deletes or replaces a letter (a code point), or swaps two
 * neighbours, which are not edited again (Damerau, CACM 7, 1964). The distance
 * is reckoned row by row along the term, so that terms in order, which share
 * their beginnings, share those rows, and all that begin hopelessly are passed
 * over at once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_FUZZY_H
#define LEDE_TEXT_FUZZY_H

#include "base/arena.h"

#define FUZZY_MAX_EDITS 2u

struct fuzzy;

/*
 * word is folded. n_edits is 1 or 2, or 0: letters, or pairs of them, that
 * scanned text confuses (`rn` and `m`, `c` and `e`: the table in fuzzy.c), in
 * at most two places. In arena.
 */
MUST_CHECK enum status fuzzy_make(struct str_span word, uint32_t n_edits,
                                  struct arena *arena, struct fuzzy **ret_fuzzy,
                                  struct error *err);

/*
 * Whether the term is one; *ret_n_edits: how many edits, or places, it takes.
 * n_same: the bytes at its beginning that the term asked about before had,
 * too; 0 does always.
 */
bool fuzzy_matches(struct fuzzy *fuzzy, struct str_span term, size_t n_same,
                   uint32_t *ret_n_edits);

/* No term that begins with so many bytes of the one that was asked about last
   is one; 0: some may be. */
size_t fuzzy_dead_bytes(const struct fuzzy *fuzzy);

#endif
