/*
 * The one writer of an index: flock() on DIR/lock, so that the system lets go
 * when the process ends, however it ends. Readers take no lock.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_LOCK_H
#define LEDE_STORE_LOCK_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
#define LOCK_INIT { -1 }

/* clang-format on */

struct lock {
    int fd; /* private; -1: not held */
};

/* Waits for at most timeout_ms (0: not at all). STATUS_LOCKED names the
   process that has it. */
MUST_CHECK enum status lock_take(const char *index_path, uint32_t timeout_ms,
                                 struct lock *lock, struct error *err);
/* Lets go; does nothing when it is not held. */
void lock_release(struct lock *lock);
/* Lets go and removes the file: for a directory that becomes no index. */
void lock_remove(const char *index_path, struct lock *lock);

#ifdef __cplusplus
}
#endif

#endif
