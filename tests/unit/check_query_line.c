/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_line.h"

#include "searcher/query.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct str file_bytes;
static struct str buffer;
static FILE *file;

static void set_up(void)
{
    str_init(&file_bytes, 0);
    str_init(&buffer, 0);
    file = NULL;
}

static void tear_down(void)
{
    if (file)
        (void)fclose(file);
    str_release(&file_bytes);
    str_release(&buffer);
}

static void fill(char byte, size_t n)
{
    for (size_t i = 0; i < n; i++)
        str_add_char(&file_bytes, byte);
}

static void begin(void)
{
    file = fmemopen(file_bytes.bytes, file_bytes.n_bytes, "r");
    ck_assert_ptr_nonnull(file);
}

static struct query_line next(void)
{
    struct query_line line = {.is_blank = true};
    ck_assert_int_eq(query_line_read(file, "q.txt", &buffer, &line, NULL),
                     STATUS_OK);
    return line;
}

static void expect(const char *name, const char *query)
{
    struct query_line line = next();
    ck_assert_msg(str_span_equal(line.name, str_span_of(name)),
                  "the name is '%.*s', not '%s'", (int)line.name.n_bytes,
                  line.name.bytes, name);
    ck_assert_msg(str_span_equal(line.query, str_span_of(query)),
                  "the query is '%.*s', not '%s'", (int)line.query.n_bytes,
                  line.query.bytes, query);
    ck_assert(!line.is_blank);
}

static void expect_end(void)
{
    struct query_line line;
    ck_assert_int_eq(query_line_read(file, "q.txt", &buffer, &line, NULL),
                     STATUS_DONE);
}

START_TEST(a_line_is_a_name_and_a_query)
{
    str_add_text(&file_bytes, "q1\tsugar tax\nno name \r\n q 3\t\"a\tb\" \n"
                              "q4\t\n\tnameless\nlast");
    begin();
    expect("q1", "sugar tax");
    expect("", "no name");
    expect("q 3", "\"a\tb\"");
    expect("q4", "");
    expect("", "nameless");
    expect("", "last");
    expect_end();
}

END_TEST

START_TEST(blank_lines_are_told_apart)
{
    str_add_text(&file_bytes, "\n \t \r\nx\n");
    begin();
    ck_assert(next().is_blank);
    ck_assert(next().is_blank);
    expect("", "x");
    expect_end();
}

END_TEST

START_TEST(the_largest_name_and_query_are_whole)
{
    fill('n', QUERY_NAME_MAX_BYTES);
    str_add_char(&file_bytes, '\t');
    fill('q', QUERY_MAX_BYTES);
    str_add_text(&file_bytes, "\nnext");
    begin();
    struct query_line line = next();
    ck_assert_uint_eq(line.name.n_bytes, QUERY_NAME_MAX_BYTES);
    ck_assert_uint_eq(line.query.n_bytes, QUERY_MAX_BYTES);
    expect("", "next");
}

END_TEST

/* Each is a line whose query must be refused, never cut and answered. */
static const struct {
    const char *name; /* that it has then */
    size_t n_name;    /* bytes in front of a tab; 0: no tab */
    char byte;        /* of the query's middle */
    size_t n_middle;
} long_lines[] = {
    {"", 0, 'q', QUERY_MAX_BYTES * 3},
    {"nn", 2, 'q', QUERY_MAX_BYTES * 3},
    /* its white space must not be trimmed into a short query */
    {"nn", 2, ' ', QUERY_MAX_BYTES * 3},
    {"", 0, '\t', QUERY_MAX_BYTES * 3},
    {"", QUERY_MAX_BYTES, 'q', QUERY_MAX_BYTES},
    {"", QUERY_MAX_BYTES + QUERY_NAME_MAX_BYTES - 3, 'q', 100},
};

START_TEST(a_longer_line_is_a_query_that_is_too_long)
{
    for (size_t i = 0; i < long_lines[_i].n_name; i++)
        str_add_char(&file_bytes, 'n');
    if (long_lines[_i].n_name > 0)
        str_add_char(&file_bytes, '\t');
    str_add_text(&file_bytes, "sugar ");
    fill(long_lines[_i].byte, long_lines[_i].n_middle);
    str_add_text(&file_bytes, " tea\nq2\tnext\n");
    begin();
    struct query_line line = next();
    if (long_lines[_i].byte != '\t')
        ck_assert(str_span_equal(line.name, str_span_of(long_lines[_i].name)));
    ck_assert_uint_gt(line.query.n_bytes, QUERY_MAX_BYTES);
    ck_assert_uint_lt(buffer.n_room, 3 * QUERY_MAX_BYTES);
    expect("q2", "next");
    expect_end();
}

END_TEST

START_TEST(a_cut_leaves_no_half_character)
{
    /* three bytes each, so that two of three beginnings are cut through */
    for (size_t i = 0; i < (size_t)_i; i++)
        str_add_char(&file_bytes, 'x');
    for (size_t i = 0; i < QUERY_MAX_BYTES; i++)
        str_add_text(&file_bytes, "\xe2\x82\xac");
    begin();
    struct query_line line = next();
    ck_assert_uint_gt(line.query.n_bytes, QUERY_MAX_BYTES);
    ck_assert_uint_eq((line.query.n_bytes - (size_t)_i) % 3, 0);
}

END_TEST

START_TEST(what_cannot_be_read_is_an_error)
{
    struct error err = ERROR_INIT;
    struct query_line line;
    file = fopen("/", "r");
    if (!file)
        return;
    ck_assert_int_eq(query_line_read(file, "q.txt", &buffer, &line, &err),
                     STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "cannot read 'q.txt'"));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("query_line");
    TCase *tcase = tcase_create("lines");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_line_is_a_name_and_a_query);
    tcase_add_test(tcase, blank_lines_are_told_apart);
    tcase_add_test(tcase, what_cannot_be_read_is_an_error);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("ceiling");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_largest_name_and_query_are_whole);
    tcase_add_loop_test(tcase, a_longer_line_is_a_query_that_is_too_long, 0,
                        (int)(sizeof(long_lines) / sizeof(*long_lines)));
    tcase_add_loop_test(tcase, a_cut_leaves_no_half_character, 0, 3);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
