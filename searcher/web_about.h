/*
 * Pages about the site itself: help, statistics, and what machines ask.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_ABOUT_H
#define LEDE_SEARCHER_WEB_ABOUT_H

#include "searcher/web_visit.h"

/* The language of queries, from the tables that the program itself reads. */
MUST_CHECK enum status web_about_help(struct web_visit *visit,
                                      struct error *err);
/* What is in the index. Costs a look at every article. */
MUST_CHECK enum status web_about_stats(struct web_visit *visit,
                                       struct error *err);
/* For monitors: 200 when the index can be asked, else 503. */
MUST_CHECK enum status web_about_status(struct web_visit *visit,
                                        struct error *err);
/* Keeps robots away from searches, which are without end. */
MUST_CHECK enum status web_about_robots(struct web_visit *visit,
                                        struct error *err);
/* The OpenSearch 1.1 description, by which browsers add a search engine. */
MUST_CHECK enum status web_about_opensearch(struct web_visit *visit,
                                            struct error *err);

#endif
