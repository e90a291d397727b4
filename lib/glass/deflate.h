/*
 * Tags made smaller: a raw deflate stream (no header, no checksum) in place
 * of the bytes, wherever it is shorter.
 *
 * COMPRESSION_ZLIB gives byte for byte what Xapian's own writer does (zlib,
 * level 6, memLevel 9, tags of more than 18 bytes). COMPRESSION_FAST lets
 * ISA-L encode (deflate_fast.h): ten times as fast, a sixth larger, valid for
 * every reader, but other bytes. Compaction copies a compressed tag as it is,
 * so a fast tag stays different from Xapian's for ever; it deflates a tag that
 * was stored plain, with zlib, so COMPRESSION_NONE becomes Xapian's bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_DEFLATE_H
#define LEDE_GLASS_DEFLATE_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

enum compression {
    COMPRESSION_FAST, /* ISA-L; without it zlib at its fastest level */
    COMPRESSION_ZLIB, /* exactly as Xapian */
    COMPRESSION_NONE,
};

/* A tag up to this long stays plain. Xapian's figure: part of "exactly". */
#define DEFLATE_MIN_BYTES 18

/* How a tag is stored. */
enum tag_form {
    TAG_PLAIN,
    TAG_DEFLATED,
    TAG_DEFLATED_LONG, /* inflates to DEFLATE_LONG_BYTES or more */
};

/* Xapian's reader inflates into a buffer of this size, piece by piece, and
   may miss the end of a tag that fills it: see table.c, MAX_TAIL_BYTES. */
#define DEFLATE_LONG_BYTES 8192

struct deflater;

/* What a tag is of: the two have different letters. */
enum tag_kind {
    TAG_OF_TERMS, /* a termlist, or slots */
    TAG_OF_DATA,
};

#define N_TAG_KINDS 2

/* owned by the caller; release with deflater_free() */
MUST_CHECK enum status deflater_new(enum compression compression,
                                    struct deflater **ret_deflater,
                                    struct error *err);
void deflater_free(struct deflater *deflater);

/*
 * The tag to store: tag itself, or its deflated form, borrowed until the
 * next call.
 */
MUST_CHECK enum status deflater_squeeze(struct deflater *deflater,
                                        enum tag_kind kind, struct str_span tag,
                                        struct str_span *ret_tag,
                                        enum tag_form *ret_form,
                                        struct error *err);

#ifdef __cplusplus
}
#endif

#endif
