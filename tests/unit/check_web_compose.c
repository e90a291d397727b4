/*
 * What the boxes of the form make of a query.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_compose.h"

#include <check.h>
#include <stdlib.h>

#define MAX_PAIRS 6

static const struct row {
    struct address_pair pairs[MAX_PAIRS];
    const char *query;
} rows[] = {
    {{{SPAN("q"), SPAN(" tax ")}}, " tax "},
    {{{SPAN("q"), SPAN("tax")}, {SPAN("phrase"), SPAN(" war office ")}},
     "\"war office\" tax"},
    {{{SPAN("some"), SPAN("tea  C++ AND or not_x")}},
     "(tea OR \"C++\" OR \"AND\" OR \"or\" OR \"not_x\")"},
    {{{SPAN("near"), SPAN("tea NEAR C++")}, {SPAN("some"), SPAN("a b")}},
     "(tea NEAR \"NEAR\" NEAR \"C++\") (a OR b)"},
    {{{SPAN("near"), SPAN("tea")}}, "(tea)"},
    {{{SPAN("none"), SPAN("rum x-y")}, {SPAN("q"), SPAN("tax")}},
     "-rum -\"x-y\" tax"},
    /* what q leaves open is its own */
    {{{SPAN("q"), SPAN("\"sugar tax")}, {SPAN("phrase"), SPAN("war office")}},
     "\"war office\" \"sugar tax"},
    {{{SPAN("q"), SPAN("sugar (tax")}, {SPAN("none"), SPAN("b")}},
     "-b sugar (tax"},
    /* a choice stays one */
    {{{SPAN("q"), SPAN("tax OR levy")}, {SPAN("none"), SPAN("b")}},
     "-b (tax OR levy)"},
    {{{SPAN("q"), SPAN("sugar duty")},
      {SPAN("any"), SPAN("1")},
      {SPAN("phrase"), SPAN("war office")},
      {SPAN("none"), SPAN("a b")}},
     "\"war office\" AND -a AND -b AND (sugar duty)"},
    /* each counts */
    {{{SPAN("phrase"), SPAN("a")}, {SPAN("phrase"), SPAN("b \"c\\")}},
     "\"a\" \"b  c \""},
    {{{SPAN("some"), SPAN("a b")}, {SPAN("some"), SPAN("c")}}, "(a OR b) (c)"},
    /* nothing to be asked for */
    {{{SPAN("q"), SPAN("tax")}, {SPAN("phrase"), SPAN(" \"\\ ")}}, "tax"},
    {{{SPAN("q"), SPAN("tax")}, {SPAN("some"), SPAN("  ")}}, "tax"},
};

START_TEST(boxes_become_a_query)
{
    CLEANUP(str_release) struct str query = STR_INIT;
    struct web_request request = {.parameters =
                                      (struct address_pair *)rows[_i].pairs};

    while (request.n_parameters < MAX_PAIRS &&
           rows[_i].pairs[request.n_parameters].name.n_bytes > 0)
        request.n_parameters++;
    web_compose_query(&request, &query);
    ck_assert_str_eq(str_view(&query).bytes, rows[_i].query);
}

END_TEST

START_TEST(boxes_with_nothing_in_them_are_taken_out)
{
    struct address_pair pairs[] = {{SPAN("some"), SPAN(" ")},
                                   {SPAN("q"), SPAN("")},
                                   {SPAN("none"), SPAN("")},
                                   {SPAN("phrase"), SPAN("x")}};
    struct web_request request = {.parameters = pairs, .n_parameters = 4};

    ck_assert(web_compose_is_asked(&request));
    web_compose_drop_empty(&request);
    ck_assert_uint_eq(request.n_parameters, 2);
    ck_assert(str_span_equal(pairs[0].name, SPAN("q")));
    ck_assert(str_span_equal(pairs[1].name, SPAN("phrase")));
    pairs[1].value = SPAN("\"");
    ck_assert(!web_compose_is_asked(&request));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("web_compose");
    TCase *tcase = tcase_create("boxes");

    tcase_add_loop_test(tcase, boxes_become_a_query, 0,
                        (int)(sizeof(rows) / sizeof(*rows)));
    tcase_add_test(tcase, boxes_with_nothing_in_them_are_taken_out);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
