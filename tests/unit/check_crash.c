/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/crash.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_STATUS 2
#define TEXT        "it came down\n"

static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/* In a process of its own; what it says is in text, n_room bytes. */
static int run(void (*fall)(int), int number, char *text, size_t n_room)
{
    int fds[2];
    int result = 0;
    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        const struct rlimit none = {0, 0};
        (void)setrlimit(RLIMIT_CORE, &none);
        (void)dup2(fds[1], STDERR_FILENO);
        crash_say(TEXT, EXIT_STATUS);
        fall(number);
        _exit(0);
    }
    close(fds[1]);
    size_t n = 0;
    ssize_t got;
    while (n < n_room - 1 && (got = read(fds[0], text + n, n_room - 1 - n)) > 0)
        n += (size_t)got;
    text[n] = '\0';
    close(fds[0]);
    ck_assert_int_eq(waitpid(pid, &result, 0), pid);
    return result;
}

static void fall_by_signal(int number)
{
    (void)raise(number);
}

/* What it is for: an address that is none. */
static void fall_by_reading(int number)
{
    volatile char *volatile nowhere = NULL;
    nowhere[4096] = (char)number;
}

/* As deep as it goes; the compiler must not see that it never ends. */
static int dig(volatile int depth)
{
    volatile char block[4096];
    block[0] = (char)depth;
    return depth < 0 ? 0 : dig(depth + 1) + block[0];
}

static void fall_by_depth(int number)
{
    const struct rlimit little = {1 << 20, 1 << 20};
    (void)setrlimit(RLIMIT_STACK, &little);
    (void)dig(number);
}

static void expect_words(int result, const char *text)
{
    ck_assert_msg(WIFEXITED(result) && WEXITSTATUS(result) == EXIT_STATUS,
                  "result %x", result);
    ck_assert_str_eq(text, TEXT);
}

START_TEST(a_signal_that_kills_ends_in_words_and_a_status)
{
    char text[256];
    expect_words(run(fall_by_signal, fatal[_i], text, sizeof text), text);
}

END_TEST

START_TEST(a_wild_write_does)
{
    char text[256];
    expect_words(run(fall_by_reading, 1, text, sizeof text), text);
}

END_TEST

START_TEST(a_stack_that_is_full_does)
{
    char text[256];
    expect_words(run(fall_by_depth, 1, text, sizeof text), text);
}

END_TEST

/* What no one can call off. */
static void fall_by_time(int ms)
{
    if (crash_after(60000, "too early\n", 9, NULL) == STATUS_OK &&
        crash_after((uint64_t)ms, TEXT, EXIT_STATUS, NULL) == STATUS_OK)
        for (;;)
            (void)pause();
}

static void stop_the_clock(int ms)
{
    if (crash_after((uint64_t)ms, TEXT, EXIT_STATUS, NULL) != STATUS_OK ||
        crash_after(0, TEXT, EXIT_STATUS, NULL) != STATUS_OK)
        return;
    (void)usleep((useconds_t)ms * 3000);
    _exit(7);
}

START_TEST(what_has_no_end_ends_in_time)
{
    char text[256];
    expect_words(run(fall_by_time, 20, text, sizeof text), text);
}

END_TEST

START_TEST(a_clock_can_be_stopped)
{
    char text[256];
    int result = run(stop_the_clock, 20, text, sizeof text);
    ck_assert(WIFEXITED(result) && WEXITSTATUS(result) == 7);
    ck_assert_str_eq(text, "");
}

END_TEST

START_TEST(other_signals_are_left_alone)
{
    char text[256];
    int result = run(fall_by_signal, SIGUSR1, text, sizeof text);
    ck_assert(WIFSIGNALED(result) && WTERMSIG(result) == SIGUSR1);
    ck_assert_str_eq(text, "");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("crash");
    TCase *tcase = tcase_create("last words");
#if !defined(__SANITIZE_ADDRESS__)
    tcase_add_loop_test(tcase, a_signal_that_kills_ends_in_words_and_a_status,
                        0, (int)(sizeof fatal / sizeof *fatal));
    tcase_add_test(tcase, a_wild_write_does);
    tcase_add_test(tcase, a_stack_that_is_full_does);
#else
    (void)fatal;
    (void)a_signal_that_kills_ends_in_words_and_a_status;
    (void)a_wild_write_does;
    (void)a_stack_that_is_full_does;
#endif
    tcase_add_test(tcase, what_has_no_end_ends_in_time);
    tcase_add_test(tcase, a_clock_can_be_stopped);
    tcase_add_test(tcase, other_signals_are_left_alone);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
