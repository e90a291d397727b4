/*
 * The notes that only an index can give about a query: N104, all of its words
 * are everywhere; N105, a word of it is nowhere, or hardly anywhere, and which
 * one may have been meant.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_ADVICE_H
#define LEDE_SEARCHER_ADVICE_H

#include "searcher/correct.h"

/* In fewer articles each word may be in half of them. */
#define ADVICE_MIN_ARTICLES 100

/*
 * Adds N104 if all that the query asks for is words, each in at least half of
 * the articles, were all the dead among those that have it. Costs a look at the
 * frequency of each word until one is rare.
 */
MUST_CHECK enum status advice_common(struct index *index,
                                     const struct plan *plan,
                                     struct arena *arena,
                                     struct diagnostic_list *list,
                                     struct error *err);

/* Adds N105 for each correction; its replacement is borrowed. */
MUST_CHECK enum status advice_corrections(const struct corrections *corrections,
                                          struct str_span query,
                                          struct diagnostic_list *list,
                                          struct error *err);

#endif
