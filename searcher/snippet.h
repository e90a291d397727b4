/*
 * Which paragraphs of an article are shown for a query: those that hold most
 * of its leaves, then the rarest ones, then the most crowded. A leaf that no
 * paragraph chosen so far has goes before all of this, so that a reader sees
 * why the article was found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SNIPPET_H
#define LEDE_SEARCHER_SNIPPET_H

#include "searcher/search.h"

struct snippet_candidate;

struct snippet_maker {
    const struct plan *plan; /* all private */
    struct index *index;
    struct analyser *analyser;
    struct arena *arena;
    double *leaf_weights; /* in the arena */
    size_t n_columns;
    size_t n_most;        /* passages of an article */
    bool has_text_leaves; /* something in paragraphs can be marked */
    uint64_t *reason;     /* leaves that made the article match; NULL: all that
                             it has */
    struct passage_maker passages;
    struct mark_list best;  /* marks of the best candidate */
    struct mark_list spare; /* of the paragraph that is looked at */
    struct snippet_candidate *candidates; /* paragraphs with marks, in order */
    size_t n_candidates;
    size_t n_candidates_room;
    size_t i_best;
    uint64_t *leaf_sets; /* n_leaf_words for each candidate */
    size_t n_leaf_sets_room;
    size_t n_leaf_words;
    uint64_t *covered; /* leaves of the candidates chosen so far */
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
