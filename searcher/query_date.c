/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_date.h"

#include <string.h>

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

/* today, yesterday, now, 2weeks, 3d */
static bool is_relative(struct str_span text)
{
    static const char *const words[] = {"today", "yesterday", "now",
                                        "week",  "month",     "year"};
    static const char *const units[] = {"day", "week", "month", "year",
                                        "d",   "w",    "m",     "y"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_span_equal_nocase(text, str_span_of(words[i])))
            return true;
    while (n < text.n_bytes && text.bytes[n] >= '0' && text.bytes[n] <= '9')
        n++;
    if (n == 0)
        return false;
    struct str_span unit = str_span(text.bytes + n, text.n_bytes - n);
    if (unit.n_bytes > 1 && unit.bytes[unit.n_bytes - 1] == 's')
        unit.n_bytes--;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_span_equal_nocase(unit, str_span_of(units[i])))
            return true;
    return false;
}

static enum status read_scalar(struct str_span text, struct date *ret_date,
                               struct error *err)
{
    if (is_relative(text))
        return error_set(err, STATUS_NOT_FOUND,
                         "relative dates like '%.*s' are not supported yet",
                         (int)text.n_bytes, text.bytes);
    return date_parse(text, ret_date, err);
}

/* The two sides of a range, and whether each is left out of it. */
struct sides {
    struct str_span low;
    struct str_span high;
    bool is_low_out;
    bool is_high_out;
};

static enum status out_of_days(struct error *err)
{
    return error_set(err, STATUS_BAD_TEXT,
                     "there is no day before year 1 or after year 9999");
}

static enum status read_side(struct str_span text, struct date *ret_date,
                             bool *ret_is_open, struct error *err)
{
    *ret_is_open = text.n_bytes == 0 || str_span_equal(text, SPAN("*"));
    return *ret_is_open ? STATUS_OK : read_scalar(text, ret_date, err);
}

static enum status read_sides(const struct sides *sides,
                              struct query_dates *ret_dates, struct error *err)
{
    struct date low = {0, 0, DATE_DAY};
    struct date high = {0, 0, DATE_DAY};
    bool is_low_open;
    bool is_high_open;
    enum status status = read_side(sides->low, &low, &is_low_open, err);
    if (status == STATUS_OK)
        status = read_side(sides->high, &high, &is_high_open, err);
    if (status != STATUS_OK)
        return status;
    if (is_low_open && is_high_open)
        return error_set(err, STATUS_BAD_TEXT,
                         "a range of dates needs at least one date");
    if (!is_low_open)
        ret_dates->min = sides->is_low_out ? day_after(low.max) : low.min;
    if (!is_high_open)
        ret_dates->max = sides->is_high_out ? day_before(high.min) : high.max;
    if (ret_dates->min > LAST_DAY ||
        (!is_high_open && ret_dates->max < FIRST_DAY))
        return out_of_days(err);
    return STATUS_OK;
}

static enum status add_swapped(const struct sides *sides, struct arena *arena,
                               struct str_span *ret_swapped, struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    str_add_span(&text, sides->high);
    str_add_text(&text, "..");
    str_add_span(&text, sides->low);
    enum status status = str_status(&text, err);
    if (status != STATUS_OK)
        return status;
    *ret_swapped = arena_copy(arena, str_view(&text));
    if (ret_swapped->bytes == NULL)
        return error_no_memory(err);
    return STATUS_OK;
}

static size_t find_text(struct str_span text, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= text.n_bytes; i++)
        if (memcmp(text.bytes + i, what, n) == 0)
            return i;
    return SIZE_MAX;
}

static bool is_bracketed(struct str_span value)
{
    if (value.n_bytes < 2)
        return false;
    char first = value.bytes[0];
    char last = value.bytes[value.n_bytes - 1];
    return (first == '[' || first == '{') && (last == ']' || last == '}');
}

/* `>=1906` and the like: one side, with or without its own days. */
static bool divide_comparison(struct str_span value, struct sides *sides)
{
    if (value.n_bytes == 0 || (*value.bytes != '<' && *value.bytes != '>'))
        return false;
    bool is_with = value.n_bytes > 1 && value.bytes[1] == '=';
    struct str_span rest =
        str_span(value.bytes + 1 + is_with, value.n_bytes - 1 - is_with);
    if (*value.bytes == '>') {
        sides->low = rest;
        sides->is_low_out = !is_with;
    } else {
        sides->high = rest;
        sides->is_high_out = !is_with;
    }
    return true;
}

/* Divides `1906..1908`, `[1906 TO 1908]`, `>=1906`, `1906`. */
static bool divide(struct str_span value, struct sides *sides,
                   struct error *err)
{
    struct str_span rest = value;
    const char *divider = "..";
    bool is_bracket = is_bracketed(value);
    if (divide_comparison(value, sides))
        return true;
    if (is_bracket) {
        divider = " TO ";
        rest = str_span(value.bytes + 1, value.n_bytes - 2);
        sides->is_low_out = value.bytes[0] == '{';
        sides->is_high_out = rest.bytes[rest.n_bytes] == '}';
    }
    size_t off = find_text(rest, divider);
    if (off == SIZE_MAX && !is_bracket) {
        sides->low = value;
        sides->high = value;
        return true;
    }
    if (off == SIZE_MAX) {
        (void)error_set(err, STATUS_BAD_TEXT,
                        "a range in brackets needs TO between its dates");
        return false;
    }
    size_t behind = off + strlen(divider);
    sides->low = str_span_trim(str_span(rest.bytes, off));
    sides->high =
        str_span_trim(str_span(rest.bytes + behind, rest.n_bytes - behind));
    return true;
}

enum status query_date_read(struct str_span value, struct arena *arena,
                            struct query_dates *ret_dates,
                            struct str_span *ret_swapped, struct error *err)
{
    struct sides sides = {{NULL, 0}, {NULL, 0}, false, false};
    *ret_dates = (struct query_dates){0, 0};
    *ret_swapped = str_span(NULL, 0);
    if (!divide(value, &sides, err))
        return STATUS_BAD_TEXT;
    enum status status = read_sides(&sides, ret_dates, err);
    if (status != STATUS_OK)
        return status;
    if (ret_dates->max == 0 || ret_dates->min <= ret_dates->max)
        return STATUS_OK;
    struct query_dates swapped = {0, 0};
    struct sides other = {sides.high, sides.low, false, false};
    status = read_sides(&other, &swapped, NULL);
    if (status == STATUS_OK && swapped.min <= swapped.max) {
        status = add_swapped(&sides, arena, ret_swapped, err);
        if (status != STATUS_OK)
            return status;
    }
    return error_set(err, STATUS_BAD_TEXT,
                     "the range '%.*s' ends before it "
                     "begins",
                     (int)value.n_bytes, value.bytes);
}
