/*
 * The values of words: in a query, as the numbers they stand for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_NUMBER_H
#define LEDE_SEARCHER_QUERY_NUMBER_H

#include "base/arena.h"

struct query_numbers {
    uint64_t min;
    uint64_t max; /* UINT64_MAX: open */
};

/*
 * Reads 500, 100..500, ..500, 500.., >500, >=500, <500, <=500, =500,
 * [100 TO 500], {100 TO 500}. STATUS_BAD_TEXT with the reason; *ret_swapped
 * as in query_date_read().
 */
MUST_CHECK enum status query_number_read(struct str_span value,
                                         struct arena *arena,
                                         struct query_numbers *ret_numbers,
                                         struct str_span *ret_swapped,
                                         struct error *err);

#endif
