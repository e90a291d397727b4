/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_guard.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_MEMORY_LIMIT false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_MEMORY_LIMIT false
#endif
#endif
#ifndef HAS_MEMORY_LIMIT
#define HAS_MEMORY_LIMIT true
#endif

/* How long a reader may take to read the reply. */
#define WRITE_SECONDS 60
/* Of the processor, beside the time of the clock that a request may take. */
#define SPARE_SECONDS 1
/* For a place: so many times, so long. */
#define N_WAITS     50
#define WAIT_NS     10000000
#define SLOT_PREFIX "lede.cgi"

/* What a signal handler can reach. */
static web_guard_reply late_reply;

static void end_late(int signal)
{
    (void)signal;
    late_reply();
    _exit(0);
}

static enum status limit(int resource, uint64_t value, struct error *err)
{
    struct rlimit now;

    if (getrlimit((__rlimit_resource_t)resource, &now) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot read a limit");
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < value)
        value = now.rlim_max;
    now.rlim_cur = value;
    if (setrlimit((__rlimit_resource_t)resource, &now) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot set a limit");
    return STATUS_OK;
}

enum status web_guard_init(uint64_t n_bytes, web_guard_reply reply,
                           struct error *err)
{
    late_reply = reply;
    if (n_bytes == 0 || !HAS_MEMORY_LIMIT)
        return STATUS_OK;
    return limit(RLIMIT_AS, n_bytes, err);
}

static void set_handler(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};

    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGALRM, &action, NULL);
    (void)sigaction(SIGXCPU, &action, NULL);
}

static void set_timer(uint64_t ms)
{
    const struct itimerval timer = {
        .it_value = {(time_t)(ms / 1000), (suseconds_t)(ms % 1000 * 1000)}};

    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

/* The limit is of the whole life of a process, which may have answered many
   requests before. */
static void limit_processor(uint64_t timeout_ms)
{
    struct rusage used;

    if (getrusage(RUSAGE_SELF, &used) != 0)
        return;
    uint64_t seconds = (uint64_t)used.ru_utime.tv_sec +
                       (uint64_t)used.ru_stime.tv_sec + 2 + timeout_ms / 1000 +
                       SPARE_SECONDS;
    (void)limit(RLIMIT_CPU, seconds, NULL);
}

void web_guard_begin(uint64_t timeout_ms)
{
    limit_processor(timeout_ms);
    set_handler(end_late);
    set_timer(timeout_ms);
}

void web_guard_write(void)
{
    set_timer(0);
    set_handler(SIG_DFL);
    set_timer((uint64_t)WRITE_SECONDS * 1000);
}

void web_guard_end(void)
{
    set_timer(0);
}

static bool take_slot(uint64_t i_slot, uint64_t site, int fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    /* Behind a NUL: a name that is in no file system, and is free again when
       the process is gone, however it went. */
    int n = snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1,
                     SLOT_PREFIX "-%u-%016" PRIx64 "-%u", (unsigned)geteuid(),
                     site, (unsigned)i_slot);
    socklen_t n_bytes =
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)n);

    return bind(fd, (const struct sockaddr *)&address, n_bytes) == 0;
}

enum status web_guard_enter(uint64_t n_slots, uint64_t site, int *ret_fd,
                            struct error *err)
{
    const struct timespec wait = {0, WAIT_NS};

    *ret_fd = -1;
    if (n_slots == 0)
        return STATUS_OK;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot take a place among the requests");
    for (int i = 0; i < N_WAITS; i++) {
        for (uint64_t i_slot = 0; i_slot < n_slots; i_slot++)
            if (take_slot((i_slot + (uint64_t)getpid()) % n_slots, site, fd)) {
                *ret_fd = fd;
                return STATUS_OK;
            }
        (void)nanosleep(&wait, NULL);
    }
    (void)close(fd);
    return error_set(err, STATUS_LOCKED,
                     "%llu requests are answered at once already",
                     (unsigned long long)n_slots);
}

void web_guard_leave(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}
