/*
 * The sealed runs of a builder, in memory as long as there is room, in a
 * temporary file else; at the end few enough to be read together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_RUN_LIST_H
#define LEDE_GLASS_RUN_LIST_H

#include "glass/image.h"
#include "glass/spill.h"

struct run_list {
    struct image *images; /* in the order of their documents */
    size_t n_images;
    size_t n_images_room;
    struct spill spill;
    size_t n_memory_bytes; /* images may take this much */
    size_t n_in_memory;    /* bytes they do take */
};

MUST_CHECK enum status run_list_init(struct run_list *list,
                                     const char *directory,
                                     size_t n_memory_bytes, struct error *err);
void run_list_release(struct run_list *list);

/* Adds an image, whose bytes are taken, also on failure. */
MUST_CHECK enum status run_list_add(struct run_list *list, struct image image,
                                    struct error *err);

/* Folds images until so few are left that reading them all, with a buffer
   each, takes no more memory than there is. */
MUST_CHECK enum status run_list_fold(struct run_list *list, struct error *err);

/* The size of buffer that is best for reading so many images. */
size_t run_list_buffer_bytes(const struct run_list *list);

#endif
