/*
 * A temporary file for what does not fit in memory: written at its end, read
 * anywhere. It has no name from the start, so a killed program leaves
 * nothing behind.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_SPILL_H
#define LEDE_GLASS_SPILL_H

#include "base/str.h"

struct spill {
    char *directory;
    int fd; /* -1 before the first write */
    uint64_t n_bytes;
};

/* In this directory, when something is written. */
MUST_CHECK enum status spill_init(struct spill *spill, const char *directory,
                                  struct error *err);
void spill_release(struct spill *spill);
/* Throws away what is in it. */
void spill_reset(struct spill *spill);

/* Appends bytes and tells where they are. */
MUST_CHECK enum status spill_write(struct spill *spill, struct str_span bytes,
                                   uint64_t *ret_off_bytes, struct error *err);

/* Reads exactly n_bytes. */
MUST_CHECK enum status spill_read(const struct spill *spill, uint64_t off_bytes,
                                  char *to, size_t n_bytes, struct error *err);

#endif
