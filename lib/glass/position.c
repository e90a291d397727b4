/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/position.h"

#include "glass/pack.h"

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

/* Bits on their way out of bytes. */
struct bit_reader {
    const unsigned char *at;
    const unsigned char *end;
    uint64_t held;
    unsigned n_held;
    bool is_over; /* more was asked for than there is */
};

static uint64_t take_bits(struct bit_reader *bits, unsigned n_bits)
{
    while (bits->n_held < n_bits) {
        uint64_t byte = 0;
        if (bits->at < bits->end)
            byte = *bits->at++;
        else
            bits->is_over = true;
        bits->held |= byte << bits->n_held;
        bits->n_held += 8;
    }
    uint64_t value = bits->held & (((uint64_t)1 << n_bits) - 1);
    bits->held >>= n_bits;
    bits->n_held -= n_bits;
    return value;
}

/* What add_value() wrote. */
static uint64_t take_value(struct bit_reader *bits, uint64_t n_values)
{
    if (n_values <= 1)
        return 0;
    unsigned n_bits = 64 - (unsigned)__builtin_clzll(n_values - 1);
    uint64_t n_spare = ((uint64_t)1 << n_bits) - n_values;
    if (n_spare == 0)
        return take_bits(bits, n_bits);
    uint64_t middle = (n_values - n_spare) / 2;
    uint64_t value = take_bits(bits, n_bits - 1);
    if (value < middle && take_bits(bits, 1) != 0)
        value += middle + n_spare;
    return value;
}

/* What is read in front of the positions between. */
struct head {
    uint64_t first;
    uint64_t last;
    uint64_t n;
    struct bit_reader bits;
};

static bool read_head(struct str_span tag, struct head *head)
{
    const char *end = tag.bytes + tag.n_bytes;
    const char *from = unpack_uint(tag.bytes, end, &head->last);
    if (!from || head->last > UINT32_MAX)
        return false;
    head->first = head->last;
    head->n = 1;
    head->bits = (struct bit_reader){(const unsigned char *)from,
                                     (const unsigned char *)end, 0, 0, false};
    if (from == end)
        return true;
    head->first = take_value(&head->bits, head->last);
    if (head->first >= head->last)
        return false;
    head->n = take_value(&head->bits, head->last - head->first) + 2;
    return !head->bits.is_over && head->n <= MAX_POSITIONS &&
           head->n <= head->last - head->first + 1;
}

/* NOLINTNEXTLINE(misc-no-recursion): log2(n) deep */
static bool take_between(struct bit_reader *bits, uint32_t *positions, size_t i,
                         size_t j)
{
    while (i + 1 < j) {
        size_t middle = i + (j - i) / 2;
        uint64_t least = positions[i] + (middle - i);
        uint64_t span = (uint64_t)positions[j] - positions[i];
        if (positions[j] < positions[i] || span < j - i)
            return false;
        uint64_t position = least + take_value(bits, span - (j - i) + 1);
        if (position >= positions[j])
            return false;
        positions[middle] = (uint32_t)position;
        if (!take_between(bits, positions, i, middle))
            return false;
        i = middle;
    }
    return true;
}

size_t position_count(struct str_span tag)
{
    struct head head;
    return read_head(tag, &head) ? (size_t)head.n : 0;
}

bool position_decode(struct str_span tag, uint32_t *positions, size_t n)
{
    struct head head;
    if (!read_head(tag, &head) || head.n != n)
        return false;
    positions[0] = (uint32_t)head.first;
    positions[n - 1] = (uint32_t)head.last;
    return take_between(&head.bits, positions, 0, n - 1) && !head.bits.is_over;
}
