/*
 * An answer as a whole: its facets and its timeline, counted over all articles
 * that match, not only over the hits that are shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SURVEY_H
#define LEDE_SEARCHER_SURVEY_H

#include "searcher/facet.h"
#include "searcher/timeline.h"
#include "store/index.h"

struct survey_wish {
    const struct facet_wish *facets; /* at most FACET_MAX_WISHES */
    size_t n_facets;
    enum timeline_unit timeline;
};

struct survey {
    struct facet *facets; /* in the order of the wishes */
    size_t n_facets;
    struct timeline timeline; /* of TIMELINE_NONE: not asked for */
    bool has_dates;           /* n_undated is known */
    uint64_t n_undated;
    bool is_all; /* each article matches: then matches has none */
    struct all_matches matches; /* in the same arena */
    uint64_t n_matches;
};

bool survey_is_wanted(const struct survey_wish *wish);

/* Counts; in arena. Costs one match without scores, and some milliseconds for
   64,000 articles: bench/facets has the figures. */
MUST_CHECK enum status survey_run(struct index *index, const struct expr *expr,
                                  const struct survey_wish *wish,
                                  struct arena *arena,
                                  struct survey *ret_survey, struct error *err);

#endif
