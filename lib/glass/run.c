/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/run_parts.h"

#include "base/vec.h"
#include "glass/listing.h"
#include "glass/log.h"
#include "glass/postlist.h"
#include "glass/tally.h"
#include "glass/termlist.h"

#include <stdlib.h>

/* One of a document's values, and its place among them. */
struct numbered_value {
    struct glass_value value;
    size_t number;
};

struct run {
    struct run_settings settings;
    struct collection_statistics statistics;
    struct vocabulary vocabulary;
    struct tally tally;
    struct log log;
    uint32_t lengths_id; /* of their stream in the log */
    struct slots slots;
    struct tags tags;
    struct listed_document *documents;
    size_t n_documents_room;
    /* Of the document at hand: */
    struct numbered_value *values; /* those that count, by slot */
    size_t n_values_room;
    uint32_t *value_slots;
    size_t n_value_slots_room;
    struct str plain; /* the tag of slots before it is deflated */
    struct image image;
    bool is_sealed;
    bool is_spoiled; /* a document is in it by half */
};

/* Empty but for the stream of lengths. */
static enum status start(struct run *run, struct error *err)
{
    run->statistics = (struct collection_statistics){0};
    return vocabulary_add_nameless(&run->vocabulary, &run->lengths_id, err);
}

enum status run_new(const struct run_settings *settings, struct run **ret_run,
                    struct error *err)
{
    struct run *run = calloc(1, sizeof *run);
    if (!run)
        return error_no_memory(err);
    run->settings = *settings;
    tally_init(&run->tally);
    log_init(&run->log);
    str_init(&run->plain, SIZE_MAX / 4);
    enum status status = vocabulary_init(&run->vocabulary, err);
    if (status == STATUS_OK)
        status = tags_init(&run->tags, settings->compression, err);
    if (status == STATUS_OK)
        status = start(run, err);
    if (status != STATUS_OK) {
        run_free(run);
        return status;
    }
    *ret_run = run;
    return STATUS_OK;
}

void run_free(struct run *run)
{
    if (!run)
        return;
    slots_release(&run->slots);
    vocabulary_release(&run->vocabulary);
    tally_release(&run->tally);
    log_release(&run->log);
    tags_release(&run->tags);
    str_release(&run->plain);
    free(run->documents);
    free(run->values);
    free(run->value_slots);
    free(run->image.bytes);
    free(run);
}

bool run_is_full(const struct run *run)
{
    return run->log.bytes.n_bytes + tags_memory_bytes(&run->tags) +
               vocabulary_memory_bytes(&run->vocabulary) +
               tally_memory_bytes(&run->tally) >=
           run->settings.n_memory_bytes;
}

uint32_t run_n_documents(const struct run *run)
{
    return run->statistics.n_documents;
}

/* ---- values */

static int compare_values(const void *a, const void *b)
{
    const struct numbered_value *left = a;
    const struct numbered_value *right = b;
    if (left->value.slot != right->value.slot)
        return left->value.slot < right->value.slot ? -1 : 1;
    return (left->number > right->number) - (left->number < right->number);
}

/* Of each slot its last value, if that is not empty. */
static enum status order_values(struct run *run,
                                const struct glass_document *document,
                                size_t *ret_n_values, struct error *err)
{
    size_t n = document->n_values;
    *ret_n_values = 0;
    if (n == 0)
        return STATUS_OK;
    enum status status =
        VEC_RESERVE(&run->values, &run->n_values_room, 0, n, err);
    if (status == STATUS_OK)
        status =
            VEC_RESERVE(&run->value_slots, &run->n_value_slots_room, 0, n, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        run->values[i] = (struct numbered_value){document->values[i], i};
    qsort(run->values, n, sizeof *run->values, compare_values);
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct numbered_value value = run->values[i];
        bool is_last =
            i + 1 == n || run->values[i + 1].value.slot != value.value.slot;
        if (is_last && value.value.value.n_bytes > 0) {
            run->value_slots[n_kept] = value.value.slot;
            run->values[n_kept++] = value;
        }
    }
    *ret_n_values = n_kept;
    return STATUS_OK;
}

static enum status log_value(struct run *run, const struct glass_value *value,
                             uint32_t docid, struct error *err)
{
    struct slot *slot = NULL;
    enum status status = slots_get(&run->slots, value->slot, &slot, err);
    if (status == STATUS_OK && slot->statistics.n_values == 0)
        status = vocabulary_add_nameless(&run->vocabulary, &slot->id, err);
    if (status != STATUS_OK)
        return status;
    struct log_entry entry = {
        .id = slot->id, .docid = docid, .value = value->value};
    status = log_add(&run->log, &run->vocabulary, &entry, err);
    if (status == STATUS_OK)
        status = value_statistics_add(&slot->statistics, value->value, err);
    return status;
}

static enum status log_values(struct run *run, size_t n_values, uint32_t docid,
                              struct error *err)
{
    for (size_t i = 0; i < n_values; i++) {
        enum status status = log_value(run, &run->values[i].value, docid, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* ---- terms */

static enum status log_terms(struct run *run, uint32_t docid, struct error *err)
{
    const struct tally *tally = &run->tally;
    for (size_t i = 0; i < tally->n_terms; i++) {
        if (tally->terms[i].wdf > run->statistics.max_wdf)
            run->statistics.max_wdf = tally->terms[i].wdf;
    }
    return log_add_terms(&run->log, &run->vocabulary, docid, tally, err);
}

static enum status log_length(struct run *run, uint32_t docid,
                              struct error *err)
{
    struct collection_statistics *statistics = &run->statistics;
    uint32_t n_length = (uint32_t)run->tally.n_length;
    statistics->n_length += n_length;
    if (n_length > statistics->max_length)
        statistics->max_length = n_length;
    if (n_length > 0 &&
        (statistics->min_length == 0 || n_length < statistics->min_length))
        statistics->min_length = n_length;
    struct log_entry entry = {
        .id = run->lengths_id, .docid = docid, .wdf = n_length};
    return log_add(&run->log, &run->vocabulary, &entry, err);
}

/* ---- tags */

/* That of the terms has to wait for them to be in order. */
static enum status add_tags(struct run *run, size_t n_values,
                            struct str_span data, struct error *err)
{
    struct listed_document *listed =
        &run->documents[run->statistics.n_documents - 1];
    *listed = (struct listed_document){(uint32_t)run->tally.n_length,
                                       (uint32_t)run->tally.n_terms};
    str_reset(&run->plain);
    if (!str_reserve(&run->plain, termlist_slots_max_bytes(n_values)))
        return str_status(&run->plain, err);
    char *start_of_tag = run->plain.bytes;
    char *end = termlist_encode_slots(start_of_tag, run->value_slots, n_values);
    return tags_add_others(&run->tags,
                           str_span(start_of_tag, (size_t)(end - start_of_tag)),
                           data, err);
}

/* ---- documents */

static enum status check_value(const struct glass_value *value, size_t n_max,
                               struct error *err)
{
    if (value->value.n_bytes > n_max)
        return error_set(err, STATUS_TOO_BIG,
                         "a value has %zu bytes, %zu are the most",
                         value->value.n_bytes, n_max);
    if (value->slot == UINT32_MAX)
        return error_set(err, STATUS_BAD_TEXT, "value %u is no slot",
                         value->slot);
    return STATUS_OK;
}

/* What must fit into tags, they being as long as they can get. */
static enum status check_sizes(const struct run *run,
                               const struct glass_document *document,
                               struct error *err)
{
    const struct tally *tally = &run->tally;
    enum status status = STATUS_OK;
    size_t n_max =
        table_max_tag_bytes(run->settings.n_block_bytes, TABLE_MAX_KEY_BYTES);
    if (document->data.n_bytes > n_max)
        return error_set(err, STATUS_TOO_BIG,
                         "the data of a document has %zu bytes, %zu are the "
                         "most",
                         document->data.n_bytes, n_max);
    if (termlist_max_bytes(tally->n_terms, tally->n_term_bytes) > n_max)
        return error_set(err, STATUS_TOO_BIG,
                         "the terms of a document have over %zu bytes", n_max);
    /* A chunk may have the most it takes before, and then the value. */
    for (size_t i = 0; status == STATUS_OK && i < document->n_values; i++)
        status = check_value(&document->values[i], n_max / 2, err);
    return status;
}

enum status run_add(struct run *run, const struct glass_document *document,
                    struct error *err)
{
    size_t n_values = 0;
    if (run->is_sealed || run->is_spoiled)
        return error_set(err, STATUS_INTERNAL, "the run takes no documents");
    enum status status =
        tally_document(&run->tally, &run->vocabulary, document, err);
    if (status == STATUS_OK)
        status = check_sizes(run, document, err);
    if (status == STATUS_OK)
        status = order_values(run, document, &n_values, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&run->documents, &run->n_documents_room,
                             run->statistics.n_documents, 1, err);
    if (status != STATUS_OK)
        return status;
    uint32_t docid = ++run->statistics.n_documents;
    status = log_length(run, docid, err);
    if (status == STATUS_OK)
        status = log_terms(run, docid, err);
    if (status == STATUS_OK)
        status = log_values(run, n_values, docid, err);
    if (status == STATUS_OK)
        status = add_tags(run, n_values, document->data, err);
    run->is_spoiled = status != STATUS_OK;
    return status;
}

/* ---- sealing */

static int compare_streams(const void *a, const void *b)
{
    const struct log_stream *left = a;
    const struct log_stream *right = b;
    return str_span_compare(left->key, right->key);
}

/* The streams of values in order of their keys, then that of lengths. */
static void list_streams(const struct run *run, char *keys,
                         struct log_stream *streams)
{
    size_t n = run->slots.n_slots;
    for (size_t i = 0; i < n; i++) {
        const struct slot *slot = &run->slots.slots[i];
        streams[i].key =
            value_stream_key(keys + i * VALUE_KEY_BYTES, slot->number);
        streams[i].id = slot->id;
    }
    if (n > 0)
        qsort(streams, n, sizeof *streams, compare_streams);
    char *lengths_key = keys + n * VALUE_KEY_BYTES;
    postlist_pack_kind(lengths_key, POSTLIST_LENGTHS);
    streams[n].key = str_span(lengths_key, POSTLIST_KIND_BYTES);
    streams[n].id = run->lengths_id;
}

/* Its image, and then the termlists. */
static enum status invert(struct run *run, const struct log_stream *streams,
                          size_t n_streams, struct error *err)
{
    struct inversion inversion;
    enum status status = log_invert(&run->log, &run->vocabulary, streams,
                                    n_streams, &inversion, err);
    run->image = inversion.image;
    if (status == STATUS_OK)
        status = listing_add(&run->vocabulary, &inversion, run->documents,
                             run->statistics.n_documents, &run->tags, err);
    log_order_release(&inversion.order);
    return status;
}

enum status run_seal(struct run *run, struct error *err)
{
    size_t n_streams = run->slots.n_slots + 1;
    if (run->is_sealed)
        return STATUS_OK;
    if (run->is_spoiled)
        return error_set(err, STATUS_INTERNAL,
                         "a document could not be added to the run");
    struct log_stream *streams = calloc(n_streams, sizeof *streams);
    char *keys = calloc(n_streams, VALUE_KEY_BYTES);
    enum status status = STATUS_OK;
    if (streams && keys) {
        list_streams(run, keys, streams);
        status = invert(run, streams, n_streams, err);
    } else {
        status = error_no_memory(err);
    }
    run->is_sealed = status == STATUS_OK;
    free(streams);
    free(keys);
    return status;
}

enum status run_reset(struct run *run, struct error *err)
{
    slots_release(&run->slots);
    vocabulary_reset(&run->vocabulary);
    tally_reset(&run->tally);
    log_reset(&run->log);
    tags_reset(&run->tags);
    free(run->image.bytes);
    run->image = (struct image){0};
    run->is_sealed = false;
    run->is_spoiled = false;
    return start(run, err);
}

/* ---- what the builder takes */

struct tags *run_tags(struct run *run)
{
    return &run->tags;
}

const struct collection_statistics *run_statistics(const struct run *run)
{
    return &run->statistics;
}

const struct slots *run_slots(const struct run *run)
{
    return &run->slots;
}

struct image run_take_image(struct run *run)
{
    struct image image = run->image;
    run->image = (struct image){0};
    return image;
}
