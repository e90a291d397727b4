/*
 * One block of a table: a header, a directory that grows up, items that grow
 * down towards it.
 *
 *     0  4  revision         5  2  bytes between directory and items
 *     4  1  level, leaf 0    7  2  all free bytes: the same here
 *                            9  2  where the directory ends
 *    11     directory: where each item is, 2 bytes each, in key order
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_BLOCK_H
#define LEDE_GLASS_BLOCK_H

#include "glass/pack.h"

#define BLOCK_HEADER_BYTES    11U
#define BLOCK_DIRECTORY_BYTES 2U

struct block {
    char *bytes;
    uint32_t n_bytes;
    uint32_t directory_end;
    uint32_t items_start;
};

/* An empty block in these bytes, whose content does not matter. */
static inline void block_init(struct block *block, char *bytes,
                              uint32_t n_bytes)
{
    *block = (struct block){bytes, n_bytes, BLOCK_HEADER_BYTES, n_bytes};
}

/* For the directory entries and items to come. */
static inline uint32_t block_free_bytes(const struct block *block)
{
    return block->items_start - block->directory_end;
}

static inline bool block_has_room(const struct block *block,
                                  size_t n_item_bytes)
{
    return n_item_bytes + BLOCK_DIRECTORY_BYTES <= block_free_bytes(block);
}

/* Where to write the next item, for which there must be room. */
static inline char *block_add_item(struct block *block, size_t n_item_bytes)
{
    block->items_start -= (uint32_t)n_item_bytes;
    pack_u16(block->bytes + block->directory_end, block->items_start);
    block->directory_end += BLOCK_DIRECTORY_BYTES;
    return block->bytes + block->items_start;
}

/* Fills in the header, and the gap with zeros. */
static inline void block_finish(struct block *block, uint32_t revision,
                                unsigned level)
{
    uint32_t n_free = block_free_bytes(block);
    char *to = pack_u32(block->bytes, revision);
    *to++ = (char)level;
    to = pack_u16(to, n_free);
    to = pack_u16(to, n_free);
    pack_u16(to, block->directory_end);
    memset(block->bytes + block->directory_end, 0, n_free);
}

#endif
