/*
 * The growth of an array, written once: a pointer, how many items it holds
 * and how many it has room for stay plain fields of the struct they are in.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_VEC_H
#define LEDE_BASE_VEC_H

#include "base/error.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Makes room for n_more items behind n_items. Doubles, so that pushing is
 * amortised O(1). On STATUS_NO_MEMORY the array is as it was.
 */
MUST_CHECK enum status vec_grow(void **items, size_t *n_room, size_t n_items,
                                size_t n_more, size_t item_bytes,
                                struct error *err);

/* The same without a call where there is room, as there mostly is. */
MUST_CHECK static inline enum status vec_reserve(void **items, size_t *n_room,
                                                 size_t n_items, size_t n_more,
                                                 size_t item_bytes,
                                                 struct error *err)
{
    if (n_more <= *n_room && n_items <= *n_room - n_more)
        return STATUS_OK;
    return vec_grow(items, n_room, n_items, n_more, item_bytes, err);
}

/* VEC_RESERVE(&vec->items, &vec->n_room, vec->n_items, 1, err) */
#define VEC_RESERVE(items, n_room, n_items, n_more, err)                       \
    vec_reserve((void **)(items), (n_room), (n_items), (n_more),               \
                sizeof(**(items)), (err))

#ifdef __cplusplus
}
#endif

#endif
