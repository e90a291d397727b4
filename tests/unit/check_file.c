/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/checksum.h"
#include "base/file.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch[64];

static void enter_scratch(void)
{
    strcpy(scratch, "/tmp/lede-check-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch));
    ck_assert_int_eq(chdir(scratch), 0);
}

static void leave_scratch(void)
{
    unlink("f");
    unlink("f.tmp");
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(rmdir(scratch), 0);
}

START_TEST(what_was_written_is_read_again)
{
    CLEANUP(str_release) struct str str = STR_INIT;
    ck_assert_int_eq(file_replace("f", SPAN("old"), NULL), STATUS_OK);
    ck_assert_int_eq(file_replace("f", SPAN("n\0w"), NULL), STATUS_OK);
    ck_assert_int_eq(file_read("f", 100, &str, NULL), STATUS_OK);
    ck_assert(str_span_equal(str_view(&str), SPAN("n\0w")));
    ck_assert_int_ne(access("f.tmp", F_OK), 0);
}

END_TEST

START_TEST(a_missing_file_and_a_directory_are_told_apart)
{
    CLEANUP(str_release) struct str str = STR_INIT;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(file_read("f", 100, &str, &err), STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "cannot open 'f': No such file or directory");
    ck_assert_int_eq(file_read(".", 100, &str, &err), STATUS_IO);
    ck_assert_str_eq(err.message, "cannot read '.': Is a directory");
}

END_TEST

START_TEST(reading_stops_at_the_ceiling)
{
    CLEANUP(str_release) struct str str = STR_INIT;
    CLEANUP(str_release) struct str big = STR_INIT;
    for (size_t i = 0; i < 200000; i++)
        str_add_char(&big, 'x');
    ck_assert_int_eq(file_replace("f", str_view(&big), NULL), STATUS_OK);
    ck_assert_int_eq(file_read("f", 200000, &str, NULL), STATUS_OK);
    ck_assert_uint_eq(str.n_bytes, 200000);
    str_reset(&str);
    ck_assert_int_eq(file_read("f", 199999, &str, NULL), STATUS_TOO_BIG);
    ck_assert_uint_eq(str.n_bytes, 199999);
}

END_TEST

START_TEST(a_full_disk_leaves_the_old_file)
{
    CLEANUP(str_release) struct str str = STR_INIT;
    struct error err = ERROR_INIT;
    struct rlimit limit = {4, 4};
    ck_assert_int_eq(file_replace("f", SPAN("old"), NULL), STATUS_OK);
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(file_replace("f", SPAN("much longer"), &err), STATUS_IO);
    ck_assert_str_eq(err.message, "cannot write 'f.tmp': File too large");
    ck_assert_int_eq(file_read("f", 100, &str, NULL), STATUS_OK);
    ck_assert_str_eq(str.bytes, "old");
    ck_assert_int_ne(access("f.tmp", F_OK), 0);
}

END_TEST

START_TEST(a_checksum_depends_on_every_byte)
{
    char bytes[] = "The proposed sugar duty would raise the price.";
    uint64_t whole = checksum_of(str_span_of(bytes));
    for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
        bytes[i] ^= 1;
        ck_assert(checksum_of(str_span_of(bytes)) != whole);
        bytes[i] ^= 1;
    }
    ck_assert(checksum_of(str_span_of(bytes)) == whole);
    ck_assert(checksum_of(str_span(NULL, 0)) == checksum_of(SPAN("")));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("file");
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, enter_scratch, leave_scratch);
    tcase_add_test(files, what_was_written_is_read_again);
    tcase_add_test(files, a_missing_file_and_a_directory_are_told_apart);
    tcase_add_test(files, reading_stops_at_the_ceiling);
    /* Last: under CK_FORK=no the limit outlives it. */
    tcase_add_test(files, a_full_disk_leaves_the_old_file);
    suite_add_tcase(suite, files);
    TCase *checksums = tcase_create("checksums");
    tcase_add_test(checksums, a_checksum_depends_on_every_byte);
    suite_add_tcase(suite, checksums);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
