/*
 * The part of a verification that reads a segment through Xapian. To be run
 * in a process that may die of it.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_VERIFY_SEGMENT_H
#define LEDE_STORE_VERIFY_SEGMENT_H

#include "store/dead.h"
#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* text: one line about the segment. */
typedef void (*verify_say)(void *context, const char *text);

/* Says what is wrong in the segment at path; STATUS_OK also then. */
MUST_CHECK enum status verify_segment(const char *path,
                                      const struct segment_entry *entry,
                                      const struct dead_set *dead,
                                      verify_say say, void *context,
                                      struct error *err);

#ifdef __cplusplus
}
#endif

#endif
