/*
 * JSON, front to back: what it writes must be what any parser reads.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/json_writer.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct str out;
static struct json_writer writer;

static void begin(void)
{
    str_init(&out, 0);
    json_writer_init(&writer, &out);
}

static void end(void)
{
    str_release(&out);
}

START_TEST(commas_stand_between_items_and_nowhere_else)
{
    json_writer_object(&writer);
    json_writer_key(&writer, "a");
    json_writer_number(&writer, 1);
    json_writer_key(&writer, "b");
    json_writer_array(&writer);
    json_writer_array(&writer);
    json_writer_end_array(&writer);
    json_writer_object(&writer);
    json_writer_end_object(&writer);
    json_writer_bool(&writer, true);
    json_writer_null(&writer);
    json_writer_end_array(&writer);
    json_writer_field(&writer, "c", str_span("", 0));
    json_writer_end_object(&writer);
    ck_assert_str_eq(out.bytes, "{\"a\":1,\"b\":[[],{},true,null],\"c\":null}");
}

END_TEST

static const struct {
    const char *text;
    const char *json;
} strings[] = {
    {"", "\"\""},
    {"plain \xe6\x97\xa5", "\"plain \xe6\x97\xa5\""},
    {"a\"b\\c", "\"a\\\"b\\\\c\""},
    {"\b\t\n\f\r\x01\x1b\x7f", "\"\\b\\t\\n\\f\\r\\u0001\\u001b\\u007f\""},
    {"\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0", "\"\\u0080\\u009b\\u009f\xc2\xa0\""},
    {"\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\xae"
     "\xe2\x80\xaf",
     "\"\xe2\x80\xa7\\u2028\\u2029\\u202a\\u202e\xe2\x80\xaf\""},
    {"\xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xaa",
     "\"\xe2\x81\xa5\\u2066\\u2069\xe2\x81\xaa\""},
    {"</script> a/b", "\"<\\/script> a/b\""},
};

START_TEST(what_needs_an_escape_gets_one)
{
    json_writer_string(&writer, str_span_of(strings[_i].text));
    ck_assert_str_eq(out.bytes, strings[_i].json);
}

END_TEST

START_TEST(any_text_comes_back_from_a_parser)
{
    srand(7);
    for (int round = 0; round < 2000; round++) {
        static const char *const pieces[] = {
            "a",        "\"",           "\\",           "/",
            "<",        "\n",           "\x1b",         "\x7f",
            "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\x93", "\xf0\x9f\x98\x80",
            "\xc3\xa9"};
        CLEANUP(str_release) struct str text = STR_INIT;
        int n_pieces = rand() % 12;
        for (int i = 0; i < n_pieces; i++)
            str_add_text(&text, pieces[(size_t)rand() % 13]);
        str_reset(&out);
        json_writer_init(&writer, &out);
        json_writer_string(&writer, str_view(&text));
        json_t *value =
            json_loadb(out.bytes, out.n_bytes, JSON_DECODE_ANY, NULL);
        ck_assert_msg(value != NULL, "not JSON: %s", out.bytes);
        ck_assert_uint_eq(json_string_length(value), text.n_bytes);
        ck_assert_mem_eq(json_string_value(value), str_view(&text).bytes,
                         text.n_bytes);
        json_decref(value);
    }
}

END_TEST

static const struct {
    double number;
    unsigned n_decimals;
    const char *json;
} reals[] = {
    {0, 4, "0.0000"},
    {12.41, 4, "12.4100"},
    {12.99995, 4, "13.0000"},
    {-1.5, 1, "-1.5"},
    {-0.00001, 2, "0.00"},
    {1e15, 0, "1000000000000000"},
    {1e300 * 1e300, 2, "null"},
    {0.5, 0, "1"},
    {3.7e17, 3, "370000000000000000"},
};

START_TEST(reals_are_rounded_and_never_localised)
{
    json_writer_real(&writer, reals[_i].number, reals[_i].n_decimals);
    ck_assert_str_eq(out.bytes, reals[_i].json);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("json_writer");
    TCase *tcase = tcase_create("form");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, commas_stand_between_items_and_nowhere_else);
    tcase_add_loop_test(tcase, what_needs_an_escape_gets_one, 0,
                        (int)(sizeof(strings) / sizeof(strings[0])));
    tcase_add_test(tcase, any_text_comes_back_from_a_parser);
    tcase_add_loop_test(tcase, reals_are_rounded_and_never_localised, 0,
                        (int)(sizeof(reals) / sizeof(reals[0])));
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
