/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/tally.h"

#include "base/vec.h"
#include "glass/pack.h"

#include <stdlib.h>

void tally_init(struct tally *tally)
{
    *tally = (struct tally){0};
}

void tally_release(struct tally *tally)
{
    if (!tally)
        return;
    free(tally->terms);
    free(tally->positions);
    free(tally->term_of);
    free(tally->spans);
    free(tally->items);
    free(tally->met);
    tally_init(tally);
}

void tally_reset(struct tally *tally)
{
    tally->i_document = 0;
}

static enum status check_term(struct str_span term, struct error *err)
{
    if (term.n_bytes == 0)
        return error_set(err, STATUS_BAD_TEXT, "a term is empty");
    /* Only a long one can get too long by its NULs. */
    if (term.n_bytes > GLASS_MAX_TERM_BYTES / 2 &&
        (term.n_bytes > GLASS_MAX_TERM_BYTES ||
         pack_term_bytes(term) > GLASS_MAX_TERM_BYTES))
        return error_set(err, STATUS_TOO_BIG,
                         "a term has over %d bytes, counting NUL twice",
                         GLASS_MAX_TERM_BYTES);
    return STATUS_OK;
}

static enum status too_long(struct error *err)
{
    return error_set(err, STATUS_TOO_BIG,
                     "the frequencies of a document's terms are over 32 bits");
}

/* Terms must be good before the vocabulary sees them. */
static enum status check_postings(const struct glass_document *document,
                                  uint64_t *ret_length, struct error *err)
{
    uint64_t n_length = 0;
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct glass_posting *posting = &document->postings[i];
        if (posting->n_back > i)
            return error_set(err, STATUS_INTERNAL,
                             "a posting is like one that is not there");
        enum status status =
            posting->n_back > 0 ? STATUS_OK : check_term(posting->term, err);
        if (status != STATUS_OK)
            return status;
        n_length += document->postings[i].wdf;
    }
    *ret_length = n_length;
    if (document->lone_term.n_bytes > 0) {
        enum status status = check_term(document->lone_term, err);
        if (status != STATUS_OK)
            return status;
    }
    if (n_length > UINT32_MAX || document->n_postings > UINT32_MAX / 2)
        return too_long(err);
    return STATUS_OK;
}

/* Room for as many terms and positions as there are postings. */
static enum status reserve(struct tally *tally, size_t n_postings,
                           struct error *err)
{
    enum status status =
        VEC_RESERVE(&tally->terms, &tally->n_terms_room, 0, n_postings, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->positions, &tally->n_positions_room, 0,
                             n_postings, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->term_of, &tally->n_term_of_room, 0,
                             n_postings, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->spans, &tally->n_spans_room, 0, n_postings,
                             err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->items, &tally->n_items_room, 0,
                             2 * n_postings, err);
    if (status == STATUS_OK)
        status =
            VEC_RESERVE(&tally->met, &tally->n_met_room, 0, n_postings, err);
    return status;
}

/* The number in this document of a posting's term. */
static inline uint32_t meet(struct tally *tally, struct vocabulary *vocabulary,
                            struct str_span term, uint32_t id)
{
    struct vocabulary_term *known = &vocabulary->terms[id];
    if (known->i_document != tally->i_document) {
        known->i_document = tally->i_document;
        known->i_in_document = (uint32_t)tally->n_terms;
        tally->n_term_bytes += term.n_bytes;
        tally->spans[tally->n_terms] = term;
        tally->met[tally->n_terms++] =
            (struct tally_term){.term = term, .id = id};
    }
    return known->i_in_document;
}

/* Postings whose terms are looked up together. */
struct batch {
    struct str_span terms[VOCABULARY_BATCH];
    size_t places[VOCABULARY_BATCH]; /* which postings they are */
    size_t n_terms;
};

static enum status meet_batch(struct tally *tally,
                              struct vocabulary *vocabulary,
                              struct batch *batch, struct error *err)
{
    uint32_t ids[VOCABULARY_BATCH];
    enum status status =
        vocabulary_find(vocabulary, batch->terms, batch->n_terms, ids, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < batch->n_terms; i++)
        tally->term_of[batch->places[i]] =
            meet(tally, vocabulary, batch->terms[i], ids[i]);
    batch->n_terms = 0;
    return STATUS_OK;
}

static enum status meet_all(struct tally *tally, struct vocabulary *vocabulary,
                            const struct glass_document *document,
                            struct error *err)
{
    struct batch batch;
    enum status status = STATUS_OK;
    batch.n_terms = 0;
    for (size_t i = 0; i < document->n_postings; i++) {
        if (document->postings[i].n_back > 0)
            continue;
        batch.terms[batch.n_terms] = document->postings[i].term;
        batch.places[batch.n_terms++] = i;
        if (batch.n_terms == VOCABULARY_BATCH)
            status = meet_batch(tally, vocabulary, &batch, err);
        if (status != STATUS_OK)
            return status;
    }
    if (document->lone_term.n_bytes > 0) {
        batch.terms[batch.n_terms] = document->lone_term;
        batch.places[batch.n_terms++] = document->n_postings;
    }
    return batch.n_terms == 0 ? STATUS_OK
                              : meet_batch(tally, vocabulary, &batch, err);
}

static void count_all(struct tally *tally,
                      const struct glass_document *document)
{
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct glass_posting *posting = &document->postings[i];
        if (posting->n_back > 0)
            tally->term_of[i] = tally->term_of[i - posting->n_back];
        struct tally_term *term = &tally->met[tally->term_of[i]];
        term->wdf += posting->wdf;
        term->n_positions += posting->position != GLASS_POSITION_NONE;
    }
}

/* A counting sort of the positions by term; those of one stay in order. */
static void deal_positions(struct tally *tally,
                           const struct glass_document *document)
{
    uint32_t i_position = 0;
    for (size_t i = 0; i < tally->n_terms; i++) {
        tally->met[i].i_position = i_position;
        i_position += tally->met[i].n_positions;
        tally->met[i].n_positions = 0;
    }
    for (size_t i = 0; i < document->n_postings; i++) {
        uint32_t position = document->postings[i].position;
        if (position != GLASS_POSITION_NONE) {
            struct tally_term *term = &tally->met[tally->term_of[i]];
            tally->positions[term->i_position + term->n_positions++] = position;
        }
    }
}

static enum status scale_all(struct tally *tally, double scale,
                             struct error *err)
{
    uint64_t n_length = 0;
    for (size_t i = 0; i < tally->n_terms; i++) {
        tally->met[i].wdf = glass_wdf(tally->met[i].wdf, scale);
        n_length += tally->met[i].wdf;
    }
    tally->n_length = n_length;
    return n_length > UINT32_MAX ? too_long(err) : STATUS_OK;
}

static int compare_positions(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Ascending and each once, which they mostly are already. */
static void order_positions(uint32_t *positions, struct tally_term *term)
{
    uint32_t n = term->n_positions;
    positions += term->i_position;
    uint32_t n_good = 1;
    while (n_good < n && positions[n_good - 1] < positions[n_good])
        n_good++;
    if (n_good >= n)
        return;
    qsort(positions, n, sizeof *positions, compare_positions);
    uint32_t n_kept = 1;
    for (uint32_t i = 1; i < n; i++) {
        if (positions[i] != positions[n_kept - 1])
            positions[n_kept++] = positions[i];
    }
    term->n_positions = n_kept;
}

static void order_terms(struct tally *tally)
{
    for (uint32_t i = 0; i < tally->n_terms; i++)
        tally->items[i].index = i;
    term_sort(tally->items, tally->items + tally->n_terms, tally->n_terms,
              tally->spans);
    for (size_t i = 0; i < tally->n_terms; i++) {
        tally->terms[i] = tally->met[tally->items[i].index];
        order_positions(tally->positions, &tally->terms[i]);
    }
}

enum status tally_document(struct tally *tally, struct vocabulary *vocabulary,
                           const struct glass_document *document,
                           struct error *err)
{
    tally->n_terms = 0;
    tally->n_term_bytes = 0;
    size_t n_most = document->n_postings + (document->lone_term.n_bytes > 0);
    enum status status = check_postings(document, &tally->n_length, err);
    if (status == STATUS_OK)
        status = reserve(tally, n_most, err);
    if (status != STATUS_OK || n_most == 0)
        return status;
    tally->i_document++;
    status = meet_all(tally, vocabulary, document, err);
    if (status != STATUS_OK)
        return status;
    count_all(tally, document);
    if (document->scale != 0)
        status = scale_all(tally, document->scale, err);
    if (status != STATUS_OK)
        return status;
    deal_positions(tally, document);
    order_terms(tally);
    return STATUS_OK;
}
