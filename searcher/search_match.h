/*
 * The middle of search_run(): from a plan to the articles, or paragraphs, that
 * match. Inside of search.c; not for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SEARCH_MATCH_H
#define LEDE_SEARCHER_SEARCH_MATCH_H

#include "searcher/search.h"

/* Fills in the hits of answer, which has its plan, as far as they are known
   without their records, and how many there are. */
MUST_CHECK enum status search_match(struct index *index,
                                    struct analyser *analyser,
                                    const struct search_request *request,
                                    struct answer *answer, struct error *err);

#endif
