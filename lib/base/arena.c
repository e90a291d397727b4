/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* The first block; later ones double, so an arena has few blocks. */
#define ARENA_FIRST_BYTES ((size_t)4096)
#define ARENA_ALIGN       alignof(max_align_t)

struct arena_block {
    struct arena_block *older;
    size_t n_room;
    size_t n_used;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena)ARENA_INIT;
}

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
}

void arena_release(struct arena *arena)
{
    free_blocks(arena->newest);
    arena_init(arena);
}

/* The newest block is the largest of the doubling ones; after one huge
   request it may be smaller, so look. */
void arena_reset(struct arena *arena)
{
    struct arena_block *largest = arena->newest;
    struct arena_block *block = arena->newest;
    for (; block; block = block->older) {
        if (block->n_room > largest->n_room)
            largest = block;
    }
    block = arena->newest;
    while (block) {
        struct arena_block *older = block->older;
        if (block != largest)
            free(block);
        block = older;
    }
    arena_init(arena);
    if (largest) {
        largest->older = NULL;
        largest->n_used = 0;
        arena->newest = largest;
    }
}

static struct arena_block *add_block(struct arena *arena, size_t n_bytes)
{
    struct arena_block *newest = arena->newest;
    size_t n_room = newest ? newest->n_room * 2 : ARENA_FIRST_BYTES;
    if (n_room < n_bytes)
        n_room = n_bytes;
    struct arena_block *block = malloc(sizeof(*block) + n_room);
    if (!block)
        return NULL;
    block->older = newest;
    block->n_room = n_room;
    block->n_used = 0;
    arena->newest = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t n_bytes)
{
    struct arena_block *block = arena->newest;
    if (n_bytes > SIZE_MAX / 4)
        return NULL;
    size_t n_aligned = (n_bytes + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (n_aligned == 0)
        n_aligned = ARENA_ALIGN;
    if (!block || n_aligned > block->n_room - block->n_used) {
        block = add_block(arena, n_aligned);
        if (!block)
            return NULL;
    }
    void *bytes = block->bytes + block->n_used;
    block->n_used += n_aligned;
    arena->n_used_bytes += n_bytes;
    return bytes;
}

void *arena_alloc_array(struct arena *arena, size_t n_items, size_t item_bytes)
{
    if (item_bytes != 0 && n_items > SIZE_MAX / item_bytes)
        return NULL;
    void *items = arena_alloc(arena, n_items * item_bytes);
    if (items)
        memset(items, 0, n_items * item_bytes);
    return items;
}

struct str_span arena_copy(struct arena *arena, struct str_span span)
{
    char *bytes = NULL;
    if (span.n_bytes < SIZE_MAX / 4 && !str_span_is_bad(span))
        bytes = arena_alloc(arena, span.n_bytes + 1);
    if (!bytes)
        return str_span(NULL, 0);
    if (span.n_bytes > 0)
        memcpy(bytes, span.bytes, span.n_bytes);
    bytes[span.n_bytes] = '\0';
    return str_span(bytes, span.n_bytes);
}
