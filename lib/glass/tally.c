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
    free(tally->next_ids);
    free(tally->fresh);
    free(tally->meetings);
    tally_init(tally);
}

void tally_reset(struct tally *tally)
{
    tally->n_next_ids = 0;
    tally->n_meetings = 0;
    tally->i_document = 0;
}

size_t tally_memory_bytes(const struct tally *tally)
{
    return tally->n_next_ids * sizeof *tally->next_ids +
           tally->n_meetings * sizeof *tally->meetings;
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

/* Room for as many terms and positions as there are postings. */
static enum status reserve(struct tally *tally,
                           const struct glass_document *document,
                           struct error *err)
{
    size_t n_most = document->n_postings + 1;
    enum status status =
        VEC_RESERVE(&tally->terms, &tally->n_terms_room, 0, n_most, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->positions, &tally->n_positions_room, 0,
                             n_most, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->term_of, &tally->n_term_of_room, 0, n_most,
                             err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->fresh, &tally->n_fresh_room, 0,
                             document->n_terms, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&tally->next_ids, &tally->n_next_ids_room, 0,
                             document->n_terms, err);
    return status;
}

/* ---- terms that are not known yet */

/* So many of the terms have been looked up. */
static size_t begin_terms(struct tally *tally,
                          const struct glass_document *document)
{
    if (document->terms_key == 0 || document->terms_key != tally->terms_key ||
        document->n_terms < tally->n_next_ids)
        tally->n_next_ids = 0;
    tally->terms_key = document->terms_key;
    size_t n_known = tally->n_next_ids;
    if (document->n_terms > n_known)
        memset(tally->next_ids + n_known, 0,
               (document->n_terms - n_known) * sizeof *tally->next_ids);
    tally->n_next_ids = document->n_terms;
    tally->n_fresh = 0;
    return n_known;
}

static enum status check_lone(const struct glass_document *document,
                              struct error *err)
{
    return document->lone_term.n_bytes > 0
               ? check_term(document->lone_term, err)
               : STATUS_OK;
}

/* Terms must be good before the vocabulary sees them; one that is not does no
   harm until a posting has it. */
static void find_fresh(struct tally *tally,
                       const struct glass_document *document, size_t i_first)
{
    for (size_t i = i_first; i < document->n_terms; i++) {
        if (check_term(document->terms[i], NULL) == STATUS_OK)
            tally->fresh[tally->n_fresh++] = (uint32_t)i;
    }
}

static enum status look_up(struct tally *tally, struct vocabulary *vocabulary,
                           const struct glass_document *document,
                           struct error *err)
{
    struct str_span terms[VOCABULARY_BATCH];
    uint32_t ids[VOCABULARY_BATCH];
    for (size_t i = 0; i < tally->n_fresh; i += VOCABULARY_BATCH) {
        const uint32_t *fresh = tally->fresh + i;
        size_t n = tally->n_fresh - i;
        n = n < VOCABULARY_BATCH ? n : VOCABULARY_BATCH;
        for (size_t j = 0; j < n; j++)
            terms[j] = document->terms[fresh[j]];
        enum status status = vocabulary_find(vocabulary, terms, n, ids, err);
        if (status != STATUS_OK)
            return status;
        for (size_t j = 0; j < n; j++)
            tally->next_ids[fresh[j]] = ids[j] + 1;
    }
    return STATUS_OK;
}

static enum status learn_terms(struct tally *tally,
                               struct vocabulary *vocabulary,
                               const struct glass_document *document,
                               struct error *err)
{
    size_t n_known = begin_terms(tally, document);
    enum status status = check_lone(document, err);
    if (status != STATUS_OK)
        return status;
    find_fresh(tally, document, n_known);
    status = look_up(tally, vocabulary, document, err);
    if (status != STATUS_OK)
        tally->n_next_ids = 0;
    return status;
}

/* ---- counting */

static enum status begin_meeting(struct tally *tally,
                                 const struct vocabulary *vocabulary,
                                 struct error *err)
{
    enum status status = VEC_RESERVE(&tally->meetings, &tally->n_meetings_room,
                                     0, vocabulary->n_terms, err);
    if (status != STATUS_OK)
        return status;
    memset(tally->meetings + tally->n_meetings, 0,
           (vocabulary->n_terms - tally->n_meetings) * sizeof *tally->meetings);
    tally->n_meetings = vocabulary->n_terms;
    tally->i_document++;
    return STATUS_OK;
}

/* The number in this document of a term. */
static inline uint32_t meet(struct tally *tally, uint32_t id, size_t n_bytes)
{
    struct tally_meeting *meeting = &tally->meetings[id];
    if (meeting->i_document != tally->i_document) {
        meeting->i_document = tally->i_document;
        meeting->i_in_document = (uint32_t)tally->n_terms;
        tally->n_term_bytes += n_bytes;
        tally->terms[tally->n_terms++] = (struct tally_term){.id = id};
    }
    return meeting->i_in_document;
}

/* Why the posting is of no term that was looked up. */
static enum status refuse(const struct glass_document *document,
                          const struct glass_posting *posting,
                          struct error *err)
{
    if (posting->i_term < document->n_terms)
        return check_term(document->terms[posting->i_term], err);
    return error_set(err, STATUS_INTERNAL,
                     "a posting is of a term that is not there");
}

static enum status meet_all(struct tally *tally,
                            const struct glass_document *document,
                            struct error *err)
{
    uint64_t n_length = 0;
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct glass_posting *posting = &document->postings[i];
        if (posting->i_term >= document->n_terms ||
            tally->next_ids[posting->i_term] == 0)
            return refuse(document, posting, err);
        uint32_t i_in_document =
            meet(tally, tally->next_ids[posting->i_term] - 1,
                 document->terms[posting->i_term].n_bytes);
        struct tally_term *term = &tally->terms[i_in_document];
        n_length += posting->wdf;
        term->wdf += posting->wdf;
        term->n_positions += posting->position != GLASS_POSITION_NONE;
        tally->term_of[i] = i_in_document;
    }
    tally->n_length = n_length;
    return n_length > UINT32_MAX || document->n_postings > UINT32_MAX / 2
               ? too_long(err)
               : STATUS_OK;
}

static enum status meet_lone(struct tally *tally, struct vocabulary *vocabulary,
                             struct str_span term, struct error *err)
{
    uint32_t id = 0;
    if (term.n_bytes == 0)
        return STATUS_OK;
    enum status status = vocabulary_find(vocabulary, &term, 1, &id, err);
    if (status != STATUS_OK)
        return status;
    if (id < tally->n_meetings)
        (void)meet(tally, id, term.n_bytes);
    if (id < tally->n_meetings)
        return STATUS_OK;
    /* It is new, so no posting has it. */
    tally->terms[tally->n_terms++] = (struct tally_term){.id = id};
    tally->n_term_bytes += term.n_bytes;
    return STATUS_OK;
}

/* A counting sort of the positions by term; those of one stay in order. */
static void deal_positions(struct tally *tally,
                           const struct glass_document *document)
{
    uint32_t i_position = 0;
    for (size_t i = 0; i < tally->n_terms; i++) {
        tally->terms[i].i_position = i_position;
        i_position += tally->terms[i].n_positions;
        tally->terms[i].n_positions = 0;
    }
    for (size_t i = 0; i < document->n_postings; i++) {
        uint32_t position = document->postings[i].position;
        if (position != GLASS_POSITION_NONE) {
            struct tally_term *term = &tally->terms[tally->term_of[i]];
            tally->positions[term->i_position + term->n_positions++] = position;
        }
    }
}

static enum status scale_all(struct tally *tally, double scale,
                             struct error *err)
{
    uint64_t n_length = 0;
    for (size_t i = 0; i < tally->n_terms; i++) {
        tally->terms[i].wdf = glass_wdf(tally->terms[i].wdf, scale);
        n_length += tally->terms[i].wdf;
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

enum status tally_document(struct tally *tally, struct vocabulary *vocabulary,
                           const struct glass_document *document,
                           struct error *err)
{
    tally->n_terms = 0;
    tally->n_term_bytes = 0;
    enum status status = reserve(tally, document, err);
    if (status == STATUS_OK)
        status = learn_terms(tally, vocabulary, document, err);
    if (status == STATUS_OK)
        status = begin_meeting(tally, vocabulary, err);
    if (status != STATUS_OK)
        return status;
    status = meet_all(tally, document, err);
    if (status == STATUS_OK)
        status = meet_lone(tally, vocabulary, document->lone_term, err);
    if (status == STATUS_OK && document->scale != 0)
        status = scale_all(tally, document->scale, err);
    if (status != STATUS_OK)
        return status;
    deal_positions(tally, document);
    for (size_t i = 0; i < tally->n_terms; i++)
        order_positions(tally->positions, &tally->terms[i]);
    return STATUS_OK;
}
