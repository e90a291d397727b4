/*
 * A segment written in one pass by lib/glass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/segment.h"

#include "base/vec.h"
#include "glass/builder.h"

#include <stdlib.h>
#include <string.h>

/* lib/glass knows nothing of this room, so its plain data are its own; they
   have the same form, and are copied as they are. */
_Static_assert(sizeof(struct posting) == sizeof(struct glass_posting) &&
                   offsetof(struct posting, position) ==
                       offsetof(struct glass_posting, position) &&
                   offsetof(struct posting, wdf) ==
                       offsetof(struct glass_posting, wdf) &&
                   POSITION_NONE == GLASS_POSITION_NONE,
               "postings differ");
_Static_assert(sizeof(struct document_value) == sizeof(struct glass_value) &&
                   offsetof(struct document_value, value) ==
                       offsetof(struct glass_value, value),
               "values differ");

struct segment {
    struct builder *builder;
    struct glass_posting *postings; /* of the document at hand */
    size_t n_room;
    struct glass_value *values;
    size_t n_values_room;
};

static enum status copy_arrays(struct segment *segment,
                               const struct document *document,
                               struct error *err)
{
    size_t n = document->n_postings;
    enum status status =
        VEC_RESERVE(&segment->postings, &segment->n_room, 0, n + 1, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&segment->values, &segment->n_values_room, 0,
                             document->n_values + 1, err);
    if (status != STATUS_OK)
        return status;
    if (n > 0)
        memcpy(segment->postings, document->postings,
               n * sizeof *segment->postings);
    segment->postings[n] = (struct glass_posting){
        .term = document->id_term, .position = GLASS_POSITION_NONE, .wdf = 0};
    if (document->n_values > 0)
        memcpy(segment->values, document->values,
               document->n_values * sizeof *segment->values);
    return STATUS_OK;
}

static enum status add(void *state, const struct document *document,
                       struct error *err)
{
    struct segment *segment = state;
    enum status status = copy_arrays(segment, document, err);
    if (status != STATUS_OK)
        return status;
    const struct glass_document copy = {
        .postings = segment->postings,
        .n_postings = document->n_postings + 1,
        .values = segment->values,
        .n_values = document->n_values,
        .data = document->record,
    };
    return builder_add(segment->builder, &copy, err);
}

static enum status finish(void *state, struct error *err)
{
    struct segment *segment = state;
    return builder_finish(segment->builder, err);
}

static void free_segment(void *state)
{
    struct segment *segment = state;
    builder_free(segment->builder);
    free(segment->postings);
    free(segment->values);
    free(segment);
}

static const struct segment_verbs verbs = {add, finish, free_segment};

enum status segment_open_glass(const char *path, uint32_t first_docid,
                               size_t memory_bytes,
                               struct segment_writer *ret_segment,
                               struct error *err)
{
    const struct builder_settings settings = {
        .memory_bytes = memory_bytes,
        .first_docid = first_docid,
    };
    struct segment *segment = calloc(1, sizeof *segment);
    if (!segment)
        return error_no_memory(err);
    enum status status = builder_new(path, &settings, &segment->builder, err);
    if (status != STATUS_OK) {
        free(segment);
        return status;
    }
    ret_segment->verbs = &verbs;
    ret_segment->state = segment;
    return STATUS_OK;
}
