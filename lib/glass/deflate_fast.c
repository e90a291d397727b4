/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/deflate_fast.h"

#include "glass/deflate_counts.h"

#include <isa-l/igzip_lib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(N_DEFLATE_LETTERS == ISAL_DEF_LIT_LEN_SYMBOLS &&
                   N_DEFLATE_DISTANCES == ISAL_DEF_DIST_SYMBOLS,
               "deflate has other symbols");

/* One byte in so many that is not ASCII, or fewer: what the counts know. In
   French it is one in thirty, in Vietnamese one in five. */
#define MAX_FOREIGN_SHARE 16

struct fast_deflater {
    struct isal_zstream stream;
    struct isal_hufftables codes[N_TAG_KINDS];
    uint8_t level_buffer[ISAL_DEF_LVL1_DEFAULT];
};

static enum status make_codes(struct fast_deflater *deflater,
                              enum tag_kind kind, struct error *err)
{
    struct isal_huff_histogram *counts = calloc(1, sizeof *counts);
    if (!counts)
        return error_no_memory(err);
    for (size_t i = 0; i < N_DEFLATE_LETTERS; i++)
        counts->lit_len_histogram[i] = deflate_letter_counts[kind][i];
    for (size_t i = 0; i < N_DEFLATE_DISTANCES; i++)
        counts->dist_histogram[i] = deflate_distance_counts[kind][i];
    int result = isal_create_hufftables(&deflater->codes[kind], counts);
    free(counts);
    return result == 0 ? STATUS_OK
                       : error_set(err, STATUS_INTERNAL,
                                   "cannot make deflate codes: %d", result);
}

enum status fast_deflater_new(struct fast_deflater **ret_deflater,
                              struct error *err)
{
    struct fast_deflater *deflater = calloc(1, sizeof *deflater);
    if (!deflater)
        return error_no_memory(err);
    enum status status = STATUS_OK;
    for (int kind = 0; status == STATUS_OK && kind < N_TAG_KINDS; kind++)
        status = make_codes(deflater, (enum tag_kind)kind, err);
    if (status == STATUS_OK)
        *ret_deflater = deflater;
    else
        free(deflater);
    return status;
}

void fast_deflater_free(struct fast_deflater *deflater)
{
    free(deflater);
}

static bool is_mostly_ascii(struct str_span tag)
{
    size_t n_foreign = 0;
    size_t i = 0;
    for (; tag.n_bytes - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, tag.bytes + i, sizeof eight);
        eight = eight >> 7 & UINT64_C(0x0101010101010101);
        n_foreign += eight * UINT64_C(0x0101010101010101) >> 56;
    }
    for (; i < tag.n_bytes; i++)
        n_foreign += (unsigned char)tag.bytes[i] >> 7;
    return n_foreign <= tag.n_bytes / MAX_FOREIGN_SHARE;
}

size_t fast_deflate(struct fast_deflater *deflater, enum tag_kind kind,
                    struct str_span tag, char *to, size_t n_room)
{
    struct isal_zstream *stream = &deflater->stream;
    if (tag.n_bytes > UINT_MAX || n_room > UINT_MAX)
        return 0;
    isal_deflate_stateless_init(stream);
    stream->gzip_flag = IGZIP_DEFLATE;
    stream->end_of_stream = 1;
    stream->flush = NO_FLUSH;
    if (is_mostly_ascii(tag)) {
        stream->level = 0;
        if (isal_deflate_set_hufftables(stream, &deflater->codes[kind],
                                        IGZIP_HUFFTABLE_CUSTOM) != COMP_OK)
            return 0;
    } else {
        stream->level = 1;
        stream->level_buf = deflater->level_buffer;
        stream->level_buf_size = sizeof deflater->level_buffer;
    }
    stream->next_in = (uint8_t *)tag.bytes;
    stream->avail_in = (uint32_t)tag.n_bytes;
    stream->next_out = (uint8_t *)to;
    stream->avail_out = (uint32_t)n_room;
    return isal_deflate_stateless(stream) == COMP_OK ? stream->total_out : 0;
}
