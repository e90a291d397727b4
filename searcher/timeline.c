/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/timeline.h"

static const char *const names[] = {
    [TIMELINE_NONE] = "",     [TIMELINE_AUTO] = "auto",
    [TIMELINE_YEAR] = "year", [TIMELINE_MONTH] = "month",
    [TIMELINE_DAY] = "day",
};

const char *timeline_unit_name(enum timeline_unit unit)
{
    return names[unit];
}

bool timeline_unit_find(struct str_span name, enum timeline_unit *ret_unit)
{
    for (size_t i = TIMELINE_AUTO; i <= TIMELINE_DAY; i++) {
        if (!str_span_equal(name, str_span_of(names[i])))
            continue;
        *ret_unit = (enum timeline_unit)i;
        return true;
    }
    return false;
}
