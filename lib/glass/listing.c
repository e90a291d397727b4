/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/listing.h"

#include "base/vec.h"
#include "glass/pack.h"
#include "glass/termlist.h"

#include <stdlib.h>

/* A term of a document. */
struct listed_term {
    uint32_t id;
    uint32_t wdf;
};

struct listing {
    struct listed_term *terms;   /* of all documents, one after the other */
    size_t *ends;                /* of each: behind its last term so far */
    struct termlist_term *spans; /* of the document at hand */
    size_t n_spans_room;
    struct str plain; /* its tag before it is deflated */
};

static void release(struct listing *listing)
{
    free(listing->terms);
    free(listing->ends);
    free(listing->spans);
    str_release(&listing->plain);
}

/* Each document's terms begin where those of the one before will end. */
static enum status lay_out(struct listing *listing,
                           const struct listed_document *documents,
                           size_t n_documents, struct error *err)
{
    size_t n_terms = 0;
    listing->ends = calloc(n_documents + 1, sizeof *listing->ends);
    if (!listing->ends)
        return error_no_memory(err);
    for (size_t i = 0; i < n_documents; i++) {
        listing->ends[i] = n_terms;
        n_terms += documents[i].n_terms;
    }
    listing->terms = calloc(n_terms + 1, sizeof *listing->terms);
    return listing->terms ? STATUS_OK : error_no_memory(err);
}

/* Gives the documents of a term's entries, which end at `end`, the term. */
static enum status deal_term(struct listing *listing, uint32_t id,
                             const char *from, const char *end,
                             struct error *err)
{
    size_t i_next = 0; /* the document behind that of the entry before */
    while (from < end) {
        uint64_t n_body = 0;
        uint64_t gap = 0;
        uint64_t wdf = 0;
        const char *body = unpack_uint(from, end, &n_body);
        from = body ? unpack_uint(body, end, &gap) : NULL;
        if (!from || !unpack_uint(from, end, &wdf))
            return error_set(err, STATUS_INTERNAL,
                             "the image of a run is cut short");
        from = body + n_body;
        i_next += gap;
        listing->terms[listing->ends[i_next]++] =
            (struct listed_term){id, (uint32_t)wdf};
        i_next++;
    }
    return STATUS_OK;
}

static enum status deal_terms(struct listing *listing,
                              const struct vocabulary *vocabulary,
                              const struct inversion *inversion,
                              struct error *err)
{
    const struct log_order *order = &inversion->order;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < order->n_items; i++) {
        uint32_t id = order->items[i].index;
        const char *end = inversion->image.bytes + order->places[id];
        status = deal_term(listing, id, end - vocabulary->terms[id].n_log_bytes,
                           end, err);
    }
    return status;
}

/* Of a document whose terms begin at i_first. */
static enum status add_tag(struct listing *listing,
                           const struct log_order *order,
                           const struct listed_document *document,
                           size_t i_first, struct tags *tags, struct error *err)
{
    const struct listed_term *terms = listing->terms + i_first;
    size_t n_bytes = 0;
    enum status status = VEC_RESERVE(&listing->spans, &listing->n_spans_room, 0,
                                     document->n_terms, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < document->n_terms; i++) {
        struct str_span span = order->spans[terms[i].id];
        listing->spans[i] = (struct termlist_term){span, terms[i].wdf};
        n_bytes += span.n_bytes;
    }
    str_reset(&listing->plain);
    if (!str_reserve(&listing->plain,
                     termlist_max_bytes(document->n_terms, n_bytes)))
        return str_status(&listing->plain, err);
    char *start = listing->plain.bytes;
    char *end = termlist_encode(start, document->n_length, listing->spans,
                                document->n_terms);
    return tags_add_terms(tags, str_span(start, (size_t)(end - start)), err);
}

enum status listing_add(const struct vocabulary *vocabulary,
                        const struct inversion *inversion,
                        const struct listed_document *documents,
                        size_t n_documents, struct tags *tags,
                        struct error *err)
{
    struct listing listing = {.plain = STR_INIT};
    str_init(&listing.plain, SIZE_MAX / 4);
    enum status status = lay_out(&listing, documents, n_documents, err);
    if (status == STATUS_OK)
        status = deal_terms(&listing, vocabulary, inversion, err);
    size_t i_term = 0;
    for (size_t i = 0; status == STATUS_OK && i < n_documents; i++) {
        status = add_tag(&listing, &inversion->order, &documents[i], i_term,
                         tags, err);
        i_term += documents[i].n_terms;
    }
    release(&listing);
    return status;
}
