/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/ranking.h"

#include "store/ranking.h"

#include <string.h>

/* Words of the text that an article gets a score for. */
static size_t count_words(const struct plan *plan)
{
    size_t n = 0;
    for (size_t i = 0; i < plan->n_leaves; i++) {
        const struct plan_leaf *leaf = &plan->leaves[i];
        n += leaf->is_positive && leaf->field == FIELD_TEXT &&
             leaf->n_patterns > 0;
    }
    return n;
}

void ranking_choose(const struct plan *plan, enum query_mode mode,
                    struct search_ranking *ret_ranking)
{
    memset(ret_ranking, 0, sizeof *ret_ranking);
    ret_ranking->is_likened =
        mode == QUERY_ANY_WORD && count_words(plan) >= RANKING_LIKE_WORDS;
}
