/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/error.h"

#include <check.h>
#include <errno.h>
#include <string.h>

START_TEST(an_error_carries_status_message_and_hint)
{
    struct error err = ERROR_INIT;
    ck_assert_int_eq(error_set(&err, STATUS_IO, "cannot read '%s'", "x"),
                     STATUS_IO);
    error_hint(&err, "try %d", 2);
    ck_assert_int_eq(err.status, STATUS_IO);
    ck_assert_str_eq(err.message, "cannot read 'x'");
    ck_assert_str_eq(err.hint, "try 2");
    ck_assert_int_eq(error_set(&err, STATUS_DONE, "again"), STATUS_DONE);
    ck_assert_str_eq(err.hint, "");
}

END_TEST

START_TEST(a_null_error_is_allowed)
{
    ck_assert_int_eq(error_set(NULL, STATUS_IO, "x"), STATUS_IO);
    ck_assert_int_eq(error_set_errno(NULL, STATUS_IO, ENOENT, "x"), STATUS_IO);
    error_hint(NULL, "x");
    ck_assert_int_eq(error_no_memory(NULL), STATUS_NO_MEMORY);
}

END_TEST

START_TEST(the_systems_reason_is_appended)
{
    struct error err = ERROR_INIT;
    error_set_errno(&err, STATUS_NOT_FOUND, ENOENT, "cannot open '%s'", "x");
    ck_assert_str_eq(err.message, "cannot open 'x': No such file or directory");
}

END_TEST

START_TEST(a_long_text_is_cut_between_characters_and_says_so)
{
    struct error err = ERROR_INIT;
    char text[3 * ERROR_MESSAGE_BYTES] = "";
    for (size_t i = 0; i + 2 < sizeof(text); i += 2)
        memcpy(text + i, "\xc3\xa9", 3);
    for (size_t shift = 0; shift < 2; shift++) {
        error_set(&err, STATUS_IO, "%s%s", shift ? "a" : "", text);
        size_t n_bytes = strlen(err.message);
        ck_assert_uint_lt(n_bytes, ERROR_MESSAGE_BYTES);
        ck_assert_str_eq(err.message + n_bytes - 3, "...");
        ck_assert_uint_eq((n_bytes - 3 - shift) % 2, 0);
        error_set_errno(&err, STATUS_IO, EIO, "%s", text);
        ck_assert_uint_lt(strlen(err.message), ERROR_MESSAGE_BYTES);
    }
}

END_TEST

START_TEST(every_status_has_a_name_of_its_own)
{
    for (int a = STATUS_OK; a <= STATUS_INTERNAL; a++) {
        ck_assert_str_ne(status_name((enum status)a), "unknown");
        for (int b = STATUS_OK; b < a; b++)
            ck_assert_str_ne(status_name((enum status)a),
                             status_name((enum status)b));
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("error");
    TCase *texts = tcase_create("texts");
    tcase_add_test(texts, an_error_carries_status_message_and_hint);
    tcase_add_test(texts, a_null_error_is_allowed);
    tcase_add_test(texts, the_systems_reason_is_appended);
    tcase_add_test(texts, a_long_text_is_cut_between_characters_and_says_so);
    tcase_add_test(texts, every_status_has_a_name_of_its_own);
    suite_add_tcase(suite, texts);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
