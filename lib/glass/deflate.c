/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/deflate.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#ifdef HAVE_ISAL
#include "glass/deflate_fast.h"
#endif

/* What Xapian gives deflateInit2(): raw, and the most memory. */
#define RAW_WINDOW_BITS (-15)
#define MEMORY_LEVEL    9

struct deflater {
    enum compression compression;
    z_stream zlib; /* in use if compression is ZLIB, or FAST without it */
    bool has_zlib;
#ifdef HAVE_ISAL
    struct fast_deflater *fast;
#endif
    struct str deflated;
};

static enum status start_zlib(struct deflater *deflater, int level,
                              struct error *err)
{
    int result =
        deflateInit2(&deflater->zlib, level, Z_DEFLATED, RAW_WINDOW_BITS,
                     MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    if (result == Z_MEM_ERROR)
        return error_no_memory(err);
    if (result != Z_OK)
        return error_set(err, STATUS_INTERNAL, "zlib refuses to start: %d",
                         result);
    deflater->has_zlib = true;
    return STATUS_OK;
}

static enum status start_fast(struct deflater *deflater, struct error *err)
{
#ifdef HAVE_ISAL
    return fast_deflater_new(&deflater->fast, err);
#else
    return start_zlib(deflater, Z_BEST_SPEED, err);
#endif
}

enum status deflater_new(enum compression compression,
                         struct deflater **ret_deflater, struct error *err)
{
    struct deflater *deflater = calloc(1, sizeof *deflater);
    if (!deflater)
        return error_no_memory(err);
    deflater->compression = compression;
    str_init(&deflater->deflated, SIZE_MAX / 4);
    enum status status = STATUS_OK;
    switch (compression) {
    case COMPRESSION_FAST:
        status = start_fast(deflater, err);
        break;
    case COMPRESSION_ZLIB:
        status = start_zlib(deflater, Z_DEFAULT_COMPRESSION, err);
        break;
    case COMPRESSION_NONE:
        break;
    }
    if (status != STATUS_OK) {
        deflater_free(deflater);
        return status;
    }
    *ret_deflater = deflater;
    return STATUS_OK;
}

void deflater_free(struct deflater *deflater)
{
    if (!deflater)
        return;
    if (deflater->has_zlib)
        deflateEnd(&deflater->zlib);
#ifdef HAVE_ISAL
    fast_deflater_free(deflater->fast);
#endif
    str_release(&deflater->deflated);
    free(deflater);
}

/* Deflates into n_room bytes; 0 if it does not fit. */
static size_t deflate_with_zlib(struct deflater *deflater, struct str_span tag,
                                size_t n_room)
{
    z_stream *zlib = &deflater->zlib;
    if (tag.n_bytes > UINT_MAX || deflateReset(zlib) != Z_OK)
        return 0;
    zlib->next_in = (z_const Bytef *)tag.bytes;
    zlib->avail_in = (uInt)tag.n_bytes;
    zlib->next_out = (Bytef *)deflater->deflated.bytes;
    zlib->avail_out = (uInt)n_room;
    if (deflate(zlib, Z_FINISH) != Z_STREAM_END)
        return 0;
    return zlib->total_out;
}

static size_t deflate_tag(struct deflater *deflater, enum tag_kind kind,
                          struct str_span tag, size_t n_room)
{
#ifdef HAVE_ISAL
    if (deflater->fast)
        return fast_deflate(deflater->fast, kind, tag, deflater->deflated.bytes,
                            n_room);
#else
    (void)kind;
#endif
    return deflate_with_zlib(deflater, tag, n_room);
}

enum status deflater_squeeze(struct deflater *deflater, enum tag_kind kind,
                             struct str_span tag, struct str_span *ret_tag,
                             enum tag_form *ret_form, struct error *err)
{
    *ret_tag = tag;
    *ret_form = TAG_PLAIN;
    if (deflater->compression == COMPRESSION_NONE ||
        tag.n_bytes <= DEFLATE_MIN_BYTES)
        return STATUS_OK;
    /* One byte less than the tag: what does not fit is not worth it. */
    size_t n_room = tag.n_bytes - 1;
    str_reset(&deflater->deflated);
    if (!str_reserve(&deflater->deflated, n_room))
        return str_status(&deflater->deflated, err);
    size_t n_deflated = deflate_tag(deflater, kind, tag, n_room);
    if (n_deflated > 0) {
        *ret_tag = str_span(deflater->deflated.bytes, n_deflated);
        *ret_form =
            tag.n_bytes < DEFLATE_LONG_BYTES ? TAG_DEFLATED : TAG_DEFLATED_LONG;
    }
    return STATUS_OK;
}
