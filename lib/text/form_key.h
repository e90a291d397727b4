/*
 * A word as the table of forms knows it: ASCII in lower case, the rest as
 * written, in numbers that are compared in place of bytes. Inline: there is
 * one for every word of an archive.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_FORM_KEY_H
#define LEDE_TEXT_FORM_KEY_H

#include "base/str.h"

#include <string.h>

/* Words up to this fit into two registers, and most do. */
#define FORM_KEY_SHORT_BYTES 16
/* Longer ones have no key, and are not kept. */
#define FORM_KEY_MAX_BYTES 32

struct form_key {
    uint64_t hash;
    uint64_t head; /* of a short one: its first eight bytes, NULs behind it */
    uint64_t tail; /* and the next eight */
};

#define FORM_KEY_EACH_BYTE UINT64_C(0x0101010101010101)

static inline uint64_t form_key_eight(const char *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return eight;
}

static inline uint64_t form_key_four(const char *bytes)
{
    uint32_t four;
    memcpy(&four, bytes, sizeof four);
    return four;
}

/* A to Z of eight bytes of ASCII at once: 0x80 - 'A' lifts those from A on
   into the top bit, 0x7F - 'Z' those behind Z. */
static inline uint64_t form_key_lower(uint64_t eight)
{
    uint64_t from_a = eight + FORM_KEY_EACH_BYTE * (0x80 - 'A');
    uint64_t behind_z = eight + FORM_KEY_EACH_BYTE * (0x7F - 'Z');
    return eight | ((from_a & ~behind_z & (FORM_KEY_EACH_BYTE * 0x80)) >> 2);
}

/* What form_key_read() reads, where nothing behind the bytes may be read. */
static inline void form_key_read_last(const char *bytes, size_t n_bytes,
                                      struct form_key *key)
{
    key->tail = 0;
    if (n_bytes >= 8) {
        key->head = form_key_eight(bytes);
        if (n_bytes > 8)
            key->tail =
                form_key_eight(bytes + n_bytes - 8) >> (128 - 8 * n_bytes);
    } else if (n_bytes >= 4) {
        key->head = form_key_four(bytes) | form_key_four(bytes + n_bytes - 4)
                                               << (8 * n_bytes - 32);
    } else {
        uint64_t middle = (unsigned char)bytes[n_bytes / 2];
        uint64_t last = (unsigned char)bytes[n_bytes - 1];
        key->head = (unsigned char)bytes[0] | middle << (8 * (n_bytes / 2)) |
                    last << (8 * (n_bytes - 1));
    }
}

/* Of 1 to FORM_KEY_SHORT_BYTES bytes. Which way it goes depends on the word's
   length nowhere: no processor can guess that. */
static inline void form_key_read(const char *bytes, size_t n_bytes,
                                 size_t n_readable, struct form_key *key)
{
    uint64_t words[2];
    if (n_readable < sizeof words) {
        form_key_read_last(bytes, n_bytes, key);
        return;
    }
    memcpy(words, bytes, sizeof words);
    uint64_t all = ~UINT64_C(0);
    key->head = words[0] & all >> (n_bytes < 8 ? 64 - 8 * n_bytes : 0);
    key->tail = words[1] & (n_bytes > 8 ? all >> (128 - 8 * n_bytes) : 0);
}

static inline uint64_t form_key_mix(uint64_t a, uint64_t b)
{
    uint64_t hash = (a ^ b) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* buffer has FORM_KEY_MAX_BYTES. */
static inline struct str_span form_key_lower_long(struct str_span word,
                                                  char *buffer)
{
    for (size_t i = 0; i < word.n_bytes; i++) {
        char c = word.bytes[i];
        buffer[i] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    return str_span(buffer, word.n_bytes);
}

/* n_readable: of bytes from the word's first on. */
static inline void form_key_make(struct str_span word, bool is_ascii,
                                 size_t n_readable, struct form_key *key)
{
    char buffer[FORM_KEY_MAX_BYTES];
    if (word.n_bytes <= FORM_KEY_SHORT_BYTES) {
        form_key_read(word.bytes, word.n_bytes, n_readable, key);
        if (is_ascii) {
            key->head = form_key_lower(key->head);
            key->tail = form_key_lower(key->tail);
        }
        key->hash =
            form_key_mix(form_key_mix(key->head, word.n_bytes), key->tail);
        return;
    }
    key->head = key->tail = key->hash = 0;
    if (word.n_bytes > FORM_KEY_MAX_BYTES)
        return;
    if (is_ascii)
        word = form_key_lower_long(word, buffer);
    for (size_t i = 0; word.n_bytes - i > 8; i += 8)
        key->hash = form_key_mix(key->hash, form_key_eight(word.bytes + i));
    key->hash =
        form_key_mix(key->hash, form_key_eight(word.bytes + word.n_bytes - 8));
}

#endif
