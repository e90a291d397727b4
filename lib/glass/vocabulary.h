/*
 * The terms of a run: a hash table from their bytes to small numbers, and
 * what is counted of each.
 *
 * Terms are looked up by the batch, so that the memory of one is fetched
 * while another is compared: with some hundred thousand terms almost every
 * look-up would wait for it else.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_VOCABULARY_H
#define LEDE_GLASS_VOCABULARY_H

#include "glass/document.h"
#include "glass/term_sort.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Terms looked up at a time. */
#define VOCABULARY_BATCH 32

struct vocabulary_term {
    uint64_t words[2];     /* the first 16 bytes, as by sort_word(), so that
                              most terms are compared without a look at
                              their bytes */
    uint64_t n_collection; /* sum of its wdf in the run */
    uint32_t off_bytes;    /* where its bytes are, see vocabulary_bytes() */
    uint32_t n_bytes;      /* 0 for an entry without a name */
    uint32_t n_documents;
    uint32_t n_log_bytes; /* of its entries in the run's log */
    uint32_t last_docid;  /* of these, relative to the run */
};

struct vocabulary_slot {
    uint32_t hash;
    uint32_t next_id; /* the term's number + 1; 0 is free */
};

struct vocabulary {
    struct vocabulary_term *terms; /* read-only: its fields are the run's */
    size_t n_terms;
    /* private: */
    size_t n_terms_room;
    struct vocabulary_slot *slots;
    size_t n_slots; /* a power of two */
    struct str bytes;
    uint64_t seed; /* so that nobody can choose terms that collide */
};

MUST_CHECK enum status vocabulary_init(struct vocabulary *vocabulary,
                                       struct error *err);
void vocabulary_release(struct vocabulary *vocabulary);
/* Empties it; keeps its memory. */
void vocabulary_reset(struct vocabulary *vocabulary);

/* The numbers of the terms, which become part of it if they are not yet; at
   most VOCABULARY_BATCH. */
MUST_CHECK enum status vocabulary_find(struct vocabulary *vocabulary,
                                       const struct str_span *terms,
                                       size_t n_terms, uint32_t *ret_ids,
                                       struct error *err);

/* A number for something that is no term. */
MUST_CHECK enum status vocabulary_add_nameless(struct vocabulary *vocabulary,
                                               uint32_t *ret_id,
                                               struct error *err);

/* Borrowed until the next look-up. */
static inline struct str_span vocabulary_bytes(
    const struct vocabulary *vocabulary, const struct vocabulary_term *term)
{
    return str_span(vocabulary->bytes.bytes + term->off_bytes, term->n_bytes);
}

/* What its memory amounts to. */
size_t vocabulary_memory_bytes(const struct vocabulary *vocabulary);

#ifdef __cplusplus
}
#endif

#endif
