/*
 * Which articles are reprints of one another: groups of docids, the earliest
 * of a group first. Kept in a file beside the segments that is written anew
 * with each commit that adds articles: see doc/index-format.md.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_GROUPS_H
#define LEDE_STORE_GROUPS_H

#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

struct group_place {
    uint32_t docid;
    uint32_t i_group;
};

struct group_table {
    uint32_t *docids; /* read-only: group after group */
    size_t n_docids;
    uint32_t *ends; /* read-only: of each group in docids */
    size_t n_groups;
    struct group_place *places; /* private: by docid, for group_find() */
    size_t n_docids_room;       /* private */
    size_t n_ends_room;
};

/* clang-format off */
#define GROUP_TABLE_INIT { NULL, 0, NULL, 0, NULL, 0, 0 }
/* clang-format on */

void group_table_release(struct group_table *table);

/* Appends a group; of fewer than two it is none. */
MUST_CHECK enum status group_table_add(struct group_table *table,
                                       const uint32_t *docids, size_t n_docids,
                                       struct error *err);
/* Leaves out members that are not living, and groups with one left. */
void group_table_keep(struct group_table *table,
                      bool (*is_living)(const void *context, uint32_t docid),
                      const void *context);
/* To be called when all groups are in and before group_find().
   STATUS_CORRUPT: a docid is in two. */
MUST_CHECK enum status group_table_settle(struct group_table *table,
                                          struct error *err);

/* The members of group i, the earliest first. */
static inline const uint32_t *group_members(const struct group_table *table,
                                            size_t i, size_t *ret_n_members)
{
    size_t start = i == 0 ? 0 : table->ends[i - 1];
    *ret_n_members = table->ends[i] - start;
    return table->docids + start;
}

/* The number of the docid's group; n_groups if it is in none. O(log n). */
size_t group_find(const struct group_table *table, uint32_t docid);

/* Lists all docids, or (is_all false) those that are not the first of their
   groups, rising, into docids, which has room for all; returns how many. */
size_t group_list(const struct group_table *table, bool is_all,
                  uint32_t *docids);

/* Appends the file's bytes. */
void group_table_encode(const struct group_table *table, struct str *out);
/* Fills the table, which is empty, and settles it. STATUS_CORRUPT: its form or
   checksum is wrong. */
MUST_CHECK enum status group_table_decode(struct str_span bytes,
                                          struct group_table *table,
                                          struct error *err);

/* The file of an index; none if its name is "". STATUS_NOT_FOUND: it is
   missing. Both are of a table that is empty before. */
MUST_CHECK enum status group_table_read(const char *index_path,
                                        const struct kept_file *file,
                                        struct group_table *table,
                                        struct error *err);
/* Writes the list of revision, synced; an empty table has no file. */
MUST_CHECK enum status group_table_write(const char *index_path,
                                         uint64_t revision,
                                         const struct group_table *table,
                                         struct kept_file *ret_file,
                                         struct error *err);

#ifdef __cplusplus
}
#endif

#endif
