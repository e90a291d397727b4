/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/log.h"

#include "glass/pack.h"
#include "glass/position.h"

#include <stdlib.h>

/* The number of a term in front of its entry. */
#define ID_BYTES sizeof(uint32_t)

void log_init(struct log *log)
{
    *log = (struct log){STR_INIT};
    /* What is counted of a term's entries has 32 bits. */
    str_init(&log->bytes, UINT32_MAX);
}

void log_release(struct log *log)
{
    if (log)
        str_release(&log->bytes);
}

void log_reset(struct log *log)
{
    str_reset(&log->bytes);
}

static size_t max_entry_bytes(const struct log_entry *entry)
{
    return ID_BYTES + 3 * (size_t)PACK_UINT_BYTES + entry->value.n_bytes +
           position_max_bytes(entry->n_positions);
}

static char *write_body(char *to, const struct log_entry *entry, uint32_t gap)
{
    to = pack_uint(to, gap);
    to = pack_uint(to, entry->wdf);
    if (entry->n_positions == 1)
        return pack_uint(to, entry->positions[0]);
    if (entry->n_positions > 0)
        return position_encode(to, entry->positions, entry->n_positions);
    if (entry->value.n_bytes > 0)
        memcpy(to, entry->value.bytes, entry->value.n_bytes);
    return to + entry->value.n_bytes;
}

/* Inlined, because a processor stalls on reading back an entry that was
   written a moment before. */
static inline __attribute__((always_inline)) enum status add(
    struct log *log, struct vocabulary *vocabulary,
    const struct log_entry *entry, struct error *err)
{
    struct str *bytes = &log->bytes;
    struct vocabulary_term *term = &vocabulary->terms[entry->id];
    if (!str_reserve(bytes, max_entry_bytes(entry)))
        return str_status(bytes, err);
    char *start = bytes->bytes + bytes->n_bytes;
    memcpy(start, &entry->id, ID_BYTES);
    start += ID_BYTES;
    /* Its size stands before it and mostly takes one byte. */
    char *body = start + 1;
    char *end = write_body(body, entry, entry->docid - term->last_docid - 1);
    size_t n_body = (size_t)(end - body);
    size_t n_size = pack_uint_bytes(n_body);
    if (n_size > 1) {
        memmove(start + n_size, body, n_body);
        end += n_size - 1;
    }
    pack_uint(start, n_body);
    bytes->n_bytes = (size_t)(end - bytes->bytes);
    term->n_log_bytes += (uint32_t)(end - start);
    term->last_docid = entry->docid;
    term->n_documents++;
    term->n_collection += entry->wdf;
    return STATUS_OK;
}

enum status log_add(struct log *log, struct vocabulary *vocabulary,
                    const struct log_entry *entry, struct error *err)
{
    return add(log, vocabulary, entry, err);
}

enum status log_add_terms(struct log *log, struct vocabulary *vocabulary,
                          uint32_t docid, const struct tally *tally,
                          struct error *err)
{
    for (size_t i = 0; i < tally->n_terms; i++) {
        const struct tally_term *term = &tally->terms[i];
        struct log_entry entry = {
            .id = term->id,
            .docid = docid,
            .wdf = term->wdf,
            .positions = tally->positions + term->i_position,
            .n_positions = term->n_positions,
        };
        enum status status = add(log, vocabulary, &entry, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

void log_order_release(struct log_order *order)
{
    if (!order)
        return;
    free(order->items);
    free(order->spans);
    free(order->places);
    *order = (struct log_order){0};
}

static enum status order_terms(struct log_order *order,
                               const struct vocabulary *vocabulary)
{
    size_t n_terms = vocabulary->n_terms;
    order->items = calloc(2 * n_terms + 1, sizeof *order->items);
    order->spans = calloc(n_terms + 1, sizeof *order->spans);
    order->places = calloc(n_terms + 1, sizeof *order->places);
    if (!order->items || !order->spans || !order->places)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < n_terms; i++) {
        const struct vocabulary_term *term = &vocabulary->terms[i];
        if (term->n_documents == 0 || term->n_bytes == 0)
            continue;
        order->spans[i] = vocabulary_bytes(vocabulary, term);
        order->items[order->n_items++].index = (uint32_t)i;
    }
    term_sort(order->items, order->items + order->n_items, order->n_items,
              order->spans);
    return STATUS_OK;
}

static char *pack_head(char *to, struct str_span key,
                       const struct vocabulary_term *term)
{
    struct image_head head = {term->n_documents, term->n_collection, 0,
                              term->n_log_bytes};
    return image_pack_head(to, key, &head);
}

/* Heads of a vocabulary in no more than this: lengths are of 32 bits. */
static size_t max_image_bytes(const struct log *log,
                              const struct vocabulary *vocabulary,
                              size_t n_streams)
{
    return log->bytes.n_bytes + 2 * vocabulary->bytes.n_bytes +
           vocabulary->n_terms * (1 + 3 * PACK_UINT32_BYTES + PACK_UINT_BYTES) +
           n_streams * IMAGE_MAX_HEAD_BYTES + 1;
}

/* Writes all heads, and leaves the room for their entries. */
static size_t lay_out(char *image, const struct vocabulary *vocabulary,
                      struct log_order *order, const struct log_stream *streams,
                      size_t n_streams)
{
    char key[2 * GLASS_MAX_TERM_BYTES];
    char *to = image;
    for (size_t i = 0; i < n_streams; i++) {
        const struct vocabulary_term *term = &vocabulary->terms[streams[i].id];
        to = pack_head(to, streams[i].key, term);
        order->places[streams[i].id] = (size_t)(to - image);
        to += term->n_log_bytes;
    }
    for (size_t i = 0; i < order->n_items; i++) {
        uint32_t id = order->items[i].index;
        const struct vocabulary_term *term = &vocabulary->terms[id];
        char *key_end = pack_term(key, order->spans[id]);
        to = pack_head(to, str_span(key, (size_t)(key_end - key)), term);
        order->places[id] = (size_t)(to - image);
        to += term->n_log_bytes;
    }
    return (size_t)(to - image);
}

/* Copies each entry to the next place of its term. */
static void scatter(const struct log *log, char *image, size_t *places)
{
    const char *from = log->bytes.bytes;
    const char *end = from + log->bytes.n_bytes;
    while (from < end) {
        uint32_t id;
        uint64_t n_body = 0;
        memcpy(&id, from, ID_BYTES);
        from += ID_BYTES;
        const char *body = unpack_uint(from, end, &n_body);
        size_t n_entry = (size_t)(body - from) + (size_t)n_body;
        copy_bytes(image + places[id], from, n_entry);
        places[id] += n_entry;
        from += n_entry;
    }
}

/* Into memory of its own; order is of the same vocabulary. */
static enum status make_image(const struct log *log,
                              const struct vocabulary *vocabulary,
                              struct log_order *order,
                              const struct log_stream *streams,
                              size_t n_streams, struct image *ret_image)
{
    char *bytes = malloc(max_image_bytes(log, vocabulary, n_streams));
    if (!bytes)
        return STATUS_NO_MEMORY;
    size_t n_bytes = lay_out(bytes, vocabulary, order, streams, n_streams);
    scatter(log, bytes, order->places);
    /* The room for heads was a guess; giving it back can't fail us. */
    char *fitted = realloc(bytes, n_bytes + 1);
    *ret_image =
        (struct image){.bytes = fitted ? fitted : bytes, .n_bytes = n_bytes};
    return STATUS_OK;
}

enum status log_invert(const struct log *log,
                       const struct vocabulary *vocabulary,
                       const struct log_stream *streams, size_t n_streams,
                       struct inversion *ret_inversion, struct error *err)
{
    struct log_order *order = &ret_inversion->order;
    *ret_inversion = (struct inversion){0};
    enum status status = order_terms(order, vocabulary);
    if (status == STATUS_OK)
        status = make_image(log, vocabulary, order, streams, n_streams,
                            &ret_inversion->image);
    return status == STATUS_OK ? STATUS_OK : error_no_memory(err);
}
