/*
 * Answers through a pager: a program of the reader's choice that shows one
 * screen after the other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PAGER_H
#define LEDE_SEARCHER_PAGER_H

#include "base/error.h"

#include <stdbool.h>
#include <sys/types.h>

struct pager {
    pid_t child; /* private; 0: none */
};

/*
 * Starts what $PAGER says, by sh, or `less -FRX` without one, and makes it
 * what standard output goes to. Nothing starts where $PAGER is empty or `cat`.
 * Where there is no such program, its shell says so. Not for a program with
 * threads.
 */
MUST_CHECK enum status pager_start(struct pager *pager, struct error *err);

/* Closes standard output and waits until the reader is done. False when not
   all could be written, unless the reader had enough. */
bool pager_finish(struct pager *pager);

#endif
