/*
 * The counterpart of deflate_fast.h: raw deflate streams of any encoder,
 * inflated by ISA-L.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_INFLATE_FAST_H
#define LEDE_GLASS_INFLATE_FAST_H

#include "base/str.h"

struct fast_inflater;

/* STATUS_NOT_FOUND: built without ISA-L. owned by the caller; release with
   fast_inflater_free() */
MUST_CHECK enum status fast_inflater_new(struct fast_inflater **ret_inflater,
                                         struct error *err);
void fast_inflater_free(struct fast_inflater *inflater);

/* Appends what the stream stands for; STATUS_CORRUPT unless it ends where its
   bytes end. */
MUST_CHECK enum status fast_inflate(struct fast_inflater *inflater,
                                    struct str_span stream, struct str *out,
                                    struct error *err);

#endif
