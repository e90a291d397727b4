/*
 * How many of the articles that match have each value of a column, and how
 * many of all. The dead never count.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_TALLY_H
#define LEDE_STORE_INDEX_TALLY_H

#include "store/column_kind.h"
#include "store/index_matches.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One value of a column. */
struct tally_row {
    struct str_span value; /* as in the column, borrowed with the index; empty:
                              articles without one */
    uint64_t n_matches;
    uint64_t n_articles; /* in the index; 0 unless they were asked for */
    uint64_t n_empty;    /* of these, without any text; likewise */
};

struct tally {
    enum column_kind kind;  /* to be filled in */
    bool has_articles;      /* likewise: n_articles and n_empty are wanted */
    struct tally_row *rows; /* values that count anything, by their bytes */
    size_t n_rows;
};

/*
 * Counts in the n columns of tallies, whose rows are in arena afterwards.
 * matches NULL: all articles. STATUS_OUTDATED: the index has no columns. Takes
 * a nanosecond or so for each column of each match, or of each article if these
 * are wanted.
 */
MUST_CHECK enum status index_tally(struct index *index,
                                   const struct all_matches *matches,
                                   struct tally *tallies, size_t n_tallies,
                                   struct arena *arena, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
