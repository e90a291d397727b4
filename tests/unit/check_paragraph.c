/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/paragraph.h"

#include <check.h>

#define N_ROWS(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

static const struct {
    const char *text;
    const char *paragraphs; /* with | between */
} rows[] = {
    {"", ""},
    {" \n\t\r\n \n", ""},
    {"one", "one"},
    {"one\ntwo\n", "one\ntwo"},
    {"one\n\ntwo", "one|two"},
    {"\n\n  one  \n\n\n\n two\n\n", "one|two"},
    {"one\r\ntwo\r\n\r\nthree", "one\r\ntwo|three"},
    {"one\rtwo\r\rthree", "one\rtwo|three"},
    {"one\r\n", "one"},
    {"one\n\rtwo", "one|two"},
    {"one\n \t\ntwo", "one|two"},
    {"one\n\xC2\xA0\xE3\x80\x80\ntwo", "one|two"},
    {"one \n two", "one \n two"},
    {"one\xE2\x80\xA9two\xE2\x80\xA9\n", "one|two"},
    {"\xE2\x80\xA9", ""},
    {"one\xE2\x80\xA8two", "one\xE2\x80\xA8two"},
    {"\xE3\x80\x80日本\xE3\x80\x80語\xE3\x80\x80\n\n\xE3\x80\x80二",
     "日本\xE3\x80\x80語|二"},
    {"one\n-\ntwo", "one\n-\ntwo"},
    {"one\n\x0C\ntwo", "one|two"},
};

START_TEST(blank_lines_divide_paragraphs)
{
    CLEANUP(str_release) struct str got = STR_INIT;
    struct paragraph_iter iter;
    struct str_span paragraph;
    struct str_span text = str_span_of(rows[_i].text);
    paragraph_iter_init(&iter, text);
    while (paragraph_next(&iter, &paragraph) == STATUS_OK) {
        ck_assert(paragraph.bytes >= text.bytes);
        ck_assert_uint_gt(paragraph.n_bytes, 0);
        if (got.n_bytes > 0)
            str_add_char(&got, '|');
        str_add_span(&got, paragraph);
    }
    ck_assert_int_eq(paragraph_next(&iter, &paragraph), STATUS_DONE);
    ck_assert_msg(
        str_span_equal(str_view(&got), str_span_of(rows[_i].paragraphs)),
        "row %d: got '%s', expected '%s'", _i, str_view(&got).bytes,
        rows[_i].paragraphs);
}

END_TEST

START_TEST(a_long_line_of_spaces_is_read_once)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct paragraph_iter iter;
    struct str_span paragraph;
    str_add_char(&text, 'x');
    for (int i = 0; i < 4000000; i++)
        str_add_char(&text, i % 1000 == 0 ? '\f' : ' ');
    str_add_char(&text, 'y');
    paragraph_iter_init(&iter, str_view(&text));
    ck_assert_int_eq(paragraph_next(&iter, &paragraph), STATUS_OK);
    ck_assert_uint_eq(paragraph.n_bytes, text.n_bytes);
    ck_assert_int_eq(paragraph_next(&iter, &paragraph), STATUS_DONE);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("paragraph");
    TCase *dividing = tcase_create("dividing");
    tcase_add_loop_test(dividing, blank_lines_divide_paragraphs, 0,
                        N_ROWS(rows));
    tcase_add_test(dividing, a_long_line_of_spaces_is_read_once);
    suite_add_tcase(suite, dividing);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
