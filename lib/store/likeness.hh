/*
 * The best articles of a search, ranked again by how like they are to each
 * other: what answers a question is like what else answers it, and what has
 * only some of its words by chance is not.
 *
 * Scores are smoothed over the nearest neighbours (Diaz, "Regularizing ad hoc
 * retrieval scores", CIKM 2005) and drawn towards the centroid of the first
 * ones (Rocchio's feedback, but of articles that are found already). Which
 * articles match does not change.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_LIKENESS_HH
#define LEDE_STORE_LIKENESS_HH

#include "store/index.hh"

struct scored {
    uint32_t docid; /* of its segment */
    double score;
};

/*
 * Gives the best, which are in order, new scores, none below that of the last
 * one as it was. Takes some
 * milliseconds however many and however long they are: what is behind
 * RANKING_LIKE_READ_ALL stems keeps its score.
 */
void rank_by_likeness(struct index *index, std::vector<scored> *best);

#endif
