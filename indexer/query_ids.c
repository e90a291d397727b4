/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/query_ids.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEARCHER "lede-search"

/* What it says by its status, as grep does. */
#define SEARCHER_FOUND   0
#define SEARCHER_NOTHING 1

/* Beside this program; else only the name, to be looked for in $PATH. */
static enum status find_searcher(struct str *ret_path, struct error *err)
{
    char own[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", own, sizeof(own));
    const char *slash =
        n > 0 && (size_t)n < sizeof(own) ? memrchr(own, '/', (size_t)n) : NULL;

    if (slash != NULL) {
        str_add(ret_path, own, (size_t)(slash + 1 - own));
        str_add_text(ret_path, SEARCHER);
        if (str_status(ret_path, NULL) == STATUS_OK &&
            access(ret_path->bytes, X_OK) == 0)
            return STATUS_OK;
    }
    str_reset(ret_path);
    str_add_text(ret_path, SEARCHER);
    return str_status(ret_path, err);
}

/* Signals as any program expects them, not as ours has set them. 0 or an
   errno. */
static int set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t usual;

    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    int reason = posix_spawnattr_setsigmask(attributes, &none);
    if (reason == 0)
        reason = posix_spawnattr_setsigdefault(attributes, &usual);
    if (reason == 0)
        reason = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return reason;
}

/* Runs it with out as its standard output. 0 or an errno. */
static int spawn(const char *program, const char *const argv[], int out,
                 pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int reason = posix_spawn_file_actions_init(&actions);

    if (reason != 0)
        return reason;
    reason = posix_spawnattr_init(&attributes);
    if (reason == 0) {
        reason = set_signals(&attributes);
        if (reason == 0)
            reason =
                posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
        /* Standard input is not for it: --ids-from may read that. */
        if (reason == 0)
            reason = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
                                                      "/dev/null", O_RDONLY, 0);
        if (reason == 0)
            /* It does not change what argv points to: POSIX says so. */
            reason = posix_spawnp(ret_pid, program, &actions, &attributes,
                                  (char *const *)argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return reason;
}

/* How it ended. */
static enum status reap(pid_t pid, struct error *err)
{
    int how = 0;
    pid_t reaped;

    do
        reaped = waitpid(pid, &how, 0);
    while (reaped < 0 && errno == EINTR);
    if (reaped < 0)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot wait for '" SEARCHER "'");
    if (WIFSIGNALED(how))
        return error_set(err, STATUS_IO,
                         "'" SEARCHER "' was ended by signal %d (%s)",
                         WTERMSIG(how), strsignal(WTERMSIG(how)));
    if (WEXITSTATUS(how) == SEARCHER_FOUND ||
        WEXITSTATUS(how) == SEARCHER_NOTHING)
        return STATUS_OK;
    error_set(err, STATUS_BAD_QUERY,
              "nothing was deleted: '" SEARCHER "' did not answer the query");
    error_hint(err, "try it: " SEARCHER " --ids 'QUERY'");
    return STATUS_BAD_QUERY;
}

enum status query_ids_find(const char *index_path, const char *query,
                           struct name_list *list, struct error *err)
{
    CLEANUP(str_release) struct str program = STR_INIT;
    int ends[2];
    pid_t pid;
    enum status status = find_searcher(&program, err);

    if (status != STATUS_OK)
        return status;
    const char *const argv[] = {SEARCHER,   "--all", "--ids", "-0", "-i",
                                index_path, "--",    query,   NULL};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot make a pipe");
    int reason = spawn(program.bytes, argv, ends[1], &pid);
    close(ends[1]);
    if (reason != 0) {
        close(ends[0]);
        error_set_errno(err, STATUS_IO, reason, "cannot run '%s'",
                        program.bytes);
        error_hint(err, "install " SEARCHER " beside lede-index, or in PATH");
        return STATUS_IO;
    }
    status =
        name_list_read(list, ends[0], "the output of " SEARCHER, true, err);
    close(ends[0]); /* what it would still write, it need not */
    enum status ended = reap(pid, status == STATUS_OK ? err : NULL);
    return status == STATUS_OK ? ended : status;
}
