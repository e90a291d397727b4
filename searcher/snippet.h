/*
 * Which paragraphs of an article are shown for a query: those that hold most
 * of its leaves, then the rarest ones, then the most crowded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SNIPPET_H
#define LEDE_SEARCHER_SNIPPET_H

#include "searcher/search.h"

struct snippet_candidate;

struct snippet_maker {
    const struct plan *plan; /* all private */
    struct analyser *analyser;
    struct arena *arena;
    double *leaf_weights; /* in the arena */
    size_t n_columns;
    bool has_text_leaves; /* something in paragraphs can be marked */
    struct passage_maker passages;
    struct snippet_candidate *candidates; /* best first; one spare behind */
    size_t n_most;
    size_t n_candidates;
    uint32_t *numbers; /* of the marked paragraphs */
    size_t n_numbers;
    size_t n_numbers_room;
};

/*
 * For one query, whose answer has its plan and n_articles already. Looks up
 * how rare its leaves are in index. What it makes goes into answer's arena.
 */
MUST_CHECK enum status snippet_init(struct snippet_maker *maker,
                                    struct index *index,
                                    struct analyser *analyser,
                                    const struct search_request *request,
                                    struct answer *answer, struct error *err);
void snippet_release(struct snippet_maker *maker);

/* Fills title, passages and paragraphs of ret_hit from article. */
MUST_CHECK enum status snippet_make(struct snippet_maker *maker,
                                    const struct article *article,
                                    struct hit *ret_hit, struct error *err);

#endif
