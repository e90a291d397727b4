/*
 * The best paragraphs of an article for a query (candidate.h), cut to passages
 * (passage.h) and marked. Of a long article only those are read that are shown:
 * which ones hold something, the positions in the index tell (locate.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SNIPPET_H
#define LEDE_SEARCHER_SNIPPET_H

#include "searcher/candidate.h"
#include "searcher/locate.h"
#include "searcher/search.h"

struct snippet_maker {
    const struct plan *plan; /* all private */
    struct plan_scope scope;
    struct arena *arena;
    enum snippet_source source;
    struct locator *locator; /* NULL until it is needed */
    size_t n_worth_bytes;    /* texts from this on are worth it */
    bool has_locator;        /* it was asked for; there may be none */
    double *leaf_weights;    /* in the arena */
    size_t n_columns;
    size_t n_most;        /* passages of an article */
    bool has_text_leaves; /* something in paragraphs can be marked */
    uint64_t *reason;     /* leaves that made the article match; NULL: all that
                             it has */
    bool has_reason;      /* of the article at hand */
    struct passage_maker passages;
    struct mark_list list; /* of the paragraph that is looked at */
    struct candidates candidates;
    struct mark_place *kept; /* of located places, those of one paragraph */
    size_t n_kept_room;
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

/* Fills title, passages and paragraphs of ret_hit, which has its docid, from
   article. Rising docids are cheapest. */
MUST_CHECK enum status snippet_make(struct snippet_maker *maker,
                                    const struct article *article,
                                    struct hit *ret_hit, struct error *err);

/* The same of one paragraph: that with the position, a word of the text. */
MUST_CHECK enum status snippet_make_one(struct snippet_maker *maker,
                                        const struct article *article,
                                        uint32_t position, struct hit *ret_hit,
                                        struct error *err);

#endif
