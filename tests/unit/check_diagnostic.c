/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/diagnostic.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;
static struct diagnostic_list list;
static struct str out;

static void set_up(void)
{
    arena_init(&arena);
    diagnostic_list_init(&list, &arena);
    str_init(&out, 0);
}

static const struct diagnostic_style style = {"lede-search", false};

static void tear_down(void)
{
    diagnostic_list_release(&list);
    arena_release(&arena);
    str_release(&out);
}

static void add(enum severity severity, size_t start, size_t end)
{
    struct ast_span span = {start, end};
    static const char *const codes[] = {[SEVERITY_NOTE] = "N101",
                                        [SEVERITY_WARNING] = "W110",
                                        [SEVERITY_ERROR] = "E110"};
    ck_assert_int_eq(diagnostic_add(&list, codes[severity], span, "ask '%s'",
                                    NULL, "unknown field '%s'", "autor"),
                     STATUS_OK);
    if (list.n_items > 0 && list.n_items < DIAGNOSTICS_MAX)
        ck_assert_int_eq(list.items[list.n_items - 1].severity, severity);
}

static void expect_print(const char *query, size_t start, size_t end,
                         const char *expected)
{
    add(SEVERITY_ERROR, start, end);
    str_reset(&out);
    diagnostic_print(&list.items[list.n_items - 1], &style, str_span_of(query),
                     &out);
    ck_assert_str_eq(out.bytes, expected);
}

START_TEST(it_prints_as_compilers_do)
{
    expect_print("tax autor:smith", 4, 9,
                 "lede-search: query:1:5: error: unknown field 'autor' [E110]\n"
                 "  tax autor:smith\n"
                 "      ^^^^^\n"
                 "  hint: ask '%s'\n");
}

END_TEST

START_TEST(the_caret_stands_under_code_points)
{
    /* two-byte letters take one column, ideographs two */
    expect_print("été autor:x", 6, 11,
                 "lede-search: query:1:5: error: unknown field 'autor' [E110]\n"
                 "  été autor:x\n"
                 "      ^^^^^\n"
                 "  hint: ask '%s'\n");
    expect_print("日本 autor:x", 7, 12,
                 "lede-search: query:1:4: error: unknown field 'autor' [E110]\n"
                 "  日本 autor:x\n"
                 "       ^^^^^\n"
                 "  hint: ask '%s'\n");
}

END_TEST

START_TEST(lines_are_counted_and_control_characters_harmless)
{
    expect_print("a\nb\x1b\tcd\ne", 5, 6,
                 "lede-search: query:2:4: error: unknown field 'autor' [E110]\n"
                 "  b  cd\n"
                 "     ^\n"
                 "  hint: ask '%s'\n");
}

END_TEST

START_TEST(c1_and_directions_are_spaces_of_one_column)
{
    expect_print("\xc2\x9b"
                 "a\xe2\x80\xae\xe2\x81\xa6 autor:x",
                 10, 15,
                 "lede-search: query:1:6: error: unknown field 'autor' [E110]\n"
                 "   a   autor:x\n"
                 "       ^^^^^\n"
                 "  hint: ask '%s'\n");
}

END_TEST

START_TEST(a_span_at_the_end_has_one_caret)
{
    expect_print("(a", 2, 2,
                 "lede-search: query:1:3: error: unknown field 'autor' [E110]\n"
                 "  (a\n"
                 "    ^\n"
                 "  hint: ask '%s'\n");
    expect_print("", 7, 9,
                 "lede-search: query:1:1: error: unknown field 'autor' [E110]\n"
                 "  \n"
                 "  ^\n"
                 "  hint: ask '%s'\n");
}

END_TEST

START_TEST(colours_set_off_the_severity_and_the_place)
{
    const struct diagnostic_style bright = {"lede-search", true};
    add(SEVERITY_WARNING, 4, 9);
    diagnostic_print(&list.items[0], &bright, SPAN("tax autor:x"), &out);
    ck_assert_str_eq(out.bytes,
                     "lede-search: query:1:5: \033[0;1;35mwarning:\033[0m "
                     "unknown field 'autor' [W110]\n  tax autor:x\n      "
                     "\033[0;1;35m^^^^^\033[0m\n  hint: ask '%s'\n");
}

END_TEST

START_TEST(a_long_line_is_cut_around_the_span)
{
    char query[4096];
    memset(query, 'x', sizeof query);
    query[sizeof query - 1] = '\0';
    add(SEVERITY_NOTE, 2000, 2003);
    diagnostic_print(&list.items[0], &style, str_span_of(query), &out);
    ck_assert_uint_lt(out.n_bytes, 400);
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "lede-search: query:1:2001: note: "));
    ck_assert_ptr_nonnull(strstr(out.bytes, "\n  ...xxx"));
    const char *caret = strstr(out.bytes, "^^^\n");
    const char *line = strstr(out.bytes, "\n     ");
    ck_assert_ptr_nonnull(caret);
    ck_assert_ptr_nonnull(line);
    ck_assert_int_eq(caret - line, 1 + 5 + 40);
}

END_TEST

START_TEST(notes_never_crowd_out_an_error)
{
    for (size_t i = 0; i < 1000; i++)
        add(SEVERITY_NOTE, 0, 1);
    ck_assert_uint_eq(list.n_items, DIAGNOSTICS_MAX);
    ck_assert(!diagnostic_has_error(&list));
    for (size_t i = 0; i < 1000; i++)
        add(SEVERITY_ERROR, 0, 1);
    ck_assert(diagnostic_has_error(&list));
    ck_assert_uint_eq(list.n_items, 2 * DIAGNOSTICS_MAX);
}

END_TEST

START_TEST(the_last_one_takes_a_replacement)
{
    diagnostic_replace(&list, SPAN("nothing to replace"));
    add(SEVERITY_ERROR, 0, 1);
    diagnostic_replace(&list, SPAN("1906..1910"));
    ck_assert(str_span_equal(list.items[0].replacement, SPAN("1906..1910")));
    ck_assert_str_eq(severity_name(list.items[0].severity), "error");
}

END_TEST

START_TEST(a_code_has_the_severity_of_its_letter)
{
    static const char letters[] = {[SEVERITY_NOTE] = 'N',
                                   [SEVERITY_WARNING] = 'W',
                                   [SEVERITY_ERROR] = 'E'};
    size_t n_rows;
    const struct diagnostic_row *rows = diagnostic_rows(&n_rows);
    ck_assert_uint_gt(n_rows, 0);
    for (size_t i = 0; i < n_rows; i++) {
        ck_assert_int_eq(rows[i].code[0], letters[rows[i].severity]);
        ck_assert_uint_eq(strlen(rows[i].code), 4);
        for (size_t k = 0; k < n_rows; k++)
            ck_assert_msg(k == i || strcmp(rows[i].code, rows[k].code) != 0,
                          "%s is there twice", rows[i].code);
        for (size_t k = 0; k < n_rows && rows[i].is_forgiven; k++)
            ck_assert_msg(rows[k].severity != SEVERITY_WARNING ||
                              strcmp(rows[i].code + 1, rows[k].code + 1) != 0,
                          "%s, forgiven, would be %s", rows[i].code,
                          rows[k].code);
    }
}

END_TEST

START_TEST(only_errors_that_any_forgives_are_also_warnings)
{
    struct ast_span span = {0, 1};
    struct error err = ERROR_INIT;
    add(SEVERITY_WARNING, 0, 1); /* W110 */
    ck_assert_int_eq(
        diagnostic_add(&list, "W140", span, NULL, &err, "no forgiving"),
        STATUS_INTERNAL);
    ck_assert_str_eq(err.message, "no diagnostic 'W140'");
    ck_assert_int_eq(diagnostic_add(&list, "N110", span, NULL, NULL, "a note"),
                     STATUS_INTERNAL);
    ck_assert_int_eq(diagnostic_add(&list, "E999", span, NULL, NULL, "nothing"),
                     STATUS_INTERNAL);
    ck_assert_uint_eq(list.n_items, 1);
}

END_TEST

START_TEST(a_code_can_be_taken_out_again)
{
    add(SEVERITY_NOTE, 0, 1);
    add(SEVERITY_ERROR, 1, 2);
    add(SEVERITY_NOTE, 2, 3);
    add(SEVERITY_WARNING, 3, 4);
    diagnostic_remove(&list, "N101");
    ck_assert_uint_eq(list.n_items, 2);
    ck_assert_str_eq(list.items[0].code, "E110");
    ck_assert_str_eq(list.items[1].code, "W110");
    diagnostic_remove(&list, "N106");
    ck_assert_uint_eq(list.n_items, 2);
}

END_TEST

static Suite *diagnostic_suite(void)
{
    Suite *suite = suite_create("diagnostic");
    TCase *tcase = tcase_create("print");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, it_prints_as_compilers_do);
    tcase_add_test(tcase, the_caret_stands_under_code_points);
    tcase_add_test(tcase, lines_are_counted_and_control_characters_harmless);
    tcase_add_test(tcase, c1_and_directions_are_spaces_of_one_column);
    tcase_add_test(tcase, a_span_at_the_end_has_one_caret);
    tcase_add_test(tcase, a_long_line_is_cut_around_the_span);
    tcase_add_test(tcase, colours_set_off_the_severity_and_the_place);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("codes");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_code_has_the_severity_of_its_letter);
    tcase_add_test(tcase, only_errors_that_any_forgives_are_also_warnings);
    tcase_add_test(tcase, a_code_can_be_taken_out_again);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("list");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, notes_never_crowd_out_an_error);
    tcase_add_test(tcase, the_last_one_takes_a_replacement);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(diagnostic_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
