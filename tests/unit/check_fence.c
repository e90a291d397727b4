/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/error.h"

#include <check.h>
#include <stdlib.h>

/* In fence_throw.cc. */
enum status fence_throw(int what, struct error *err);

static const struct {
    enum status status;
    const char *message;
} rows[] = {
    {STATUS_LOCKED, "another program holds the database: held"},
    {STATUS_NOT_FOUND, "cannot find what was asked for in the database: gone"},
    {STATUS_NOT_FOUND, "cannot find what was asked for in the database: shut"},
    {STATUS_OUTDATED, "the database is of another version of Xapian: old"},
    {STATUS_CORRUPT, "the database is damaged: torn"},
    {STATUS_MODIFIED, "the index was written while it was read"},
    {STATUS_IO, "cannot read or write the database: write failed: "
                "No space left on device"},
    {STATUS_NOT_FOUND, "cannot find what was asked for in the database: no 7"},
    {STATUS_INTERNAL, "unexpected: InvalidArgumentError: bad"},
    {STATUS_CORRUPT, "the database is damaged: bytes"},
    {STATUS_NO_MEMORY, NULL},
    {STATUS_INTERNAL, "unexpected: run"},
    {STATUS_INTERNAL, "unexpected: logic"},
    {STATUS_INTERNAL, "unexpected exception"},
    {STATUS_INTERNAL, "unexpected exception"},
};

START_TEST(no_exception_escapes_the_shim)
{
    struct error err = ERROR_INIT;
    ck_assert_int_eq(fence_throw(_i, &err), rows[_i].status);
    ck_assert_int_eq(err.status, rows[_i].status);
    if (rows[_i].message)
        ck_assert_str_eq(err.message, rows[_i].message);
    else
        ck_assert_str_ne(err.message, "");
}

END_TEST

START_TEST(an_exception_needs_no_error_to_be_told_to)
{
    ck_assert_int_eq(fence_throw(_i, NULL), rows[_i].status);
}

END_TEST

START_TEST(a_status_passes_through_as_it_is)
{
    struct error err = ERROR_INIT;
    ck_assert_int_eq(fence_throw(-1, &err), STATUS_DONE);
    ck_assert_int_eq(err.status, STATUS_OK);
    ck_assert_str_eq(err.message, "");
}

END_TEST

START_TEST(a_changed_index_comes_with_a_hint)
{
    struct error err = ERROR_INIT;
    ck_assert_int_eq(fence_throw(5, &err), STATUS_MODIFIED);
    ck_assert_str_ne(err.hint, "");
}

END_TEST

int main(void)
{
    int n_rows = (int)(sizeof(rows) / sizeof(rows[0]));
    Suite *suite = suite_create("fence");
    TCase *throwing = tcase_create("throwing");
    tcase_add_loop_test(throwing, no_exception_escapes_the_shim, 0, n_rows);
    tcase_add_loop_test(throwing, an_exception_needs_no_error_to_be_told_to, 0,
                        n_rows);
    tcase_add_test(throwing, a_status_passes_through_as_it_is);
    tcase_add_test(throwing, a_changed_index_comes_with_a_hint);
    suite_add_tcase(suite, throwing);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
