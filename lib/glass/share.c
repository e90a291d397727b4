/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/share.h"

/* The vocabulary of a larger run outgrows the processor's caches, and every
   look-up waits for memory: 64 MiB took a quarter longer than 16. */
#define MAX_RUN_BYTES ((size_t)16 << 20)
#define MIN_RUN_BYTES ((size_t)48 << 10)
/* Of the memory, the runs being filled and inverted may take one part in so
   many; inverted ones take what is left. */
#define RUNS_SHARE 4

/* Runs that wait for their turn besides those that are filled, when several
   threads fill them. */
#define RUNS_WAITING 2

static size_t n_runs(unsigned n_jobs)
{
    return n_jobs > 1 ? n_jobs + RUNS_WAITING : 1;
}

size_t share_run_bytes(size_t memory_bytes, unsigned n_jobs)
{
    size_t n_bytes = memory_bytes / RUNS_SHARE / n_runs(n_jobs);
    if (n_bytes < MIN_RUN_BYTES)
        return MIN_RUN_BYTES;
    return n_bytes < MAX_RUN_BYTES ? n_bytes : MAX_RUN_BYTES;
}

/* What is left for inverted runs when each run has as much again for its
   image, and again for what grows ahead of need and for what is kept of each
   document elsewhere. */
size_t share_images_bytes(size_t memory_bytes, unsigned n_jobs)
{
    size_t n_bytes = share_run_bytes(memory_bytes, n_jobs) * n_runs(n_jobs) * 3;
    return memory_bytes > n_bytes ? memory_bytes - n_bytes : 0;
}
