/*
 * Facets and timelines made of columns that are counted by hand.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/survey.h"
#include "store/value_list.h"

#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ROWS 2000

static struct arena arena;
static struct tally_row rows[MAX_ROWS];
static struct tally tally;

static void set_up(void)
{
    arena_init(&arena);
    tally = (struct tally){.rows = rows};
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void add_row(struct str_span value, uint64_t n_matches,
                    uint64_t n_articles)
{
    ck_assert_uint_lt(tally.n_rows, MAX_ROWS);
    rows[tally.n_rows++] =
        (struct tally_row){arena_copy(&arena, value), n_matches, n_articles, 0};
}

/* Days as yyyymmdd; min 0: none. */
static void add_days(uint32_t min, uint32_t max, uint64_t n_matches,
                     uint64_t n_articles)
{
    CLEANUP(str_release) struct str value = STR_INIT;

    if (min > 0)
        str_add_format(&value, "%08" PRIu32 "%08" PRIu32, min, max);
    add_row(str_view(&value), n_matches, n_articles);
}

static void add_list(const char *names, uint64_t n_matches)
{
    CLEANUP(str_release) struct str list = STR_INIT;

    while (*names) {
        size_t n = strcspn(names, ",");
        ck_assert(value_list_add(&list, str_span(names, n)));
        names += n + (names[n] == ',');
    }
    add_row(str_view(&list), n_matches, 0);
}

/* ---- facets */

static void expect_facet(enum facet_field field, uint32_t n, const char *wanted)
{
    const struct facet_wish wish = {field, n};
    CLEANUP(str_release) struct str text = STR_INIT;
    struct facet facet;

    ck_assert_int_eq(facet_make(&wish, &tally, &arena, &facet, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < facet.n_values; i++)
        str_add_format(&text, "%.*s=%" PRIu64 " ",
                       (int)facet.values[i].value.n_bytes,
                       facet.values[i].value.bytes, facet.values[i].n_articles);
    str_add_format(
        &text, "other=%" PRIu64 " missing=%" PRIu64 " imprecise=%" PRIu64 "%s",
        facet.n_other, facet.n_missing, facet.n_imprecise,
        facet.is_exact ? "" : " inexact");
    ck_assert_str_eq(str_view(&text).bytes, wanted);
}

START_TEST(the_most_frequent_come_first)
{
    add_row(SPAN(""), 4, 0);
    add_row(SPAN("Argus"), 2, 0);
    add_row(SPAN("Herald"), 7, 0);
    add_row(SPAN("Mail"), 0, 9);
    add_row(SPAN("Star"), 2, 0);
    expect_facet(FACET_SOURCE, 10,
                 "Herald=7 Argus=2 Star=2 other=0 missing=4 imprecise=0");
    expect_facet(FACET_SOURCE, 2,
                 "Herald=7 Argus=2 other=2 missing=4 imprecise=0");
}

END_TEST

START_TEST(lists_count_for_each_of_their_texts)
{
    add_row(SPAN(""), 1, 0);
    add_list("Ann", 3);
    add_list("Bo,Ann", 4);
    add_list("Bo,Cy", 1);
    expect_facet(FACET_AUTHOR, 10,
                 "Ann=7 Bo=5 Cy=1 other=0 missing=1 imprecise=0");
    expect_facet(FACET_TAG, 1, "Ann=7 other=6 missing=1 imprecise=0");
}

END_TEST

START_TEST(a_list_that_was_cut_is_not_exact)
{
    CLEANUP(str_release) struct str list = STR_INIT;
    char odd[VALUE_LIST_MAX_TEXT_BYTES + 1];

    memset(odd, 'x', sizeof odd);
    ck_assert(value_list_add(&list, SPAN("Ann")));
    ck_assert(!value_list_add(&list, str_span(odd, sizeof odd)));
    add_row(str_view(&list), 2, 0);
    expect_facet(FACET_AUTHOR, 10,
                 "Ann=2 other=0 missing=0 imprecise=0 inexact");
}

END_TEST

START_TEST(years_are_the_most_frequent_from_the_latest)
{
    add_days(0, 0, 5, 0);
    add_days(19050101, 19051231, 2, 0);
    add_days(19050301, 19050301, 4, 0);
    add_days(19051230, 19060102, 3, 0);
    add_days(19060501, 19060531, 1, 0);
    add_days(19070101, 19070101, 9, 0);
    expect_facet(FACET_YEAR, 10,
                 "1907=9 1906=1 1905=6 other=0 missing=5 imprecise=3");
    expect_facet(FACET_YEAR, 2, "1907=9 1905=6 other=1 missing=5 imprecise=3");
}

END_TEST

START_TEST(nothing_has_no_values)
{
    expect_facet(FACET_SECTION, 10, "other=0 missing=0 imprecise=0");
}

END_TEST

/* ---- timelines */

static void expect_timeline(enum timeline_unit unit, const char *wanted)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct timeline timeline;

    ck_assert_int_eq(timeline_make(unit, &tally, &arena, &timeline, NULL),
                     STATUS_OK);
    str_add_format(&text, "%s:", timeline_unit_name(timeline.unit));
    for (size_t i = 0; i < timeline.n_buckets; i++) {
        str_add_char(&text, ' ');
        timeline_add_date(timeline.unit, timeline.buckets[i].from, &text);
        str_add_format(&text, "=%" PRIu64 "/%" PRIu64,
                       timeline.buckets[i].n_hits,
                       timeline.buckets[i].n_articles);
    }
    str_add_format(&text, " undated=%" PRIu64 " imprecise=%" PRIu64 "%s%s",
                   timeline.n_undated, timeline.n_imprecise,
                   timeline.is_sparse ? " sparse" : "",
                   timeline.is_coarse ? " coarse" : "");
    ck_assert_str_eq(str_view(&text).bytes, wanted);
}

START_TEST(a_date_counts_where_all_of_it_lies)
{
    /* rows rise by their first days */
    add_days(0, 0, 2, 5);
    add_days(19031231, 19031231, 0, 7);
    add_days(19040101, 19041231, 8, 9);
    add_days(19040228, 19040228, 1, 3);
    add_days(19040229, 19040229, 0, 2);
    add_days(19040301, 19040301, 2, 2);
    add_days(19040301, 19040331, 4, 6);
    add_days(19041201, 19050131, 16, 16);
    add_days(19070101, 19070101, 0, 1);
    expect_timeline(TIMELINE_YEAR, "year: 1904=15/22 undated=2 imprecise=16");
    expect_timeline(TIMELINE_MONTH, "month: 1904-02=1/5 1904-03=6/8 undated=2 "
                                    "imprecise=24");
    expect_timeline(TIMELINE_DAY,
                    "day: 1904-02-28=1/3 1904-02-29=0/2 1904-03-01=2/2 "
                    "undated=2 imprecise=28");
}

END_TEST

START_TEST(empty_buckets_between_are_there)
{
    add_days(19031130, 19031130, 1, 1);
    add_days(19040102, 19040102, 1, 1);
    expect_timeline(TIMELINE_MONTH, "month: 1903-11=1/1 1903-12=0/0 "
                                    "1904-01=1/1 undated=0 imprecise=0");
    expect_timeline(TIMELINE_YEAR,
                    "year: 1903=1/1 1904=1/1 undated=0 imprecise=0");
}

END_TEST

START_TEST(a_century_has_no_29th_of_february)
{
    add_days(19000228, 19000228, 1, 1);
    add_days(19000301, 19000301, 1, 1);
    expect_timeline(TIMELINE_DAY, "day: 1900-02-28=1/1 1900-03-01=1/1 "
                                  "undated=0 imprecise=0");
}

END_TEST

START_TEST(a_long_line_leaves_empty_buckets_out)
{
    add_days(18000101, 18000101, 1, 1);
    add_days(19000101, 19000101, 0, 4);
    add_days(20000101, 20000101, 1, 2);
    expect_timeline(TIMELINE_DAY, "day: 1800-01-01=1/1 2000-01-01=1/2 "
                                  "undated=0 imprecise=0 sparse");
}

END_TEST

START_TEST(a_line_of_too_many_buckets_is_of_longer_ones)
{
    /* TIMELINE_MAX_BUCKETS + 1 days with hits, 20 a month */
    for (uint32_t i = 0; i <= TIMELINE_MAX_BUCKETS; i++)
        add_days(19010101 + i / 240 * 10000 + i / 20 % 12 * 100 + i % 20,
                 19010101 + i / 240 * 10000 + i / 20 % 12 * 100 + i % 20, 1, 1);
    struct timeline timeline;
    ck_assert_int_eq(
        timeline_make(TIMELINE_DAY, &tally, &arena, &timeline, NULL),
        STATUS_OK);
    ck_assert_int_eq(timeline.unit, TIMELINE_MONTH);
    ck_assert(timeline.is_coarse);
    ck_assert_uint_eq(timeline.n_buckets, 21);
    ck_assert_uint_eq(timeline.buckets[0].n_hits, 20);
    ck_assert_uint_eq(timeline.buckets[20].n_hits, 1);
}

END_TEST

static const struct {
    uint32_t last;
    enum timeline_unit unit;
} spans[] = {
    {19060301, TIMELINE_DAY},   /* 60 days from the first of January on */
    {19060302, TIMELINE_MONTH}, /* 61 */
    {19101231, TIMELINE_MONTH}, /* 60 months */
    {19110101, TIMELINE_YEAR},  {20240101, TIMELINE_YEAR},
};

START_TEST(the_unit_is_chosen_by_what_is_spanned)
{
    struct timeline timeline;

    add_days(19060101, 19060101, 1, 1);
    add_days(spans[_i].last, spans[_i].last, 1, 1);
    ck_assert_int_eq(
        timeline_make(TIMELINE_AUTO, &tally, &arena, &timeline, NULL),
        STATUS_OK);
    ck_assert_int_eq(timeline.unit, spans[_i].unit);
}

END_TEST

START_TEST(years_alone_make_a_line_of_years)
{
    add_days(19060101, 19061231, 3, 4);
    expect_timeline(TIMELINE_AUTO, "year: 1906=3/4 undated=0 imprecise=0");
}

END_TEST

START_TEST(nothing_has_no_line)
{
    add_days(0, 0, 3, 4);
    expect_timeline(TIMELINE_AUTO, "year: undated=3 imprecise=0");
    expect_timeline(TIMELINE_DAY, "day: undated=3 imprecise=0");
}

END_TEST

START_TEST(a_rate_is_of_ten_thousand)
{
    const struct timeline_bucket bucket = {1906, 9, 4123, 0};
    const struct timeline_bucket none = {1906, 0, 0, 0};

    ck_assert_double_eq_tol(timeline_rate(&bucket), 21.829, 0.001);
    ck_assert_double_eq(timeline_rate(&none), 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("survey");
    TCase *tcase = tcase_create("facets");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_most_frequent_come_first);
    tcase_add_test(tcase, lists_count_for_each_of_their_texts);
    tcase_add_test(tcase, a_list_that_was_cut_is_not_exact);
    tcase_add_test(tcase, years_are_the_most_frequent_from_the_latest);
    tcase_add_test(tcase, nothing_has_no_values);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("timelines");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_date_counts_where_all_of_it_lies);
    tcase_add_test(tcase, empty_buckets_between_are_there);
    tcase_add_test(tcase, a_century_has_no_29th_of_february);
    tcase_add_test(tcase, a_long_line_leaves_empty_buckets_out);
    tcase_add_test(tcase, a_line_of_too_many_buckets_is_of_longer_ones);
    tcase_add_loop_test(tcase, the_unit_is_chosen_by_what_is_spanned, 0,
                        (int)(sizeof spans / sizeof *spans));
    tcase_add_test(tcase, years_alone_make_a_line_of_years);
    tcase_add_test(tcase, nothing_has_no_line);
    tcase_add_test(tcase, a_rate_is_of_ten_thousand);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
