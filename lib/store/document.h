/*
 * What the indexer hands to a writer: one article as terms, values and its
 * record. Plain data, so that writers can differ (Xapian's API today, the
 * one-pass builder next) and their results be compared.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_DOCUMENT_H
#define LEDE_STORE_DOCUMENT_H

#include "base/arena.h"
#include "base/str.h"
#include "glass/document.h"

#ifdef __cplusplus
extern "C" {
#endif

#define POSITION_NONE GLASS_POSITION_NONE

/* Of a term with its prefix: Xapian's own limit, tried on 1.4.22. */
#define DOCUMENT_MAX_TERM_BYTES 245
/* Of a record: the largest article, and room for what its record adds. */
#define DOCUMENT_MAX_RECORD_BYTES ((size_t)65 << 20)
/* Of a value: far above any that sorts or counts sensibly; values are read
   whole into memory for every match that needs them. */
#define DOCUMENT_MAX_VALUE_BYTES ((size_t)64 << 10)

struct document {
    struct str_span id_term; /* "Q" and the id: replaces what has it */
    struct str_span record;
    uint64_t n_length; /* what frequencies are weighed by, see below */
    double scale;      /* of frequencies, see document_set_scale(); 0: none */
    /* In the other room's words, which the one-pass builder takes as they are.
       Terms have their prefix and no NUL; those that only filter have a wdf of
       0. The positions of one term are distinct. */
    struct glass_posting *postings;
    size_t n_postings;
    size_t n_postings_room; /* private: see base/vec.h */
    struct str_span *terms; /* that postings tell by their number */
    size_t n_terms;
    size_t n_terms_room;
    /* The same for documents whose terms are kept, see document_next(); the
       caller's, 0 at first. */
    uint64_t terms_key;
    size_t next_bad_term; /* private: one that can't be stored, + 1; 0: none */
    struct arena term_arena; /* owns the bytes of terms */
    struct glass_value *values;
    size_t n_values;
    size_t n_values_room;
    struct arena arena; /* owns the bytes of values */
};

void document_init(struct document *document);
void document_release(struct document *document);
/* Empties it for the next article; keeps its memory. */
void document_reset(struct document *document);
/* The same, but its terms stay and keep their numbers. */
void document_next(struct document *document);

/* Makes it, which is as after document_init(), a copy of other. */
MUST_CHECK enum status document_copy(struct document *document,
                                     const struct document *other,
                                     struct error *err);

/* A new term, prefix + term, which is copied, and a posting of it. That it is
   there already is not looked for: see document_add_again(). */
MUST_CHECK enum status document_add_term(struct document *document,
                                         const char *prefix,
                                         struct str_span term,
                                         uint32_t position, uint32_t wdf,
                                         struct error *err);
/* private: makes room for one more */
MUST_CHECK enum status document_grow_postings(struct document *document,
                                              struct error *err);

/* A posting more of a term that is there. Inline: most words of a text come
   this way. */
MUST_CHECK static inline enum status document_add_again(
    struct document *document, uint32_t i_term, uint32_t position, uint32_t wdf,
    struct error *err)
{
    if (document->n_postings == document->n_postings_room) {
        enum status status = document_grow_postings(document, err);
        if (status != STATUS_OK)
            return status;
    }
    struct glass_posting *posting = &document->postings[document->n_postings++];
    posting->i_term = i_term;
    posting->position = position;
    posting->wdf = wdf;
    return STATUS_OK;
}

static inline struct str_span document_term(const struct document *document,
                                            size_t i_posting)
{
    return document->terms[document->postings[i_posting].i_term];
}

MUST_CHECK enum status document_add_value(struct document *document,
                                          uint32_t slot, struct str_span value,
                                          struct error *err);

/*
 * Sets the scale that makes a term's wdf, with n the sum of what its postings
 * add and mean_length the length of a usual document,
 * each the sum of all that postings add,
 *
 *     max(1, round(16 * n / (1 - b + b * max(0.5, n_length / mean_length))))
 *
 * with b = 0.75: BM25 with all lengths taken account of but for k1, in
 * sixteenths. mean_length 0: no scale.
 */
void document_set_scale(struct document *document, double mean_length);

/*
 * Whether every writer can store it: STATUS_TOO_BIG for a term, value, record
 * or sum of frequencies over its limit, STATUS_BAD_TEXT for a term that is
 * empty or has a NUL. Writers ask this first, because Xapian drops all that
 * is not committed when it meets such a document itself.
 */
MUST_CHECK enum status document_check(const struct document *document,
                                      struct error *err);

#ifdef __cplusplus
}
#endif

#endif
