/*
 * SIGINT and SIGTERM as a question asked between two articles.
 *
 * The first signal lets the current article end, then the run is given up
 * with the index as it was; a second one kills at once, which does the index
 * no harm either (see store/writer.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_INTERRUPT_H
#define LEDE_INDEXER_INTERRUPT_H

#include <stdbool.h>

/* Also has a write beyond RLIMIT_FSIZE fail instead of kill. */
void interrupt_init(void);
bool interrupt_is_set(void);
/* Waits until fd has something to read, is at its end or fails; false when a
   signal came before, or comes meanwhile: also just before the wait, when
   read() would sleep over it. */
bool interrupt_wait(int fd);
/* Ends the process by the signal that came, so that a shell or make sees it;
   returns if none did. */
void interrupt_raise(void);

#endif
