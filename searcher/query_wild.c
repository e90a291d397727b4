/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_wild.h"

#include "searcher/query_byte.h"
#include "searcher/query_lex.h"
#include "text/utf8.h"

/* General punctuation, CJK punctuation, and the signs of Latin-1. */
static bool is_punctuation(uint32_t point)
{
    bool is_ignored = point == 0xAD || point == 0x200C || point == 0x200D;
    bool is_letter = point == 0xAA || point == 0xB5 || point == 0xBA;
    if (is_ignored || is_letter)
        return false;
    return point <= 0xBF || point == 0xD7 || point == 0xF7 ||
           (point >= 0x2000 && point <= 0x206F) ||
           (point >= 0x3000 && point <= 0x3004) ||
           (point >= 0x3008 && point <= 0x3020) || point == 0x30FB ||
           point == 0x58A || point == 0x5F3 || point == 0x5F4;
}

size_t wild_letter(struct str_span raw, size_t off_bytes)
{
    char byte = byte_at(raw, off_bytes);
    if (!byte_is_beyond_ascii(byte))
        return byte_is_wordy(byte);
    size_t end = off_bytes;
    uint32_t point = utf8_next(raw, &end);
    return is_punctuation(point) ? 0 : end - off_bytes;
}

static bool is_letter_before(struct str_span raw, size_t off_bytes)
{
    size_t start = off_bytes;
    while (start > 0 && (raw.bytes[--start] & 0xC0) == 0x80)
        continue;
    return start < off_bytes && wild_letter(raw, start) > 0;
}

static bool is_wild(char byte)
{
    return byte == '*' || byte == '?';
}

static bool is_space_before(struct str_span raw, size_t off_bytes)
{
    for (size_t n = 1; n <= 3 && n <= off_bytes; n++)
        if (lex_space(raw, off_bytes - n) == n)
            return true;
    return off_bytes == 0;
}

size_t wild_run(struct str_span raw, size_t off_bytes, enum wild_place place,
                size_t *ret_n_wild)
{
    size_t n = 0;
    size_t n_to_star = 0; /* up to the last of them */
    while (is_wild(byte_at(raw, off_bytes + n)))
        if (raw.bytes[off_bytes + n++] == '*')
            n_to_star = n;
    size_t end = off_bytes + n;
    bool has_before = is_letter_before(raw, off_bytes);
    bool has_behind = wild_letter(raw, end) > 0;
    bool is_word = place == WILD_PHRASE && n == 1 && n_to_star == 1 &&
                   is_space_before(raw, off_bytes) &&
                   (end == raw.n_bytes || lex_space(raw, end) > 0);
    if (place == WILD_VALUE) {
        has_before = true;
        has_behind = end < raw.n_bytes;
    }
    *ret_n_wild = 0;
    if (has_behind)
        *ret_n_wild = n;
    else if (has_before || is_word)
        *ret_n_wild = n_to_star;
    return n;
}

bool wild_has(struct str_span raw, enum wild_place place)
{
    size_t n_wild = 0;
    for (size_t i = 0; i < raw.n_bytes && n_wild == 0; i++) {
        if (raw.bytes[i] == '\\')
            i++;
        else if (is_wild(raw.bytes[i]))
            i += wild_run(raw, i, place, &n_wild) - 1;
    }
    return n_wild > 0;
}
