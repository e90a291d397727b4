/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/position.h"

#include "glass/pack.h"

#include <endian.h>
#include <string.h>

/* Bits on their way into bytes, the least significant first. */
struct bits {
    char *to;
    uint64_t held;
    unsigned n_held; /* below 32 between calls */
};

static inline void add_bits(struct bits *bits, uint64_t value, unsigned n_bits)
{
    bits->held |= value << bits->n_held;
    bits->n_held += n_bits;
    if (bits->n_held >= 32) {
        for (unsigned i = 0; i < 4; i++)
            *bits->to++ = (char)(bits->held >> (8 * i));
        bits->held >>= 32;
        bits->n_held -= 32;
    }
}

static char *end_bits(struct bits *bits)
{
    for (; bits->n_held > 0; bits->held >>= 8) {
        *bits->to++ = (char)bits->held;
        bits->n_held -= bits->n_held < 8 ? bits->n_held : 8;
    }
    return bits->to;
}

/*
 * A value below n_values. Where n_values is no power of two, the values in
 * the middle, which are the likelier ones, take a bit less.
 */
static inline void add_value(struct bits *bits, uint64_t value,
                             uint64_t n_values)
{
    if (n_values <= 1)
        return;
    unsigned n_bits = 64 - (unsigned)__builtin_clzll(n_values - 1);
    uint64_t n_spare = ((uint64_t)1 << n_bits) - n_values;
    if (n_spare > 0) {
        uint64_t middle = (n_values - n_spare) / 2;
        if (value >= middle + n_spare)
            value = (value - middle - n_spare) | (uint64_t)1 << (n_bits - 1);
        else if (value >= middle)
            n_bits--;
    }
    add_bits(bits, value, n_bits);
}

/* Positions i and j are known: adds those between them. */
/* NOLINTNEXTLINE(misc-no-recursion): log2(n) deep */
static void add_between(struct bits *bits, const uint32_t *positions, size_t i,
                        size_t j)
{
    while (i + 1 < j) {
        size_t middle = i + (j - i) / 2;
        uint64_t least = positions[i] + (middle - i);
        uint64_t n_values = positions[j] - positions[i] - (j - i) + 1;
        add_value(bits, positions[middle] - least, n_values);
        add_between(bits, positions, i, middle);
        i = middle;
    }
}

/* Each position takes at most 32 bits, as do the first and the count. */
size_t position_max_bytes(size_t n_positions)
{
    return PACK_UINT32_BYTES + 4 * (n_positions + 2);
}

char *position_encode(char *to, const uint32_t *positions, size_t n_positions)
{
    uint32_t first = positions[0];
    uint32_t last = positions[n_positions - 1];
    to = pack_uint(to, last);
    if (n_positions == 1)
        return to;
    struct bits bits = {to, 0, 0};
    add_value(&bits, first, last);
    add_value(&bits, n_positions - 2, last - first);
    add_between(&bits, positions, 0, n_positions - 1);
    return end_bits(&bits);
}

/* ---- reading */

/* More than any article has words. */
#define MAX_POSITIONS ((size_t)1 << 26)

/* At least 32 bits held, as long as there are any. What is left of a word
   above them is read once more, the same bits over themselves. */
static inline void fill_bits(struct position_bits *bits)
{
    if (bits->end - bits->at >= 8) {
        uint64_t word;
        memcpy(&word, bits->at, sizeof word);
        bits->held |= le64toh(word) << bits->n_held;
        bits->at += (63 - bits->n_held) / 8;
        bits->n_held |= 56;
        return;
    }
    while (bits->n_held < 32) {
        uint64_t byte = 0;
        if (bits->at < bits->end)
            byte = *bits->at++;
        else
            bits->n_missing += 8;
        bits->held |= byte << bits->n_held;
        bits->n_held += 8;
    }
}

/* Whether more was taken than there is. */
static bool is_over(const struct position_bits *bits)
{
    return bits->n_missing > bits->n_held;
}

/*
 * What add_value() wrote, of at most 32 bits. The highest one is there only
 * where the value could be that high: which of the two it is nobody can
 * foresee, so there is no branch on it.
 */
static inline uint64_t take_value(struct position_bits *bits, uint64_t n_values)
{
    if (n_values <= 1)
        return 0;
    unsigned n_low = 63 - (unsigned)__builtin_clzll(n_values - 1);
    if (bits->n_held <= n_low)
        fill_bits(bits);
    uint64_t half = (uint64_t)1 << n_low;
    uint64_t low = bits->held & (half - 1);
    uint64_t has_high = low < n_values - half;
    uint64_t value = low | (bits->held & (half & (0 - has_high)));
    bits->held >>= n_low + has_high;
    bits->n_held -= n_low + (unsigned)has_high;
    return value;
}

/* What is read in front of the positions between. */
bool position_stream_open(struct position_stream *stream, struct str_span tag)
{
    const char *end = tag.bytes + tag.n_bytes;
    uint64_t first;
    uint64_t last;
    const char *from = unpack_uint(tag.bytes, end, &last);
    if (!from || last > UINT32_MAX)
        return false;
    struct position_bits *bits = &stream->bits;
    *bits = (struct position_bits){(const unsigned char *)from,
                                   (const unsigned char *)end, 0, 0, 0};
    stream->is_damaged = false;
    stream->n_positions = 1;
    stream->n_ends = 0;
    stream->at = (struct position_point){0, (uint32_t)last};
    if (from == end)
        return true;
    first = take_value(bits, last);
    if (first >= last)
        return false;
    uint64_t n = take_value(bits, last - first) + 2;
    stream->n_positions = (size_t)n;
    stream->at = (struct position_point){0, (uint32_t)first};
    stream->ends[0] = (struct position_point){(uint32_t)n - 1, (uint32_t)last};
    stream->n_ends = 1;
    return !is_over(bits) && n <= MAX_POSITIONS && n <= last - first + 1;
}

static bool say_damaged(struct position_stream *stream)
{
    stream->is_damaged = true;
    return false;
}

/* What lies in front of the nearest end that is known is halved until that end
   is the next position. Fills `positions`, unless it is NULL, with those that
   it passes. */
static inline bool go_on(struct position_stream *stream, uint64_t from,
                         uint32_t *positions)
{
    struct position_bits bits = stream->bits;
    struct position_point at = stream->at;
    struct position_point *ends = stream->ends;
    unsigned n_ends = stream->n_ends;
    while (at.position < from && n_ends > 0) {
        struct position_point end = ends[n_ends - 1];
        while (at.i + 1 < end.i) {
            uint32_t n_apart = end.i - at.i;
            uint64_t span = (uint64_t)end.position - at.position;
            if (end.position < at.position || span < n_apart)
                return say_damaged(stream);
            uint64_t position = (uint64_t)at.position + n_apart / 2 +
                                take_value(&bits, span - n_apart + 1);
            if (position >= end.position)
                return say_damaged(stream);
            end.i = at.i + n_apart / 2;
            end.position = (uint32_t)position;
            ends[n_ends++] = end;
        }
        if (end.position <= at.position)
            return say_damaged(stream);
        at = end;
        n_ends--;
        if (positions)
            positions[at.i] = at.position;
    }
    stream->bits = bits;
    stream->at = at;
    stream->n_ends = n_ends;
    if (is_over(&bits))
        return say_damaged(stream);
    return at.position >= from;
}

bool position_stream_seek(struct position_stream *stream, uint64_t from)
{
    return go_on(stream, from, NULL);
}

size_t position_count(struct str_span tag)
{
    struct position_stream stream;
    return position_stream_open(&stream, tag) ? stream.n_positions : 0;
}

bool position_decode(struct str_span tag, uint32_t *positions, size_t n)
{
    struct position_stream stream;
    if (!position_stream_open(&stream, tag) || stream.n_positions != n)
        return false;
    positions[0] = stream.at.position;
    (void)go_on(&stream, UINT64_MAX, positions);
    return !stream.is_damaged;
}
