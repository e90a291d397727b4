/*
 * Which words the first articles of a search tell, for --expand: what they have
 * in common and others have not is likely to be what was asked for
 * (pseudo-relevance feedback; Rocchio 1971, in the manner of Carpineto and
 * Romano, "A survey of automatic query expansion", ACM Computing Surveys 2012).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_FEEDBACK_H
#define LEDE_STORE_INDEX_FEEDBACK_H

#include "store/index.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Searches for expr, and chooses among the stems of the text of the best
 * articles: the most telling first, in arena, each in two of them at least.
 * None when the time is over. Costs a search, and a look-up for
 * RANKING_EXPAND_CANDIDATES terms at most.
 */
MUST_CHECK enum status index_feedback(struct index *index,
                                      const struct expr *expr,
                                      struct arena *arena,
                                      struct search_term **ret_terms,
                                      size_t *ret_n_terms, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
