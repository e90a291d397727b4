/*
 * Reprints among what a query matches: the earliest of a group that matches
 * stands for all of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_FOLD_HITS_H
#define LEDE_SEARCHER_FOLD_HITS_H

#include "searcher/search.h"

/*
 * Narrows *expr to what is to be found when reprints are treated like that;
 * sets answer->reprints and n_folded. Costs nothing in an index without
 * reprints; else asks first which of the articles in groups match.
 */
MUST_CHECK enum status fold_reprints(struct index *index,
                                     enum search_reprints reprints,
                                     struct answer *answer, struct expr **expr,
                                     struct error *err);

/* Fills in hit->group and n_reprints. */
MUST_CHECK enum status fold_tell(struct index *index, struct arena *arena,
                                 struct hit *hit, struct error *err);

#endif
