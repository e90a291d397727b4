/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"

#include <stdint.h>
#include <stdlib.h>

#define VEC_FIRST_ITEMS 8

enum status vec_grow(void **items, size_t *n_room, size_t n_items,
                     size_t n_more, size_t item_bytes, struct error *err)
{
    if (n_more <= *n_room && n_items <= *n_room - n_more)
        return STATUS_OK;
    if (n_more > SIZE_MAX / 2 - n_items)
        return error_no_memory(err);
    size_t n_wanted = *n_room < VEC_FIRST_ITEMS ? VEC_FIRST_ITEMS : *n_room;
    while (n_wanted < n_items + n_more)
        n_wanted *= 2;
    if (n_wanted > SIZE_MAX / item_bytes)
        return error_no_memory(err);
    void *grown = realloc(*items, n_wanted * item_bytes);
    if (!grown)
        return error_no_memory(err);
    *items = grown;
    *n_room = n_wanted;
    return STATUS_OK;
}
