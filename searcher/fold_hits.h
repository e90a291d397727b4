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
 * Leaves out of *expr what is a reprint of an earlier match, and counts it in
 * answer->n_folded. matches: all that *expr finds, if that is known; NULL asks
 * which of the articles in groups match. Costs nothing in an index without
 * reprints.
 */
MUST_CHECK enum status fold_away(struct index *index,
                                 const struct all_matches *matches,
                                 struct answer *answer, struct expr **expr,
                                 struct error *err);

/* Leaves in it nothing but what is a reprint of something earlier. */
MUST_CHECK enum status fold_keep_reprints(struct index *index,
                                          struct arena *arena,
                                          struct expr **expr,
                                          struct error *err);

/* Fills in hit->group and n_reprints. */
MUST_CHECK enum status fold_tell(struct index *index, struct arena *arena,
                                 struct hit *hit, struct error *err);

#endif
