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

static bool is_one_of(uint32_t c, const uint32_t *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (all[i] == c)
            return true;
    return false;
}

#define IS_ONE_OF(c, all) is_one_of(c, all, sizeof(all) / sizeof *(all))

/* Quotes and brackets that close, and belong to the sentence before them. */
static bool is_closer(uint32_t c)
{
    static const uint32_t all[] = {
        '"',    '\'',   ')',    ']',    0xbb,   0x2019, 0x201d, 0x203a, 0x300d,
        0x300f, 0x3009, 0x300b, 0x3011, 0xff09, 0xff02, 0xff3d, 0xff63};

    return IS_ONE_OF(c, all);
}

/* Ideographic full stops and full-width . ! and ?: no space behind them. */
static bool is_wide_stop(uint32_t c)
{
    static const uint32_t all[] = {0x3002, 0xff01, 0xff0e, 0xff1f, 0xff61};

    return IS_ONE_OF(c, all);
}

/* What ends a sentence and nothing else, if a space is behind it: ! ? and
   their like, dandas, the stops of Arabic, Armenian, Ethiopic, Burmese, Khmer
   and Tibetan. */
static bool is_sure_stop(uint32_t c)
{
    static const uint32_t all[] = {
        '!',    '?',    0x203c, 0x203d, 0x2047, 0x2048, 0x2049, 0x0589, 0x061f,
        0x06d4, 0x0964, 0x0965, 0x0f0d, 0x104a, 0x104b, 0x1362, 0x1367, 0x17d4};

    return IS_ONE_OF(c, all);
}

static bool is_ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Longer ones that mostly stand before a name or a number, in the languages
   that have such. */
static bool is_title(struct str_span word)
{
    static const char *const all[] = {
        "mrs", "mme", "prof", "gen",  "gov", "sen",   "rep",   "col", "capt",
        "sgt", "rev", "hon",  "pres", "adm", "maj",   "inc",   "vol", "fig",
        "nos", "jan", "feb",  "mar",  "apr", "aug",   "sept",  "oct", "nov",
        "dec", "bzw", "ing",  "sra",  "pvt", "lieut", "messrs"};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t n = strlen(all[i]);
        size_t k = 0;
        while (n == word.n_bytes && k < n &&
               (word.bytes[k] | 0x20) == all[i][k])
            k++;
        if (n == word.n_bytes && k == n)
            return true;
    }
    return false;
}

/* "Mr.", "U.S.", "p.", "Gov.": a full stop behind one or two letters, or behind
   one of those words, ends nothing. */
static bool is_abbreviation(struct str_span text, size_t off_stop)
{
    size_t start = off_stop;

    while (start > 0 && off_stop - start < 8 &&
           is_ascii_letter((unsigned char)text.bytes[start - 1]))
        start--;
    size_t n_letters = off_stop - start;
    bool is_tail = start > 0 && (unsigned char)text.bytes[start - 1] >= 0x80;
    return n_letters > 0 && !is_tail &&
           (n_letters < 3 || is_title(str_span(text.bytes + start, n_letters)));
}

bool boundary_is_sentence(struct str_span text, size_t off_bytes)
{
    if (off_bytes == 0)
        return true;
    size_t off = previous(text, off_bytes);
    uint32_t c = char_at(text, off);
    bool has_space = c == ' ';
    if (off_bytes < text.n_bytes && is_closer(char_at(text, off_bytes)) &&
        !has_space)
        return false;
    if (has_space && off == 0)
        return false;
    if (has_space) {
        off = previous(text, off);
        c = char_at(text, off);
    }
    while (off > 0 && is_closer(c)) {
        off = previous(text, off);
        c = char_at(text, off);
    }
    if (is_wide_stop(c))
        return true;
    if (!has_space)
        return false;
    if (is_sure_stop(c))
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
            !token.is_inner && start + token.off_bytes >= low) {
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
        if (first > low && first <= high && !token.is_inner)
            best = first;
        if (behind > low && behind <= high && !token.is_pair)
            best = behind;
    }
    *ret_off_bytes = best;
    return status == STATUS_DONE ? STATUS_OK : status;
}
