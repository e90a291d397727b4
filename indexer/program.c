/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RECEIVE_BYTES ((size_t)64 << 10)
#define POLL_MS       100
#define NOT_FOUND     127

struct run {
    pid_t pid;
    int in_fd;  /* what it reads; -1: all is told */
    int out_fd; /* what it writes; -1: it has ended that */
    struct str_span input;
    size_t max_bytes;
    struct str *out;
    bool is_too_big;
    bool is_too_long;
};

static uint64_t now_ms(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* The child's side: nothing but async-signal-safe calls. */
static void become(const char *const *args, int in_fd, int out_fd,
                   unsigned timeout_ms)
{
    struct rlimit limit;
    int null_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit.rlim_cur = limit.rlim_max = timeout_ms / 1000 + 1;
    (void)setrlimit(RLIMIT_CPU, &limit);
    if (dup2(in_fd, STDIN_FILENO) < 0 || dup2(out_fd, STDOUT_FILENO) < 0 ||
        (null_fd >= 0 && dup2(null_fd, STDERR_FILENO) < 0))
        _exit(NOT_FOUND);
    (void)execvp(args[0], (char *const *)args);
    _exit(NOT_FOUND);
}

static enum status start(struct run *run, const char *const *args,
                         unsigned timeout_ms, struct error *err)
{
    int in_fds[2];
    int out_fds[2];

    /* A socket, so that writing to what has ended is no signal. */
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in_fds) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot make a socket");
    if (pipe2(out_fds, O_CLOEXEC) != 0) {
        (void)error_set_errno(err, STATUS_IO, errno, "cannot make a pipe");
        close(in_fds[0]);
        close(in_fds[1]);
        return STATUS_IO;
    }
    run->pid = fork();
    if (run->pid == 0)
        become(args, in_fds[1], out_fds[1], timeout_ms);
    close(in_fds[1]);
    close(out_fds[1]);
    run->in_fd = in_fds[0];
    run->out_fd = out_fds[0];
    if (run->pid > 0)
        return STATUS_OK;
    (void)error_set_errno(err, STATUS_IO, errno, "cannot start '%s'", args[0]);
    close(run->in_fd);
    close(run->out_fd);
    return STATUS_IO;
}

static void tell_some(struct run *run)
{
    ssize_t n = send(run->in_fd, run->input.bytes, run->input.n_bytes,
                     MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0)
        run->input =
            str_span(run->input.bytes + n, run->input.n_bytes - (size_t)n);
    if (run->input.n_bytes == 0 ||
        (n < 0 && errno != EAGAIN && errno != EINTR)) {
        close(run->in_fd);
        run->in_fd = -1;
    }
}

static void hear_some(struct run *run)
{
    ssize_t n;

    if (!str_reserve(run->out, RECEIVE_BYTES))
        n = 0;
    else
        n = read(run->out_fd, run->out->bytes + run->out->n_bytes,
                 RECEIVE_BYTES);
    if (n > 0) {
        run->out->n_bytes += (size_t)n;
        run->out->bytes[run->out->n_bytes] = '\0';
        run->is_too_big = run->out->n_bytes > run->max_bytes;
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(run->out_fd);
        run->out_fd = -1;
    }
}

static void exchange(struct run *run, uint64_t deadline_ms)
{
    while (run->out_fd >= 0 && !run->is_too_big && !run->is_too_long) {
        struct pollfd fds[2] = {{.fd = run->out_fd, .events = POLLIN},
                                {.fd = run->in_fd, .events = POLLOUT}};

        (void)poll(fds, 2, POLL_MS);
        if (run->in_fd >= 0 && fds[1].revents != 0)
            tell_some(run);
        if (fds[0].revents != 0)
            hear_some(run);
        run->is_too_long = now_ms() > deadline_ms;
    }
}

/* It may close its output and go on. */
static int await(struct run *run, uint64_t deadline_ms)
{
    int result = 0;
    pid_t pid = 0;

    while (!run->is_too_big && !run->is_too_long && pid == 0) {
        pid = waitpid(run->pid, &result, WNOHANG);
        if (pid != 0)
            break;
        (void)poll(NULL, 0, 5);
        run->is_too_long = now_ms() > deadline_ms;
    }
    if (pid == 0) {
        (void)kill(run->pid, SIGKILL);
        while (waitpid(run->pid, &result, 0) < 0 && errno == EINTR)
            continue;
    }
    return result;
}

enum status program_run(const char *const *args, struct str_span input,
                        const struct program_limits *limits, struct str *out,
                        struct program_result *ret_result, struct error *err)
{
    struct run run = {
        .input = input, .max_bytes = limits->max_bytes, .out = out};
    uint64_t deadline_ms = now_ms() + limits->timeout_ms;
    enum status status = start(&run, args, limits->timeout_ms, err);
    int result;

    if (status != STATUS_OK)
        return status;
    exchange(&run, deadline_ms);
    if (run.in_fd >= 0)
        close(run.in_fd);
    if (run.out_fd >= 0)
        close(run.out_fd);
    result = await(&run, deadline_ms);
    ret_result->status = WIFEXITED(result) ? WEXITSTATUS(result) : 0;
    if (run.is_too_big)
        ret_result->end = PROGRAM_TOO_BIG;
    else if (run.is_too_long ||
             (WIFSIGNALED(result) && WTERMSIG(result) == SIGXCPU))
        ret_result->end = PROGRAM_TOO_LONG;
    else if (!WIFEXITED(result))
        ret_result->end = PROGRAM_KILLED;
    else
        ret_result->end =
            WEXITSTATUS(result) == NOT_FOUND ? PROGRAM_MISSING : PROGRAM_ENDED;
    return str_status(out, err);
}
