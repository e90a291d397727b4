/*
 * One document's postings, in any order, brought to what the log wants: its
 * distinct terms, each with its frequency and its ascending positions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_TALLY_H
#define LEDE_GLASS_TALLY_H

#include "glass/vocabulary.h"

struct tally_term {
    uint32_t id; /* in the vocabulary */
    uint32_t wdf;
    uint32_t i_position; /* its positions in tally.positions */
    uint32_t n_positions;
};

/* The document that had a term of the vocabulary last, and the term's number
   there. */
struct tally_meeting {
    uint32_t i_document;
    uint32_t i_in_document;
};

struct tally {
    struct tally_term *terms; /* read-only: in the order they were met */
    size_t n_terms;
    uint32_t *positions; /* read-only: those of each term ascend */
    uint64_t n_length;   /* read-only: the sum of all wdf */
    size_t n_term_bytes; /* read-only: of all terms */
    /* private: */
    size_t n_terms_room;
    size_t n_positions_room;
    uint32_t *term_of; /* of each posting */
    size_t n_term_of_room;
    uint32_t
        *next_ids; /* of the document's terms, id + 1; 0: can't be stored */
    size_t n_next_ids;
    size_t n_next_ids_room;
    uint64_t terms_key; /* next_ids are of these terms */
    uint32_t *fresh;    /* terms to be looked up */
    size_t n_fresh;
    size_t n_fresh_room;
    struct tally_meeting *meetings; /* by id */
    size_t n_meetings;
    size_t n_meetings_room;
    uint32_t i_document; /* counts documents */
};

void tally_init(struct tally *tally);
void tally_release(struct tally *tally);
/* To be called when the vocabulary is emptied. */
void tally_reset(struct tally *tally);

/*
 * STATUS_BAD_TEXT: a term is empty; STATUS_TOO_BIG: a term or the sum of
 * frequencies is. The vocabulary may have got terms without documents then.
 */
MUST_CHECK enum status tally_document(struct tally *tally,
                                      struct vocabulary *vocabulary,
                                      const struct glass_document *document,
                                      struct error *err);

/* What its memory amounts to, but for what one document takes. */
size_t tally_memory_bytes(const struct tally *tally);

#endif
