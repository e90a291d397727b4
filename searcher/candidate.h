/*
 * The paragraphs of an article that could be shown for a query, and which of
 * them are: those that have most of its leaves, then the rarest ones, then
 * those that have them closest together, then the most crowded. What a reader
 * has not seen in the paragraphs chosen so far goes before all of this, so that
 * those chosen show together why the article was found.
 *
 * All of it comes from the places of the leaves, wherever these were found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_CANDIDATE_H
#define LEDE_SEARCHER_CANDIDATE_H

#include "searcher/mark.h"

struct candidate {
    size_t i_paragraph; /* from 0 */
    size_t n_leaves;    /* that it has */
    double rarity;      /* of these together */
    uint32_t n_words;   /* from the first to the last word of the shortest
                           stretch that has all of these */
    size_t n_places;
    double density; /* places a byte */
    bool is_chosen;
};

struct candidates {
    struct candidate *items; /* read-only: in reading order */
    size_t n_items;
    const double *leaf_weights; /* private from here: how rare each leaf is */
    size_t n_leaves;
    size_t n_items_room;
    uint32_t *counts;    /* of each leaf */
    uint64_t *leaf_sets; /* n_leaf_words for each item */
    size_t n_leaf_sets_room;
    size_t n_leaf_words;
    uint64_t *covered; /* leaves that a reader has seen */
};

/* leaf_weights: one for each leaf of a plan; borrowed. */
MUST_CHECK enum status candidates_init(struct candidates *candidates,
                                       const double *leaf_weights,
                                       size_t n_leaves, struct error *err);
void candidates_release(struct candidates *candidates);
/* For the next article. */
void candidates_reset(struct candidates *candidates);

/* Adds a paragraph of n_bytes that has the places, which are in order and at
   least one. */
MUST_CHECK enum status candidates_add(struct candidates *candidates,
                                      size_t i_paragraph, size_t n_bytes,
                                      const struct mark_place *places,
                                      size_t n_places, struct error *err);

/* Chooses one more; there must be one. Returns its number among the items. */
size_t candidates_choose(struct candidates *candidates);
/* The reader sees the leaves of the bit set, or all of the item's if NULL.
   Whether one of them was not seen before. */
bool candidates_show(struct candidates *candidates, size_t i_item,
                     const uint64_t *leaves);

/* The words of the shortest stretch of places, which are in order, that has
   all n_leaves leaves of theirs. counts: room for all leaves of the plan, all
   0, and so again afterwards. */
uint32_t candidate_stretch(uint32_t *counts, const struct mark_place *places,
                           size_t n_places, size_t n_leaves);

#endif
