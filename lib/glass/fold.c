/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/fold.h"

/* What is written at a time. */
#define OUTPUT_BYTES ((size_t)256 << 10)

struct fold {
    struct merge merge;
    struct spill *to;
    struct image image;
    struct str output;
    size_t n_buffer_bytes;
};

static enum status flush(struct fold *fold, struct error *err)
{
    uint64_t off = 0;
    enum status status = str_status(&fold->output, err);
    if (status == STATUS_OK)
        status = spill_write(fold->to, str_view(&fold->output), &off, err);
    str_reset(&fold->output);
    return status;
}

static enum status add(struct fold *fold, struct str_span bytes,
                       struct error *err)
{
    str_add_span(&fold->output, bytes);
    fold->image.n_bytes += bytes.n_bytes;
    if (fold->output.n_bytes < OUTPUT_BYTES)
        return STATUS_OK;
    return flush(fold, err);
}

/* Copies a record, its head being written; entries need no look. */
static enum status copy_entries(struct fold *fold, struct cursor *cursor,
                                struct error *err)
{
    while (cursor->n_left > 0) {
        enum status status = cursor_fill(cursor, 1, err);
        if (status != STATUS_OK)
            return status;
        size_t n = (size_t)(cursor->end - cursor->at);
        if (n == 0)
            return cursor_cut_short(err);
        if (n > cursor->n_left)
            n = (size_t)cursor->n_left;
        status = add(fold, str_span(cursor->at, n), err);
        if (status != STATUS_OK)
            return status;
        cursor->at += n;
        cursor->n_left -= n;
    }
    return STATUS_OK;
}

static enum status copy_key(struct fold *fold, struct error *err)
{
    char head_bytes[IMAGE_MAX_HEAD_BYTES];
    struct merge *merge = &fold->merge;
    struct image_head head = {merge->n_documents, merge->n_collection, 0, 0};
    for (;;) {
        struct cursor *cursor = NULL;
        enum status status = merge_next_record(merge, &cursor, err);
        if (status != STATUS_OK || !cursor)
            return status;
        head.before =
            cursor->run_before - fold->image.before + cursor->head.before;
        head.n_bytes = cursor->n_left;
        char *end = image_pack_head(head_bytes, merge->key, &head);
        status =
            add(fold, str_span(head_bytes, (size_t)(end - head_bytes)), err);
        if (status == STATUS_OK)
            status = copy_entries(fold, cursor, err);
        if (status != STATUS_OK)
            return status;
        /* The first head told it for all. */
        head.n_documents = 0;
        head.n_collection = 0;
    }
}

enum status fold_images(const struct merge_source *source, struct spill *to,
                        struct image *ret_image, struct error *err)
{
    struct fold fold = {.to = to,
                        .image = {.before = source->images[0].before,
                                  .off_spill = to->n_bytes}};
    str_init(&fold.output, SIZE_MAX / 4);
    enum status status = merge_init(&fold.merge, source, err);
    while (status == STATUS_OK) {
        status = merge_next_key(&fold.merge, err);
        if (status == STATUS_OK)
            status = copy_key(&fold, err);
    }
    if (status == STATUS_DONE)
        status = flush(&fold, err);
    *ret_image = fold.image;
    merge_release(&fold.merge);
    str_release(&fold.output);
    return status;
}
