/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/child.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The runtime of C++ has words of its own for an exception that nobody catches;
   the parent says what there is to say. A sanitizer's report is kept. */
static void silence(void)
{
#ifndef __SANITIZE_ADDRESS__
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (fd >= 0)
        (void)dup2(fd, STDERR_FILENO);
#endif
}

static void reset_signals(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS,  SIGABRT, SIGFPE,
                                SIGILL,  SIGXCPU, SIGTERM, SIGPIPE};
    const struct rlimit none = {0, 0};
    for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
        (void)signal(fatal[i], SIG_DFL);
    (void)setrlimit(RLIMIT_CORE, &none);
}

/* Never returns. */
static void run_child(pid_t parent, child_work work, void *context, int fd)
{
    /* It holds the parent's lock: it must not outlive it. */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    reset_signals();
    silence();
    work(context, fd);
    _exit(0);
}

static int wait_for(pid_t pid)
{
    int result = 0;
    while (waitpid(pid, &result, 0) < 0)
        if (errno != EINTR)
            break;
    return result;
}

enum status child_run(child_work work, void *context, size_t max_bytes,
                      struct str *said, int *ret_result, struct error *err)
{
    int fds[2];
    pid_t parent = getpid();
    if (pipe2(fds, O_CLOEXEC) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot make a pipe");
    pid_t pid = fork();
    if (pid < 0) {
        int reason = errno;
        close(fds[0]);
        close(fds[1]);
        return error_set_errno(err, STATUS_IO, reason,
                               "cannot start a process");
    }
    if (pid == 0) {
        close(fds[0]);
        run_child(parent, work, context, fds[1]);
    }
    close(fds[1]);
    enum status status = file_read_all(fds[0], "pipe", max_bytes, said, err);
    close(fds[0]);
    *ret_result = wait_for(pid);
    return status;
}

/* ---- one call */

struct attempt {
    enum status (*call)(void *context, struct error *err);
    void *context;
};

static void try_and_tell(void *context, int fd)
{
    const struct attempt *attempt = context;
    struct error told = ERROR_INIT;
    told.status = attempt->call(attempt->context, &told);
    if (file_write_all(fd, "pipe", str_span((const char *)&told, sizeof told),
                       NULL) != STATUS_OK)
        _exit(1);
}

enum status child_try(enum status (*call)(void *context, struct error *err),
                      void *context, const char *subject, struct error *err)
{
    CLEANUP(str_release) struct str said = STR_INIT;
    struct attempt attempt = {call, context};
    struct error told = ERROR_INIT;
    int result = 0;
    enum status status =
        child_run(try_and_tell, &attempt, sizeof told, &said, &result, err);
    if (status != STATUS_OK)
        return status;
    if (str_view(&said).n_bytes != sizeof told) {
        error_set(err, STATUS_IO,
                  "cannot write '%s': who wrote it ended in %s %d", subject,
                  WIFSIGNALED(result) ? "signal" : "status",
                  WIFSIGNALED(result) ? WTERMSIG(result) : WEXITSTATUS(result));
        error_hint(err, "look whether the disk is full");
        return STATUS_IO;
    }
    memcpy(&told, said.bytes, sizeof told);
    if (told.status != STATUS_OK && err)
        *err = told;
    return told.status;
}
