/*
 * Dates as archives write them: a span of days, so that "1906", "May 1906" and
 * "14 May 1906" are each exactly as precise as they were written.
 *
 * Read: ISO 8601 (1906, 1906-05, 1906-05-14, 19060514, with a time behind,
 * whose zone is left aside), RFC 5322, and the written forms of en de fr es it
 * pt nl ru (14 May 1906; May 14, 1906; Monday, 14th May 1906; 14. Mai 1906; le
 * 1er mai 1906; 14 de mayo de 1906; 14 мая 1906 г.), 1906/05/14, 14.5.1906,
 * 1906年5月14日. 5/14/1906 is read because 14 can't be a month; 5/6/1906 is
 * refused as ambiguous, and so is 1906/07 (a season in most archives), while
 * 5/1906 is a month. What is not understood is never skipped: "c. 1906" and
 * "Spring 1907" are refused. Days are proleptic Gregorian, years 1..9999; 31
 * February is refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_DATE_H
#define LEDE_TEXT_DATE_H

#include "base/str.h"

enum date_precision {
    DATE_YEAR,
    DATE_MONTH,
    DATE_DAY,
};

struct date {
    uint32_t min; /* first day, as the number yyyymmdd */
    uint32_t max; /* last day */
    enum date_precision precision;
};

/* STATUS_BAD_TEXT with a reason that names the text. */
MUST_CHECK enum status date_parse(struct str_span text, struct date *ret_date,
                                  struct error *err);

/* Appends "1906", "1906-05" or "1906-05-14". */
void date_format(const struct date *date, struct str *out);

#endif
