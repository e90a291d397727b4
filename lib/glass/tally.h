/*
 * One document's postings, in any order, brought to what the tables want:
 * its distinct terms in byte order, each with its frequency and its ascending
 * positions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_TALLY_H
#define LEDE_GLASS_TALLY_H

#include "glass/vocabulary.h"

struct tally_term {
    struct str_span term; /* the document's bytes */
    uint32_t id;          /* in the vocabulary */
    uint32_t wdf;
    uint32_t i_position; /* its positions in tally.positions */
    uint32_t n_positions;
};

struct tally {
    struct tally_term *terms; /* read-only: in byte order */
    size_t n_terms;
    uint32_t *positions; /* read-only: those of each term ascend */
    uint64_t n_length;   /* read-only: the sum of all wdf */
    size_t n_term_bytes; /* read-only: of all terms */
    /* private: */
    size_t n_terms_room;
    size_t n_positions_room;
    uint32_t *term_of; /* of each posting */
    size_t n_term_of_room;
    struct str_span *spans; /* of the terms as met, for the sort */
    size_t n_spans_room;
    struct sort_item *items; /* those, and as much scratch behind */
    size_t n_items_room;
    struct tally_term *met; /* the terms in the order they were met */
    size_t n_met_room;
    uint32_t i_document; /* counts documents, for vocabulary_term.i_document */
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

#endif
