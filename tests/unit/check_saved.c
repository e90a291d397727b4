/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/saved.h"

#include "tests/unit/query_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/lede-saved-XXXXXX";

static void write_file(const char *text)
{
    FILE *file = fopen(path, "we");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void begin(void)
{
    set_up();
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static void end(void)
{
    (void)unlink(path);
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    tear_down();
}

static const char queries[] = "# a comment\n"
                              "taxes\ttax OR duty\n"
                              "\n"
                              "Old\tdate:..1910\n"
                              "both\tsaved:taxes saved:old\n"
                              "a\tsaved:b\n"
                              "b\tx saved:c\n"
                              "c\tsaved:a\n"
                              "self\tsaved:self\n"
                              "bad\tfoo:bar\n"
                              "deep bad\tsaved:bad\n"
                              "open\t(x\n"
                              "odd\tx y OR z\n"
                              "far\tsaved:nowhere\n"
                              "all\t*\n"
                              "my papers\tsource:(herald OR star)\n"
                              "10\tw w\n"
                              "11\tsaved:10 saved:10 saved:10 saved:10\n"
                              "12\tsaved:11 saved:11 saved:11 saved:11\n"
                              "13\tsaved:12 saved:12 saved:12 saved:12\n"
                              "14\tsaved:13 saved:13 saved:13 saved:13\n"
                              "15\tsaved:14 saved:14 saved:14 saved:14\n";

static const struct {
    const char *query;
    const char *reading; /* NULL: it is refused */
    const char *codes;
} rows[] = {
    {"saved:taxes", "tax OR duty", ""},
    {"SAVED:TAXES war", "(tax OR duty) AND war", ""},
    {"-saved:taxes war", "NOT (tax OR duty) AND war", ""},
    {"saved:both", "(tax OR duty) AND date:..1910", ""},
    {"saved:\"my papers\" tea", "source:(herald OR star) AND tea", ""},
    {"saved:(taxes old)", "(tax OR duty) AND date:..1910", ""},
    {"(saved:taxes)^2", "(tax OR duty)^2", ""},
    {"saved:taxes NEAR/3 tea", "(tax OR duty) NEAR/3 tea", ""},
    {"saved:all", "*", ""},
    {"saved:odd", "x AND (y OR z)", "N101"},
    {"saved:a", NULL, "E161"},
    {"saved:self", NULL, "E161"},
    {"saved:taxs", NULL, "E160"},
    {"saved:far", NULL, "E162"},
    {"saved:bad", NULL, "E162"},
    {"saved:\"deep bad\"", NULL, "E162"},
    {"saved:open", NULL, "E162"},
    {"title:(saved:taxes)", NULL, "E121"},
    {"title,saved:taxes", NULL, "E121"},
    {"saved:12", "w AND w", NULL},
    {"saved:15", NULL, "E140"},
};

static void add_codes(struct str *out)
{
    for (size_t i = 0; i < list.n_items; i++)
        str_add_format(out, "%s%s", i > 0 ? " " : "", list.items[i].code);
}

static enum status read_in(struct saved_queries *saved, const char *query,
                           bool is_lenient, struct ast_node **ret_node)
{
    const struct query_settings settings = {
        .reading = is_lenient ? QUERY_READING_LENIENT : QUERY_READING_STRICT,
        .today = ROWS_TODAY,
        .saved = saved};
    list.n_items = 0;
    *ret_node = NULL;
    return query_read(str_span_of(query), &settings, &arena, ret_node, &list,
                      NULL);
}

START_TEST(a_name_is_read_as_its_query)
{
    CLEANUP(str_release) struct str reading = STR_INIT;
    CLEANUP(str_release) struct str codes = STR_INIT;
    struct ast_node *node;
    write_file(queries);
    struct saved_queries *saved = saved_new(path);
    enum status status = read_in(saved, rows[_i].query, false, &node);
    ck_assert_msg((status == STATUS_OK) == (rows[_i].reading != NULL), "%s",
                  rows[_i].query);
    if (node != NULL)
        ast_print(node, &reading);
    if (rows[_i].reading != NULL)
        ck_assert_msg(strncmp(str_view(&reading).bytes, rows[_i].reading,
                              strlen(rows[_i].reading)) == 0,
                      "%s: %s", rows[_i].query, str_view(&reading).bytes);
    add_codes(&codes);
    if (rows[_i].codes != NULL)
        ck_assert_msg(strcmp(str_view(&codes).bytes, rows[_i].codes) == 0,
                      "%s: %s", rows[_i].query, str_view(&codes).bytes);
    expect_spans(rows[_i].query);
    saved_free(saved);
}

END_TEST

/* The tree's texts are all the file's: reading the reading is no other. */
START_TEST(the_reading_needs_no_file)
{
    CLEANUP(str_release) struct str reading = STR_INIT;
    struct ast_node *node;
    struct ast_node *again;
    write_file(queries);
    struct saved_queries *saved = saved_new(path);
    ck_assert_int_eq(read_in(saved, "saved:both OR saved:odd", false, &node),
                     STATUS_OK);
    ast_print(node, &reading);
    ck_assert_int_eq(read_in(NULL, str_view(&reading).bytes, false, &again),
                     STATUS_OK);
    ck_assert(ast_equal(node, again));
    saved_free(saved);
}

END_TEST

START_TEST(a_missing_name_has_a_nearest)
{
    struct ast_node *node;
    write_file(queries);
    struct saved_queries *saved = saved_new(path);
    ck_assert_int_eq(read_in(saved, "saved:taxs", false, &node),
                     STATUS_BAD_QUERY);
    ck_assert(str_span_equal(list.items[0].hint,
                             SPAN("did you mean 'saved:taxes'?")));
    saved_free(saved);
}

END_TEST

START_TEST(what_is_wrong_is_forgiven_where_mistakes_are)
{
    CLEANUP(str_release) struct str codes = STR_INIT;
    struct ast_node *node;
    write_file(queries);
    struct saved_queries *saved = saved_new(path);
    ck_assert_int_eq(
        read_in(saved, "saved:a saved:bad saved:nowhere", true, &node),
        STATUS_OK);
    add_codes(&codes);
    ck_assert_str_eq(str_view(&codes).bytes, "W161 W110 W160");
    saved_free(saved);
}

END_TEST

static const struct {
    const char *text;
    size_t i_line;
    const char *why;
} file_rows[] = {
    {"a\tx\nno name\n", 2, "has no name in front of a tab"},
    {"a\tx\n\ty\n", 2, "has no name in front of a tab"},
    {"a\tx\nb\ty\nA\tz\n", 3, "has the name of another line"},
};

START_TEST(a_file_with_a_mistake_is_refused)
{
    char message[256];
    struct error err = ERROR_INIT;
    struct str_span query;
    write_file(file_rows[_i].text);
    struct saved_queries *saved = saved_new(path);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(saved_find(saved, SPAN("a"), &query, &err),
                         STATUS_BAD_TEXT);
        (void)snprintf(message, sizeof message, "line %zu of '%s' %s",
                       file_rows[_i].i_line, path, file_rows[_i].why);
        ck_assert_str_eq(err.message, message);
    }
    saved_free(saved);
}

END_TEST

START_TEST(a_file_that_is_not_there_is_told)
{
    struct ast_node *node;
    struct saved_queries *saved = saved_new("/nowhere/at all");
    ck_assert_int_eq(read_in(saved, "saved:a", false, &node), STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[0].code, "E160");
    ck_assert_int_eq(read_in(saved, "tax", false, &node), STATUS_OK);
    saved_free(saved);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("saved");
    TCase *tcase = tcase_create("names");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, a_name_is_read_as_its_query, 0,
                        (int)(sizeof rows / sizeof *rows));
    tcase_add_test(tcase, the_reading_needs_no_file);
    tcase_add_test(tcase, a_missing_name_has_a_nearest);
    tcase_add_test(tcase, what_is_wrong_is_forgiven_where_mistakes_are);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("file");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, a_file_with_a_mistake_is_refused, 0,
                        (int)(sizeof file_rows / sizeof *file_rows));
    tcase_add_test(tcase, a_file_that_is_not_there_is_told);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
