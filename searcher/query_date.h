/*
 * The values of date: in a query, as the days they stand for. What a single
 * date looks like is text/date.h's matter; ranges, comparisons and open ends
 * are here.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_DATE_H
#define LEDE_SEARCHER_QUERY_DATE_H

#include "base/arena.h"
#include "text/date.h"

/* First and last day as yyyymmdd; 0: open. Not both are. */
struct query_dates {
    uint32_t min;
    uint32_t max;
};

/*
 * Reads 1906, 1906-05, 1906-05..1908, ..1910, 1906.., >=1906, <1910-03,
 * [1906 TO 1910], {1906 TO 1910}; and today, yesterday, 3days, 2weeks, 6m, 1y,
 * which are the day so long ago, alone or in a range. STATUS_BAD_TEXT with the
 * reason; for a range that is the wrong way round *ret_swapped (may be empty)
 * is the right one, in arena.
 */
MUST_CHECK enum status query_date_read(struct str_span value, uint32_t today,
                                       struct arena *arena,
                                       struct query_dates *ret_dates,
                                       struct str_span *ret_swapped,
                                       struct error *err);

/* Today where the program runs, as yyyymmdd. */
uint32_t query_date_today(void);
/* The same in UTC. */
uint32_t query_date_utc_today(void);

/* Whether date.min..date.max is one year, month or day; if so sets its
   precision. */
bool query_date_is_unit(struct date *date);
/* The shortest date that begins, or ends, with this day. */
struct date query_date_from(uint32_t day);
struct date query_date_until(uint32_t day);

#endif
