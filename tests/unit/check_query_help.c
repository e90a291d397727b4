/*
 * The screen of --help=query against the tables it is made of.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_help.h"

#include "searcher/diagnostic.h"
#include "searcher/query.h"
#include "searcher/query_field.h"
#include "searcher/query_lex.h"
#include "text/utf8.h"

#include <check.h>
#include <string.h>

static struct str text;

static void set_up(void)
{
    str_init(&text, 0);
    query_help(&text);
    ck_assert_int_eq(str_status(&text, NULL), STATUS_OK);
}

static void tear_down(void)
{
    str_release(&text);
}

/* Whether a line begins with two spaces, word and a space. */
static bool has_row(const char *word)
{
    CLEANUP(str_release) struct str row = STR_INIT;
    str_add_format(&row, "\n  %s ", word);
    return strstr(text.bytes, row.bytes) != NULL;
}

START_TEST(no_line_is_wider_than_79_columns)
{
    const char *line = text.bytes;
    ck_assert(utf8_is_clean(str_view(&text)));
    while (*line) {
        size_t n = strcspn(line, "\n");
        ck_assert_msg(n <= 79 && (n == 0 || line[n - 1] != ' '), "%.*s", (int)n,
                      line);
        line += n + 1;
    }
}

END_TEST

START_TEST(every_field_operator_and_code_is_there)
{
    size_t n;
    const struct schema_row *fields = schema_rows(&n);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(has_row(fields[i].name), "%s", fields[i].name);
    const struct query_field_row *others = query_field_rows(&n);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(has_row(others[i].name), "%s", others[i].name);
    const struct lex_operator *operators = lex_operators(&n);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(operators[i].finds == NULL || has_row(operators[i].sign),
                      "%s", operators[i].sign);
    const struct diagnostic_row *codes = diagnostic_rows(&n);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(has_row(codes[i].code), "%s", codes[i].code);
}

END_TEST

/* What an operator of the table is read as, between two words. */
START_TEST(the_lexer_reads_every_operator_of_the_table)
{
    size_t n;
    const struct lex_operator *operators = lex_operators(&n);
    ck_assert_uint_gt(n, 0);
    ck_assert_ptr_nonnull(operators[0].finds);
    for (size_t i = 0; i < n; i++) {
        CLEANUP(str_release) struct str query = STR_INIT;
        bool is_prefix = operators[i].place == LEX_PLACE_PREFIX;
        bool is_call = operators[i].place == LEX_PLACE_CALL;
        size_t n_bytes = strlen(operators[i].sign) + (is_call ? 3 : 0);
        struct lexer lexer;
        struct lex_token token;
        str_add_format(&query, "a %s%s%sb", operators[i].sign,
                       is_call ? "(5)" : "", is_prefix ? "" : " ");
        lexer_init(&lexer, str_view(&query));
        lexer_next(&lexer, &token);
        ck_assert_int_eq(token.kind, LEX_WORD);
        lexer_next(&lexer, &token);
        ck_assert_msg(token.kind == operators[i].kind, "%s", query.bytes);
        ck_assert_uint_eq(token.span.end_bytes - token.span.start_bytes,
                          n_bytes);
        lexer_next(&lexer, &token);
        ck_assert_int_eq(token.kind, LEX_WORD);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("query_help");
    TCase *tcase = tcase_create("screen");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, no_line_is_wider_than_79_columns);
    tcase_add_test(tcase, every_field_operator_and_code_is_there);
    tcase_add_test(tcase, the_lexer_reads_every_operator_of_the_table);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
