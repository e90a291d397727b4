/*
 * Reads an image front to back, from memory or through a buffer from the
 * spill file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_CURSOR_H
#define LEDE_GLASS_CURSOR_H

#include "glass/image.h"
#include "glass/pack.h"
#include "glass/spill.h"

/* The least a cursor can work with. */
#define CURSOR_MIN_BUFFER_BYTES ((size_t)4096)

struct cursor_entry {
    uint32_t docid; /* of the database */
    uint32_t wdf;
    struct str_span payload; /* borrowed until the next entry */
};

struct cursor {
    const struct spill *spill;
    uint32_t run_before;
    /* What is at hand of the image, and what is still in the file. */
    const char *at;
    const char *end;
    uint64_t off_rest;
    uint64_t n_rest;
    char *buffer; /* NULL for an image in memory */
    size_t n_buffer;
    /* The record: */
    uint64_t key_word; /* the key's first bytes, by sort_word() */
    struct str_span key;
    struct image_head head;
    uint64_t n_left; /* bytes of entries not read yet */
    uint32_t docid;  /* of the last entry read */
    char key_bytes[TABLE_MAX_KEY_BYTES];
};

/* The image must stay until cursor_release(). n_buffer_bytes: for one that is
   in the spill file. */
MUST_CHECK enum status cursor_init(struct cursor *cursor,
                                   const struct image *image,
                                   const struct spill *spill,
                                   size_t n_buffer_bytes, struct error *err);
void cursor_release(struct cursor *cursor);

/* Moves to the next record, when all entries of the last are read: its key
   and head are set. STATUS_DONE after the last. */
MUST_CHECK enum status cursor_next_record(struct cursor *cursor,
                                          struct error *err);

/* Makes n_bytes at hand, or all that is left. */
MUST_CHECK enum status cursor_fill(struct cursor *cursor, size_t n_bytes,
                                   struct error *err);

/* STATUS_INTERNAL: it does not read as it was written. */
enum status cursor_cut_short(struct error *err);

/* Makes the next entry's bytes at hand, up to its end. */
MUST_CHECK enum status cursor_fill_entry(struct cursor *cursor,
                                         struct error *err);

/* Whether the entry that starts here ends within what is at hand. */
static inline bool cursor_has_entry(const struct cursor *cursor)
{
    /* A size over 127 takes more than a byte: let the long way see to it. */
    size_t n_at_hand = (size_t)(cursor->end - cursor->at);
    return n_at_hand > 127 && (unsigned char)*cursor->at < 127;
}

/* The next entry of the record; STATUS_DONE after its last. */
MUST_CHECK static inline enum status cursor_next_entry(
    struct cursor *cursor, struct cursor_entry *ret_entry, struct error *err)
{
    if (cursor->n_left == 0)
        return STATUS_DONE;
    if (!cursor_has_entry(cursor)) {
        enum status status = cursor_fill_entry(cursor, err);
        if (status != STATUS_OK)
            return status;
    }
    uint64_t n_body = 0;
    uint64_t gap = 0;
    uint64_t wdf = 0;
    const char *body = unpack_uint(cursor->at, cursor->end, &n_body);
    const char *end = body ? body + n_body : NULL;
    const char *from = body ? unpack_uint(body, end, &gap) : NULL;
    from = from ? unpack_uint(from, end, &wdf) : NULL;
    if (!from)
        return cursor_cut_short(err);
    cursor->docid += (uint32_t)gap + 1;
    cursor->n_left -= (uint64_t)(end - cursor->at);
    cursor->at = end;
    ret_entry->docid = cursor->docid;
    ret_entry->wdf = (uint32_t)wdf;
    ret_entry->payload = str_span(from, (size_t)(end - from));
    return STATUS_OK;
}

#endif
