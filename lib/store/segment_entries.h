/*
 * How many entries the tables of a segment have, as its version file says.
 *
 * Xapian takes a table that it cannot open, for whatever reason, for one that
 * is not there, and one that is not there for an empty one: without an error,
 * a database has lost its records or positions then. These counts tell.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SEGMENT_ENTRIES_H
#define LEDE_STORE_SEGMENT_ENTRIES_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct segment_entries {
    uint64_t n_records;
    uint64_t n_termlists; /* with the lists of value slots */
    uint64_t n_positions;
};

/* Of the segment at path. */
MUST_CHECK enum status segment_entries_read(const char *path,
                                            struct segment_entries *ret_entries,
                                            struct error *err);

/* STATUS_IO unless made is all of what the others have together. */
MUST_CHECK enum status segment_entries_check(
    const struct segment_entries *made, const struct segment_entries *sources,
    size_t n_sources, struct error *err);

/* STATUS_IO when the segment at path has positions, but a reader of it sees
   none: phrases would find nothing, in silence. */
MUST_CHECK enum status segment_entries_positions(const char *path,
                                                 bool has_positions,
                                                 struct error *err);

#ifdef __cplusplus
}
#endif

#endif
