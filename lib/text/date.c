/*
 * A text is taken apart into its numbers, the signs between them and the
 * month that is named; then it is decided what the numbers are. Whatever is
 * not understood is refused, never skipped: "c. 1906", "1906?" and "Spring
 * 1907" say less than a plain year would.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/date.h"
#include "text/dateword.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <unicode/uchar.h>

#define DATE_MAX_BYTES 120 /* longer texts are not dates */

static const char NOT_A_DATE[] = "not a form of date that is known";
static const char NO_SUCH_DAY[] = "there is no such day";
static const char NO_YEAR[] = "the year needs four digits";

struct number {
    uint32_t value;
    unsigned n_digits;
    bool is_ordinal;
    char sign; /* behind it: - / . or Y M D for 年 月 日; 0: none */
};

struct reading {
    struct str_span text; /* folded */
    size_t i;
    struct number numbers[3];
    unsigned n_numbers;
    unsigned month; /* named; 0: none */
    bool has_time;
    bool is_mar;        /* the month might be Tuesday: fr mardi, es martes */
    bool is_after_sign; /* - or / must stand between two things */
    const char *reason; /* why it cannot be read; NULL so far */
};

static unsigned char byte_at(const struct reading *reading, size_t i)
{
    return i < reading->text.n_bytes ? (unsigned char)reading->text.bytes[i]
                                     : '\0';
}

static struct str_span rest_of(const struct reading *reading)
{
    return str_span(reading->text.bytes + reading->i,
                    reading->text.n_bytes - reading->i);
}

static bool is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Digits at *i, which moves behind them; at most 9 count. */
static struct number scan_digits(const struct reading *reading, size_t *i)
{
    struct number number = {0, 0, false, '\0'};
    while (is_digit(byte_at(reading, *i)) && number.n_digits < 9) {
        number.value = number.value * 10 + byte_at(reading, *i) - '0';
        number.n_digits++;
        (*i)++;
    }
    return number;
}

/* The letters and marks at *i, which moves behind them. */
static struct str_span scan_letters(const struct reading *reading, size_t *i)
{
    size_t start = *i;
    while (*i < reading->text.n_bytes) {
        size_t next = *i;
        uint32_t c = utf8_next(reading->text, &next);
        if ((U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK)) == 0)
            break;
        *i = next;
    }
    return str_span(reading->text.bytes + start, *i - start);
}

/* ---- times: checked for their form, then left aside */

static bool scan_part(const struct reading *reading, size_t *i, uint32_t max)
{
    struct number part = scan_digits(reading, i);
    return part.n_digits == 2 && part.value <= max;
}

/* +02:00, -0500, +2: an offset from UTC, or nothing. */
static void scan_offset(struct reading *reading)
{
    size_t i = reading->i;
    while (byte_at(reading, i) == ' ')
        i++;
    if ((byte_at(reading, i) != '+' && byte_at(reading, i) != '-') ||
        !is_digit(byte_at(reading, i + 1)))
        return;
    i++;
    struct number offset = scan_digits(reading, &i);
    if (byte_at(reading, i) == ':') {
        i++;
        if (!scan_part(reading, &i, 59))
            reading->reason = NOT_A_DATE;
    }
    if (offset.n_digits > 4)
        reading->reason = NOT_A_DATE;
    reading->i = i;
}

/* 10:15, 10:15:30.25 or, behind a T, also 101530. */
static void read_time(struct reading *reading, bool is_compact)
{
    size_t i = reading->i;
    struct number hours = scan_digits(reading, &i);
    bool is_good = hours.n_digits <= 2 && hours.value <= 24;
    if (byte_at(reading, i) == ':') {
        i++;
        is_good = is_good && scan_part(reading, &i, 59);
        if (byte_at(reading, i) == ':') {
            i++;
            is_good = is_good && scan_part(reading, &i, 60);
        }
    } else if (is_compact) {
        is_good =
            hours.n_digits == 2 || hours.n_digits == 4 || hours.n_digits == 6;
    }
    if ((byte_at(reading, i) == '.' || byte_at(reading, i) == ',') &&
        is_digit(byte_at(reading, i + 1))) {
        while (is_digit(byte_at(reading, i + 1)))
            i++;
        i++;
    }
    if (!is_good || reading->has_time)
        reading->reason = NOT_A_DATE;
    reading->has_time = true;
    reading->i = i;
    scan_offset(reading);
}

/* ---- taking the text apart */

static const struct {
    const char *text;
    char sign;
} units[] = {{"年", 'Y'}, {"년", 'Y'}, {"月", 'M'},
             {"월", 'M'}, {"日", 'D'}, {"일", 'D'}};

/* What is written onto the end of a number: an ordinal, a unit, T. */
static void read_suffix(struct reading *reading, struct number *number)
{
    for (size_t k = 0; k < sizeof(units) / sizeof(units[0]); k++) {
        struct str_span unit = str_span_of(units[k].text);
        if (str_span_starts(rest_of(reading), unit)) {
            number->sign = units[k].sign;
            reading->i += unit.n_bytes;
            return;
        }
    }
    size_t i = reading->i;
    bool has_hyphen = byte_at(reading, i) == '-'; /* 14-го */
    i += has_hyphen;
    struct str_span letters = scan_letters(reading, &i);
    if (letters.n_bytes == 0)
        return;
    if (dateword_is_ordinal(letters) && number->n_digits <= 2 &&
        (!has_hyphen || letters.bytes[0] < 0)) {
        number->is_ordinal = true;
        reading->i = i;
    } else if (str_span_equal(letters, SPAN("t")) && !has_hyphen &&
               is_digit(byte_at(reading, i))) {
        reading->i = i;
        read_time(reading, true);
    } else if (!has_hyphen) {
        reading->reason = NOT_A_DATE;
    }
}

static void read_number(struct reading *reading)
{
    size_t i = reading->i;
    struct number number = scan_digits(reading, &i);
    if (byte_at(reading, i) == ':') {
        read_time(reading, false);
        return;
    }
    if (reading->n_numbers == 3 || is_digit(byte_at(reading, i))) {
        reading->reason = NOT_A_DATE;
        return;
    }
    reading->i = i;
    read_suffix(reading, &number);
    reading->numbers[reading->n_numbers++] = number;
    reading->is_after_sign = false;
}

static void read_word(struct reading *reading)
{
    struct str_span word = scan_letters(reading, &reading->i);
    unsigned month = dateword_month(word);
    if (month > 0 && (reading->month == 0 || reading->is_mar)) {
        reading->month = month;
        reading->is_mar = str_span_equal(word, SPAN("mar"));
        reading->is_after_sign = false;
    } else if (dateword_is_filler(word) &&
               str_span_starts(rest_of(reading), SPAN("-feira"))) {
        reading->i += SPAN("-feira").n_bytes; /* segunda-feira: Monday */
    } else if (!dateword_is_filler(word) &&
               !(reading->has_time && dateword_is_of_time(word))) {
        reading->reason = NOT_A_DATE;
    }
}

static void read_sign(struct reading *reading, char sign)
{
    struct number *last = reading->n_numbers > 0
                              ? &reading->numbers[reading->n_numbers - 1]
                              : NULL;
    if (sign != '.') {
        if (reading->is_after_sign || (last == NULL && reading->month == 0))
            reading->reason = NOT_A_DATE;
        reading->is_after_sign = true;
    }
    if (last != NULL && last->sign == '\0')
        last->sign = sign;
    reading->i++;
}

/* "(CEST)" behind a time. */
static void read_comment(struct reading *reading)
{
    if (!reading->has_time)
        reading->reason = NOT_A_DATE;
    while (reading->i < reading->text.n_bytes &&
           byte_at(reading, reading->i) != ')')
        reading->i++;
    reading->i++;
}

static void take_apart(struct reading *reading)
{
    while (reading->i < reading->text.n_bytes && reading->reason == NULL) {
        unsigned char byte = byte_at(reading, reading->i);
        size_t next = reading->i;
        UChar32 c = (UChar32)utf8_next(reading->text, &next);
        if (is_digit(byte))
            read_number(reading);
        else if (byte == '-' || byte == '/' || byte == '.')
            read_sign(reading, (char)byte);
        else if (byte == '(')
            read_comment(reading);
        else if (byte == ',' || u_isUWhiteSpace(c))
            reading->i = next;
        else if (u_isalpha(c))
            read_word(reading);
        else
            reading->reason = NOT_A_DATE;
    }
    if (reading->is_after_sign && reading->reason == NULL)
        reading->reason = NOT_A_DATE;
}

/* ---- what the numbers are */

static unsigned days_in(uint32_t year, uint32_t month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

/* month or day 0: not given. */
static const char *set_date(struct date *date, uint32_t year, uint32_t month,
                            uint32_t day)
{
    if (year < 1 || year > 9999)
        return "years go from 1 to 9999";
    if (month > 12)
        return "there is no such month";
    if (month == 0) {
        *date =
            (struct date){year * 10000 + 101, year * 10000 + 1231, DATE_YEAR};
        return NULL;
    }
    uint32_t min = year * 10000 + month * 100;
    unsigned n_days = days_in(year, month);
    if (day > n_days)
        return NO_SUCH_DAY;
    if (day == 0)
        *date = (struct date){min + 1, min + n_days, DATE_MONTH};
    else
        *date = (struct date){min + day, min + day, DATE_DAY};
    return NULL;
}

/* set_date() for numbers that are written, so that 0 is wrong. */
static const char *set_written(struct date *date, uint32_t year, uint32_t month,
                               uint32_t day)
{
    if (month == 0)
        return "there is no such month";
    return day == 0 ? NO_SUCH_DAY : set_date(date, year, month, day);
}

static bool is_year(const struct number *number)
{
    return number->n_digits >= 3 && number->n_digits <= 4 &&
           !number->is_ordinal;
}

static const char *read_named(const struct reading *reading, struct date *date)
{
    const struct number *a = &reading->numbers[0];
    const struct number *b = &reading->numbers[1];
    if (reading->n_numbers == 1)
        return is_year(a) ? set_date(date, a->value, reading->month, 0)
                          : NO_YEAR;
    if (reading->n_numbers != 2)
        return NOT_A_DATE;
    const struct number *year = is_year(a) ? a : b;
    const struct number *day = is_year(a) ? b : a;
    if (!is_year(year))
        return NO_YEAR;
    if (day->n_digits > 2)
        return NOT_A_DATE;
    return set_written(date, year->value, reading->month, day->value);
}

static const char *read_units(const struct reading *reading, struct date *date)
{
    const struct number *numbers = reading->numbers;
    unsigned n = reading->n_numbers;
    if (numbers[0].sign != 'Y' || (n > 1 && numbers[1].sign != 'M') ||
        (n > 2 && numbers[2].sign != 'D'))
        return NOT_A_DATE;
    if (numbers[0].n_digits != 4)
        return NO_YEAR;
    if (n == 1)
        return set_date(date, numbers[0].value, 0, 0);
    if (n == 3)
        return set_written(date, numbers[0].value, numbers[1].value,
                           numbers[2].value);
    return numbers[1].value == 0
               ? "there is no such month"
               : set_date(date, numbers[0].value, numbers[1].value, 0);
}

/* 19060514 or 1906. */
static const char *read_one(const struct number *number, struct date *date)
{
    if (number->is_ordinal || (number->sign != '\0' && number->sign != '.'))
        return NOT_A_DATE;
    if (number->n_digits == 8)
        return set_written(date, number->value / 10000,
                           number->value / 100 % 100, number->value % 100);
    if (number->n_digits != 4)
        return NOT_A_DATE;
    return set_date(date, number->value, 0, 0);
}

/* 1906-05, 5/1906, 05.1906. */
static const char *read_two(const struct number *numbers, struct date *date)
{
    const struct number *year = &numbers[0];
    const struct number *month = &numbers[1];
    if (year->n_digits != 4) {
        year = &numbers[1];
        month = &numbers[0];
    } else if (year->sign != '-') {
        return NOT_A_DATE; /* 1906/07 is a season in most archives */
    }
    if (numbers[0].sign == '\0' || year->n_digits != 4 || month->n_digits > 2)
        return NOT_A_DATE;
    if (month->value == 0)
        return "there is no such month";
    return set_date(date, year->value, month->value, 0);
}

static const char *read_three(const struct number *numbers, struct date *date)
{
    const struct number *a = &numbers[0];
    const struct number *b = &numbers[1];
    const struct number *c = &numbers[2];
    if (a->sign == '\0' || a->sign != b->sign || b->n_digits > 2)
        return NOT_A_DATE;
    if (a->n_digits == 4 && c->n_digits <= 2)
        return set_written(date, a->value, b->value, c->value);
    if (a->n_digits > 2)
        return NOT_A_DATE;
    if (c->n_digits != 4)
        return NO_YEAR;
    if (a->sign == '.' || a->value > 12 || a->value == b->value)
        return set_written(date, c->value, b->value, a->value);
    if (b->value > 12)
        return set_written(date, c->value, a->value, b->value);
    return "day and month could be either way round";
}

static const char *read_numbers(const struct reading *reading,
                                struct date *date)
{
    char sign = reading->numbers[0].sign;
    if (reading->month > 0)
        return read_named(reading, date);
    if (sign == 'Y' || sign == 'M' || sign == 'D')
        return read_units(reading, date);
    switch (reading->n_numbers) {
    case 1:
        return read_one(reading->numbers, date);
    case 2:
        return read_two(reading->numbers, date);
    case 3:
        return read_three(reading->numbers, date);
    default:
        return NOT_A_DATE;
    }
}

static enum status fold_words(struct str_span text, struct str *out,
                              struct error *err)
{
    struct fold *fold = NULL;
    enum status status = fold_new(&fold, err);
    if (status == STATUS_OK)
        status = fold_text(fold, text, out, err);
    fold_free(fold);
    return status;
}

enum status date_parse(struct str_span text, struct date *ret_date,
                       struct error *err)
{
    text = str_span_trim(text);
    if (text.n_bytes == 0)
        return error_set(err, STATUS_BAD_TEXT, "the date is empty");
    if (text.n_bytes > DATE_MAX_BYTES)
        return error_set(err, STATUS_BAD_TEXT, "cannot read date '%.*s...': %s",
                         (int)utf8_floor(text, 40), text.bytes, NOT_A_DATE);
    CLEANUP(str_release) struct str folded = STR_INIT;
    enum status status = fold_words(text, &folded, err);
    if (status != STATUS_OK)
        return status;

    struct reading reading = {.text = str_view(&folded)};
    struct date date = {0, 0, DATE_YEAR};
    take_apart(&reading);
    if (reading.reason == NULL)
        reading.reason = read_numbers(&reading, &date);
    if (reading.reason != NULL)
        return error_set(err, STATUS_BAD_TEXT, "cannot read date '%.*s': %s",
                         (int)text.n_bytes, text.bytes, reading.reason);
    *ret_date = date;
    return STATUS_OK;
}

void date_format(const struct date *date, struct str *out)
{
    unsigned year = date->min / 10000;
    unsigned month = date->min / 100 % 100;
    switch (date->precision) {
    case DATE_YEAR:
        str_add_format(out, "%04u", year);
        break;
    case DATE_MONTH:
        str_add_format(out, "%04u-%02u", year, month);
        break;
    case DATE_DAY:
        str_add_format(out, "%04u-%02u-%02u", year, month, date->min % 100);
        break;
    }
}
