/*
 * A program that reads what strangers wrote, for us: started without a shell,
 * given bytes, and its output taken, within a time and a size. It gets the
 * limits of who starts it, and its end if that ends.
 *
 * For a process with one thread: it forks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_PROGRAM_H
#define LEDE_INDEXER_PROGRAM_H

#include "base/str.h"

enum program_end {
    PROGRAM_ENDED,    /* by itself, with a status */
    PROGRAM_KILLED,   /* by a signal */
    PROGRAM_MISSING,  /* there is no such program */
    PROGRAM_TOO_LONG, /* over its time, and ended by us */
    PROGRAM_TOO_BIG,  /* its output, likewise */
};

struct program_result {
    enum program_end end;
    int status; /* of PROGRAM_ENDED */
};

struct program_limits {
    unsigned timeout_ms;
    size_t max_bytes; /* of what it writes */
};

/* args ends with NULL; the first is looked for in PATH. Appends what it writes
   to out. STATUS_IO, STATUS_NO_MEMORY. */
MUST_CHECK enum status program_run(const char *const *args,
                                   struct str_span input,
                                   const struct program_limits *limits,
                                   struct str *out,
                                   struct program_result *ret_result,
                                   struct error *err);

#endif
