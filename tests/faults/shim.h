/*
 * Stands between a program and the kernel (LD_PRELOAD) and lets calls fail.
 *
 * Only calls on paths and descriptors below one folder count, so that locale,
 * libraries and inputs are left alone; memory counts wherever it is asked for.
 * Set by the environment:
 *
 *   LEDE_SHIM_AREA   the folder, absolute and without links
 *   LEDE_SHIM_CALL   which calls count: open (to write), open-read, read,
 *                    write, direct (a write past the page cache), flags (of
 *                    an open file), sync, rename, link, unlink, mkdir,
 *                    truncate, mmap, close, malloc, or any (all that change
 *                    something)
 *   LEDE_SHIM_AT     the first such call that is hit, from 1; 0: none
 *   LEDE_SHIM_KEEP   set: every later one, too
 *   LEDE_SHIM_DO     EIO, ENOSPC, EMFILE, ENOMEM, EINTR, EINVAL; short: write
 * or read half; kill: SIGKILL in place of the call LEDE_SHIM_FIRED  a file that
 * is made when a call was hit LEDE_SHIM_COUNT  a file that gets the number of
 * calls at the end LEDE_SHIM_LOG    a file that gets each change, for replay.py
 *
 * A close that is made to fail does close, as the kernel's would. A sync that
 * is let through waits for no disk. The log has
 * one line a change, in the order they were done, files by their inode:
 *
 *   create INODE PATH | mkdir INODE PATH | write INODE OFFSET N_BYTES (the
 *   bytes and a newline follow) | truncate INODE N_BYTES | sync INODE |
 *   rename PATH<tab>PATH | link PATH<tab>PATH | unlink PATH | unknown WHAT
 *
 * Calls go to the kernel by syscall(2), past libc, so nothing here can meet
 * itself. For Linux with 64-bit offsets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_SHIM_H
#define LEDE_TESTS_SHIM_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#pragma GCC visibility push(hidden)

enum call {
    CALL_OPEN,
    CALL_OPEN_READ,
    CALL_READ,
    CALL_WRITE,
    CALL_DIRECT,
    CALL_FLAGS,
    CALL_SYNC,
    CALL_RENAME,
    CALL_LINK,
    CALL_UNLINK,
    CALL_MKDIR,
    CALL_TRUNCATE,
    CALL_MMAP,
    CALL_CLOSE,
    CALL_MALLOC,
    CALL_ANY
};

/* What shim_decide() answers besides an errno. */
#define GO_ON 0
#define SHORT (-1)

/* Counts this call and says what becomes of it: GO_ON, SHORT or an errno. */
int shim_decide(enum call call);

/* Whether an open descriptor is below the folder. Keeps errno, as all here. */
bool shim_has_fd(int fd);

/* The same of a name; sets its absolute path, without "./". */
bool shim_has_name(int directory, const char *name, char path[PATH_MAX]);

/* The part of an absolute path below the folder. */
const char *shim_below(const char *path);

/* A change and its line are one: done between these two. */
void shim_lock_log(void);
void shim_unlock_log(void);
__attribute__((format(printf, 1, 2))) void shim_log_line(const char *format,
                                                         ...);
void shim_log_write(int fd, const void *bytes, ssize_t n, off_t off);
unsigned long shim_inode_of(int fd);

#pragma GCC visibility pop

#endif
