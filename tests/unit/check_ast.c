/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/ast.h"

#include <check.h>
#include <stdlib.h>

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static struct ast_node *leaf(enum ast_kind kind, const char *text)
{
    struct ast_node *node = ast_new(&arena, kind, (struct ast_span){3, 7});
    ck_assert_ptr_nonnull(node);
    node->text = str_span_of(text);
    return node;
}

static struct ast_node *pair(enum ast_kind kind, struct ast_node *a,
                             struct ast_node *b)
{
    struct ast_node *nodes[] = {a, b};
    struct ast_node *node = ast_group(&arena, kind, nodes, 2);
    ck_assert_ptr_nonnull(node);
    return node;
}

static struct ast_node *wrap(enum ast_kind kind, enum field field,
                             struct ast_node *child)
{
    struct ast_node *node =
        ast_wrap(&arena, kind, field, (struct ast_span){0, 0}, child);
    ck_assert_ptr_nonnull(node);
    return node;
}

static void expect_print(const struct ast_node *node, const char *expected)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    ast_print(node, &out);
    ck_assert_str_eq(str_view(&out).bytes, expected);
}

START_TEST(groups_of_the_same_kind_dissolve)
{
    struct ast_node *a = leaf(AST_WORD, "a");
    struct ast_node *b = leaf(AST_WORD, "b");
    struct ast_node *c = leaf(AST_WORD, "c");
    struct ast_node *group = pair(AST_AND, pair(AST_AND, a, b), c);
    ck_assert_uint_eq(group->n_children, 3);
    expect_print(group, "a AND b AND c");
    group = pair(AST_AND, pair(AST_OR, a, b), c);
    ck_assert_uint_eq(group->n_children, 2);
    expect_print(group, "(a OR b) AND c");
    ck_assert_ptr_eq(ast_group(&arena, AST_OR, &a, 1), a);
}

END_TEST

START_TEST(a_group_spans_its_nodes)
{
    struct ast_node *a = leaf(AST_WORD, "a");
    struct ast_node *b = leaf(AST_WORD, "b");
    a->span = (struct ast_span){10, 12};
    b->span = (struct ast_span){4, 6};
    struct ast_node *group = pair(AST_OR, a, b);
    ck_assert_uint_eq(group->span.start_bytes, 4);
    ck_assert_uint_eq(group->span.end_bytes, 12);
}

END_TEST

START_TEST(fields_and_exclusions_print_with_their_parentheses)
{
    struct ast_node *a = leaf(AST_WORD, "a");
    struct ast_node *b = leaf(AST_PHRASE, "b c");
    expect_print(wrap(AST_FIELD, FIELD_TITLE, a), "title:a");
    expect_print(wrap(AST_FIELD, FIELD_TITLE, b), "title:\"b c\"");
    expect_print(wrap(AST_FIELD, FIELD_TITLE, pair(AST_OR, a, b)),
                 "title:(a OR \"b c\")");
    expect_print(wrap(AST_FIELD, FIELD_TITLE, wrap(AST_NOT, FIELD_TEXT, a)),
                 "title:(NOT a)");
    expect_print(wrap(AST_NOT, FIELD_TEXT, pair(AST_AND, a, b)),
                 "NOT (a AND \"b c\")");
    expect_print(ast_new(&arena, AST_ALL, (struct ast_span){0, 0}), "*");
}

END_TEST

START_TEST(words_that_look_like_signs_get_a_backslash)
{
    static const char *const rows[][2] = {
        {"tax", "tax"},     {"AND", "\\AND"},         {"NEAR", "\\NEAR"},
        {"-tax", "\\-tax"}, {"title:x", "title\\:x"}, {"10:30", "10:30"},
        {"a(b", "a\\(b"},   {"5\"", "5\\\""},         {"wom?n", "wom\\?n"},
        {"why?", "why?"},   {"a&b", "a&b"},           {"a&&b", "a\\&\\&b"},
        {"*", "\\*"},       {"C++", "C++"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_print(leaf(AST_WORD, rows[i][0]), rows[i][1]);
}

END_TEST

START_TEST(dates_print_in_their_shortest_form)
{
    static const struct {
        uint32_t min;
        uint32_t max;
        const char *expected;
    } rows[] = {
        {19060101, 19061231, "1906"},
        {19060501, 19060531, "1906-05"},
        {19060514, 19060514, "1906-05-14"},
        {19060101, 19060101, "1906-01-01"},
        {19060101, 19081231, "1906..1908"},
        {19060501, 19081231, "1906-05..1908"},
        {19060502, 19080930, "1906-05-02..1908-09"},
        {19060101, 19060115, "1906..1906-01-15"},
        {0, 19101231, "..1910"},
        {0, 20000229, "..2000-02"},
        {0, 20040228, "..2004-02-28"},
        {0, 19000228, "..1900-02"},
        {19060101, 0, "1906.."},
        {9870101, 9871231, "0987"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CLEANUP(str_release) struct str out = STR_INIT;
        ast_print_dates(rows[i].min, rows[i].max, &out);
        ck_assert_str_eq(str_view(&out).bytes, rows[i].expected);
    }
}

END_TEST

START_TEST(equality_looks_at_everything_but_spans)
{
    struct ast_node *a = leaf(AST_WORD, "a");
    struct ast_node *same = leaf(AST_WORD, "a");
    same->span = (struct ast_span){100, 200};
    ck_assert(ast_equal(a, same));
    ck_assert(!ast_equal(a, leaf(AST_WORD, "b")));
    ck_assert(!ast_equal(a, leaf(AST_PHRASE, "a")));
    ck_assert(!ast_equal(wrap(AST_FIELD, FIELD_TITLE, a),
                         wrap(AST_FIELD, FIELD_AUTHOR, a)));
    ck_assert(!ast_equal(pair(AST_AND, a, same), pair(AST_OR, a, same)));
    ck_assert(!ast_equal(pair(AST_AND, a, same), a));
    same->date_max = 1;
    ck_assert(!ast_equal(a, same));
}

END_TEST

static Suite *ast_suite(void)
{
    Suite *suite = suite_create("ast");
    TCase *tcase = tcase_create("tree");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, groups_of_the_same_kind_dissolve);
    tcase_add_test(tcase, a_group_spans_its_nodes);
    tcase_add_test(tcase, equality_looks_at_everything_but_spans);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("reading");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, fields_and_exclusions_print_with_their_parentheses);
    tcase_add_test(tcase, words_that_look_like_signs_get_a_backslash);
    tcase_add_test(tcase, dates_print_in_their_shortest_form);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(ast_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
