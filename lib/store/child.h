/*
 * Work in a child process, for calls of Xapian that may bring down the process
 * that makes them: reading damaged tables, and writing tables when the disk is
 * full.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_CHILD_H
#define LEDE_STORE_CHILD_H

#include "base/error.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In the child; what it writes to fd comes to the parent. */
typedef void (*child_work)(void *context, int fd);

/*
 * Does the work in a child and waits for its end; what it says, up to max_bytes
 * of it, is appended to said, also when STATUS_TOO_BIG says that there was
 * more. *ret_result: how it ended, as waitpid(2) says it; 0 if it came to its
 * end. It takes no part in what this process does at its own end, says nothing
 * on standard error, and dies with the thread that called this. STATUS_IO if it
 * can't be started.
 */
MUST_CHECK enum status child_run(child_work work, void *context,
                                 size_t max_bytes, struct str *said,
                                 int *ret_result, struct error *err);

/* A call that may fail, in a child; STATUS_IO, with a message that says so of
   the subject, if the child did not come to its end. */
MUST_CHECK enum status child_try(enum status (*call)(void *context,
                                                     struct error *err),
                                 void *context, const char *subject,
                                 struct error *err);

#ifdef __cplusplus
}
#endif

#endif
