/*
 * The image of a run: what its documents bring to the postlist and position
 * tables, in the order of their keys, before it is known what other runs
 * bring. Not a format for keeping: an image lives as long as the builder.
 *
 * A record for each key:
 *     1 byte  length of the key
 *             the key that the posting list's first chunk will have (a term
 *             packed by pack_term()), or value_stream_key(), or that of
 *             document lengths
 *     uint    number of documents     of all records of this key in the
 *     uint    collection frequency    image, told in the first, 0 in others
 *     uint    docid before the first, relative to the run
 *     uint    number of bytes of all entries
 * and for each of its documents an entry:
 *     uint    number of bytes that follow
 *     uint    docid - docid before - 1
 *     uint    wdf, or length of the document; 0 for a value
 *             positions as position_encode() makes them (none if there are
 *             none), or the value
 *
 * Several records may have the same key, with ascending docids: a run that
 * was folded from others has as many as they had.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_IMAGE_H
#define LEDE_GLASS_IMAGE_H

#include "glass/table.h"

/* A record's head at its longest: see above. */
#define IMAGE_MAX_HEAD_BYTES (1 + TABLE_MAX_KEY_BYTES + 40)

/* What stands between the key and the entries. */
struct image_head {
    uint64_t n_documents;
    uint64_t n_collection;
    uint64_t before;
    uint64_t n_bytes;
};

/* Where an image is. */
struct image {
    char *bytes;        /* owned; NULL if it is in the spill file */
    uint64_t off_spill; /* and there at this offset */
    uint64_t n_bytes;
    uint32_t before; /* docid before the first of the run */
};

/* Writes a head and returns its end. */
char *image_pack_head(char *to, struct str_span key,
                      const struct image_head *head);

#endif
