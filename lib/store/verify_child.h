/*
 * verify_segment() in a child process: damaged tables make Xapian 1.4 crash,
 * loop or ask for all memory (of 60 flipped bits in a termlist, 16 did).
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_VERIFY_CHILD_H
#define LEDE_STORE_VERIFY_CHILD_H

#include "store/verify_segment.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum status (*verify_line)(void *context, const char *text,
                                   struct error *err);

/* Calls tell() for each complaint; also when the child dies. */
MUST_CHECK enum status verify_in_child(const char *path,
                                       const struct segment_entry *entry,
                                       const struct dead_set *dead,
                                       verify_line tell, void *context,
                                       struct error *err);

#ifdef __cplusplus
}
#endif

#endif
