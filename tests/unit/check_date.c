/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/date.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define N_ROWS(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

static const struct {
    const char *text;
    const char *date; /* as date_format() writes it */
} good[] = {
    /* ISO 8601 */
    {"1906", "1906"},
    {"0001", "0001"},
    {"9999", "9999"},
    {" 1906 ", "1906"},
    {"1906-05", "1906-05"},
    {"1906-05-14", "1906-05-14"},
    {"19060514", "1906-05-14"},
    {"1906-5-4", "1906-05-04"},
    {"1906-05-14T10:15:30Z", "1906-05-14"},
    {"1906-05-14T10:15:30.250+02:00", "1906-05-14"},
    {"1906-05-14T23:59:60-0500", "1906-05-14"},
    {"1906-05-14T10", "1906-05-14"},
    {"1906-05-14T1015", "1906-05-14"},
    {"19060514T101530Z", "1906-05-14"},
    {"1906-05-14 10:15", "1906-05-14"},
    {"1906-05-14 10:15:30 +0200", "1906-05-14"},
    {"1906-05-14 10:15:30.123456 UTC", "1906-05-14"},
    {"2026-11-23t07:44:49z", "2026-11-23"},
    /* RFC 5322, asctime, date(1) */
    {"Mon, 14 May 1906 10:15:30 +0200", "1906-05-14"},
    {"Mon, 14 May 1906 10:15:30 +0200 (CEST)", "1906-05-14"},
    {"14 May 1906 10:15:30 GMT", "1906-05-14"},
    {"Mon May 14 10:15:30 1906", "1906-05-14"},
    {"Mon May 14 10:15:30 UTC 1906", "1906-05-14"},
    /* English */
    {"May 1906", "1906-05"},
    {"May, 1906", "1906-05"},
    {"14 May 1906", "1906-05-14"},
    {"14-May-1906", "1906-05-14"},
    {"May 14, 1906", "1906-05-14"},
    {"May 14 1906", "1906-05-14"},
    {"MAY 14, 1906", "1906-05-14"},
    {"Monday, 14th May 1906", "1906-05-14"},
    {"Monday, May 14th, 1906", "1906-05-14"},
    {"the 1st of May, 1906", "1906-05-01"},
    {"2nd Feb. 1906", "1906-02-02"},
    {"3rd Sept. 1906", "1906-09-03"},
    {"Sept. 3, 1906", "1906-09-03"},
    {"1906 May 14", "1906-05-14"},
    {"May 14, 1906, 10:15 a.m. EST", "1906-05-14"},
    {"May 14, 1906 at 10:15 PM", "1906-05-14"},
    {"14 May 850", "0850-05-14"},
    /* German, French, Spanish, Italian, Portuguese, Dutch, Russian */
    {"14. Mai 1906", "1906-05-14"},
    {"Montag, den 14. März 1906", "1906-03-14"},
    {"14. Ma\xCC\x88rz 1906", "1906-03-14"},
    {"1. Jänner 1906", "1906-01-01"},
    {"14. Mai 1906, 10:15 Uhr", "1906-05-14"},
    {"Dezember 1906", "1906-12"},
    {"le 1er mai 1906", "1906-05-01"},
    {"lundi 14 mai 1906", "1906-05-14"},
    {"14 févr. 1906", "1906-02-14"},
    {"15 AOÛT 1906", "1906-08-15"},
    {"mar. 15 mai 1906", "1906-05-15"},
    {"15 mar. 1906", "1906-03-15"},
    {"14 de mayo de 1906", "1906-05-14"},
    {"14 de mayo del 1906", "1906-05-14"},
    {"martes, 15 de mayo de 1906", "1906-05-15"},
    {"14 maggio 1906", "1906-05-14"},
    {"1º maggio 1906", "1906-05-01"},
    {"lunedì 14 maggio 1906", "1906-05-14"},
    {"1.º de março de 1906", "1906-03-01"},
    {"segunda-feira, 14 de maio de 1906", "1906-05-14"},
    {"maandag 14 mei 1906", "1906-05-14"},
    {"1ste mei 1906", "1906-05-01"},
    {"14 мая 1906 г.", "1906-05-14"},
    {"14 МАЯ 1906 года", "1906-05-14"},
    {"май 1906", "1906-05"},
    {"14-го мая 1906", "1906-05-14"},
    {"понедельник, 14 мая 1906 г.", "1906-05-14"},
    /* numbers */
    {"1906/05/14", "1906-05-14"},
    {"1906.05.14", "1906-05-14"},
    {"14.5.1906", "1906-05-14"},
    {"5.6.1906", "1906-06-05"},
    {"14. 5. 1906", "1906-05-14"},
    {"5/14/1906", "1906-05-14"},
    {"14/5/1906", "1906-05-14"},
    {"14-05-1906", "1906-05-14"},
    {"5/5/1906", "1906-05-05"},
    {"5/1906", "1906-05"},
    {"05.1906", "1906-05"},
    /* East Asia */
    {"1906年", "1906"},
    {"1906年5月", "1906-05"},
    {"1906年5月14日", "1906-05-14"},
    {"１９０６年５月１４日", "1906-05-14"},
    {"1906년 5월 14일", "1906-05-14"},
    {"1906年5月14日 10:15", "1906-05-14"},
    /* the calendar */
    {"1904-02-29", "1904-02-29"},
    {"2000-02-29", "2000-02-29"},
    {"31 December 1906", "1906-12-31"},
};

START_TEST(this_is_read)
{
    struct date date;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str got = STR_INIT;
    enum status status = date_parse(str_span_of(good[_i].text), &date, &err);
    ck_assert_msg(status == STATUS_OK, "'%s': %s", good[_i].text, err.message);
    date_format(&date, &got);
    ck_assert_msg(strcmp(got.bytes, good[_i].date) == 0, "'%s': %s, not %s",
                  good[_i].text, got.bytes, good[_i].date);
}

END_TEST

static const char *const bad[] = {
    "",
    "   ",
    "yesterday",
    "Spring 1907",
    "31st of Febtober",
    "14 Febtober 1906",
    "c. 1906",
    "1906?",
    "[1906]",
    "1906-",
    "-1906",
    "1906-1907",
    "1906/07",
    "1906--05",
    "1906-05-",
    "May-June 1906",
    "May 14",
    "14 May",
    "May",
    "14 May 06",
    "14 May '06",
    "14/5/06",
    "06-05-14",
    "5/6/1906",
    "12-11-1906",
    "0000",
    "00000514",
    "10000",
    "14 May 10000",
    "1906-00",
    "1906-13",
    "1906-00-14",
    "1906-05-00",
    "0 May 1906",
    "1906-02-31",
    "31 February 1906",
    "29 February 1906",
    "1900-02-29",
    "31 April 1906",
    "32 May 1906",
    "31/31/1906",
    "19060532",
    "190605",
    "1906051",
    "1906051412",
    "14 5 1906",
    "14.5-1906",
    "1906 1906",
    "1 2 3 4",
    "14 May 1906 1907",
    "14 May May 1906",
    "1906-05-14T25:00",
    "1906-05-14T10:60",
    "1906-05-14T10:15:61",
    "1906-05-14 10:1",
    "1906-05-14 10:15 11:15",
    "1906-05-14T10:15 someday",
    "10:15",
    "14x May 1906",
    "14 May 1906 (revised)",
    "5月14日",
    "1906年13月",
    "1906年2月30日",
    "906年",
    "1st 1906",
    "99999999999999999999",
    "\xF0\x9F\x98\x80",
    "1906-05-14-15",
    "1er",
    "May 1st",
};

START_TEST(this_is_refused_with_a_reason_that_names_it)
{
    struct date date = {1, 2, DATE_DAY};
    struct error err = ERROR_INIT;
    enum status status = date_parse(str_span_of(bad[_i]), &date, &err);
    ck_assert_msg(status == STATUS_BAD_TEXT, "'%s' is read as %u..%u", bad[_i],
                  (unsigned)date.min, (unsigned)date.max);
    ck_assert_uint_eq(date.min, 1);
    if (strspn(bad[_i], " ") == strlen(bad[_i]))
        ck_assert_str_eq(err.message, "the date is empty");
    else
        ck_assert_msg(strstr(err.message, bad[_i]) != NULL, "%s", err.message);
    ck_assert_int_eq(date_parse(str_span_of(bad[_i]), &date, NULL),
                     STATUS_BAD_TEXT);
}

END_TEST

static const struct {
    const char *text;
    const char *message;
} reasons[] = {
    {"5/6/1906", "cannot read date '5/6/1906': day and month could be either "
                 "way round"},
    {"31 February 1906",
     "cannot read date '31 February 1906': there is no such day"},
    {"1906-13", "cannot read date '1906-13': there is no such month"},
    {"14 May 06", "cannot read date '14 May 06': the year needs four digits"},
    {"0000", "cannot read date '0000': years go from 1 to 9999"},
    {"Spring 1907",
     "cannot read date 'Spring 1907': not a form of date that is known"},
};

START_TEST(the_reason_is_the_right_one)
{
    struct date date;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(date_parse(str_span_of(reasons[_i].text), &date, &err),
                     STATUS_BAD_TEXT);
    ck_assert_str_eq(err.message, reasons[_i].message);
}

END_TEST

static const struct {
    const char *text;
    struct date date;
} spans[] = {
    {"1906", {19060101, 19061231, DATE_YEAR}},
    {"1906-02", {19060201, 19060228, DATE_MONTH}},
    {"1904-02", {19040201, 19040229, DATE_MONTH}},
    {"1906-04", {19060401, 19060430, DATE_MONTH}},
    {"1906-05-14", {19060514, 19060514, DATE_DAY}},
    {"0001", {10101, 11231, DATE_YEAR}},
};

START_TEST(a_date_is_a_span_of_days)
{
    struct date date;
    ck_assert_int_eq(date_parse(str_span_of(spans[_i].text), &date, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(date.min, spans[_i].date.min);
    ck_assert_uint_eq(date.max, spans[_i].date.max);
    ck_assert_int_eq(date.precision, spans[_i].date.precision);
}

END_TEST

START_TEST(each_day_comes_back_as_it_was_written)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str got = STR_INIT;
    size_t n_days = 0;
    for (unsigned i = 0; i < 400 * 372; i++) {
        unsigned year = 1800 + i / 372;
        unsigned month = 1 + i % 372 / 31;
        unsigned day = 1 + i % 31;
        struct date date;
        str_reset(&text);
        str_reset(&got);
        str_add_format(&text, "%04u-%02u-%02u", year, month, day);
        if (date_parse(str_view(&text), &date, NULL) != STATUS_OK)
            continue;
        n_days++;
        date_format(&date, &got);
        if (!str_span_equal(str_view(&text), str_view(&got)))
            ck_abort_msg("%s, %s", text.bytes, got.bytes);
    }
    ck_assert_uint_eq(n_days, 146097); /* any 400 years are as long */
}

END_TEST

START_TEST(random_pieces_of_dates_are_safe)
{
    static const char *const pieces[] = {
        "1906", "14", "5",  "May", "мая", "-", "/", ".",  ",",
        " ",    "T",  ":",  "10",  "Z",   "+", "(", ")",  "年",
        "月",   "日", "st", "mar", "of",  "é", "0", "99", "-го"};
    unsigned seed = 1906;
    CLEANUP(str_release) struct str text = STR_INIT;
    for (int i = 0; i < 100000; i++) {
        struct date date = {0, 0, DATE_YEAR};
        str_reset(&text);
        for (int n = rand_r(&seed) % 10; n > 0; n--)
            str_add_text(&text, pieces[rand_r(&seed) % N_ROWS(pieces)]);
        if (date_parse(str_view(&text), &date, NULL) == STATUS_OK &&
            (date.min > date.max || date.min < 10101 || date.max > 99991231))
            ck_abort_msg("'%s': %u..%u", text.bytes, (unsigned)date.min,
                         (unsigned)date.max);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("date");
    TCase *reading = tcase_create("reading");
    tcase_add_loop_test(reading, this_is_read, 0, N_ROWS(good));
    tcase_add_loop_test(reading, this_is_refused_with_a_reason_that_names_it, 0,
                        N_ROWS(bad));
    tcase_add_loop_test(reading, the_reason_is_the_right_one, 0,
                        N_ROWS(reasons));
    tcase_add_test(reading, random_pieces_of_dates_are_safe);
    suite_add_tcase(suite, reading);
    TCase *days = tcase_create("days");
    tcase_add_loop_test(days, a_date_is_a_span_of_days, 0, N_ROWS(spans));
    tcase_add_test(days, each_day_comes_back_as_it_was_written);
    suite_add_tcase(suite, days);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
