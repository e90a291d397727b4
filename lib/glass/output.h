/*
 * The bytes of one file on their way to the disk, front to back: gathered in a
 * buffer, summed up, and written a buffer at a time.
 *
 * Full buffers go past the page cache where the file system can do that:
 * copying a database into the cache, and making room for it there, took a
 * tenth of the time it takes to index, and pushed out what others had there.
 * What fits into one buffer is written as usual, so small databases are at
 * hand for those who read them next.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_OUTPUT_H
#define LEDE_GLASS_OUTPUT_H

#include "base/checksum.h"

/* Written at a time; a multiple of every block size, and over one. */
#define OUTPUT_BUFFER_BYTES ((size_t)1 << 20)

struct output {
    /* private: */
    char *path;
    int fd;
    bool is_direct; /* past the page cache */
    char *buffer;
    size_t n_buffered;
    uint64_t n_bytes;         /* written before those */
    struct checksum_sum *sum; /* of them */
};

/* What a file is when it is done. */
struct output_sum {
    uint64_t n_bytes;
    struct checksum128 checksum;
};

/* Makes nothing yet. Release with output_release(), also on failure. */
MUST_CHECK enum status output_init(struct output *output, const char *path,
                                   struct error *err);
/* Closes the file; one that was not finished stays as it is. */
void output_release(struct output *output);

/* Makes the file, which must not be there yet. */
MUST_CHECK enum status output_open(struct output *output, struct error *err);

/* Where the next bytes go; there is room up to the buffer's end. */
static inline char *output_place(const struct output *output)
{
    return output->buffer + output->n_buffered;
}

/* Writes the buffer if it is full. */
MUST_CHECK enum status output_flush_full(struct output *output,
                                         struct error *err);

/* So many bytes were put at output_place(), which moves behind them. */
MUST_CHECK static inline enum status output_advance(struct output *output,
                                                    size_t n_bytes,
                                                    struct error *err)
{
    output->n_buffered += n_bytes;
    return output->n_buffered == OUTPUT_BUFFER_BYTES
               ? output_flush_full(output, err)
               : STATUS_OK;
}

/* Writes what is left, syncs the file and closes it. */
MUST_CHECK enum status output_finish(struct output *output,
                                     struct output_sum *ret_sum,
                                     struct error *err);

#endif
