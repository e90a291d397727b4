/*
 * State of the process, since a signal handler is given none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/crash.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#endif

/* The stack may be what ran out. */
#define STACK_BYTES 16384

#define TEXT_BYTES 400

static struct {
    char text[TEXT_BYTES];
    size_t n_bytes;
    int exit_status;
    char stack[STACK_BYTES];
} last_words;

/* Those of a process whose time is over. */
static struct {
    char text[TEXT_BYTES];
    size_t n_bytes;
    int exit_status;
} late_words;

/* Only calls that POSIX allows in a handler. */
static void speak(int number)
{
    (void)number;
    ssize_t n = write(STDERR_FILENO, last_words.text, last_words.n_bytes);
    (void)n;
    _exit(last_words.exit_status);
}

static void write_text(const char *text)
{
    ssize_t n = write(STDERR_FILENO, text, strlen(text));
    (void)n;
}

void crash_no_memory(void)
{
    write_text(program_invocation_short_name);
    write_text(": out of memory\n");
    _exit(last_words.exit_status != 0 ? last_words.exit_status : 2);
}

void crash_say(const char *text, int exit_status)
{
#ifndef HAS_SANITIZER
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    const stack_t stack = {.ss_sp = last_words.stack, .ss_size = STACK_BYTES};
    struct sigaction action;

    (void)snprintf(last_words.text, sizeof(last_words.text), "%s", text);
    last_words.n_bytes = strlen(last_words.text);
    last_words.exit_status = exit_status;
    memset(&action, 0, sizeof(action));
    action.sa_handler = speak;
    sigemptyset(&action.sa_mask);
    if (sigaltstack(&stack, NULL) == 0)
        action.sa_flags = SA_ONSTACK;
    for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
        (void)sigaction(fatal[i], &action, NULL);
#else
    (void)text;
    (void)exit_status;
    (void)speak;
#endif
}

static void end_late(int number)
{
    (void)number;
    ssize_t n = write(STDERR_FILENO, late_words.text, late_words.n_bytes);
    (void)n;
    _exit(late_words.exit_status);
}

static enum status set_timer(uint64_t ms, struct error *err)
{
    struct itimerval timer = {{0, 0}, {0, 0}};

    timer.it_value.tv_sec = (time_t)(ms / 1000);
    timer.it_value.tv_usec = (suseconds_t)(ms % 1000 * 1000);
    if (setitimer(ITIMER_REAL, &timer, NULL) == 0)
        return STATUS_OK;
    return error_set_errno(err, STATUS_IO, errno, "cannot set a timer");
}

enum status crash_after(uint64_t ms, const char *text, int exit_status,
                        struct error *err)
{
    struct sigaction action;

    enum status status = set_timer(0, err);
    if (ms == 0 || status != STATUS_OK)
        return status;
    (void)snprintf(late_words.text, sizeof(late_words.text), "%s", text);
    late_words.n_bytes = strlen(late_words.text);
    late_words.exit_status = exit_status;
    memset(&action, 0, sizeof(action));
    action.sa_handler = end_late;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGALRM, &action, NULL) != 0)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot set what a timer does");
    return set_timer(ms, err);
}
