/*
 * The best articles of a search, ranked again by how close the words of the
 * query lie to each other in them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_CLOSENESS_HH
#define LEDE_STORE_CLOSENESS_HH

#include "store/likeness.hh"

/* Adds to the scores of the best what their words gain by being close, see
   doc/ranking.md: nothing falls. Reads two lists of positions for each article
   and pair, up to RANKING_CLOSE_PLACES of each. */
void rank_by_closeness(struct index *index, const struct search_pair *pairs,
                       size_t n_pairs, std::vector<scored> *best);

#endif
