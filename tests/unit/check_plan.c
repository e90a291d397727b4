/*
 * From queries to store expressions, with the real parser and analyser: a row
 * is a query and the line that --explain prints.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan.h"
#include "searcher/query.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

struct row {
    const char *query;
    const char *expr;
    const char *codes;
};

static struct arena arena;
static struct diagnostic_list list;
static struct analyser *analyser;

static void set_up(void)
{
    arena_init(&arena);
    diagnostic_list_init(&list, &arena);
    ck_assert_int_eq(analyser_new(language_find(SPAN("en")), &analyser, NULL),
                     STATUS_OK);
}

static void tear_down(void)
{
    analyser_free(analyser);
    diagnostic_list_release(&list);
    arena_release(&arena);
}

static enum status make(struct str_span query, enum query_mode mode,
                        struct plan *ret_plan, struct error *err)
{
    struct ast_node *root;
    list.n_items = 0;
    enum status status = query_parse(query, mode, &arena, &root, &list, err);
    ck_assert_msg(status == STATUS_OK, "%.*s: %s",
                  query.n_bytes < 1000 ? (int)query.n_bytes : 1000, query.bytes,
                  err != NULL ? err->message : "");
    list.n_items = 0;
    const struct plan_scope scope = {.analyser = analyser};
    return plan_make(root, &scope, &arena, ret_plan, &list, err);
}

static void expect_row(const struct row *row, enum query_mode mode)
{
    struct plan plan;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    CLEANUP(str_release) struct str codes = STR_INIT;
    ck_assert_int_eq(make(str_span_of(row->query), mode, &plan, &err),
                     STATUS_OK);
    expr_print(plan.expr, &out);
    for (size_t i = 0; i < list.n_items; i++)
        str_add_format(&codes, "%s%s", i > 0 ? " " : "", list.items[i].code);
    ck_assert_msg(strcmp(str_view(&out).bytes, row->expr) == 0,
                  "%s:\n  is       %s\n  expected %s", row->query,
                  str_view(&out).bytes, row->expr);
    ck_assert_str_eq(str_view(&codes).bytes, row->codes);
}

static const struct row rows[] = {
    {"protests", "(OR Zprotest (SCALE/0.4 protests))", ""},
    {"1906", "1906", ""},
    {"\"protests\"", "protests", ""},
    {"C++", "c++", ""},
    {"government's", "(OR Zgovern (SCALE/0.4 government))", ""},
    {"\"government's\"", "government's", ""},
    {"a b", "(AND (OR Za (SCALE/0.4 a)) (OR Zb (SCALE/0.4 b)))", ""},
    {"\"state of Affairs\"", "(PHRASE/3 state of affairs)", ""},
    {"\"the C++ Government's\"", "(PHRASE/3 the c++ government's)", ""},
    {"e-mails", "(OR (PHRASE/2 e mails) (OR Zemail (SCALE/0.4 emails)))", ""},
    {"\"e-mails\"", "(PHRASE/2 e mails)", ""},
    {"O'Reilly", "(OR (PHRASE/2 o reilly) (OR Zoreilli (SCALE/0.4 oreilly)))",
     ""},
    {"3.50", "3.50", ""},
    {"\"3.50\"", "3.50", ""},
    {"http://foo-bar.com/x", "(PHRASE/5 http foo bar com x)", ""},
    {"title:Taxes", "(OR ZStax (SCALE/0.4 Staxes))", ""},
    {"title:\"sugar tax\"", "(PHRASE/2 Ssugar Stax)", ""},
    {"author:Smith", "Asmith", ""},
    {"author:\"Jane Smith\"", "(PHRASE/2 Ajane Asmith)", ""},
    {"author:O'Brien", "(OR (PHRASE/2 Ao Abrien) Aobrien)", ""},
    {"tag:\"Sugar Tax\"", "(SCALE/0 \"Ksugar tax\")", ""},
    {"lang:EN-gb", "(SCALE/0 Len-gb)", ""},
    {"id:Foo/1", "(SCALE/0 QFoo/1)", ""},
    {"*", "<all>", ""},
    {"", "<all>", ""},
    {"-1", "(AND_NOT <all> 1)", ""},
    {"-1 -2", "(AND_NOT <all> 1 2)", ""},
    {"1 -2 -3", "(AND_NOT 1 2 3)", ""},
    {"1 OR -2", "(OR 1 (AND_NOT <all> 2))", ""},
    {"-(1 -2)", "(AND_NOT <all> (AND_NOT 1 2))", ""},
    {"NOT NOT 1", "1", ""},
    {"* 1", "1", ""},
    {"1 tag:x lang:en", "(FILTER 1 Kx Len)", ""},
    {"tag:x 1 2 -3", "(AND_NOT (FILTER (AND 1 2) Kx) 3)", ""},
    {"1 OR tag:x", "(OR 1 (SCALE/0 Kx))", ""},
    {"tag:x tag:y", "(SCALE/0 (AND Kx Ky))", ""},
    {"lang:en lang:de", "(SCALE/0 (OR Len Lde))", ""},
    {"date:1906",
     "(SCALE/0 (AND (VALUE/0 <= 19061231) "
     "(VALUE/1 >= 19060101)))",
     ""},
    {"1 date:..1910", "(FILTER 1 (VALUE/0 <= 19101231))", ""},
    {"1 date:1906-05..", "(FILTER 1 (VALUE/1 >= 19060501))", ""},
    {"&", "<none>", "N106"},
    {"... & -_", "<none>", "N106 N106 N106"},
    {"1 & 2", "(AND 1 2)", "N106"},
    {"1 -... 2", "(AND 1 2)", "N106"},
    {"()", "<none>", "N106"},
    {"\"\" 1", "1", "N106"},
    {"title:&", "<none>", "N106"},
};

START_TEST(queries_become_expressions)
{
    expect_row(&rows[_i], QUERY_ALL_WORDS);
}

END_TEST

START_TEST(any_words_become_alternatives)
{
    static const struct row any_rows[] = {
        {"1 2 -3", "(AND_NOT (OR 1 2) 3)", ""},
        {"+1 2", "(AND 1 (OR 1 2))", ""},
        {"1 2 .", "(OR 1 2)", "N106"},
    };
    for (size_t i = 0; i < sizeof any_rows / sizeof *any_rows; i++)
        expect_row(&any_rows[i], QUERY_ANY_WORD);
}

END_TEST

START_TEST(leaves_know_their_side_and_field)
{
    struct plan plan;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(make(SPAN("tax -title:(duty -tea) & lang:en date:1906"),
                          QUERY_ALL_WORDS, &plan, &err),
                     STATUS_OK);
    ck_assert_uint_eq(plan.n_leaves, 5);
    ck_assert(plan.leaves[0].is_positive);
    ck_assert(!plan.leaves[1].is_positive);
    ck_assert(plan.leaves[2].is_positive);
    ck_assert_int_eq(plan.leaves[2].field, FIELD_TITLE);
    ck_assert_uint_eq(plan.leaves[0].n_patterns, 1);
    ck_assert_uint_eq(plan.leaves[3].n_patterns, 0);
    ck_assert_int_eq(plan.leaves[4].field, FIELD_DATE);
    for (size_t i = 0; i < plan.n_leaves; i++)
        ck_assert_ptr_nonnull(plan.leaves[i].expr);
    ck_assert(plan.has_positive);
}

END_TEST

START_TEST(only_words_that_are_asked_for_give_scores)
{
    static const struct {
        const char *query;
        bool has_positive;
    } sides[] = {
        {"tax", true},         {"-tax", false},
        {"tag:x", false},      {"-tax lang:en", false},
        {"tax lang:en", true}, {"*", false},
        {"&", false},          {"tax OR -duty", true},
    };

    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        struct plan plan;
        struct error err = ERROR_INIT;
        ck_assert_int_eq(
            make(str_span_of(sides[i].query), QUERY_ALL_WORDS, &plan, &err),
            STATUS_OK);
        ck_assert_msg(plan.has_positive == sides[i].has_positive, "%s",
                      sides[i].query);
    }
}

END_TEST

START_TEST(a_long_phrase_is_planned_and_an_endless_one_refused)
{
    struct plan plan;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str query = STR_INIT;
    str_add_char(&query, '"');
    for (size_t i = 0; i < 256; i++)
        str_add_text(&query, "word ");
    ck_assert_int_eq(make(str_view(&query), QUERY_ALL_WORDS, &plan, &err),
                     STATUS_OK);
    ck_assert_int_eq(plan.expr->op, EXPR_PHRASE);
    ck_assert_uint_eq(plan.expr->n_children, 256);
    ck_assert_uint_eq(plan.expr->window, 256);

    str_add_text(&query, "word");
    ck_assert_int_eq(make(str_view(&query), QUERY_ALL_WORDS, &plan, &err),
                     STATUS_BAD_QUERY);
    ck_assert(diagnostic_has_error(&list));
    ck_assert_str_eq(list.items[0].code, "E140");
    ck_assert_str_eq(err.message, "the phrase has more than 256 words");
}

END_TEST

START_TEST(phrases_together_have_their_limits_too)
{
    struct plan plan;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < 129; i++)
        str_add_format(&query, "\"the word %zu\" ", i);
    str_add_text(&query, "the word \"the\" ");
    ck_assert_int_eq(make(str_view(&query), QUERY_ALL_WORDS, &plan, &err),
                     STATUS_OK);
    for (size_t i = 0; i < 128; i++)
        str_add_format(&query, "\"the word %zu\" ", i);
    ck_assert_int_eq(make(str_view(&query), QUERY_ALL_WORDS, &plan, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[0].code, "E140");
    ck_assert_str_eq(err.message, "a word stands in the phrases of the query "
                                  "more than 256 times");
    str_reset(&query);
    for (size_t i = 0; i < 500; i++)
        str_add_format(&query,
                       "\"%zu a%zu b%zu c%zu d%zu e%zu f%zu g%zu "
                       "h%zu\" ",
                       i, i, i, i, i, i, i, i, i);
    ck_assert_int_eq(make(str_view(&query), QUERY_ALL_WORDS, &plan, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(err.message,
                     "the phrases of the query have more than 4096 words");
}

END_TEST

static Suite *plan_suite(void)
{
    Suite *suite = suite_create("plan");
    TCase *tcase = tcase_create("expressions");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, queries_become_expressions, 0,
                        (int)(sizeof rows / sizeof *rows));
    tcase_add_test(tcase, any_words_become_alternatives);
    tcase_add_test(tcase, only_words_that_are_asked_for_give_scores);
    tcase_add_test(tcase, leaves_know_their_side_and_field);
    tcase_add_test(tcase, a_long_phrase_is_planned_and_an_endless_one_refused);
    tcase_add_test(tcase, phrases_together_have_their_limits_too);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(plan_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
