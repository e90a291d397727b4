/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/expr.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static void expect_print(const struct expr *expr, const char *wanted)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    ck_assert_ptr_nonnull(expr);
    expr_print(expr, &out);
    ck_assert_int_eq(str_status(&out, NULL), STATUS_OK);
    ck_assert_str_eq(out.bytes, wanted);
}

static struct expr *term(struct arena *arena, const char *text)
{
    return expr_term(arena, str_span_of(text));
}

START_TEST(an_expression_prints_as_one_line)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct expr *words[] = {term(&arena, "state"), term(&arena, "of"),
                            expr_pair(&arena, EXPR_OR, term(&arena, "affairs"),
                                      term(&arena, "affair"))};
    struct expr *phrase = expr_window(&arena, EXPR_PHRASE, words, 3, 3);
    struct expr *near = expr_window(&arena, EXPR_NEAR, words, 2, 2048);
    expect_print(expr_pair(&arena, EXPR_AND, term(&arena, "Zprotest"), phrase),
                 "(AND Zprotest (PHRASE/3 state of (OR affairs affair)))");
    expect_print(expr_pair(&arena, EXPR_AND_MAYBE,
                           expr_scale(&arena, term(&arena, "Stax"), 2.5), near),
                 "(AND_MAYBE (SCALE/2.5 Stax) (NEAR/2048 state of))");
    expect_print(expr_pair(&arena, EXPR_FILTER, expr_leaf(&arena, EXPR_ALL),
                           expr_value(&arena, EXPR_VALUE_GE, 0, SPAN("1906"))),
                 "(FILTER <all> (VALUE/0 >= 1906))");
    expect_print(expr_pair(&arena, EXPR_AND_NOT,
                           expr_value(&arena, EXPR_VALUE_LE, 1, SPAN("1910")),
                           expr_leaf(&arena, EXPR_NONE)),
                 "(AND_NOT (VALUE/1 <= 1910) <none>)");
}

END_TEST

START_TEST(odd_terms_are_quoted)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    expect_print(term(&arena, "Ktwo words"), "\"Ktwo words\"");
    expect_print(term(&arena, "a\"(b)\\"), "\"a\\\"(b)\\\\\"");
    expect_print(term(&arena, "a\n\x7f"), "\"a\\x0a\\x7f\"");
    expect_print(term(&arena, "<all>"), "\"<all>\"");
    expect_print(term(&arena, ""), "\"\"");
    expect_print(term(&arena, "caf\xc3\xa9"), "caf\xc3\xa9");
}

END_TEST

START_TEST(groups_of_one_and_of_none_collapse)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct expr *one[] = {term(&arena, "tax")};
    for (int op = EXPR_AND; op <= EXPR_FILTER; op++) {
        ck_assert_ptr_eq(expr_group(&arena, (enum expr_op)op, one, 1), one[0]);
        expect_print(expr_group(&arena, (enum expr_op)op, NULL, 0), "<none>");
    }
    ck_assert_ptr_eq(expr_window(&arena, EXPR_PHRASE, one, 1, 1), one[0]);
    expect_print(expr_window(&arena, EXPR_NEAR, NULL, 0, 5), "<none>");
}

END_TEST

START_TEST(a_child_that_is_missing_makes_the_result_missing)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct expr *children[] = {term(&arena, "tax"), NULL};
    ck_assert_ptr_null(expr_group(&arena, EXPR_OR, children, 2));
    ck_assert_ptr_null(expr_group(&arena, EXPR_OR, &children[1], 1));
    ck_assert_ptr_null(expr_pair(&arena, EXPR_AND, NULL, children[0]));
    ck_assert_ptr_null(expr_window(&arena, EXPR_PHRASE, children, 2, 2));
    ck_assert_ptr_null(expr_scale(&arena, NULL, 1));
}

END_TEST

START_TEST(children_are_copied_and_windows_widened)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct expr *children[] = {term(&arena, "a"), term(&arena, "b")};
    struct expr *phrase = expr_window(&arena, EXPR_PHRASE, children, 2, 1);
    children[0] = NULL;
    expect_print(phrase, "(PHRASE/2 a b)");
}

END_TEST

START_TEST(endless_nesting_prints_to_an_end)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    struct expr *expr = term(&arena, "deep");
    for (int i = 0; i < 100000; i++)
        expr = expr_pair(&arena, EXPR_OR, expr, expr_leaf(&arena, EXPR_NONE));
    expr_print(expr, &out);
    ck_assert_int_eq(str_status(&out, NULL), STATUS_OK);
    ck_assert_uint_lt(out.n_bytes, 20 * EXPR_MAX_DEPTH);
    ck_assert_ptr_nonnull(strstr(out.bytes, "(OR ... <none>)"));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("expr");
    TCase *making = tcase_create("making");
    tcase_add_test(making, groups_of_one_and_of_none_collapse);
    tcase_add_test(making, a_child_that_is_missing_makes_the_result_missing);
    tcase_add_test(making, children_are_copied_and_windows_widened);
    suite_add_tcase(suite, making);
    TCase *printing = tcase_create("printing");
    tcase_add_test(printing, an_expression_prints_as_one_line);
    tcase_add_test(printing, odd_terms_are_quoted);
    tcase_add_test(printing, endless_nesting_prints_to_an_end);
    suite_add_tcase(suite, printing);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
