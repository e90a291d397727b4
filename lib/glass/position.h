/*
 * The positions of one term in one document as a tag of the position table:
 * interpolative coding (Moffat and Stuiver, "Binary interpolative coding for
 * effective index compression", 2000), which stores the middle position in
 * just the bits that its neighbours leave open, then both halves likewise.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_POSITION_H
#define LEDE_GLASS_POSITION_H

#include "base/str.h"

/* Room that position_encode() needs. */
size_t position_max_bytes(size_t n_positions);

/* Writes the tag at `to` and returns its end. positions: at least one,
   strictly ascending. */
char *position_encode(char *to, const uint32_t *positions, size_t n_positions);

/* How many positions a tag has, which nobody has checked; 0: it is none. */
size_t position_count(struct str_span tag);
/* Decodes all n of them, rising, each once; false: the tag is none. */
bool position_decode(struct str_span tag, uint32_t *positions, size_t n);

#endif
