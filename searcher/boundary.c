/*
 * Sentence and word boundaries near a place of a collapsed text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/boundary.h"

#include "text/utf8.h"

#include <string.h>

/* How far a space may be from the wished-for place; scripts that write
   spaces have one within this many bytes, or a URL. */
#define SPACE_REACH_BYTES 48
/* Context for the analyser where there is no space: longer than the words of
   its dictionaries. */
#define WORD_REACH_BYTES 96

/* The offset of the character in front of off_bytes, which is over 0. */
static size_t previous(struct str_span text, size_t off_bytes)
{
    off_bytes--;
    while (off_bytes > 0 && ((unsigned char)text.bytes[off_bytes] >> 6) == 2)
        off_bytes--;
    return off_bytes;
}

static uint32_t char_at(struct str_span text, size_t off_bytes)
{
    return utf8_next(text, &off_bytes);
}

static bool is_closer(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 ||
           c == 0x201d || c == 0xbb;
}

/* Ideographic full stop and the full-width ! and ?: no space behind them. */
static bool is_wide_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f;
}

static bool is_ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "Mr.", "U.S.", "p.": a full stop behind one or two letters ends nothing. */
static bool is_abbreviation(struct str_span text, size_t off_stop)
{
    size_t n_letters = 0;

    while (off_stop > 0 && n_letters < 3) {
        off_stop--;
        if (!is_ascii_letter((unsigned char)text.bytes[off_stop]))
            break;
        n_letters++;
    }
    return n_letters > 0 && n_letters < 3;
}

bool boundary_is_sentence(struct str_span text, size_t off_bytes)
{
    if (off_bytes == 0)
        return true;
    size_t off = previous(text, off_bytes);
    uint32_t c = char_at(text, off);
    if (is_wide_stop(c))
        return true;
    if (c != ' ' || off == 0)
        return false;
    do {
        off = previous(text, off);
        c = char_at(text, off);
    } while (off > 0 && is_closer(c));
    if (is_wide_stop(c) || c == '!' || c == '?')
        return true;
    bool is_lower = off_bytes < text.n_bytes && text.bytes[off_bytes] >= 'a' &&
                    text.bytes[off_bytes] <= 'z';
    return c == '.' && !is_lower && !is_abbreviation(text, off);
}

size_t boundary_last_sentence(struct str_span text, size_t low, size_t high)
{
    for (size_t off = high;; off = previous(text, off)) {
        if (boundary_is_sentence(text, off))
            return off;
        if (off <= low)
            return high + 1;
    }
}

static size_t char_columns(struct str_span text, size_t start, size_t end)
{
    unsigned char byte = (unsigned char)text.bytes[start];
    if (byte < 0x80)
        return 1;
    return utf8_columns(str_span(text.bytes + start, end - start));
}

size_t boundary_back(struct str_span text, size_t off_bytes, size_t n_columns)
{
    while (off_bytes > 0) {
        size_t before = previous(text, off_bytes);
        size_t n = char_columns(text, before, off_bytes);
        if (n > n_columns)
            break;
        n_columns -= n;
        off_bytes = before;
    }
    return off_bytes;
}

size_t boundary_ahead(struct str_span text, size_t off_bytes, size_t n_columns)
{
    while (off_bytes < text.n_bytes) {
        size_t behind = off_bytes;
        (void)utf8_next(text, &behind);
        size_t n = char_columns(text, off_bytes, behind);
        if (n > n_columns)
            break;
        n_columns -= n;
        off_bytes = behind;
    }
    return off_bytes;
}

/* At most WORD_REACH_BYTES before off_bytes: behind a space, or else at some
   character. */
static size_t context_start(struct str_span text, size_t off_bytes)
{
    size_t floor =
        off_bytes > WORD_REACH_BYTES ? off_bytes - WORD_REACH_BYTES : 0;

    for (size_t off = off_bytes; off > floor; off--)
        if (text.bytes[off - 1] == ' ')
            return off;
    return utf8_floor(text, floor);
}

static size_t context_end(struct str_span text, size_t off_bytes)
{
    if (text.n_bytes - off_bytes <= WORD_REACH_BYTES)
        return text.n_bytes;
    return utf8_floor(text, off_bytes + WORD_REACH_BYTES);
}

enum status boundary_first_word(struct analyser *analyser, struct str_span text,
                                size_t low, size_t high, size_t *ret_off_bytes,
                                struct error *err)
{
    size_t reach =
        high - low < SPACE_REACH_BYTES ? high - low : SPACE_REACH_BYTES;
    struct token token;
    enum status status;

    *ret_off_bytes = low;
    if (low == 0 || low >= high || text.bytes[low - 1] == ' ')
        return STATUS_OK;
    const char *space = memchr(text.bytes + low, ' ', reach);
    if (space) {
        *ret_off_bytes = (size_t)(space - text.bytes) + 1;
        return STATUS_OK;
    }
    size_t start = context_start(text, low);
    status = analyser_start(analyser,
                            str_span(text.bytes + start, high - start), err);
    while (status == STATUS_OK) {
        status = analyser_next(analyser, &token, err);
        if (status == STATUS_OK && token.kind == TOKEN_WORD &&
            start + token.off_bytes >= low) {
            *ret_off_bytes = start + token.off_bytes;
            return STATUS_OK;
        }
    }
    *ret_off_bytes = high;
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* The last space in low..high, within reach of high; SIZE_MAX if none. */
static size_t last_space(struct str_span text, size_t low, size_t high)
{
    size_t floor =
        high - low > SPACE_REACH_BYTES ? high - SPACE_REACH_BYTES : low;

    for (size_t off = high;; off--) {
        if (text.bytes[off] == ' ')
            return off;
        if (off == floor)
            return SIZE_MAX;
    }
}

enum status boundary_last_word(struct analyser *analyser, struct str_span text,
                               size_t low, size_t high, size_t *ret_off_bytes,
                               struct error *err)
{
    struct token token;
    enum status status;

    *ret_off_bytes = high;
    if (high >= text.n_bytes || low >= high)
        return STATUS_OK;
    size_t space = last_space(text, low, high);
    if (space != SIZE_MAX) {
        *ret_off_bytes = space;
        return STATUS_OK;
    }
    size_t start = context_start(text, high);
    size_t end = context_end(text, high);
    size_t best = low;
    status = analyser_start(analyser, str_span(text.bytes + start, end - start),
                            err);
    while (status == STATUS_OK) {
        status = analyser_next(analyser, &token, err);
        if (status != STATUS_OK || token.kind != TOKEN_WORD)
            continue;
        size_t first = start + token.off_bytes;
        size_t behind = first + token.n_bytes;
        if (first > low && first <= high)
            best = first;
        if (behind > low && behind <= high)
            best = behind;
    }
    *ret_off_bytes = best;
    return status == STATUS_DONE ? STATUS_OK : status;
}
