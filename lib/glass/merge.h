/*
 * Many images read as one: key by key, and of each key the entries by docid.
 * Runs have ascending docids, so of one key their entries simply follow each
 * other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_MERGE_H
#define LEDE_GLASS_MERGE_H

#include "glass/cursor.h"

/* What to read: images in the order of their runs, and where those that
   are not in memory are. */
struct merge_source {
    const struct image *images;
    size_t n_images;
    const struct spill *spill;
    size_t n_buffer_bytes; /* to read each of these with */
};

struct merge {
    /* Read-only: the key at hand, and its figures over all images. */
    struct str_span key;
    uint64_t n_documents;
    uint64_t n_collection;
    /* private: */
    struct cursor *cursors; /* in the order of the runs */
    size_t n_cursors;
    struct cursor **heap; /* those with records left, least key on top */
    size_t n_heap;
    struct cursor **same; /* those that have the key, by run */
    size_t n_same;
    size_t i_same; /* the one that entries come from */
    char key_bytes[TABLE_MAX_KEY_BYTES];
};

/* The images must stay until merge_release(). */
MUST_CHECK enum status merge_init(struct merge *merge,
                                  const struct merge_source *source,
                                  struct error *err);
void merge_release(struct merge *merge);

/* Moves to the next key, when all entries of the last are read.
   STATUS_DONE after the last. */
MUST_CHECK enum status merge_next_key(struct merge *merge, struct error *err);

/* The cursor that stands at a record of this key with entries to read, or
   NULL when there are none left; the caller reads them all. */
MUST_CHECK enum status merge_next_record(struct merge *merge,
                                         struct cursor **ret_cursor,
                                         struct error *err);

#endif
