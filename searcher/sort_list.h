/*
 * What articles are sorted by, as people write it: "-date,title".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SORT_LIST_H
#define LEDE_SEARCHER_SORT_LIST_H

#include "base/str.h"
#include "store/index.h"

struct sort_list {
    enum search_sort sorts[SEARCH_MAX_SORTS];
    size_t n_sorts; /* 1 at least */
};

/*
 * relevance, date, -date, title, indexed and -indexed, commas between.
 * STATUS_BAD_USAGE with the reason for another word, an empty one, one that
 * comes twice, and relevance between two others: scores are hardly ever equal,
 * so what stands behind relevance only orders articles that have no other
 * difference.
 */
MUST_CHECK enum status sort_list_read(struct str_span text,
                                      struct sort_list *ret_list,
                                      struct error *err);
/* "-date": what stands in a list for it. Static. */
const char *sort_name(enum search_sort sort);

#endif
