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
    str_init(&tags->bytes, SIZE_MAX / 4);
    return deflater_new(compression, &tags->deflater, err);
}

void tags_release(struct tags *tags)
{
    if (!tags)
        return;
    deflater_free(tags->deflater);
    tags->deflater = NULL;
    str_release(&tags->bytes);
}

void tags_reset(struct tags *tags)
{
    str_reset(&tags->bytes);
    tags->n_taken = 0;
}

enum status tags_add(struct tags *tags, enum tag_kind kind, struct str_span tag,
                     struct error *err)
{
    struct str *bytes = &tags->bytes;
    enum tag_form form = TAG_PLAIN;
    if (tags->n_taken == bytes->n_bytes)
        tags_reset(tags);
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

static struct tag take(struct tags *tags)
{
    uint64_t head = 0;
    const char *from = tags->bytes.bytes + tags->n_taken;
    from = unpack_uint(from, tags->bytes.bytes + tags->bytes.n_bytes, &head);
    struct tag tag = {str_span(from, (size_t)(head >> 2)),
                      (enum tag_form)(head & 3)};
    tags->n_taken = (size_t)(from - tags->bytes.bytes) + tag.bytes.n_bytes;
    return tag;
}

enum status tags_take(struct tags *tags, struct document_tags *ret_tags)
{
    if (tags->n_taken == tags->bytes.n_bytes)
        return STATUS_DONE;
    ret_tags->terms = take(tags);
    ret_tags->slots = take(tags);
    ret_tags->data = take(tags);
    return STATUS_OK;
}
