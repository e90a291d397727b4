/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/str.h"

#include "base/arena.h"
#include "base/json.h"

#include <check.h>
#include <stdlib.h>
#include <wchar.h>

START_TEST(an_empty_string_has_a_view_that_can_be_read)
{
    struct str str = STR_INIT;
    ck_assert_uint_eq(str_view(&str).n_bytes, 0);
    ck_assert_ptr_nonnull(str_view(&str).bytes);
    ck_assert_int_eq(str_status(&str, NULL), STATUS_OK);
}

END_TEST

START_TEST(writes_are_joined_and_ended_by_a_nul)
{
    CLEANUP(str_release) struct str str = STR_INIT;
    str_add_text(&str, "tax");
    str_add_char(&str, ' ');
    str_add_format(&str, "%d%s", 12, "d");
    str_add_span(&str, SPAN("\0x"));
    ck_assert_uint_eq(str.n_bytes, 9);
    ck_assert(str_span_equal(str_view(&str), SPAN("tax 12d\0x")));
    ck_assert_int_eq(str.bytes[9], '\0');
}

END_TEST

START_TEST(a_string_goes_bad_at_its_ceiling_and_stays_bad)
{
    CLEANUP(str_release) struct str str;
    struct error err = ERROR_INIT;
    str_init(&str, 5);
    str_add_text(&str, "12345");
    ck_assert_int_eq(str_status(&str, &err), STATUS_OK);
    str_add_char(&str, '6');
    str_add_text(&str, "");
    ck_assert_int_eq(str_status(&str, &err), STATUS_TOO_BIG);
    ck_assert_str_eq(err.message, "text is over 5 bytes");
    ck_assert_uint_eq(str.n_bytes, 5);
    ck_assert_ptr_null(str_detach(&str));
    str_add_text(&str, "again");
    ck_assert_int_eq(str_status(&str, NULL), STATUS_OK);
}

END_TEST

START_TEST(what_is_made_of_a_bad_part_is_bad)
{
    static const wchar_t none[] = {0xd800, 0}; /* no locale writes it */
    CLEANUP(str_release) struct str part = STR_INIT;
    CLEANUP(str_release) struct str whole = STR_INIT;
    struct arena arena;
    str_add_text(&part, "half of");
    str_add_format(&part, "%ls", none);
    ck_assert_int_eq(str_status(&part, NULL), STATUS_NO_MEMORY);
    ck_assert(str_span_is_bad(str_view(&part)));
    ck_assert_uint_eq(str_view(&part).n_bytes, 0);
    str_add_text(&whole, "all");
    ck_assert(!str_span_is_bad(str_view(&whole)));
    str_add_span(&whole, str_view(&part));
    str_add_text(&whole, "more");
    ck_assert_int_eq(str_status(&whole, NULL), STATUS_NO_MEMORY);
    str_reset(&whole);
    json_add_string(&whole, str_view(&part));
    ck_assert_int_eq(str_status(&whole, NULL), STATUS_NO_MEMORY);
    arena_init(&arena);
    ck_assert_ptr_null(arena_copy(&arena, str_view(&part)).bytes);
    arena_release(&arena);
    str_reset(&part);
    str_reset(&whole);
    str_add_span(&whole, str_view(&part));
    ck_assert_int_eq(str_status(&whole, NULL), STATUS_OK);
}

END_TEST

START_TEST(a_reset_string_is_good_again)
{
    CLEANUP(str_release) struct str str;
    str_init(&str, 2);
    str_add_text(&str, "abc");
    ck_assert_int_eq(str_status(&str, NULL), STATUS_TOO_BIG);
    str_reset(&str);
    str_add_text(&str, "ab");
    ck_assert_int_eq(str_status(&str, NULL), STATUS_OK);
    ck_assert_str_eq(str.bytes, "ab");
}

END_TEST

START_TEST(detached_bytes_outlive_the_string)
{
    struct str str = STR_INIT;
    str_add_text(&str, "kept");
    char *bytes = str_detach(&str);
    ck_assert_str_eq(bytes, "kept");
    ck_assert_uint_eq(str.n_bytes, 0);
    free(bytes);
}

END_TEST

START_TEST(truncate_only_cuts)
{
    CLEANUP(str_release) struct str str = STR_INIT;
    str_add_text(&str, "archive");
    str_truncate(&str, 9);
    ck_assert_str_eq(str.bytes, "archive");
    str_truncate(&str, 4);
    ck_assert_str_eq(str.bytes, "arch");
}

END_TEST

static const struct order_row {
    const char *a;
    const char *b;
    int sign;
} order_rows[] = {
    {"", "", 0},       {"a", "", 1},     {"", "a", -1},
    {"a", "b", -1},    {"ab", "a", 1},   {"a", "ab", -1},
    {"abc", "abc", 0}, {"\x80", "a", 1}, /* bytes are unsigned */
};

START_TEST(spans_are_ordered_by_unsigned_bytes)
{
    const struct order_row *row = &order_rows[_i];
    int order = str_span_compare(str_span_of(row->a), str_span_of(row->b));
    ck_assert_int_eq((order > 0) - (order < 0), row->sign);
    ck_assert_int_eq(str_span_equal(str_span_of(row->a), str_span_of(row->b)),
                     row->sign == 0);
}

END_TEST

START_TEST(spans_are_trimmed_compared_and_searched)
{
    ck_assert(
        str_span_equal(str_span_trim(SPAN(" \t\r\n a b \v\f")), SPAN("a b")));
    ck_assert_uint_eq(str_span_trim(SPAN("  ")).n_bytes, 0);
    ck_assert(str_span_starts(SPAN("title:x"), SPAN("title")));
    ck_assert(!str_span_starts(SPAN("tit"), SPAN("title")));
    ck_assert(str_span_equal_nocase(SPAN("TiTle"), SPAN("title")));
    ck_assert(!str_span_equal_nocase(SPAN("title"), SPAN("titles")));
    ck_assert_uint_eq(str_span_of(NULL).n_bytes, 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("str");
    TCase *growing = tcase_create("growing");
    tcase_add_test(growing, an_empty_string_has_a_view_that_can_be_read);
    tcase_add_test(growing, writes_are_joined_and_ended_by_a_nul);
    tcase_add_test(growing, a_string_goes_bad_at_its_ceiling_and_stays_bad);
    tcase_add_test(growing, what_is_made_of_a_bad_part_is_bad);
    tcase_add_test(growing, a_reset_string_is_good_again);
    tcase_add_test(growing, detached_bytes_outlive_the_string);
    tcase_add_test(growing, truncate_only_cuts);
    suite_add_tcase(suite, growing);
    TCase *spans = tcase_create("spans");
    tcase_add_loop_test(spans, spans_are_ordered_by_unsigned_bytes, 0,
                        (int)(sizeof(order_rows) / sizeof(order_rows[0])));
    tcase_add_test(spans, spans_are_trimmed_compared_and_searched);
    suite_add_tcase(suite, spans);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
