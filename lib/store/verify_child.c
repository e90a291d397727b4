/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/verify_child.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A sound table is read at over 10 MB/s on any machine. */
#define MIN_SECONDS      30
#define BYTES_PER_SECOND ((uint64_t)2 << 20)
/* Xapian's checker keeps one block a level, and we 12 bytes a docid. */
#define MIN_MEMORY_BYTES ((uint64_t)1 << 30)
#define BYTES_PER_DOCID  32
/* Of what the child may say: a line is some hundred bytes, and few are told. */
#define MAX_LINES_BYTES ((size_t)1 << 20)

static void limit(int resource, uint64_t n)
{
    struct rlimit rlimit;
    rlimit.rlim_cur = rlimit.rlim_max = (rlim_t)n;
    (void)setrlimit(resource, &rlimit);
}

static void limit_child(const struct segment_entry *entry)
{
    uint64_t n_docids = entry->last_docid - entry->first_docid + 1;
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU,
          MIN_SECONDS + segment_entry_n_bytes(entry) / BYTES_PER_SECOND);
#ifndef __SANITIZE_ADDRESS__ /* it reserves terabytes of addresses */
    limit(RLIMIT_AS, MIN_MEMORY_BYTES + n_docids * BYTES_PER_DOCID);
#else
    (void)n_docids;
#endif
}

static void say(void *context, const char *text)
{
    const int *fd = context;
    struct str line = STR_INIT;
    for (; *text; text++) {
        if (*text == '\n')
            str_add_char(&line, ' ');
        else
            str_add_char(&line, *text);
    }
    str_add_char(&line, '\n');
    enum status status = file_write_all(*fd, "pipe", str_view(&line), NULL);
    str_release(&line);
    if (status != STATUS_OK)
        _exit(1);
}

/* Never returns. */
static void run_child(int fd, const char *path,
                      const struct segment_entry *entry,
                      const struct dead_set *dead)
{
    struct error err = ERROR_INIT;
    static const int fatal[] = {SIGSEGV, SIGBUS,  SIGABRT, SIGFPE,
                                SIGXCPU, SIGTERM, SIGPIPE};
    for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
        (void)signal(fatal[i], SIG_DFL);
    limit_child(entry);
    if (verify_segment(path, entry, dead, say, &fd, &err) != STATUS_OK)
        say(&fd, err.message);
    _exit(0);
}

static enum status tell_lines(struct str *lines, verify_line tell,
                              void *context, struct error *err)
{
    enum status status = STATUS_OK;
    char *line = lines->bytes;
    while (status == STATUS_OK && line && *line) {
        char *end = strchr(line, '\n');
        if (!end)
            break;
        *end = '\0';
        status = tell(context, line, err);
        line = end + 1;
    }
    return status;
}

static enum status tell_death(int result, verify_line tell, void *context,
                              struct error *err)
{
    char text[96];
    if (WIFEXITED(result) && WEXITSTATUS(result) == 0)
        return STATUS_OK;
    if (WIFSIGNALED(result))
        (void)snprintf(text, sizeof text, "reading it ends in signal %d (%s)",
                       WTERMSIG(result), strsignal(WTERMSIG(result)));
    else
        (void)snprintf(text, sizeof text, "reading it ends in status %d",
                       WEXITSTATUS(result));
    return tell(context, text, err);
}

enum status verify_in_child(const char *path, const struct segment_entry *entry,
                            const struct dead_set *dead, verify_line tell,
                            void *context, struct error *err)
{
    int fds[2];
    int result = 0;
    struct str lines = STR_INIT;
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
        run_child(fds[1], path, entry, dead);
    }
    close(fds[1]);
    enum status status =
        file_read_all(fds[0], "pipe", MAX_LINES_BYTES, &lines, err);
    close(fds[0]);
    while (waitpid(pid, &result, 0) < 0)
        if (errno != EINTR)
            break;
    if (status == STATUS_OK || status == STATUS_TOO_BIG)
        status = tell_lines(&lines, tell, context, err);
    if (status == STATUS_OK)
        status = tell_death(result, tell, context, err);
    str_release(&lines);
    return status;
}
