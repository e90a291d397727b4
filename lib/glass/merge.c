/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/merge.h"

#include <stdlib.h>

/* By key, then by run; a run's cursor lies before those of later ones. */
static bool is_before(const struct cursor *a, const struct cursor *b)
{
    if (a->key_word != b->key_word)
        return a->key_word < b->key_word;
    int order = str_span_compare(a->key, b->key);
    return order != 0 ? order < 0 : a < b;
}

static void sift_down(struct merge *merge, size_t i)
{
    struct cursor **heap = merge->heap;
    struct cursor *moved = heap[i];
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= merge->n_heap)
            break;
        if (child + 1 < merge->n_heap &&
            is_before(heap[child + 1], heap[child]))
            child++;
        if (!is_before(heap[child], moved))
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = moved;
}

static void push(struct merge *merge, struct cursor *cursor)
{
    struct cursor **heap = merge->heap;
    size_t i = merge->n_heap++;
    while (i > 0 && is_before(cursor, heap[(i - 1) / 2])) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = cursor;
}

static struct cursor *pop(struct merge *merge)
{
    struct cursor *top = merge->heap[0];
    merge->heap[0] = merge->heap[--merge->n_heap];
    if (merge->n_heap > 0)
        sift_down(merge, 0);
    return top;
}

/* Puts the cursor at its next record into the heap, if it has one. */
static enum status advance(struct merge *merge, struct cursor *cursor,
                           struct error *err)
{
    enum status status = cursor_next_record(cursor, err);
    if (status == STATUS_OK)
        push(merge, cursor);
    return status == STATUS_DONE ? STATUS_OK : status;
}

enum status merge_init(struct merge *merge, const struct merge_source *source,
                       struct error *err)
{
    size_t n_images = source->n_images;
    *merge = (struct merge){0};
    merge->cursors = calloc(n_images + 1, sizeof *merge->cursors);
    merge->heap = calloc(n_images + 1, sizeof(struct cursor *));
    merge->same = calloc(n_images + 1, sizeof(struct cursor *));
    if (!merge->cursors || !merge->heap || !merge->same) {
        merge_release(merge);
        return error_no_memory(err);
    }
    for (size_t i = 0; i < n_images; i++) {
        struct cursor *cursor = &merge->cursors[merge->n_cursors];
        enum status status =
            cursor_init(cursor, &source->images[i], source->spill,
                        source->n_buffer_bytes, err);
        merge->n_cursors++;
        if (status == STATUS_OK)
            status = advance(merge, cursor, err);
        if (status != STATUS_OK) {
            merge_release(merge);
            return status;
        }
    }
    return STATUS_OK;
}

void merge_release(struct merge *merge)
{
    if (!merge)
        return;
    for (size_t i = 0; i < merge->n_cursors; i++)
        cursor_release(&merge->cursors[i]);
    free(merge->cursors);
    free(merge->heap);
    free(merge->same);
    *merge = (struct merge){0};
}

enum status merge_next_key(struct merge *merge, struct error *err)
{
    (void)err;
    merge->n_same = 0;
    merge->i_same = 0;
    if (merge->n_heap == 0)
        return STATUS_DONE;
    struct cursor *least = merge->heap[0];
    copy_bytes(merge->key_bytes, least->key.bytes, least->key.n_bytes);
    merge->key = str_span(merge->key_bytes, least->key.n_bytes);
    merge->n_documents = 0;
    merge->n_collection = 0;
    while (merge->n_heap > 0 &&
           str_span_equal(merge->heap[0]->key, merge->key)) {
        struct cursor *cursor = pop(merge);
        merge->n_documents += cursor->head.n_documents;
        merge->n_collection += cursor->head.n_collection;
        merge->same[merge->n_same++] = cursor;
    }
    return STATUS_OK;
}

/* Whether the cursor's record, having been read, is followed by another of
   the same key; if not, the cursor is put back for the next keys. */
static enum status next_of_key(struct merge *merge, struct cursor *cursor,
                               bool *ret_is_same, struct error *err)
{
    enum status status = cursor_next_record(cursor, err);
    *ret_is_same =
        status == STATUS_OK && str_span_equal(cursor->key, merge->key);
    if (status == STATUS_OK && !*ret_is_same)
        push(merge, cursor);
    return status == STATUS_DONE ? STATUS_OK : status;
}

enum status merge_next_record(struct merge *merge, struct cursor **ret_cursor,
                              struct error *err)
{
    *ret_cursor = NULL;
    while (merge->i_same < merge->n_same) {
        struct cursor *cursor = merge->same[merge->i_same];
        bool is_same = true;
        enum status status = STATUS_OK;
        if (cursor->n_left == 0)
            status = next_of_key(merge, cursor, &is_same, err);
        if (status != STATUS_OK)
            return status;
        if (is_same) {
            *ret_cursor = cursor;
            return STATUS_OK;
        }
        merge->i_same++;
    }
    return STATUS_OK;
}
