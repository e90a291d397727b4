/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/timeline.h"

#include <inttypes.h>
#include <string.h>

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

/* ---- dates as buckets */

static uint32_t read_day(const char *digits)
{
    uint32_t day = 0;

    for (size_t i = 0; i < 8; i++)
        day = day * 10 + (uint32_t)(digits[i] - '0');
    return day;
}

/* What to divide yyyymmdd by. */
static uint32_t scale_of(enum timeline_unit unit)
{
    switch (unit) {
    case TIMELINE_DAY:
        return 1;
    case TIMELINE_MONTH:
        return 100;
    case TIMELINE_NONE:
    case TIMELINE_AUTO:
    case TIMELINE_YEAR:
        break;
    }
    return 10000;
}

static bool is_leap(uint32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint32_t days_in(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};

    if (month < 1 || month > 12)
        return 31;
    return days[month - 1] + (uint32_t)(month == 2 && is_leap(year));
}

/* The bucket behind one. */
static uint32_t next_bucket(enum timeline_unit unit, uint32_t from)
{
    uint32_t year = from / 10000;
    uint32_t month = from / 100 % 100;

    if (unit == TIMELINE_YEAR)
        return from + 1;
    if (unit == TIMELINE_MONTH)
        return from % 100 < 12 ? from + 1 : (from / 100 + 1) * 100 + 1;
    if (from % 100 < days_in(year, month))
        return from + 1;
    return month < 12 ? (from / 100 + 1) * 100 + 1 : (year + 1) * 10000 + 101;
}

/* How many buckets there are from first to last; stops at max + 1. */
static size_t count_buckets(enum timeline_unit unit, uint32_t first,
                            uint32_t last, size_t max)
{
    size_t n = 1;

    for (; first < last && n <= max; n++)
        first = next_bucket(unit, first);
    return n;
}

/* A date of the index; false: a row without one. */
struct span_of_days {
    uint32_t min;
    uint32_t max;
};

static bool read_row(const struct tally_row *row, struct span_of_days *ret_days)
{
    if (row->value.n_bytes != 16)
        return false;
    ret_days->min = read_day(row->value.bytes);
    ret_days->max = read_day(row->value.bytes + 8);
    return true;
}

/* ---- the unit */

/* What the hits that fit in buckets of a unit span. */
struct extent {
    uint32_t first; /* bucket; 0: there are none */
    uint32_t last;
    size_t n_filled; /* buckets with hits */
};

/* Rows rise by their first days, so equal buckets stand together. */
static struct extent measure(enum timeline_unit unit, const struct tally *tally)
{
    uint32_t scale = scale_of(unit);
    struct extent extent = {0, 0, 0};

    for (size_t i = 0; i < tally->n_rows; i++) {
        struct span_of_days days;
        if (tally->rows[i].n_matches == 0 || !read_row(&tally->rows[i], &days))
            continue;
        uint32_t from = days.min / scale;
        if (from != days.max / scale)
            continue;
        if (extent.n_filled == 0)
            extent.first = from;
        extent.n_filled += extent.n_filled == 0 || from != extent.last;
        extent.last = from;
    }
    return extent;
}

static enum timeline_unit longer(enum timeline_unit unit)
{
    return unit == TIMELINE_DAY ? TIMELINE_MONTH : TIMELINE_YEAR;
}

/* The unit is a matter of the dates that are known to the day, if there are
   any: else all would be imprecise. */
static enum timeline_unit choose_unit(const struct tally *tally)
{
    enum timeline_unit unit = TIMELINE_DAY;
    struct extent extent = measure(unit, tally);

    while (unit != TIMELINE_YEAR &&
           (extent.n_filled == 0 ||
            count_buckets(unit, extent.first, extent.last,
                          TIMELINE_AUTO_BUCKETS) > TIMELINE_AUTO_BUCKETS)) {
        unit = longer(unit);
        extent = measure(unit, tally);
    }
    return unit;
}

/* ---- counting */

static void count_row(struct timeline *timeline, const struct extent *extent,
                      const struct tally_row *row, size_t *i_bucket)
{
    uint32_t scale = scale_of(timeline->unit);
    struct span_of_days days;

    if (!read_row(row, &days)) {
        timeline->n_undated += row->n_matches;
        return;
    }
    uint32_t from = days.min / scale;
    if (from != days.max / scale) {
        timeline->n_imprecise += row->n_matches;
        return;
    }
    if (extent->n_filled == 0 || from < extent->first || from > extent->last)
        return;
    while (*i_bucket + 1 < timeline->n_buckets &&
           timeline->buckets[*i_bucket].from < from)
        (*i_bucket)++;
    struct timeline_bucket *bucket = &timeline->buckets[*i_bucket];
    if (bucket->from != from)
        return; /* one without hits, left out */
    bucket->n_hits += row->n_matches;
    bucket->n_articles += row->n_articles;
    bucket->n_empty += row->n_empty;
}

static void lay_all(struct timeline *timeline, const struct extent *extent,
                    size_t n_buckets)
{
    uint32_t from = extent->first;

    for (size_t i = 0; i < n_buckets; i++) {
        timeline->buckets[i].from = from;
        from = next_bucket(timeline->unit, from);
    }
    timeline->n_buckets = n_buckets;
}

static void lay_filled(struct timeline *timeline, const struct tally *tally)
{
    uint32_t scale = scale_of(timeline->unit);

    for (size_t i = 0; i < tally->n_rows; i++) {
        struct span_of_days days;
        size_t n = timeline->n_buckets;
        if (tally->rows[i].n_matches == 0 || !read_row(&tally->rows[i], &days))
            continue;
        uint32_t from = days.min / scale;
        if (from != days.max / scale ||
            (n > 0 && timeline->buckets[n - 1].from == from))
            continue;
        timeline->buckets[timeline->n_buckets++].from = from;
    }
}

enum status timeline_make(enum timeline_unit unit, const struct tally *tally,
                          struct arena *arena, struct timeline *ret_timeline,
                          struct error *err)
{
    struct timeline timeline = {
        .unit = unit == TIMELINE_AUTO ? choose_unit(tally) : unit};
    struct extent extent = measure(timeline.unit, tally);

    while (timeline.unit != TIMELINE_YEAR &&
           extent.n_filled > TIMELINE_MAX_BUCKETS) {
        timeline.unit = longer(timeline.unit);
        timeline.is_coarse = true;
        extent = measure(timeline.unit, tally);
    }
    size_t n_all = extent.n_filled == 0
                       ? 0
                       : count_buckets(timeline.unit, extent.first, extent.last,
                                       TIMELINE_MAX_BUCKETS);
    timeline.is_sparse = n_all > TIMELINE_MAX_BUCKETS;
    timeline.buckets = arena_alloc_array(
        arena, (timeline.is_sparse ? extent.n_filled : n_all) + 1,
        sizeof(*timeline.buckets));
    if (!timeline.buckets)
        return error_no_memory(err);
    if (timeline.is_sparse)
        lay_filled(&timeline, tally);
    else
        lay_all(&timeline, &extent, n_all);
    size_t i_bucket = 0;
    for (size_t i = 0; i < tally->n_rows; i++)
        count_row(&timeline, &extent, &tally->rows[i], &i_bucket);
    *ret_timeline = timeline;
    return STATUS_OK;
}

void timeline_add_date(enum timeline_unit unit, uint32_t from, struct str *out)
{
    if (unit == TIMELINE_DAY)
        str_add_format(out, "%04" PRIu32 "-%02" PRIu32 "-%02" PRIu32,
                       from / 10000, from / 100 % 100, from % 100);
    else if (unit == TIMELINE_MONTH)
        str_add_format(out, "%04" PRIu32 "-%02" PRIu32, from / 100, from % 100);
    else
        str_add_format(out, "%04" PRIu32, from);
}

double timeline_rate(const struct timeline_bucket *bucket)
{
    if (bucket->n_articles == 0)
        return 0;
    return 10000.0 * (double)bucket->n_hits / (double)bucket->n_articles;
}
