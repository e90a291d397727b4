/*
 * The pages that ask: the front page, results, facets, timeline, similar
 * articles.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_SEARCH_H
#define LEDE_SEARCHER_WEB_SEARCH_H

#include "searcher/web_visit.h"

/* Without a question the box alone; else as web_search(). */
MUST_CHECK enum status web_search_home(struct web_visit *visit,
                                       struct error *err);
MUST_CHECK enum status web_search(struct web_visit *visit, struct error *err);
MUST_CHECK enum status web_search_facets(struct web_visit *visit,
                                         struct error *err);
MUST_CHECK enum status web_search_timeline(struct web_visit *visit,
                                           struct error *err);
MUST_CHECK enum status web_search_similar(struct web_visit *visit,
                                          struct error *err);
/* An article and its reprints. */
MUST_CHECK enum status web_search_reprints(struct web_visit *visit,
                                           struct error *err);

#endif
