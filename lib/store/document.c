/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/document.h"

#include "base/vec.h"
#include "store/ranking.h"

#include <stdlib.h>
#include <string.h>

void document_init(struct document *document)
{
    memset(document, 0, sizeof *document);
    arena_init(&document->arena);
    arena_init(&document->term_arena);
}

void document_release(struct document *document)
{
    if (!document)
        return;
    free(document->postings);
    free(document->values);
    free(document->terms);
    arena_release(&document->arena);
    arena_release(&document->term_arena);
    document_init(document);
}

void document_next(struct document *document)
{
    document->id_term = str_span(NULL, 0);
    document->record = str_span(NULL, 0);
    document->n_length = 0;
    document->scale = 0;
    document->n_postings = 0;
    document->n_values = 0;
    arena_reset(&document->arena);
}

void document_reset(struct document *document)
{
    document_next(document);
    document->n_terms = 0;
    document->next_bad_term = 0;
    arena_reset(&document->term_arena);
}

static enum status check_term(struct str_span term, struct error *err)
{
    if (term.n_bytes == 0)
        return error_set(err, STATUS_BAD_TEXT, "a term is empty");
    if (term.n_bytes > DOCUMENT_MAX_TERM_BYTES)
        return error_set(err, STATUS_TOO_BIG,
                         "a term has %zu bytes, %d are the most", term.n_bytes,
                         DOCUMENT_MAX_TERM_BYTES);
    if (memchr(term.bytes, '\0', term.n_bytes))
        return error_set(err, STATUS_BAD_TEXT, "a term has a NUL byte");
    return STATUS_OK;
}

enum status document_grow_postings(struct document *document, struct error *err)
{
    return VEC_RESERVE(&document->postings, &document->n_postings_room,
                       document->n_postings, 1, err);
}

enum status document_add_term(struct document *document, const char *prefix,
                              struct str_span term, uint32_t position,
                              uint32_t wdf, struct error *err)
{
    enum status status = VEC_RESERVE(&document->terms, &document->n_terms_room,
                                     document->n_terms, 1, err);
    if (status != STATUS_OK)
        return status;
    struct str_span head = {prefix, 0};
    while (prefix[head.n_bytes] != '\0') /* one letter, or none */
        head.n_bytes++;
    if (term.n_bytes > SIZE_MAX - head.n_bytes ||
        document->n_terms >= UINT32_MAX - 1)
        return error_no_memory(err);
    size_t n_bytes = head.n_bytes + term.n_bytes;
    char *bytes = arena_alloc(&document->term_arena, n_bytes);
    if (!bytes)
        return error_no_memory(err);
    if (head.n_bytes > 0)
        memcpy(bytes, head.bytes, head.n_bytes);
    if (term.n_bytes > 0)
        memcpy(bytes + head.n_bytes, term.bytes, term.n_bytes);
    document->terms[document->n_terms++] = str_span(bytes, n_bytes);
    if (document->next_bad_term == 0 &&
        check_term(str_span(bytes, n_bytes), NULL) != STATUS_OK)
        document->next_bad_term = document->n_terms;
    return document_add_again(document, (uint32_t)document->n_terms - 1,
                              position, wdf, err);
}

static enum status copy_span(struct document *document, struct str_span from,
                             struct str_span *ret_span, struct error *err)
{
    *ret_span = arena_copy(&document->arena, from);
    return ret_span->bytes ? STATUS_OK : error_no_memory(err);
}

static enum status copy_postings(struct document *document,
                                 const struct document *other,
                                 struct error *err)
{
    enum status status = VEC_RESERVE(&document->terms, &document->n_terms_room,
                                     0, other->n_terms, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&document->postings, &document->n_postings_room, 0,
                             other->n_postings, err);
    for (size_t i = 0; status == STATUS_OK && i < other->n_terms; i++) {
        document->terms[i] = arena_copy(&document->term_arena, other->terms[i]);
        if (!document->terms[i].bytes)
            return error_no_memory(err);
    }
    if (status != STATUS_OK)
        return status;
    document->n_terms = other->n_terms;
    document->next_bad_term = other->next_bad_term;
    if (other->n_postings > 0)
        memcpy(document->postings, other->postings,
               other->n_postings * sizeof *document->postings);
    document->n_postings = other->n_postings;
    return STATUS_OK;
}

enum status document_copy(struct document *document,
                          const struct document *other, struct error *err)
{
    document->n_length = other->n_length;
    document->scale = other->scale;
    enum status status =
        copy_span(document, other->id_term, &document->id_term, err);
    if (status == STATUS_OK)
        status = copy_span(document, other->record, &document->record, err);
    if (status == STATUS_OK)
        status = copy_postings(document, other, err);
    for (size_t i = 0; status == STATUS_OK && i < other->n_values; i++)
        status = document_add_value(document, other->values[i].slot,
                                    other->values[i].value, err);
    return status;
}

/* The largest scale is RANKING_UNIT / (1 - b + b * RANKING_MIN_LENGTH). */
#define MAX_SCALE 26

void document_set_scale(struct document *document, double mean_length)
{
    document->scale = 0;
    if (mean_length <= 0)
        return;
    double length = (double)document->n_length / mean_length;
    if (length < RANKING_MIN_LENGTH)
        length = RANKING_MIN_LENGTH;
    document->scale = RANKING_UNIT / (1 - RANKING_B + RANKING_B * length);
}

enum status document_add_value(struct document *document, uint32_t slot,
                               struct str_span value, struct error *err)
{
    enum status status =
        VEC_RESERVE(&document->values, &document->n_values_room,
                    document->n_values, 1, err);
    if (status != STATUS_OK)
        return status;
    struct str_span copy = arena_copy(&document->arena, value);
    if (!copy.bytes)
        return error_no_memory(err);
    document->values[document->n_values++] =
        (struct glass_value){.slot = slot, .value = copy};
    return STATUS_OK;
}

static enum status check_values(const struct document *document,
                                struct error *err)
{
    for (size_t i = 0; i < document->n_values; i++) {
        const struct glass_value *value = &document->values[i];
        if (value->value.n_bytes > DOCUMENT_MAX_VALUE_BYTES)
            return error_set(
                err, STATUS_TOO_BIG, "value %u has %zu bytes, %zu are the most",
                value->slot, value->value.n_bytes, DOCUMENT_MAX_VALUE_BYTES);
        /* Xapian's BAD_VALUENO. */
        if (value->slot == UINT32_MAX)
            return error_set(err, STATUS_BAD_TEXT, "value %u is no slot",
                             value->slot);
    }
    return STATUS_OK;
}

enum status document_check(const struct document *document, struct error *err)
{
    enum status status = check_term(document->id_term, err);
    if (status == STATUS_TOO_BIG)
        error_set(err, status, "the id has %zu bytes, %d are the most",
                  document->id_term.n_bytes - 1, DOCUMENT_MAX_TERM_BYTES - 1);
    /* Xapian keeps the length of a document, the sum of wdf, in 32 bits. */
    uint64_t n_wdf = 0;
    if (status == STATUS_OK && document->next_bad_term > 0)
        status = check_term(document->terms[document->next_bad_term - 1], err);
    for (size_t i = 0; i < document->n_postings; i++)
        n_wdf += document->postings[i].wdf;
    if (status == STATUS_OK)
        status = check_values(document, err);
    uint32_t n_wdf_max =
        document->n_length > 0 ? UINT32_MAX / MAX_SCALE : UINT32_MAX;
    if (status == STATUS_OK && n_wdf > n_wdf_max)
        status = error_set(err, STATUS_TOO_BIG,
                           "the frequencies of all terms are over 32 bits");
    if (status == STATUS_OK &&
        document->record.n_bytes > DOCUMENT_MAX_RECORD_BYTES)
        status = error_set(err, STATUS_TOO_BIG,
                           "the record has %zu bytes, %zu are the most",
                           document->record.n_bytes, DOCUMENT_MAX_RECORD_BYTES);
    return status;
}
