/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/segment.h"
#include "base/vec.h"
#include "text/charclass.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* Long enough to make ICU's set-up small beside the work, short enough that
   text, UTF-16 and segments stay in the cache. */
#define STRETCH_BYTES ((size_t)8 << 10)
/* So much ASCII after a stretch that ICU cut is worth leaving ICU for. */
#define ASCII_WORTH_BYTES 48

#define EACH_BYTE UINT64_C(0x0101010101010101)

struct segmenter {
    struct str_span text;
    size_t off_bytes; /* where the next stretch begins */
    bool is_fast;
    bool is_assisted; /* ICU cut a part of the last stretch */
    struct segment *segments;
    size_t n_segments;
    size_t n_room;
    UChar *units; /* what ICU is cutting */
    size_t n_units_room;
    UBreakIterator *breaks;
    struct charclass_table classes;
};

/* A run of word characters while it grows. */
struct run {
    size_t start;
    bool is_open;
    uint8_t flags;
    enum charclass last;
};

enum status segmenter_new(struct segmenter **ret_segmenter, struct error *err)
{
    struct segmenter *segmenter =
        (struct segmenter *)calloc(1, sizeof(*segmenter));
    if (segmenter == NULL)
        return error_no_memory(err);
    charclass_fill(&segmenter->classes, 0); /* ASCII is read without asking */
    segmenter->is_fast = true;
    *ret_segmenter = segmenter;
    return STATUS_OK;
}

void segmenter_free(struct segmenter *segmenter)
{
    if (segmenter == NULL)
        return;
    if (segmenter->breaks != NULL)
        ubrk_close(segmenter->breaks);
    free(segmenter->units);
    free(segmenter->segments);
    free(segmenter);
}

void segmenter_set_fast(struct segmenter *segmenter, bool is_fast)
{
    segmenter->is_fast = is_fast;
}

void segmenter_start(struct segmenter *segmenter, struct str_span text)
{
    segmenter->text = text;
    segmenter->off_bytes = 0;
    segmenter->n_segments = 0;
}

/* ---- where a text may be cut without looking at the rest */

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_ascii(char byte)
{
    return (unsigned char)byte < 0x80;
}

/*
 * Whether no rule of UAX #29 looks across off_bytes: behind white space, if
 * no mark can follow that would belong to it.
 */
static bool is_safe_cut(struct str_span text, size_t off_bytes)
{
    return is_space(text.bytes[off_bytes - 1]) &&
           is_ascii(text.bytes[off_bytes]);
}

static size_t stretch_end(struct str_span text, size_t off_bytes)
{
    if (text.n_bytes - off_bytes <= STRETCH_BYTES)
        return text.n_bytes;
    size_t limit = off_bytes + SEGMENT_STRETCH_MAX;
    size_t end = off_bytes + STRETCH_BYTES;
    for (; end < text.n_bytes && end < limit; end++) {
        if (is_safe_cut(text, end))
            return end;
    }
    return utf8_floor(text, end);
}

/* Where ICU's help can end: the first safe cut behind off_bytes that is
   followed by plain ASCII. */
static size_t assisted_end(struct str_span text, size_t off_bytes, size_t end)
{
    size_t n_ascii = 0; /* behind the safe cut */
    size_t cut = end;
    for (size_t i = off_bytes + 1; i < end; i++) {
        if (!is_ascii(text.bytes[i])) {
            cut = end;
            n_ascii = 0;
        } else if (cut == end && is_safe_cut(text, i)) {
            cut = i;
        } else if (cut != end && ++n_ascii == ASCII_WORTH_BYTES) {
            return cut;
        }
    }
    return cut;
}

/* ---- collecting segments; room for one more is always there */

static void close_run(struct segmenter *segmenter, struct run *run, size_t end)
{
    run->is_open = false;
    uint32_t n_bytes = (uint32_t)(end - run->start);
    segmenter->segments[segmenter->n_segments++] = (struct segment){
        run->start, n_bytes, n_bytes, run->flags, 0, 0,
    };
}

static uint8_t flag_of(enum charclass charclass)
{
    switch (charclass) {
    case CHARCLASS_LETTER:
    case CHARCLASS_HANGUL:
        return SEGMENT_HAS_LETTER;
    case CHARCLASS_DIGIT:
        return SEGMENT_HAS_DIGIT;
    case CHARCLASS_UNSPACED:
        return SEGMENT_HAS_LETTER | SEGMENT_UNSPACED;
    case CHARCLASS_MARK:
    case CHARCLASS_NONE:
        break;
    }
    return 0;
}

/* The next character, at i, is of charclass. */
static void feed(struct segmenter *segmenter, struct run *run, size_t i,
                 enum charclass charclass)
{
    if (charclass == CHARCLASS_NONE) {
        if (run->is_open)
            close_run(segmenter, run, i);
        return;
    }
    if (!run->is_open) {
        if (charclass == CHARCLASS_MARK)
            return; /* it stands on something that is no word */
        run->is_open = true;
        run->start = i;
        run->flags = 0;
    }
    run->flags |= flag_of(charclass);
    if (!is_ascii(segmenter->text.bytes[i]))
        run->flags |= SEGMENT_NOT_ASCII;
    if (charclass != CHARCLASS_MARK)
        run->last = charclass;
}

/* ---- without ICU's break iterator */

/* What up to 64 bytes of ASCII are, a bit for each, the first one's lowest. */
struct ascii {
    uint64_t letters;
    uint64_t digits;
    size_t n_bytes;
};

/* Each byte's top bit where the byte is from first to last, all ASCII. */
static inline uint64_t bytes_between(uint64_t eight, char first, char last)
{
    uint64_t low = eight & (EACH_BYTE * 0x7F);
    uint64_t from_first = low + EACH_BYTE * (uint64_t)(0x80 - first);
    uint64_t behind_last = low + EACH_BYTE * (uint64_t)(0x7F - last);
    return from_first & ~behind_last & ~eight & (EACH_BYTE * 0x80);
}

/* The top bits of eight bytes as eight bits: each is moved to the place where
   the product has no other. */
static inline uint64_t gather(uint64_t tops)
{
    return (tops >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* As far as it is ASCII, and not further than n_bytes. */
static void read_ascii(const char *bytes, size_t n_bytes, struct ascii *ascii)
{
    *ascii = (struct ascii){0, 0, n_bytes < 64 ? n_bytes : 64};
    for (size_t i = 0; i < ascii->n_bytes; i += 8) {
        uint64_t eight = 0;
        if (n_bytes - i >= sizeof eight)
            memcpy(&eight, bytes + i, sizeof eight);
        else
            memcpy(&eight, bytes + i, n_bytes - i);
        uint64_t letters =
            bytes_between(eight | EACH_BYTE * ('a' - 'A'), 'a', 'z');
        uint64_t digits = bytes_between(eight, '0', '9');
        uint64_t others = eight & (EACH_BYTE * 0x80);
        if (others != 0) {
            uint64_t before = (others & -others) - 1;
            letters &= before;
            digits &= before;
            ascii->n_bytes = i + (size_t)__builtin_ctzll(others) / 8;
        }
        ascii->letters |= gather(letters) << i;
        ascii->digits |= gather(digits) << i;
    }
}

/* Bytes of ASCII, at i. A run may be open before, and behind them. */
static void feed_read(struct segmenter *segmenter, struct run *run, size_t i,
                      const struct ascii *ascii)
{
    uint64_t words = ascii->letters | ascii->digits;
    size_t at = 0;
    while (at < ascii->n_bytes) {
        if (!run->is_open) {
            run->last = CHARCLASS_NONE;
            if (words >> at == 0)
                return;
            at += (size_t)__builtin_ctzll(words >> at);
            *run = (struct run){.start = i + at, .is_open = true};
        }
        uint64_t others = ~(words >> at);
        uint64_t span = ((others & -others) - 1) << at;
        run->flags |= (ascii->letters & span) != 0 ? SEGMENT_HAS_LETTER : 0;
        run->flags |= (ascii->digits & span) != 0 ? SEGMENT_HAS_DIGIT : 0;
        if (span != 0)
            run->last = CHARCLASS_LETTER;
        at = others != 0 ? at + (size_t)__builtin_ctzll(others) : 64;
        if (at >= ascii->n_bytes)
            return;
        close_run(segmenter, run, i + at);
    }
}

/* All ASCII from i on. */
static size_t feed_ascii(struct segmenter *segmenter, struct run *run, size_t i,
                         size_t end)
{
    struct ascii ascii = {.n_bytes = 64};
    while (i < end && ascii.n_bytes == 64) {
        read_ascii(segmenter->text.bytes + i, end - i, &ascii);
        feed_read(segmenter, run, i, &ascii);
        i += ascii.n_bytes;
    }
    return i;
}

/* ICU cuts between a Hangul syllable and any other letter, also when a mark
   makes it look like one. */
static bool is_cut_between(enum charclass a, enum charclass b)
{
    return (a == CHARCLASS_HANGUL) != (b == CHARCLASS_HANGUL);
}

/*
 * Adds the segments from off_bytes on. Stops at end, or before the first
 * character that needs ICU: *ret_off_bytes is there, the run is left open.
 */
static void cut_plain(struct segmenter *segmenter, size_t off_bytes, size_t end,
                      size_t *ret_off_bytes)
{
    struct str_span text = segmenter->text;
    const uint8_t *classes = segmenter->classes.classes;
    struct run run = {0, false, 0, CHARCLASS_NONE};
    size_t i = off_bytes;
    while (i < end) {
        enum charclass charclass;
        size_t next = i + 1;
        if (is_ascii(text.bytes[i]) && run.last != CHARCLASS_HANGUL) {
            i = feed_ascii(segmenter, &run, i, end);
            continue;
        }
        if (is_ascii(text.bytes[i])) {
            charclass = (enum charclass)classes[(unsigned char)text.bytes[i]];
        } else {
            next = i;
            uint32_t c = utf8_next(text, &next);
            charclass = charclass_of(&segmenter->classes, c);
        }
        if (charclass == CHARCLASS_UNSPACED ||
            (charclass == CHARCLASS_MARK && run.is_open &&
             run.last == CHARCLASS_HANGUL)) {
            *ret_off_bytes = i;
            return;
        }
        if (run.is_open && charclass != CHARCLASS_NONE &&
            charclass != CHARCLASS_MARK && is_cut_between(run.last, charclass))
            close_run(segmenter, &run, i);
        if (is_ascii(text.bytes[i]) && charclass != CHARCLASS_NONE) {
            i = feed_ascii(segmenter, &run, i, end);
            continue;
        }
        feed(segmenter, &run, i, charclass);
        i = next;
    }
    if (run.is_open)
        close_run(segmenter, &run, end);
    *ret_off_bytes = end;
}

/* Forgets what was cut since the last safe place before off_bytes, which is
   returned: ICU begins there. */
static size_t step_back(struct segmenter *segmenter, size_t first,
                        size_t off_bytes)
{
    size_t start = off_bytes;
    while (start > first && !is_space(segmenter->text.bytes[start - 1]))
        start--;
    while (start > first && start != off_bytes &&
           !is_ascii(segmenter->text.bytes[start]))
        start--;
    while (segmenter->n_segments > 0 &&
           segmenter->segments[segmenter->n_segments - 1].off_bytes >= start)
        segmenter->n_segments--;
    return start;
}

/* ---- with it */

static enum status set_icu_error(struct error *err, UErrorCode code)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_no_memory(err);
    return error_set(err, STATUS_INTERNAL, "cannot find words: ICU says %s",
                     u_errorName(code));
}

/* The break iterator over the bytes from off_bytes to end, as UTF-16. */
static enum status set_breaks(struct segmenter *segmenter, size_t off_bytes,
                              size_t end, struct error *err)
{
    size_t n_bytes = end - off_bytes;
    enum status status = VEC_RESERVE(
        &segmenter->units, &segmenter->n_units_room, 0, n_bytes + 1, err);
    if (status != STATUS_OK)
        return status;
    UErrorCode code = U_ZERO_ERROR;
    int32_t n_units = 0;
    u_strFromUTF8WithSub(segmenter->units, (int32_t)segmenter->n_units_room,
                         &n_units, segmenter->text.bytes + off_bytes,
                         (int32_t)n_bytes, 0xFFFD, NULL, &code);
    if (segmenter->breaks == NULL)
        segmenter->breaks =
            ubrk_open(UBRK_WORD, "", segmenter->units, n_units, &code);
    else
        ubrk_setText(segmenter->breaks, segmenter->units, n_units, &code);
    return U_FAILURE(code) ? set_icu_error(err, code) : STATUS_OK;
}

static enum status cut_assisted(struct segmenter *segmenter, size_t off_bytes,
                                size_t end, struct error *err)
{
    enum status status = set_breaks(segmenter, off_bytes, end, err);
    if (status != STATUS_OK)
        return status;
    struct run run = {0, false, 0, CHARCLASS_NONE};
    int32_t boundary = ubrk_first(segmenter->breaks);
    int32_t i_unit = 0;
    size_t i = off_bytes;
    while (i < end) {
        if (i_unit == boundary) {
            if (run.is_open)
                close_run(segmenter, &run, i);
            boundary = ubrk_next(segmenter->breaks);
        }
        size_t next = i;
        uint32_t c = utf8_next(segmenter->text, &next);
        feed(segmenter, &run, i, charclass_of(&segmenter->classes, c));
        i_unit += U16_LENGTH(c);
        i = next;
    }
    if (run.is_open)
        close_run(segmenter, &run, end);
    return STATUS_OK;
}

enum status segmenter_next(struct segmenter *segmenter,
                           struct segment **ret_segments,
                           size_t *ret_n_segments, struct error *err)
{
    struct str_span text = segmenter->text;
    size_t first = segmenter->off_bytes;
    if (first == text.n_bytes)
        return STATUS_DONE;
    size_t end = stretch_end(text, first);
    /* of two words that touch, one is not ASCII: at most two in three bytes */
    enum status status = VEC_RESERVE(&segmenter->segments, &segmenter->n_room,
                                     0, (end - first) / 3 * 2 + 2, err);
    if (status != STATUS_OK)
        return status;
    segmenter->n_segments = 0;
    segmenter->is_assisted = false;
    size_t i = first;
    while (i < end) {
        size_t stop = i;
        if (segmenter->is_fast)
            cut_plain(segmenter, i, end, &stop);
        if (stop == end)
            break;
        size_t assisted = end;
        if (segmenter->is_fast) {
            assisted = assisted_end(text, stop, end);
            stop = step_back(segmenter, i, stop);
        }
        segmenter->is_assisted = true;
        status = cut_assisted(segmenter, stop, assisted, err);
        if (status != STATUS_OK)
            return status;
        i = assisted;
    }
    segmenter->off_bytes = end;
    *ret_segments = segmenter->segments;
    *ret_n_segments = segmenter->n_segments;
    return STATUS_OK;
}

bool segmenter_is_unspaced(const struct segmenter *segmenter)
{
    return segmenter->is_assisted;
}
