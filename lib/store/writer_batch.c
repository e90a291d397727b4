/*
 * Articles from several threads. What needs the writer, the bookkeeping of
 * ids, is done when a batch is appended.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"
#include "store/writer_state.h"

#include <stdlib.h>

struct batch {
    struct segment_run *run;
    double mean_length;
    struct str ids;  /* id terms, one behind the other */
    size_t *id_ends; /* where each ends in ids */
    size_t n_documents;
    size_t n_room;
    struct sketch_list sketches;
};

enum status writer_new_batch(struct writer *writer, struct batch **ret_batch,
                             struct error *err)
{
    if (writer->how.is_api)
        return error_set(err, STATUS_BAD_USAGE,
                         "Xapian's API takes articles one by one");
    enum status status = writer_check(writer, err);
    if (status == STATUS_OK)
        status = writer_begin(writer, err);
    if (status != STATUS_OK)
        return status;
    struct batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return error_no_memory(err);
    status = writer_settle_mean(writer, &batch->mean_length, err);
    if (status == STATUS_OK)
        status = segment_run_new(&writer->fresh.out, &batch->run, err);
    if (status == STATUS_OK)
        *ret_batch = batch;
    else
        free(batch);
    return status;
}

void batch_free(struct batch *batch)
{
    if (!batch)
        return;
    segment_run_free(batch->run);
    str_release(&batch->ids);
    free(batch->id_ends);
    sketch_list_release(&batch->sketches);
    free(batch);
}

enum status batch_add(struct batch *batch, const struct document *document,
                      struct error *err)
{
    struct document scaled = *document;
    enum status status = document_check(document, err);
    document_set_scale(&scaled, batch->mean_length);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&batch->id_ends, &batch->n_room,
                             batch->n_documents, 1, err);
    if (status == STATUS_OK)
        status = segment_run_add(batch->run, &scaled, err);
    if (status != STATUS_OK)
        return status;
    sketch_list_add(&batch->sketches, document);
    str_add_span(&batch->ids, document->id_term);
    batch->id_ends[batch->n_documents++] = batch->ids.n_bytes;
    /* The document is in, so this is no fault of its own. */
    return str_status(&batch->ids, err) == STATUS_OK ? STATUS_OK
                                                     : error_no_memory(err);
}

bool batch_is_full(const struct batch *batch)
{
    return segment_run_is_full(batch->run);
}

enum status batch_seal(struct batch *batch, struct error *err)
{
    return segment_run_seal(batch->run, err);
}

static enum status note_all(struct writer *writer, const struct batch *batch,
                            uint64_t *ret_n_replaced, struct error *err)
{
    uint32_t docid = writer->fresh.entry.last_docid;
    size_t start = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < batch->n_documents; i++) {
        bool is_replaced = false;
        struct str_span id =
            str_span(batch->ids.bytes + start, batch->id_ends[i] - start);
        start = batch->id_ends[i];
        status = writer_note(writer, id, ++docid, &is_replaced, err);
        *ret_n_replaced += is_replaced;
    }
    return status;
}

enum status writer_append(struct writer *writer, struct batch *batch,
                          uint64_t *ret_n_replaced, struct error *err)
{
    struct error cause = ERROR_INIT;
    uint64_t n_replaced = 0;
    err = err ? err : &cause;
    enum status status = writer_check(writer, err);
    if (status != STATUS_OK)
        return status;
    status = str_status(&batch->ids, err);
    if (status == STATUS_OK)
        status = writer_check_room(writer, batch->n_documents, err);
    if (status == STATUS_OK)
        status = segment_run_append(&writer->fresh.out, batch->run, err);
    if (status == STATUS_OK)
        status = note_all(writer, batch, &n_replaced, err);
    sketch_list_append(&writer->sketches, &batch->sketches);
    sketch_list_reset(&batch->sketches);
    batch->n_documents = 0;
    str_reset(&batch->ids);
    if (ret_n_replaced)
        *ret_n_replaced = n_replaced;
    return status == STATUS_OK ? STATUS_OK : writer_end(writer, status, err);
}
