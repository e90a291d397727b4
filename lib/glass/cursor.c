/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/cursor.h"

#include "glass/term_sort.h"

#include <stdlib.h>

enum status cursor_init(struct cursor *cursor, const struct image *image,
                        const struct spill *spill, size_t n_buffer_bytes,
                        struct error *err)
{
    *cursor = (struct cursor){.spill = spill, .run_before = image->before};
    if (image->bytes) {
        cursor->at = image->bytes;
        cursor->end = image->bytes + image->n_bytes;
        return STATUS_OK;
    }
    cursor->off_rest = image->off_spill;
    cursor->n_rest = image->n_bytes;
    cursor->n_buffer = n_buffer_bytes;
    cursor->buffer = malloc(n_buffer_bytes);
    if (!cursor->buffer)
        return error_no_memory(err);
    cursor->at = cursor->buffer;
    cursor->end = cursor->buffer;
    return STATUS_OK;
}

void cursor_release(struct cursor *cursor)
{
    if (!cursor)
        return;
    free(cursor->buffer);
    cursor->buffer = NULL;
}

/* An entry larger than the buffer: one document's positions of one term. */
static enum status grow_buffer(struct cursor *cursor, size_t n_bytes,
                               struct error *err)
{
    size_t off = (size_t)(cursor->at - cursor->buffer);
    size_t n_at_hand = (size_t)(cursor->end - cursor->at);
    char *grown = realloc(cursor->buffer, n_bytes);
    if (!grown)
        return error_no_memory(err);
    cursor->buffer = grown;
    cursor->n_buffer = n_bytes;
    cursor->at = grown + off;
    cursor->end = cursor->at + n_at_hand;
    return STATUS_OK;
}

enum status cursor_fill(struct cursor *cursor, size_t n_bytes,
                        struct error *err)
{
    size_t n_at_hand = (size_t)(cursor->end - cursor->at);
    if (n_at_hand >= n_bytes || cursor->n_rest == 0)
        return STATUS_OK;
    if (n_bytes > cursor->n_buffer) {
        enum status status = grow_buffer(cursor, n_bytes, err);
        if (status != STATUS_OK)
            return status;
    }
    memmove(cursor->buffer, cursor->at, n_at_hand);
    size_t n_more = cursor->n_buffer - n_at_hand;
    if (n_more > cursor->n_rest)
        n_more = (size_t)cursor->n_rest;
    enum status status = spill_read(cursor->spill, cursor->off_rest,
                                    cursor->buffer + n_at_hand, n_more, err);
    cursor->at = cursor->buffer;
    cursor->end = cursor->buffer + n_at_hand + n_more;
    cursor->off_rest += n_more;
    cursor->n_rest -= n_more;
    return status;
}

enum status cursor_cut_short(struct error *err)
{
    return error_set(err, STATUS_INTERNAL, "the image of a run is cut short");
}

enum status cursor_fill_entry(struct cursor *cursor, struct error *err)
{
    uint64_t n_body = 0;
    enum status status = cursor_fill(cursor, PACK_UINT_BYTES, err);
    if (status != STATUS_OK)
        return status;
    const char *body = unpack_uint(cursor->at, cursor->end, &n_body);
    if (!body || n_body > SIZE_MAX / 4)
        return cursor_cut_short(err);
    size_t n_entry = (size_t)(body - cursor->at) + (size_t)n_body;
    status = cursor_fill(cursor, n_entry, err);
    if (status == STATUS_OK && (size_t)(cursor->end - cursor->at) < n_entry)
        return cursor_cut_short(err);
    return status;
}

enum status cursor_next_record(struct cursor *cursor, struct error *err)
{
    struct image_head *head = &cursor->head;
    enum status status = cursor_fill(cursor, IMAGE_MAX_HEAD_BYTES, err);
    if (status != STATUS_OK)
        return status;
    if (cursor->at == cursor->end)
        return STATUS_DONE;
    const char *end = cursor->end;
    size_t n_key = (unsigned char)*cursor->at;
    if ((size_t)(end - cursor->at) < n_key + 1)
        return cursor_cut_short(err);
    copy_bytes(cursor->key_bytes, cursor->at + 1, n_key);
    cursor->key = str_span(cursor->key_bytes, n_key);
    cursor->key_word = sort_word(cursor->key_bytes, n_key);
    const char *from = cursor->at + 1 + n_key;
    from = unpack_uint(from, end, &head->n_documents);
    from = from ? unpack_uint(from, end, &head->n_collection) : NULL;
    from = from ? unpack_uint(from, end, &head->before) : NULL;
    from = from ? unpack_uint(from, end, &head->n_bytes) : NULL;
    if (!from)
        return cursor_cut_short(err);
    cursor->at = from;
    cursor->n_left = head->n_bytes;
    cursor->docid = cursor->run_before + (uint32_t)head->before;
    return STATUS_OK;
}
