/*
 * How the memory that a builder may take is shared out: to the runs that are
 * filled, inverted or wait, and to those that are inverted already. bench/scale
 * shows whether the sum is kept.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_SHARE_H
#define LEDE_GLASS_SHARE_H

#include <stddef.h>

/* A run is full at so many bytes. n_jobs: threads that fill them, at least 1.
 */
size_t share_run_bytes(size_t memory_bytes, unsigned n_jobs);

/* The images of inverted runs may take so many together, perhaps none. */
size_t share_images_bytes(size_t memory_bytes, unsigned n_jobs);

#endif
