/*
 * One leaf of a query's tree: its text cut into words by the analyser, and
 * those made into patterns, and the patterns into an expression. Inside of
 * plan.c; not for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PLAN_LEAF_H
#define LEDE_SEARCHER_PLAN_LEAF_H

#include "searcher/plan.h"

struct planner {
    struct analyser *analyser;
    struct arena *arena;
    struct diagnostic_list *list;
    struct error *err;
    struct plan *plan;
    size_t n_places;
};

/*
 * Fills leaf from leaf->node in leaf->field. leaf->expr stays NULL if there
 * is no word in it; *ret_is_filter: it gives no weight.
 */
MUST_CHECK enum status plan_leaf_make(struct planner *planner,
                                      struct plan_leaf *leaf,
                                      bool *ret_is_filter);

#endif
