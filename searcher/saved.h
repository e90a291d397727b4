/*
 * Queries that somebody has saved under names, for `saved:name`: a file with a
 * line each, NAME tab QUERY, as --queries takes it. Blank lines, and lines that
 * begin with #, are skipped. A line without a name, and a name that stands
 * twice, are mistakes: all of the file is refused then.
 *
 * The file is read when the first name is asked for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_SAVED_H
#define LEDE_SEARCHER_SAVED_H

#include "base/str.h"

/* More than anybody has names for; and bytes of all queries together. */
#define SAVED_MAX_QUERIES 10000
#define SAVED_MAX_BYTES   ((size_t)16 << 20)

struct saved_queries;

/* path: borrowed as long as they are used. NULL when memory is out; owned by
   the caller; release with saved_free(). */
MUST_CHECK struct saved_queries *saved_new(const char *path);
void saved_free(struct saved_queries *saved);

/*
 * The query of that name, whatever the case of ASCII letters; clean UTF-8,
 * borrowed with saved. STATUS_NOT_FOUND: there is none, and err has the nearest
 * name as a hint. Else why the file can't be read, STATUS_BAD_TEXT if it has a
 * mistake, and again the same each time.
 */
MUST_CHECK enum status saved_find(struct saved_queries *saved,
                                  struct str_span name,
                                  struct str_span *ret_query,
                                  struct error *err);

#endif
