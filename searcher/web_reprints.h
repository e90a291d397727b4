/*
 * Articles beside another: its reprints, on its page and as a question; and
 * those that are like it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_REPRINTS_H
#define LEDE_SEARCHER_WEB_REPRINTS_H

#include "searcher/web_visit.h"

/* Appends the query `like:ID`, or `dup:ID` if is_group, quoted as the language
   of queries wants it. arena is for scratch. */
MUST_CHECK enum status web_reprints_query(struct str_span id, bool is_group,
                                          struct arena *arena, struct str *out,
                                          struct error *err);

/* Appends the other articles of its group, with date and source; nothing if it
   was printed once. Costs a search. */
MUST_CHECK enum status web_reprints_add(const struct web_visit *visit,
                                        struct str_span id, struct arena *arena,
                                        struct str *out, struct error *err);

#endif
