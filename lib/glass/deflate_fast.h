/*
 * Deflate at the speed of writing: ISA-L's encoder with codes that are known
 * beforehand.
 *
 * To find out how often each symbol occurs in a tag, and to make a code for
 * it, takes longer than to encode a tag of a few kilobytes. So tags that are
 * mostly ASCII are encoded with fixed codes, made once from how often
 * symbols occur in real archives (deflate_counts.h): three times as fast as
 * libdeflate's fastest level, and a tenth larger. Others, whose letters those
 * archives have too few of, get codes of their own.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_DEFLATE_FAST_H
#define LEDE_GLASS_DEFLATE_FAST_H

#include "glass/deflate.h"

struct fast_deflater;

/* owned by the caller; release with fast_deflater_free() */
MUST_CHECK enum status fast_deflater_new(struct fast_deflater **ret_deflater,
                                         struct error *err);
void fast_deflater_free(struct fast_deflater *deflater);

/* Writes the raw deflate stream of tag at `to`, and returns its bytes; 0 if
   they are over n_room. */
size_t fast_deflate(struct fast_deflater *deflater, enum tag_kind kind,
                    struct str_span tag, char *to, size_t n_room);

#endif
