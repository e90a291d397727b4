/*
 * What the files of search.h share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SEARCH_PARTS_H
#define LEDE_SEARCHER_SEARCH_PARTS_H

#include "searcher/search.h"

/* What one run of search_run() carries from step to step. */
struct search {
    struct index *index;
    struct analyser *analyser;
    const struct search_request *request;
    struct answer *answer;
    struct expr *expr; /* what is matched: the plan's, and what reprints need */
};

/* Takes up the request's query and filters as clean text, and what is to be
   said of them. A query is text, whatever its bytes: it is repaired. */
MUST_CHECK enum status search_take_query(struct search *search,
                                         struct error *err);
/* Reads both: answer->plan.root and answer->understood. */
MUST_CHECK enum status search_parse_query(struct search *search,
                                          struct error *err);

#endif
