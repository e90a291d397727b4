/*
 * Terms put into byte order: by their first eight bytes as one number, those
 * that agree by the next eight, and so on (a radix sort with wide digits).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_TERM_SORT_H
#define LEDE_GLASS_TERM_SORT_H

#include "base/str.h"

#include <string.h>

/* A term on its way; index is the caller's. */
struct sort_item {
    uint64_t word; /* private */
    uint32_t index;
};

/*
 * Up to eight bytes as a number that orders as they do; missing ones are
 * NULs. No byte behind the end is read.
 */
static inline uint64_t sort_word(const char *bytes, size_t n_bytes)
{
    uint64_t word = 0;
    if (n_bytes >= 8) {
        memcpy(&word, bytes, 8);
        return __builtin_bswap64(word);
    }
    if (n_bytes >= 4) {
        uint32_t head;
        uint32_t tail;
        memcpy(&head, bytes, 4);
        memcpy(&tail, bytes + n_bytes - 4, 4);
        word = (uint64_t)__builtin_bswap32(head) << 32;
        return word | (uint64_t)__builtin_bswap32(tail) << (64 - 8 * n_bytes);
    }
    for (size_t i = 0; i < n_bytes; i++)
        word |= (uint64_t)(unsigned char)bytes[i] << (56 - 8 * i);
    return word;
}

/*
 * Sorts items by the terms that their indexes stand for: terms[index]. Terms
 * are distinct. scratch has room for as many items.
 */
void term_sort(struct sort_item *items, struct sort_item *scratch,
               size_t n_items, const struct str_span *terms);

#endif
