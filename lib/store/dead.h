/*
 * Which docids of a segment are dead: articles that were deleted or replaced
 * since it was built, and docids in its range that no article has. Segments
 * never change, so this is kept beside them, in a file that is written anew
 * with each commit that kills something.
 *
 * In memory it is a bitmap (1.25 MB for ten million articles), in the file a
 * list of ranges: see doc/index-format.md.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_DEAD_H
#define LEDE_STORE_DEAD_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dead_set {
    uint32_t first; /* read-only: the docids that it speaks of */
    uint32_t last;
    uint32_t n_dead; /* read-only */
    uint64_t *words; /* private; NULL: all alive */
};

/* Takes no memory until something dies. first > last: about nothing. */
void dead_init(struct dead_set *set, uint32_t first, uint32_t last);
void dead_release(struct dead_set *set);

/* Docids outside of the range are dead. */
bool dead_has(const struct dead_set *set, uint32_t docid);
/* Kills docids first to last, which must be in the range. */
MUST_CHECK enum status dead_add(struct dead_set *set, uint32_t first,
                                uint32_t last, struct error *err);
/* Kills all that are dead in other, as far as they are in the range. */
MUST_CHECK enum status dead_add_all(struct dead_set *set,
                                    const struct dead_set *other,
                                    struct error *err);

/* The first dead, or living, docid of the range from docid on; 0: none. */
uint32_t dead_next(const struct dead_set *set, uint32_t docid);
uint32_t dead_next_live(const struct dead_set *set, uint32_t docid);

/* Appends the file's bytes. */
void dead_encode(const struct dead_set *set, struct str *out);
/* Kills what the file says. STATUS_CORRUPT: its form or checksum is wrong, or
   it speaks of docids outside of the range. */
MUST_CHECK enum status dead_decode(struct str_span bytes, struct dead_set *set,
                                   struct error *err);

#ifdef __cplusplus
}
#endif

#endif
