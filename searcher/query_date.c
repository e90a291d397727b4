/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_date.h"

#include "searcher/query_byte.h"
#include "searcher/query_range.h"

#include <time.h>

#define FIRST_DAY 10101u
#define LAST_DAY  99991231u

static uint32_t days_of_month(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29u : days[(month - 1) % 12];
}

static uint32_t day_before(uint32_t day)
{
    uint32_t year = day / 10000;
    uint32_t month = day / 100 % 100;
    if (day % 100 > 1)
        return day - 1;
    if (month > 1)
        return year * 10000 + (month - 1) * 100 +
               days_of_month(year, month - 1);
    return (year - 1) * 10000 + 1231;
}

static uint32_t day_after(uint32_t day)
{
    uint32_t year = day / 10000;
    uint32_t month = day / 100 % 100;
    if (day % 100 < days_of_month(year, month))
        return day + 1;
    if (month < 12)
        return year * 10000 + (month + 1) * 100 + 1;
    return (year + 1) * 10000 + 101;
}

static bool is_last_of_month(uint32_t day)
{
    return day % 100 == days_of_month(day / 10000, day / 100 % 100);
}

bool query_date_is_unit(struct date *date)
{
    uint32_t min = date->min;
    uint32_t max = date->max;
    if (min == max)
        date->precision = DATE_DAY;
    else if (min % 100 == 1 && min / 100 == max / 100 && is_last_of_month(max))
        date->precision = DATE_MONTH;
    else if (min % 10000 == 101 && max % 10000 == 1231 &&
             min / 10000 == max / 10000)
        date->precision = DATE_YEAR;
    else
        return false;
    return true;
}

struct date query_date_from(uint32_t day)
{
    struct date date = {day, day, DATE_DAY};
    if (day % 10000 == 101)
        date.precision = DATE_YEAR;
    else if (day % 100 == 1)
        date.precision = DATE_MONTH;
    return date;
}

struct date query_date_until(uint32_t day)
{
    struct date date = {day, day, DATE_DAY};
    if (day % 10000 == 1231)
        date.precision = DATE_YEAR;
    else if (is_last_of_month(day))
        date.precision = DATE_MONTH;
    return date;
}

/* The day that has the number in the calendar, counted from 1 March 0000.
   Howard Hinnant, "chrono-compatible low-level date algorithms". */
static uint32_t day_of_number(uint32_t number)
{
    uint32_t era = number / 146097;
    uint32_t of_era = number % 146097;
    uint32_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    uint32_t of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    uint32_t month_from_march = (5 * of_year + 2) / 153;
    uint32_t day = of_year - (153 * month_from_march + 2) / 5 + 1;
    uint32_t month = month_from_march + (month_from_march < 10 ? 3 : -9);
    uint32_t year = year_of_era + era * 400 + (month <= 2);
    return year * 10000 + month * 100 + day;
}

static uint32_t number_of_day(uint32_t day)
{
    uint32_t month = day / 100 % 100;
    uint32_t year = day / 10000 - (month <= 2);
    uint32_t of_era = year % 400;
    uint32_t of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day % 100 - 1;
    return year / 400 * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
           of_year;
}

enum date_unit {
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_MONTH,
    UNIT_YEAR,
    UNIT_NONE,
};

/* "2weeks" "2w" "1week": what follows the digits. */
static enum date_unit read_unit(struct str_span text)
{
    static const char *const names[][2] = {
        {"day", "d"}, {"week", "w"}, {"month", "m"}, {"year", "y"}};
    if (text.n_bytes > 2 && (text.bytes[text.n_bytes - 1] | 0x20) == 's')
        text.n_bytes--;
    for (int i = 0; i < UNIT_NONE; i++)
        if (str_span_equal_nocase(text, str_span_of(names[i][0])) ||
            str_span_equal_nocase(text, str_span_of(names[i][1])))
            return (enum date_unit)i;
    return UNIT_NONE;
}

/* So many months before day; the 31st becomes the last of a shorter one. 0:
   before year 1. */
static uint32_t months_before(uint32_t day, uint32_t n)
{
    uint32_t months = day / 10000 * 12 + day / 100 % 100 - 1;
    if (n > months || months - n < 12)
        return 0;
    uint32_t year = (months - n) / 12;
    uint32_t month = (months - n) % 12 + 1;
    uint32_t last = days_of_month(year, month);
    return year * 10000 + month * 100 + (day % 100 < last ? day % 100 : last);
}

static uint32_t days_before(uint32_t day, uint32_t n)
{
    uint32_t number = number_of_day(day);
    uint32_t first = number_of_day(FIRST_DAY);
    return n > number - first ? 0 : day_of_number(number - n);
}

/* today, yesterday, now, 2weeks, 3d: the day; STATUS_DONE: none of these. */
static enum status read_relative(struct str_span text, uint32_t today,
                                 uint32_t *ret_day, struct error *err)
{
    size_t n_digits = count_digits(text, 0);
    enum date_unit unit = read_unit(span_from(text, n_digits));
    uint32_t n = 0;
    if (str_span_equal_nocase(text, SPAN("today")) ||
        str_span_equal_nocase(text, SPAN("now")))
        unit = UNIT_DAY;
    else if (str_span_equal_nocase(text, SPAN("yesterday")))
        unit = UNIT_DAY, n = 1;
    else if (n_digits == 0 || unit == UNIT_NONE)
        return STATUS_DONE;
    for (size_t i = 0; i < n_digits && n < 10000000; i++)
        n = n * 10 + (uint32_t)(text.bytes[i] - '0');
    switch (unit) {
    case UNIT_DAY:
        *ret_day = days_before(today, n);
        break;
    case UNIT_WEEK:
        *ret_day = days_before(today, n * 7);
        break;
    case UNIT_MONTH:
        *ret_day = months_before(today, n);
        break;
    case UNIT_YEAR:
    case UNIT_NONE:
        *ret_day = months_before(today, n * 12);
        break;
    }
    if (*ret_day > 0)
        return STATUS_OK;
    return error_set(err, STATUS_BAD_TEXT, "'%.*s' ago is before year 1",
                     (int)text.n_bytes, text.bytes);
}

static uint32_t day_of(const struct tm *tm)
{
    if (tm == NULL || tm->tm_year < -1899)
        return 19700101;
    return (uint32_t)((tm->tm_year + 1900) * 10000 + (tm->tm_mon + 1) * 100 +
                      tm->tm_mday);
}

uint32_t query_date_today(void)
{
    time_t now = time(NULL);
    struct tm local;
    return day_of(localtime_r(&now, &local));
}

uint32_t query_date_utc_today(void)
{
    time_t now = time(NULL);
    struct tm utc;
    return day_of(gmtime_r(&now, &utc));
}

static enum status read_scalar(struct str_span text, uint32_t today,
                               struct date *ret_date, struct error *err)
{
    uint32_t day = 0;
    enum status status = read_relative(text, today, &day, err);
    if (status == STATUS_DONE)
        return date_parse(text, ret_date, err);
    if (status == STATUS_OK)
        *ret_date = (struct date){day, day, DATE_DAY};
    return status;
}

static enum status out_of_days(struct error *err)
{
    return error_set(err, STATUS_BAD_TEXT,
                     "there is no day before year 1 or after year 9999");
}

static enum status read_sides(const struct query_range *range, uint32_t today,
                              struct query_dates *ret_dates, struct error *err)
{
    struct date low = {0, 0, DATE_DAY};
    struct date high = {0, 0, DATE_DAY};
    bool is_low_open = query_range_is_open(range->low);
    bool is_high_open = query_range_is_open(range->high);
    enum status status = STATUS_OK;
    if (is_low_open && is_high_open)
        return error_set(err, STATUS_BAD_TEXT,
                         "a range of dates needs at least one date");
    if (!is_low_open)
        status = read_scalar(range->low, today, &low, err);
    if (status == STATUS_OK && !is_high_open)
        status = read_scalar(range->high, today, &high, err);
    if (status != STATUS_OK)
        return status;
    if (!is_low_open)
        ret_dates->min = range->is_low_out ? day_after(low.max) : low.min;
    if (!is_high_open)
        ret_dates->max = range->is_high_out ? day_before(high.min) : high.max;
    if (ret_dates->min > LAST_DAY ||
        (!is_high_open && ret_dates->max < FIRST_DAY))
        return out_of_days(err);
    return STATUS_OK;
}

enum status query_date_read(struct str_span value, uint32_t today,
                            struct arena *arena, struct query_dates *ret_dates,
                            struct str_span *ret_swapped, struct error *err)
{
    struct query_range range;
    *ret_dates = (struct query_dates){0, 0};
    *ret_swapped = str_span(NULL, 0);
    if (!query_range_divide(value, &range, err))
        return STATUS_BAD_TEXT;
    enum status status = read_sides(&range, today, ret_dates, err);
    if (status != STATUS_OK)
        return status;
    if (ret_dates->max == 0 || ret_dates->min <= ret_dates->max)
        return STATUS_OK;
    struct query_dates swapped = {0, 0};
    struct query_range other = {range.high, range.low, false, false};
    status = read_sides(&other, today, &swapped, NULL);
    if (status == STATUS_OK && swapped.min <= swapped.max) {
        status = query_range_swap(&range, arena, ret_swapped, err);
        if (status != STATUS_OK)
            return status;
    }
    return error_set(err, STATUS_BAD_TEXT,
                     "the range '%.*s' ends before it begins",
                     (int)value.n_bytes, value.bytes);
}
