/*
 * A call in a child: what it says comes back, and when it brings its process
 * down that is an error of this one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/child.h"

#include "base/file.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static enum status succeed(void *context, struct error *err)
{
    int *number = context;
    (void)err;
    *number = 7; /* the child's own */
    return STATUS_OK;
}

static enum status refuse(void *context, struct error *err)
{
    error_set(err, STATUS_NO_MEMORY, "no room for '%s'", (char *)context);
    error_hint(err, "make some");
    return STATUS_NO_MEMORY;
}

static enum status fall(void *context, struct error *err)
{
    (void)err;
    (void)raise(*(int *)context);
    return STATUS_OK;
}

static enum status leave(void *context, struct error *err)
{
    (void)context;
    (void)err;
    _exit(5);
}

START_TEST(what_a_call_says_comes_back)
{
    struct error err = ERROR_INIT;
    int number = 1;
    char name[] = "this";
    ck_assert_int_eq(child_try(succeed, &number, "x", &err), STATUS_OK);
    ck_assert_int_eq(number, 1);
    ck_assert_int_eq(child_try(refuse, name, "x", &err), STATUS_NO_MEMORY);
    ck_assert_int_eq(err.status, STATUS_NO_MEMORY);
    ck_assert_str_eq(err.message, "no room for 'this'");
    ck_assert_str_eq(err.hint, "make some");
    ck_assert_int_eq(child_try(refuse, name, "x", NULL), STATUS_NO_MEMORY);
}

END_TEST

START_TEST(a_call_that_falls_is_an_error)
{
    static const int signals[] = {SIGABRT, SIGSEGV, SIGKILL};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct error err = ERROR_INIT;
        int number = signals[i];
        ck_assert_int_eq(child_try(fall, &number, "seg", &err), STATUS_IO);
        ck_assert_ptr_nonnull(strstr(err.message, "'seg'"));
        ck_assert_ptr_nonnull(strstr(err.hint, "full"));
    }
    struct error err = ERROR_INIT;
    ck_assert_int_eq(child_try(leave, NULL, "seg", &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "status 5"));
}

END_TEST

static void chatter(void *context, int fd)
{
    (void)context;
    for (int i = 0; i < 100; i++)
        if (file_write_all(fd, "pipe", SPAN("blah"), NULL) != STATUS_OK)
            _exit(1);
}

START_TEST(what_is_said_has_a_ceiling)
{
    CLEANUP(str_release) struct str said = STR_INIT;
    int result = -1;
    ck_assert_int_eq(child_run(chatter, NULL, 400, &said, &result, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(str_view(&said).n_bytes, 400);
    ck_assert_int_eq(result, 0);
    ck_assert_int_eq(child_run(chatter, NULL, 10, &said, &result, NULL),
                     STATUS_TOO_BIG);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("child");
    TCase *tcase = tcase_create("child");
    tcase_add_test(tcase, what_a_call_says_comes_back);
    tcase_add_test(tcase, a_call_that_falls_is_an_error);
    tcase_add_test(tcase, what_is_said_has_a_ceiling);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
