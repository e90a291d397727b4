/*
 * Numbers and strings as the glass format packs them into keys and tags
 * (doc/glass.md, "Numbers and strings").
 *
 * Every function writes at `to`, where the caller has made room, and returns
 * the end of what it wrote. Most are inline: a database is a hundred million
 * of these calls.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_PACK_H
#define LEDE_GLASS_PACK_H

#include "base/str.h"

#include <string.h>

/* Room for any uint; for one of 32 bits; for a sortable docid. */
#define PACK_UINT_BYTES   10
#define PACK_UINT32_BYTES 5
#define PACK_DOCID_BYTES  5

/* As memcpy(), for what mostly has a few bytes: without a call. */
static inline void copy_bytes(char *to, const char *from, size_t n_bytes)
{
    if (n_bytes > 32) {
        memcpy(to, from, n_bytes);
    } else if (n_bytes >= 16) {
        char head[16];
        char tail[16];
        memcpy(head, from, 16);
        memcpy(tail, from + n_bytes - 16, 16);
        memcpy(to, head, 16);
        memcpy(to + n_bytes - 16, tail, 16);
    } else if (n_bytes >= 8) {
        uint64_t head;
        uint64_t tail;
        memcpy(&head, from, 8);
        memcpy(&tail, from + n_bytes - 8, 8);
        memcpy(to, &head, 8);
        memcpy(to + n_bytes - 8, &tail, 8);
    } else if (n_bytes >= 4) {
        uint32_t head;
        uint32_t tail;
        memcpy(&head, from, 4);
        memcpy(&tail, from + n_bytes - 4, 4);
        memcpy(to, &head, 4);
        memcpy(to + n_bytes - 4, &tail, 4);
    } else {
        for (size_t i = 0; i < n_bytes; i++)
            to[i] = from[i];
    }
}

/* Base 128, little end first; the top bit says that more follows. */
static inline char *pack_uint(char *to, uint64_t number)
{
    while (number >= 128) {
        *to++ = (char)(number | 128);
        number >>= 7;
    }
    *to++ = (char)number;
    return to;
}

/* How many bytes pack_uint() writes. */
static inline size_t pack_uint_bytes(uint64_t number)
{
    /* 7 bits a byte: ceil(bits / 7) = (bits * 9 + 64) / 64 for 1..64 bits. */
    unsigned n_bits = 64 - (unsigned)__builtin_clzll(number | 1);
    return (n_bits * 9 + 64) / 64;
}

/* Reads one back; NULL if it does not end before `end` or has over 64 bits. */
static inline const char *unpack_uint(const char *from, const char *end,
                                      uint64_t *ret_number)
{
    uint64_t number = 0;
    for (unsigned shift = 0; from < end && shift < 64; shift += 7) {
        unsigned char byte = (unsigned char)*from++;
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            *ret_number = number;
            return from;
        }
    }
    return NULL;
}

/* Fixed size, big end first: only inside blocks and the version file. */
static inline char *pack_u16(char *to, unsigned number)
{
    to[0] = (char)(number >> 8);
    to[1] = (char)number;
    return to + 2;
}

static inline char *pack_u32(char *to, uint32_t number)
{
    uint32_t big_endian = __builtin_bswap32(number);
    memcpy(to, &big_endian, sizeof big_endian);
    return to + sizeof big_endian;
}

/* A docid in a key: sorts by bytes as the number does. */
char *pack_docid(char *to, uint32_t docid);

/* Base 256, little end first, nothing for 0: the last thing of a key. */
char *pack_uint_last(char *to, uint64_t number);

/* Its length, then its bytes. */
static inline char *pack_string(char *to, struct str_span string)
{
    to = pack_uint(to, string.n_bytes);
    if (string.n_bytes > 0)
        memcpy(to, string.bytes, string.n_bytes);
    return to + string.n_bytes;
}

/*
 * A term in a key: sorts by bytes as the term does, also with more behind
 * it. NUL becomes 00 ff; the 00 that ends it is left to the caller, because
 * the last thing of a key goes without.
 */
char *pack_term(char *to, struct str_span term);
/* How many bytes pack_term() writes. */
size_t pack_term_bytes(struct str_span term);

#endif
