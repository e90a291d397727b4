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

void ranking_choose(const struct plan *plan, enum query_mode mode,
                    struct search_ranking *ret_ranking);

#endif
