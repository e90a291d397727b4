/*
 * The mean length of an index's articles, found out from the first of them,
 * which wait in memory meanwhile: so that frequencies can be weighed by
 * length as they are written, in one pass.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"
#include "store/writer_state.h"

#include <math.h>
#include <stdlib.h>

/* So many articles, or fewer long ones, tell enough: the mean need not be
   exact, it only must not change. */
#define SAMPLE_DOCUMENTS 1000
#define SAMPLE_BYTES     ((size_t)16 << 20)

/* Whether lengths count in this index: always in a new one. */
static double mean_of(const struct writer *writer)
{
    return writer->manifest.avdl > 0 ? writer->manifest.avdl : writer->avdl;
}

static bool is_known(const struct writer *writer)
{
    return writer->is_avdl_known || writer->manifest.avdl > 0 ||
           writer->list.n_entries > 0;
}

void writer_set_avdl(struct writer *writer, double avdl)
{
    if (is_known(writer) || writer->n_waiting > 0)
        return;
    writer->avdl = avdl;
    writer->is_avdl_known = true;
}

static enum status pass_on(struct writer *writer,
                           const struct document *document, struct error *err)
{
    struct document scaled = *document;
    const struct segment_writer *out = &writer->fresh.out;
    document_set_scale(&scaled, mean_of(writer));
    return out->verbs->add(out->state, &scaled, err);
}

/* Two places behind the point: what the manifest says is what was used. */
static double mean_length(const struct writer *writer)
{
    double n_length = 0;
    for (size_t i = 0; i < writer->n_waiting; i++)
        n_length += (double)writer->waiting[i].n_length;
    return n_length == 0
               ? 0
               : ceil(n_length / (double)writer->n_waiting * 100) / 100;
}

enum status writer_end_sample(struct writer *writer, struct error *err)
{
    enum status status = STATUS_OK;
    if (writer->n_waiting == 0)
        return STATUS_OK;
    writer->avdl = mean_length(writer);
    writer->is_avdl_known = true;
    for (size_t i = 0; status == STATUS_OK && i < writer->n_waiting; i++) {
        status = pass_on(writer, &writer->waiting[i], err);
        document_release(&writer->waiting[i]);
    }
    writer_drop_sample(writer);
    /* It was taken long ago, and has its docid. */
    return status == STATUS_TOO_BIG || status == STATUS_BAD_TEXT
               ? STATUS_INTERNAL
               : status;
}

void writer_drop_sample(struct writer *writer)
{
    for (size_t i = 0; i < writer->n_waiting; i++)
        document_release(&writer->waiting[i]);
    free(writer->waiting);
    writer->waiting = NULL;
    writer->n_waiting = writer->n_waiting_room = writer->n_waiting_bytes = 0;
}

static enum status let_wait(struct writer *writer,
                            const struct document *document, struct error *err)
{
    enum status status = VEC_RESERVE(&writer->waiting, &writer->n_waiting_room,
                                     writer->n_waiting, 1, err);
    if (status != STATUS_OK)
        return status;
    struct document *copy = &writer->waiting[writer->n_waiting++];
    document_init(copy);
    status = document_copy(copy, document, err);
    writer->n_waiting_bytes +=
        document->record.n_bytes +
        document->n_postings * sizeof *document->postings;
    return status;
}

enum status writer_pass(struct writer *writer, const struct document *document,
                        struct error *err)
{
    if (is_known(writer))
        return pass_on(writer, document, err);
    enum status status = let_wait(writer, document, err);
    if (status == STATUS_OK && (writer->n_waiting == SAMPLE_DOCUMENTS ||
                                writer->n_waiting_bytes >= SAMPLE_BYTES))
        status = writer_end_sample(writer, err);
    return status;
}

/* ---- batches */

struct writer_batch {
    struct segment_run *run;
    double avdl;
    struct arena arena; /* of the id terms: */
    struct str_span *ids;
    size_t n_ids;
    size_t n_room;
};

bool writer_is_parallel(const struct writer *writer)
{
    return !writer->how.is_api && is_known(writer);
}

enum status writer_batch_new(struct writer *writer,
                             struct writer_batch **ret_batch, struct error *err)
{
    enum status status = writer_check(writer, err);
    if (status == STATUS_OK)
        status = writer_begin(writer, 0, err);
    if (status != STATUS_OK)
        return status;
    const struct segment_writer *out = &writer->fresh.out;
    struct writer_batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return error_no_memory(err);
    batch->avdl = mean_of(writer);
    arena_init(&batch->arena);
    status = out->verbs->new_run(out->state, &batch->run, err);
    if (status == STATUS_OK)
        *ret_batch = batch;
    else
        writer_batch_free(batch);
    return status;
}

void writer_batch_free(struct writer_batch *batch)
{
    if (!batch)
        return;
    segment_run_free(batch->run);
    arena_release(&batch->arena);
    free(batch->ids);
    free(batch);
}

enum status writer_batch_add(struct writer_batch *batch,
                             const struct document *document, struct error *err)
{
    struct document scaled = *document;
    enum status status = document_check(document, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&batch->ids, &batch->n_room, batch->n_ids, 1, err);
    if (status != STATUS_OK)
        return status;
    struct str_span id = arena_copy(&batch->arena, document->id_term);
    if (!id.bytes)
        return error_no_memory(err);
    document_set_scale(&scaled, batch->avdl);
    status = segment_run_add(batch->run, &scaled, err);
    if (status == STATUS_OK)
        batch->ids[batch->n_ids++] = id;
    return status;
}

enum status writer_batch_seal(struct writer_batch *batch, struct error *err)
{
    return segment_run_seal(batch->run, err);
}

static enum status append(struct writer *writer, struct writer_batch *batch,
                          struct error *err)
{
    const struct segment_writer *out = &writer->fresh.out;
    if (batch->n_ids > UINT32_MAX)
        return error_set(err, STATUS_INTERNAL, "a batch has too many articles");
    enum status status = writer_begin(writer, (uint32_t)batch->n_ids, err);
    if (status == STATUS_OK)
        status = out->verbs->append(out->state, batch->run, err);
    for (size_t i = 0; status == STATUS_OK && i < batch->n_ids; i++)
        status = writer_note_added(writer, batch->ids[i], err);
    batch->n_ids = 0;
    arena_reset(&batch->arena);
    return status;
}

enum status writer_append(struct writer *writer, struct writer_batch *batch,
                          struct error *err)
{
    struct error cause = ERROR_INIT;
    err = err ? err : &cause;
    enum status status = writer_check(writer, err);
    if (status != STATUS_OK || batch->n_ids == 0)
        return status;
    status = append(writer, batch, err);
    return status == STATUS_OK ? status : writer_end(writer, status, err);
}
