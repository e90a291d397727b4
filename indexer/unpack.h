/*
 * Files in files: gzip, bzip2, xz, zstd, tar and zip, by libarchive, of which
 * only these are asked for: more filters mean more holes, and programs started.
 *
 * What is packed is made by strangers, so all of it is bounded: how often one
 * thing is packed in another, how many files there are, how much larger they
 * are than what they are packed in, and how long their names are. A name is
 * only ever a name; nothing is written.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_UNPACK_H
#define LEDE_INDEXER_UNPACK_H

#include "indexer/input.h"

#define UNPACK_MAX_FILES      1000000
#define UNPACK_MAX_NAME_BYTES 1024
/* Texts unpack to 3 to 20 times their size, logs to 100; zeros to 1,000 (gzip)
   up to 45,000 (bzip2). Asked once so much has come out. */
#define UNPACK_MAX_RATIO  250
#define UNPACK_FREE_BYTES ((uint64_t)256 << 20)

/* "gzip", "zip", ... if bytes begin one that can be unpacked; else NULL. */
const char *unpack_kind(struct str_span head);

struct unpack;

/* input is borrowed until unpack_free(). STATUS_BAD_TEXT with a reason.
   owned by the caller; release with unpack_free() */
MUST_CHECK enum status unpack_open(struct input *input,
                                   struct unpack **ret_unpack,
                                   struct error *err);
void unpack_free(struct unpack *unpack);

/*
 * The next file. *ret_name is NULL for what is only compressed; borrowed until
 * the next call. STATUS_DONE: no more. STATUS_TOO_BIG, STATUS_BAD_TEXT: with
 * the reason why this one can't be read (then err->offset_bytes is 1, and the
 * next call goes on behind it), or nothing more.
 */
MUST_CHECK enum status unpack_next(struct unpack *unpack, const char **ret_name,
                                   struct error *err);

/* An input_source for the file that unpack_next() came to. */
MUST_CHECK enum status unpack_read(void *context, char *room, size_t n_room,
                                   size_t *ret_n, struct error *err);

#endif
