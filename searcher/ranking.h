/*
 * How the articles that a plan finds are to be put in order, by what was asked
 * and how: see doc/ranking.md.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_RANKING_H
#define LEDE_SEARCHER_RANKING_H

#include "searcher/plan.h"
#include "searcher/query.h"
#include "store/index.h"

struct ranking_wish {
    struct str_span query; /* clean UTF-8 */
    enum query_mode mode;
    bool is_recent;
};

/* All in arena, but not ret_ranking->next, which is left empty. */
MUST_CHECK enum status ranking_choose(const struct plan *plan,
                                      const struct plan_scope *scope,
                                      const struct ranking_wish *wish,
                                      struct arena *arena,
                                      struct search_ranking *ret_ranking,
                                      struct error *err);

/* For --expand: words of the first articles, in arena. Costs a search. */
MUST_CHECK enum status ranking_expand(const struct plan *plan,
                                      struct index *index, struct arena *arena,
                                      struct search_ranking *ranking,
                                      struct error *err);

/* Appends lines for --explain; nothing if there is nothing but BM25. */
void ranking_explain(const struct search_ranking *ranking, struct str *out);

#endif
