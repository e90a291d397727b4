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

#ifdef __cplusplus
extern "C" {
#endif

/* Room that position_encode() needs. */
size_t position_max_bytes(size_t n_positions);

/* Writes the tag at `to` and returns its end. positions: at least one,
   strictly ascending. */
char *position_encode(char *to, const uint32_t *positions, size_t n_positions);

/* How many positions a tag has, which nobody has checked; 0: it is none. */
size_t position_count(struct str_span tag);
/* Decodes all n of them, rising, each once; false: the tag is none. */
bool position_decode(struct str_span tag, uint32_t *positions, size_t n);

/* ---- as far as they are needed */

/* Bits on their way out of bytes. */
struct position_bits {
    const unsigned char *at;
    const unsigned char *end;
    uint64_t held;
    unsigned n_held;
    uint64_t n_missing; /* of those held, or taken: behind the end */
};

/* The i-th position. */
struct position_point {
    uint32_t i;
    uint32_t position;
};

/* Halvings of as many positions as a tag may have, and some. */
#define POSITION_MAX_ENDS 32

struct position_stream {
    struct position_point at; /* where it is: at the first position at first */
    size_t n_positions;
    bool is_damaged;
    struct position_bits bits; /* private, from here on; borrows the tag */
    struct position_point ends[POSITION_MAX_ENDS]; /* known ones ahead; the
                                                      nearest last */
    unsigned n_ends;
};

/* false: the tag is none. */
bool position_stream_open(struct position_stream *stream, struct str_span tag);
/* Goes on to the first position from `from` on; false: there is none, or, if
   is_damaged, the tag is none. */
bool position_stream_seek(struct position_stream *stream, uint64_t from);

#ifdef __cplusplus
}
#endif

#endif
