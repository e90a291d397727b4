/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Ends at once if all fits one screen, lets colours through, and leaves what
   was read on the screen. */
#define USUAL_PAGER "less -FRX"

/* What a shell ends with when there is no such program. */
#define NO_PROGRAM 127

static void run_pager(const char *command, const int ends[2])
{
    if (dup2(ends[0], STDIN_FILENO) < 0)
        _exit(NO_PROGRAM);
    close(ends[0]);
    close(ends[1]);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(NO_PROGRAM);
}

enum status pager_start(struct pager *pager, struct error *err)
{
    const char *command = getenv("PAGER");
    int ends[2];

    pager->child = 0;
    if (!command)
        command = USUAL_PAGER;
    if (command[0] == '\0' || strcmp(command, "cat") == 0)
        return STATUS_OK;
    if (fflush(stdout) != 0 || pipe(ends) != 0)
        return error_set_errno(err, STATUS_IO, errno, "cannot start a pager");
    pager->child = fork();
    if (pager->child == 0)
        run_pager(command, ends);
    close(ends[0]);
    enum status status = STATUS_OK;
    if (pager->child < 0 || dup2(ends[1], STDOUT_FILENO) < 0)
        status = error_set_errno(err, STATUS_IO, errno, "cannot start a pager");
    close(ends[1]);
    /* The pager says when there has been enough, and waits for the reader. */
    (void)signal(SIGPIPE, SIG_IGN);
    return status;
}

bool pager_finish(struct pager *pager)
{
    bool is_whole = fflush(stdout) == 0 || errno == EPIPE;
    int status = 0;

    close(STDOUT_FILENO);
    while (waitpid(pager->child, &status, 0) < 0 && errno == EINTR)
        ;
    return is_whole &&
           !(WIFEXITED(status) && WEXITSTATUS(status) == NO_PROGRAM);
}
