/*
 * Held one behind the other: uint (number of bytes * 4 + form),
 * bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/tags.h"

#include "glass/pack.h"

enum status tags_init(struct tags *tags, enum compression compression,
                      struct error *err)
{
    *tags = (struct tags){0};
    str_init(&tags->terms.bytes, SIZE_MAX / 4);
    str_init(&tags->others.bytes, SIZE_MAX / 4);
    return deflater_new(compression, &tags->deflater, err);
}

void tags_release(struct tags *tags)
{
    if (!tags)
        return;
    deflater_free(tags->deflater);
    tags->deflater = NULL;
    str_release(&tags->terms.bytes);
    str_release(&tags->others.bytes);
}

static void reset(struct tag_queue *queue)
{
    str_reset(&queue->bytes);
    queue->n_taken = 0;
}

void tags_reset(struct tags *tags)
{
    reset(&tags->terms);
    reset(&tags->others);
}

size_t tags_memory_bytes(const struct tags *tags)
{
    return tags->terms.bytes.n_bytes + tags->others.bytes.n_bytes;
}

static enum status add(struct tags *tags, struct tag_queue *queue,
                       enum tag_kind kind, struct str_span tag,
                       struct error *err)
{
    struct str *bytes = &queue->bytes;
    enum tag_form form = TAG_PLAIN;
    enum status status =
        deflater_squeeze(tags->deflater, kind, tag, &tag, &form, err);
    if (status != STATUS_OK)
        return status;
    if (!str_reserve(bytes, PACK_UINT_BYTES + tag.n_bytes))
        return str_status(bytes, err);
    char *to = bytes->bytes + bytes->n_bytes;
    to = pack_uint(to, (uint64_t)tag.n_bytes << 2 | form);
    if (tag.n_bytes > 0)
        memcpy(to, tag.bytes, tag.n_bytes);
    bytes->n_bytes = (size_t)(to + tag.n_bytes - bytes->bytes);
    return STATUS_OK;
}

enum status tags_add_terms(struct tags *tags, struct str_span terms,
                           struct error *err)
{
    return add(tags, &tags->terms, TAG_OF_TERMS, terms, err);
}

enum status tags_add_others(struct tags *tags, struct str_span slots,
                            struct str_span data, struct error *err)
{
    enum status status = add(tags, &tags->others, TAG_OF_TERMS, slots, err);
    return status == STATUS_OK
               ? add(tags, &tags->others, TAG_OF_DATA, data, err)
               : status;
}

static struct tag take(struct tag_queue *queue)
{
    uint64_t head = 0;
    const char *from = queue->bytes.bytes + queue->n_taken;
    from = unpack_uint(from, queue->bytes.bytes + queue->bytes.n_bytes, &head);
    struct tag tag = {str_span(from, (size_t)(head >> 2)),
                      (enum tag_form)(head & 3)};
    queue->n_taken = (size_t)(from - queue->bytes.bytes) + tag.bytes.n_bytes;
    return tag;
}

enum status tags_take(struct tags *tags, struct document_tags *ret_tags)
{
    if (tags->terms.n_taken == tags->terms.bytes.n_bytes)
        return STATUS_DONE;
    ret_tags->terms = take(&tags->terms);
    ret_tags->slots = take(&tags->others);
    ret_tags->data = take(&tags->others);
    return STATUS_OK;
}
