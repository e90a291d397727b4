/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"
#include "glass/output.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)8192)

/* Some file systems have ways past the page cache, others not. */
static const char *const places[] = {"/tmp", "/dev/shm"};
#define N_PLACES (int)(sizeof places / sizeof *places)

static char path[64];

static void choose_path(const char *place)
{
    (void)snprintf(path, sizeof path, "%s/lede-check-output-%ld", place,
                   (long)getpid());
    unlink(path);
}

/* Bytes that differ from chunk to chunk, n_chunks of them and n_more. */
static enum status write_file(struct output *output, size_t n_chunks,
                              size_t n_more, struct str *ret_all,
                              struct output_sum *ret_sum, struct error *err)
{
    enum status status = output_open(output, err);
    for (size_t i = 0; status == STATUS_OK && i <= n_chunks; i++) {
        size_t n = i < n_chunks ? CHUNK_BYTES : n_more;
        char *to = output_place(output);
        for (size_t j = 0; j < n; j++)
            to[j] = (char)(i * 31 + j * 7 + (j >> 8));
        str_add(ret_all, to, n);
        status = output_advance(output, n, err);
    }
    return status == STATUS_OK ? output_finish(output, ret_sum, err) : status;
}

static void check_written(size_t n_chunks, size_t n_more)
{
    CLEANUP(str_release) struct str wanted;
    CLEANUP(str_release) struct str found;
    struct output output;
    struct output_sum sum = {0};
    str_init(&wanted, 0);
    str_init(&found, 0);
    ck_assert_int_eq(output_init(&output, path, NULL), STATUS_OK);
    ck_assert_int_eq(write_file(&output, n_chunks, n_more, &wanted, &sum, NULL),
                     STATUS_OK);
    output_release(&output);
    ck_assert_int_eq(file_read(path, SIZE_MAX, &found, NULL), STATUS_OK);
    ck_assert(str_span_equal(str_view(&found), str_view(&wanted)));
    ck_assert_uint_eq(sum.n_bytes, wanted.n_bytes);
    ck_assert(
        checksum128_equal(sum.checksum, checksum128_of(str_view(&wanted))));
    unlink(path);
}

START_TEST(what_was_put_is_in_the_file_and_summed_up)
{
    const size_t n_full = OUTPUT_BUFFER_BYTES / CHUNK_BYTES;
    if (access(places[_i], W_OK) != 0)
        return;
    choose_path(places[_i]);
    check_written(0, 0);
    check_written(0, 1);
    check_written(1, 0);
    check_written(n_full - 1, 2048);
    check_written(n_full, 0);
    check_written(n_full, 2048);
    check_written(3 * n_full + 1, 4095);
}

END_TEST

START_TEST(a_file_that_is_there_is_left_alone)
{
    struct output output;
    struct error err = ERROR_INIT;
    choose_path(places[0]);
    ck_assert_int_eq(file_replace(path, SPAN("old"), NULL), STATUS_OK);
    ck_assert_int_eq(output_init(&output, path, NULL), STATUS_OK);
    ck_assert_int_eq(output_open(&output, &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "cannot create '/tmp/"));
    output_release(&output);
    struct stat st;
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_size, 3);
    unlink(path);
}

END_TEST

START_TEST(a_disk_that_is_full_is_told)
{
    CLEANUP(str_release) struct str all;
    struct output output;
    struct output_sum sum;
    struct error err = ERROR_INIT;
    struct rlimit limit = {3 * OUTPUT_BUFFER_BYTES / 2, RLIM_INFINITY};
    str_init(&all, 0);
    choose_path(places[0]);
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(output_init(&output, path, NULL), STATUS_OK);
    ck_assert_int_eq(write_file(&output, 3 * OUTPUT_BUFFER_BYTES / CHUNK_BYTES,
                                0, &all, &sum, &err),
                     STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "cannot write '/tmp/"));
    output_release(&output);
    unlink(path);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("output");
    TCase *tcase = tcase_create("files");
    tcase_add_loop_test(tcase, what_was_put_is_in_the_file_and_summed_up, 0,
                        N_PLACES);
    tcase_add_test(tcase, a_file_that_is_there_is_left_alone);
    /* Last: under CK_FORK=no the limit outlives it. */
    tcase_add_test(tcase, a_disk_that_is_full_is_told);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
