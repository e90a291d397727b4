/*
 * Reprints in an open index: groups of articles that are copies of one another
 * (see store/groups.h). Of living articles alone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_GROUPS_H
#define LEDE_STORE_INDEX_GROUPS_H

#include "store/index_matches.h"

#ifdef __cplusplus
extern "C" {
#endif

struct docid_list {
    const uint32_t *docids;
    size_t n_docids;
};

/* Whether no article is a reprint. */
bool index_has_no_groups(const struct index *index);
void index_count_groups(const struct index *index, uint64_t *ret_n_groups,
                        uint64_t *ret_n_reprints);

/* The group of an article, the earliest first; none if it is in none. Borrowed
   with the index. O(log n). */
struct docid_list index_group(const struct index *index, uint32_t docid);

/* All that are in groups, or (is_all false) those that are not the earliest
   of theirs; docids rise. In the arena. */
MUST_CHECK enum status index_grouped(const struct index *index, bool is_all,
                                     struct arena *arena,
                                     struct docid_list *ret_list,
                                     struct error *err);

/* Those of the matches that are reprints of an earlier one that matches, too;
   docids rise. In the arena. O(matches + members of groups). */
MUST_CHECK enum status index_fold(const struct index *index,
                                  const struct all_matches *matches,
                                  struct arena *arena,
                                  struct docid_list *ret_folded,
                                  struct error *err);

#ifdef __cplusplus
}
#endif

#endif
