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
/* What a posting counts for; a posting has become smaller, the sample has
   not. */
#define SAMPLE_POSTING_BYTES 32

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
    /* By its length and not by its postings, whose number says how it was
       made as well: the same articles are always the same sample. */
    writer->n_waiting_bytes +=
        document->record.n_bytes +
        (size_t)document->n_length * SAMPLE_POSTING_BYTES;
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

bool writer_is_parallel(const struct writer *writer)
{
    return !writer->how.is_api && is_known(writer);
}

enum status writer_settle_mean(struct writer *writer, double *ret_mean,
                               struct error *err)
{
    enum status status = writer_end_sample(writer, err);
    writer->is_avdl_known = true;
    *ret_mean = mean_of(writer);
    return status;
}
