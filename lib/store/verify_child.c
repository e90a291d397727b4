/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/verify_child.h"

#include "base/file.h"
#include "store/child.h"

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

/* What is looked through. */
struct look {
    const char *path;
    const struct segment_entry *entry;
    const struct dead_set *dead;
};

static void look_and_tell(void *context, int fd)
{
    const struct look *look = context;
    struct error err = ERROR_INIT;
    limit_child(look->entry);
    if (verify_segment(look->path, look->entry, look->dead, say, &fd, &err) !=
        STATUS_OK)
        say(&fd, err.message);
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
    if (result == 0)
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
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct look look = {path, entry, dead};
    int result = 0;
    enum status status =
        child_run(look_and_tell, &look, MAX_LINES_BYTES, &lines, &result, err);
    if (status == STATUS_OK || status == STATUS_TOO_BIG)
        status = tell_lines(&lines, tell, context, err);
    if (status == STATUS_OK)
        status = tell_death(result, tell, context, err);
    return status;
}
