/*
 * How a query was read, for people: its canonical form, its tree, and what
 * the index is asked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_EXPLAIN_H
#define LEDE_SEARCHER_EXPLAIN_H

#include "searcher/search.h"

/* answer comes from search_plan() or search_run(). */
void explain_answer(const struct answer *answer, struct str *out);

#endif
