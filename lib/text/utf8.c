/*
 * One decoder, written after table 3-7 of the Unicode Standard ("Well-Formed
 * UTF-8 Byte Sequences"), says where a sequence ends: if it is ill-formed,
 * behind its maximal subpart, which is just what repair needs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/utf8.h"

#include <string.h>
#include <unicode/uchar.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

#define MALFORMED UINT32_MAX

static bool is_trail(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The code point at *off_bytes, which moves behind it; MALFORMED behind the
   maximal subpart of an ill-formed sequence. */
static uint32_t decode(struct str_span text, size_t *off_bytes)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    unsigned lead = bytes[(*off_bytes)++];
    if (lead < 0x80)
        return lead;
    if (lead < 0xC2 || lead > 0xF4)
        return MALFORMED;
    /* the first trail byte excludes overlong forms, surrogates, > 10FFFF */
    unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    unsigned n_trail = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    uint32_t c = lead & (0x3Fu >> n_trail);
    for (unsigned i = 0; i < n_trail; i++) {
        if (*off_bytes == text.n_bytes || bytes[*off_bytes] < low ||
            bytes[*off_bytes] > high)
            return MALFORMED;
        c = c << 6 | (bytes[(*off_bytes)++] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    return c;
}

/* The first byte at or behind off_bytes that is NUL or not ASCII. */
static size_t skip_plain(struct str_span text, size_t off_bytes)
{
    const uint64_t low = UINT64_C(0x0101010101010101);
    const uint64_t high = UINT64_C(0x8080808080808080);
    size_t i = off_bytes;
    for (; text.n_bytes - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, text.bytes + i, sizeof(eight));
        /* a NUL borrows from the top bit of its byte */
        if (((eight | (eight - low)) & high) != 0)
            break;
    }
    while (i < text.n_bytes && (signed char)text.bytes[i] > 0)
        i++;
    return i;
}

bool utf8_is_clean(struct str_span text)
{
    size_t i = 0;
    while ((i = skip_plain(text, i)) < text.n_bytes) {
        uint32_t c = decode(text, &i);
        if (c == 0 || c == MALFORMED)
            return false;
    }
    return true;
}

void utf8_repair(struct str_span text, struct str *out, size_t *ret_n_repaired)
{
    size_t n_repaired = 0;
    size_t i = str_span_starts(text, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
    size_t good = i; /* from here to i nothing is wrong */
    while ((i = skip_plain(text, i)) < text.n_bytes) {
        size_t start = i;
        uint32_t c = decode(text, &i);
        if (c != 0 && c != MALFORMED)
            continue;
        str_add(out, text.bytes + good, start - good);
        str_add_text(out, REPLACEMENT);
        n_repaired++;
        good = i;
    }
    if (good < text.n_bytes)
        str_add(out, text.bytes + good, text.n_bytes - good);
    *ret_n_repaired = n_repaired;
}

size_t utf8_count(struct str_span text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n_bytes; i++)
        n += !is_trail(text.bytes[i]);
    return n;
}

uint32_t utf8_next(struct str_span text, size_t *off_bytes)
{
    uint32_t c = decode(text, off_bytes);
    return c == MALFORMED ? 0xFFFD : c;
}

size_t utf8_floor(struct str_span text, size_t max_bytes)
{
    if (text.n_bytes <= max_bytes)
        return text.n_bytes;
    size_t n = max_bytes;
    while (n > 0 && is_trail(text.bytes[n]))
        n--;
    return n;
}

static size_t columns_of(UChar32 c)
{
    if (c < 0x300)
        return 1; /* U+00AD too: terminals show it as a hyphen */
    uint32_t category = U_GET_GC_MASK(c);
    if ((category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0)
        return 0;
    int32_t syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO)
        return 0; /* drawn into the leading jamo */
    int32_t width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t utf8_columns(struct str_span text)
{
    size_t n_columns = 0;
    size_t i = 0;
    while (i < text.n_bytes)
        n_columns += columns_of((UChar32)utf8_next(text, &i));
    return n_columns;
}
