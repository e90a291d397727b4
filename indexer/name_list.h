/*
 * Names that come in a file or on standard input, one a line or each ended by
 * NUL: paths for --files-from, ids for --ids-from.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_NAME_LIST_H
#define LEDE_INDEXER_NAME_LIST_H

#include "base/str.h"

struct name_list {
    struct str names; /* private: each ended by NUL */
};

/* clang-format off */
#define NAME_LIST_INIT { STR_INIT }
/* clang-format on */

void name_list_release(struct name_list *list);
/* Appends all that fd has to read; name is for messages only. */
MUST_CHECK enum status name_list_read(struct name_list *list, int fd,
                                      const char *name, bool is_null_ended,
                                      struct error *err);
/* Appends those of a file; "-" is standard input. */
MUST_CHECK enum status name_list_load(struct name_list *list, const char *path,
                                      bool is_null_ended, struct error *err);
MUST_CHECK enum status name_list_append(struct name_list *list,
                                        const struct name_list *more,
                                        struct error *err);
/* The name behind one, or the first for NULL; NULL at the end. Empty ones are
   passed over. Borrowed until the next load. */
const char *name_list_next(const struct name_list *list, const char *name);

#endif
