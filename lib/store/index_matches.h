/*
 * All articles that match, for who wants each of them and no order of merit.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_MATCHES_H
#define LEDE_STORE_INDEX_MATCHES_H

#include "store/index.h"

#ifdef __cplusplus
extern "C" {
#endif

struct all_matches {
    const uint32_t *docids; /* rising */
    size_t n_docids;
    uint64_t n_cut; /* as in struct match_list */
    bool is_late;   /* likewise: then there are more */
};

/* n_enough: stops when it has so many; SIZE_MAX: all. In the arena. Takes a
   match without scores, and a tenth of a microsecond for each. */
MUST_CHECK enum status index_matches(struct index *index,
                                     const struct expr *expr, size_t n_enough,
                                     struct arena *arena,
                                     struct all_matches *ret_matches,
                                     struct error *err);

#ifdef __cplusplus
}
#endif

#endif
