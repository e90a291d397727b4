/*
 * The bytes of a query: what kind of sign one is. Not for words of articles,
 * which lib/text knows; queries only ask whether a sign of theirs stands
 * beside something that can be part of a word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_BYTE_H
#define LEDE_SEARCHER_QUERY_BYTE_H

#include "base/str.h"

/* The byte at an offset; NUL behind the end. */
static inline char byte_at(struct str_span text, size_t off_bytes)
{
    if (off_bytes >= text.n_bytes)
        return '\0';
    return text.bytes[off_bytes];
}

static inline bool byte_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool byte_is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static inline bool byte_is_beyond_ascii(char byte)
{
    return ((unsigned char)byte & 0x80) != 0;
}

/* Letter, digit or anything beyond ASCII. */
static inline bool byte_is_wordy(char byte)
{
    return byte_is_digit(byte) || byte_is_letter(byte) ||
           byte_is_beyond_ascii(byte);
}

static inline struct str_span span_from(struct str_span text, size_t off_bytes)
{
    return str_span(text.bytes + off_bytes, text.n_bytes - off_bytes);
}

/* Bytes of digits at off_bytes. */
static inline size_t count_digits(struct str_span text, size_t off_bytes)
{
    size_t n = 0;
    while (byte_is_digit(byte_at(text, off_bytes + n)))
        n++;
    return n;
}

#endif
