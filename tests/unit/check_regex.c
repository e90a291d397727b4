/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/regex.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct regex *read_regex(const char *pattern)
{
    struct regex *regex = NULL;
    struct error err = ERROR_INIT;
    ck_assert_msg(regex_new(str_span_of(pattern), &regex, &err) == STATUS_OK,
                  "%s: %s", pattern, err.message);
    return regex;
}

static void expect(const char *pattern, const char *beginning, const char *yes,
                   const char *no)
{
    bool is_match;
    struct regex *regex = read_regex(pattern);
    struct str_span found = regex_beginning(regex);
    ck_assert_msg(str_span_equal(found, str_span_of(beginning)),
                  "%s begins with '%.*s'", pattern, (int)found.n_bytes,
                  found.bytes);
    ck_assert_int_eq(regex_matches(regex, str_span_of(yes), &is_match, NULL),
                     STATUS_OK);
    ck_assert_msg(is_match, "%s and %s", pattern, yes);
    ck_assert_int_eq(regex_matches(regex, str_span_of(no), &is_match, NULL),
                     STATUS_OK);
    ck_assert_msg(!is_match, "%s and %s", pattern, no);
    regex_free(regex);
}

START_TEST(a_whole_term_matches)
{
    expect("colou?r", "colo", "color", "colors");
    expect("colour", "colour", "colour", "acolour");
    expect("[ab]cd*e", "", "bce", "cce");
    expect(".*tion", "", "nation", "nations");
    expect("ab{0}c", "a", "ac", "abc");
    expect("tax|duty", "", "duty", "taxduty");
    expect("^tax$", "tax", "tax", "taxes");
    expect("x(y|z)", "", "xz", "x");
    expect("(?i)TAX", "", "tax", "duty");
    expect("a\\dbc", "a", "a1bc", "abc");
    expect("na\xC3\xAF?f", "na", "naf", "nay");
    expect("\\Qa.c\\E", "", "a.c", "abc");
    expect("r[a]*x", "r", "rx", "a");
    expect("\\x61bc", "", "abc", "x61bc");
    expect("a(bc)?d", "a", "ad", "abd");
}

END_TEST

START_TEST(what_cannot_be_read_is_told_with_its_place)
{
    struct regex *regex = NULL;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(regex_new(SPAN("a[b"), &regex, &err), STATUS_BAD_TEXT);
    ck_assert_uint_le(err.offset_bytes, 3);
    ck_assert_int_ne(err.message[0], '\0');
    ck_assert_int_eq(regex_new(SPAN("*a"), &regex, &err), STATUS_BAD_TEXT);
    ck_assert_ptr_null(regex);
}

END_TEST

START_TEST(one_that_never_ends_is_stopped)
{
    bool is_match;
    struct error err = ERROR_INIT;
    struct regex *regex = read_regex("(x+x+)+y");
    ck_assert_int_eq(
        regex_matches(regex, SPAN("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
                      &is_match, &err),
        STATUS_OK); /* there is no y in it */
    ck_assert_int_eq(
        regex_matches(regex, SPAN("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxyx"),
                      &is_match, &err),
        STATUS_TOO_BIG);
    regex_free(regex);
}

END_TEST

static Suite *regex_suite(void)
{
    Suite *suite = suite_create("regex");
    TCase *tcase = tcase_create("terms");
    tcase_add_test(tcase, a_whole_term_matches);
    tcase_add_test(tcase, what_cannot_be_read_is_told_with_its_place);
    tcase_add_test(tcase, one_that_never_ends_is_stopped);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(regex_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
