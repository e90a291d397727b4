/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/inflate_fast.h"

#include <stdlib.h>

#ifdef HAVE_ISAL

#include <isa-l/igzip_lib.h>
#include <limits.h>

#define PIECE_BYTES ((size_t)64 << 10)

struct fast_inflater {
    struct inflate_state state;
    uint8_t piece[PIECE_BYTES];
};

enum status fast_inflater_new(struct fast_inflater **ret_inflater,
                              struct error *err)
{
    *ret_inflater = malloc(sizeof **ret_inflater);
    return *ret_inflater ? STATUS_OK : error_no_memory(err);
}

static enum status say_corrupt(struct error *err)
{
    return error_set(err, STATUS_CORRUPT, "a deflate stream is damaged");
}

enum status fast_inflate(struct fast_inflater *inflater, struct str_span stream,
                         struct str *out, struct error *err)
{
    struct inflate_state *state = &inflater->state;
    if (stream.n_bytes > UINT_MAX)
        return say_corrupt(err);
    isal_inflate_init(state);
    state->crc_flag = ISAL_DEFLATE;
    state->next_in = (uint8_t *)stream.bytes;
    state->avail_in = (uint32_t)stream.n_bytes;
    do {
        state->next_out = inflater->piece;
        state->avail_out = PIECE_BYTES;
        if (isal_inflate(state) != ISAL_DECOMP_OK)
            return say_corrupt(err);
        size_t n = PIECE_BYTES - state->avail_out;
        str_add(out, (const char *)inflater->piece, n);
        if (n == 0 && state->block_state != ISAL_BLOCK_FINISH)
            return say_corrupt(err);
    } while (state->block_state != ISAL_BLOCK_FINISH &&
             str_status(out, NULL) == STATUS_OK);
    if (state->avail_in > 0)
        return say_corrupt(err);
    return str_status(out, err);
}

#else

enum status fast_inflater_new(struct fast_inflater **ret_inflater,
                              struct error *err)
{
    (void)ret_inflater;
    return error_set(err, STATUS_NOT_FOUND, "built without ISA-L");
}

enum status fast_inflate(struct fast_inflater *inflater, struct str_span stream,
                         struct str *out, struct error *err)
{
    (void)inflater;
    (void)stream;
    (void)out;
    return error_set(err, STATUS_NOT_FOUND, "built without ISA-L");
}

#endif

void fast_inflater_free(struct fast_inflater *inflater)
{
    free(inflater);
}
