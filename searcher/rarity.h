/*
 * How rare each leaf of a query is in an index: what a reader who asked for
 * two words most wants to see of the two.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_RARITY_H
#define LEDE_SEARCHER_RARITY_H

#include "searcher/plan.h"
#include "store/index.h"

/* In how many articles a leaf of words occurs, those counted in that are dead
   and not folded away yet; of a phrase, its rarest word. Looks at no list. */
MUST_CHECK enum status rarity_count(struct index *index,
                                    const struct plan_leaf *leaf,
                                    uint64_t *ret_n_articles,
                                    struct error *err);

/*
 * *ret_weights, in arena, has log(1 + n_articles / n) for each positive leaf,
 * n being the articles that hold it; of a phrase, its rarest word. All are 0
 * when there is only one leaf, as nothing is to be compared.
 */
MUST_CHECK enum status rarity_weigh(struct index *index,
                                    const struct plan *plan,
                                    uint64_t n_articles, struct arena *arena,
                                    double **ret_weights, struct error *err);

#endif
