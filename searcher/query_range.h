/*
 * Ranges of dates and numbers as text: where the one end stops and the other
 * begins. What the ends mean is query_date.h's and query_number.h's matter.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_RANGE_H
#define LEDE_SEARCHER_QUERY_RANGE_H

#include "base/arena.h"

struct query_range {
    struct str_span low;
    struct str_span high;
    bool is_low_out; /* the end itself is left out of the range */
    bool is_high_out;
};

/*
 * Divides `1906..1908`, `[1906 TO 1908]`, `{1906 TO 1908}`, `>=1906`; of a
 * single `1906` both ends are that. False with the reason in err.
 */
bool query_range_divide(struct str_span value, struct query_range *ret_range,
                        struct error *err);
/* Whether the end is open: nothing, or `*`. */
bool query_range_is_open(struct str_span side);
/* The range the other way round, in arena. */
MUST_CHECK enum status query_range_swap(const struct query_range *range,
                                        struct arena *arena,
                                        struct str_span *ret_swapped,
                                        struct error *err);

#endif
