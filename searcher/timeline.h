/*
 * Timelines: how many articles of an answer are of each year, month or day.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_TIMELINE_H
#define LEDE_SEARCHER_TIMELINE_H

#include "base/str.h"

enum timeline_unit {
    TIMELINE_NONE,
    TIMELINE_AUTO, /* by what the articles span */
    TIMELINE_YEAR,
    TIMELINE_MONTH,
    TIMELINE_DAY,
};

/* "year"; "" for none. Static. */
const char *timeline_unit_name(enum timeline_unit unit);
bool timeline_unit_find(struct str_span name, enum timeline_unit *ret_unit);

#endif
