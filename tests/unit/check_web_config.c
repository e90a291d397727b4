/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;
static struct web_config config;
static struct error err;

static void set_up(void)
{
    arena_init(&arena);
    memset(&err, 0, sizeof(err));
}

static void tear_down(void)
{
    arena_release(&arena);
}

static enum status parse(const char *text)
{
    return web_config_parse("lede.conf", str_span_of(text), &arena, &config,
                            &err);
}

START_TEST(a_whole_file_is_read)
{
    ck_assert_int_eq(parse("# the archive\n"
                           "index = /srv/a.lede\r\n"
                           "title = The \"Ferrow\" Archive = all of it\n"
                           "\n"
                           "index courier = /srv/c.lede\n"
                           "title courier = The Courier\n"
                           "base-url = https://archive.example:8443/find/\n"
                           "cors = https://front.example\n"
                           "cors = *\n"
                           "timeout-ms = 1500\n"
                           "at-most = 0\n"
                           "memory = 256M"),
                     STATUS_OK);
    ck_assert_uint_eq(config.n_indexes, 2);
    ck_assert_str_eq(config.indexes[0].path.bytes, "/srv/a.lede");
    ck_assert_str_eq(config.indexes[0].title.bytes,
                     "The \"Ferrow\" Archive = all of it");
    ck_assert(str_span_equal(config.indexes[1].name, SPAN("courier")));
    ck_assert_str_eq(config.indexes[1].title.bytes, "The Courier");
    ck_assert(
        str_span_equal(config.origin, SPAN("https://archive.example:8443")));
    ck_assert(str_span_equal(config.prefix, SPAN("/find")));
    ck_assert_uint_eq(config.n_cors, 2);
    ck_assert_uint_eq(config.timeout_ms, 1500);
    ck_assert_uint_eq(config.at_most, 0);
    ck_assert_uint_eq(config.memory_bytes, (uint64_t)256 << 20);
}

END_TEST

START_TEST(what_is_not_said_has_a_default)
{
    ck_assert_int_eq(parse("index = /a\nindex b = /b\n"), STATUS_OK);
    ck_assert_str_eq(config.indexes[0].title.bytes, "Archive");
    ck_assert(str_span_equal(config.indexes[1].title, SPAN("b")));
    ck_assert(!config.has_base);
    ck_assert_uint_eq(config.timeout_ms, 2000);
    ck_assert_uint_gt(config.at_most, 0);
    ck_assert_uint_gt(config.memory_bytes, 0);
}

END_TEST

static const struct {
    const char *text;
    const char *message; /* a part of it */
} bad[] = {
    {"", "names no index"},
    {"index b = /b\n", "names no index"},
    {"index = relative\n", "lede.conf:1: the path of an index"},
    {"\nindex\n", "lede.conf:2: no 'key = value'"},
    {"index =\n", "lede.conf:1: nothing stands behind"},
    {"index = /a\nindex = /b\n", "lede.conf:2: there are two"},
    {"index = /a\nindex B = /b\n", "no name for an index"},
    {"index = /a\nindex a/b = /b\n", "no name for an index"},
    {"index = /a\ncolour = red\n", "lede.conf:2: no such setting: 'colour'"},
    {"title = T\nindex = /a\n", "lede.conf:1: a title before its index"},
    {"index = /a\ntitle b = T\n", "a title before its index"},
    {"index = /a\nbase-url = archive.example\n", "no base-url"},
    {"index = /a\nbase-url = https://a/?q=\n", "no base-url"},
    {"index = /a\nbase-url = https:///x\n", "no base-url"},
    {"index = /a\nbase-url = javascript:alert(1)\n", "no base-url"},
    {"index = /a\ncors = https://a.example/\n", "no origin"},
    {"index = /a\ncors = null\n", "no origin"},
    {"index = /a\ntimeout-ms = 99\n", "lede.conf:2: "},
    {"index = /a\ntimeout-ms = soon\n", "lede.conf:2: "},
    {"index = /a\nat-most = -1\n", "lede.conf:2: "},
    {"index = /a\nmemory = much\n", "lede.conf:2: "},
    {"index = /a\nmemory x = 1M\n", "one word too many"},
};

START_TEST(mistakes_are_told_with_their_line)
{
    ck_assert_msg(parse(bad[_i].text) == STATUS_BAD_USAGE, "taken: %s",
                  bad[_i].text);
    ck_assert_msg(strstr(err.message, bad[_i].message) != NULL,
                  "'%s' has no '%s'", err.message, bad[_i].message);
}

END_TEST

START_TEST(a_file_that_is_no_text_is_refused)
{
    ck_assert_int_eq(web_config_parse("lede.conf", SPAN("index = /a\0b\n"),
                                      &arena, &config, &err),
                     STATUS_BAD_USAGE);
}

END_TEST

START_TEST(one_index_needs_no_file)
{
    (void)unsetenv("LEDE_CONFIG");
    (void)setenv("LEDE_INDEX", "some/where", 1);
    ck_assert_int_eq(web_config_find("/nowhere", &arena, &config, &err),
                     STATUS_OK);
    ck_assert_uint_eq(config.n_indexes, 1);
    ck_assert_str_eq(config.indexes[0].path.bytes, "some/where");
    (void)unsetenv("LEDE_INDEX");
    ck_assert_int_eq(web_config_find("/nowhere", &arena, &config, &err),
                     STATUS_NOT_FOUND);
    ck_assert_str_ne(err.hint, "");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("web_config");
    TCase *tcase = tcase_create("config");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_whole_file_is_read);
    tcase_add_test(tcase, what_is_not_said_has_a_default);
    tcase_add_loop_test(tcase, mistakes_are_told_with_their_line, 0,
                        (int)(sizeof(bad) / sizeof(*bad)));
    tcase_add_test(tcase, a_file_that_is_no_text_is_refused);
    tcase_add_test(tcase, one_index_needs_no_file);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
