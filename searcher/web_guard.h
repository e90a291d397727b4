/*
 * What keeps a request from costing more than it may: a timer, limits of the
 * process, and a number of requests at once.
 *
 * A match that Xapian runs can't be interrupted, so when time is up the
 * process answers 503 by itself and ends: doc/decisions/0032.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_GUARD_H
#define LEDE_SEARCHER_WEB_GUARD_H

#include "base/str.h"

/* Writes the reply for when time is up; from a signal handler, so with nothing
   but write() and memory that was there before. */
typedef void (*web_guard_reply)(void);

/* Limits memory to n_bytes of address space (0: not at all; neither under a
   sanitizer), and prepares the timer. */
MUST_CHECK enum status web_guard_init(uint64_t n_bytes, web_guard_reply reply,
                                      struct error *err);

/* From now on a request may take timeout_ms, and of the processor a little
   more. */
void web_guard_begin(uint64_t timeout_ms);
/* The reply is made: a minute to write it, then the process just ends. */
void web_guard_write(void);
/* It is written: time does not run any more. */
void web_guard_end(void);

/*
 * Takes one of n_slots places, held until web_guard_leave() or the end of the
 * process; waits half a second for one. They are counted apart for each site
 * and user. *ret_fd is -1 when n_slots is 0. STATUS_LOCKED when all are taken.
 */
MUST_CHECK enum status web_guard_enter(uint64_t n_slots, uint64_t site,
                                       int *ret_fd, struct error *err);
void web_guard_leave(int fd);

#endif
