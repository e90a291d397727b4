/*
 * The notes that only an index can give about a query: N105, a word of it is
 * nowhere, and which one may have been meant.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_ADVICE_H
#define LEDE_SEARCHER_ADVICE_H

#include "searcher/blame.h"

/* Adds N105 for each correction of a query that finds nothing; its
   replacement is borrowed from blame. */
MUST_CHECK enum status advice_corrections(const struct blame *blame,
                                          struct str_span query,
                                          struct diagnostic_list *list,
                                          struct error *err);

#endif
