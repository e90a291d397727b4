/*
 * Memory that is given back all at once: the parts of one article, one
 * query, one page of results.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_ARENA_H
#define LEDE_BASE_ARENA_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct arena_block;

struct arena {
    struct arena_block *newest; /* private */
    size_t n_used_bytes;        /* read-only: sum of all that was asked for */
};

/* clang-format off */
#define ARENA_INIT { NULL, 0 }
/* clang-format on */

void arena_init(struct arena *arena);
void arena_release(struct arena *arena);
/* Gives everything back, keeping the largest block for the next round. */
void arena_reset(struct arena *arena);

/* n_bytes aligned for any type, not cleared; NULL when memory is out. */
MUST_CHECK void *arena_alloc(struct arena *arena, size_t n_bytes);
/* n_items * item_bytes, cleared, overflow checked. */
MUST_CHECK void *arena_alloc_array(struct arena *arena, size_t n_items,
                                   size_t item_bytes);
/* A copy with a NUL behind it. bytes is NULL when memory is out. */
MUST_CHECK struct str_span arena_copy(struct arena *arena,
                                      struct str_span span);

#define ARENA_NEW(arena, type)                                                 \
    ((type *)arena_alloc_array(arena, 1, sizeof(type)))

#ifdef __cplusplus
}
#endif

#endif
