/*
 * Cuts a text into words: runs of letters, digits, ideographs and the marks
 * on them, as UAX #29 (ICU's root rules) has them, minus the punctuation that
 * UAX #29 leaves inside a word. What that punctuation joins is decided
 * afterwards, in text/compound.h.
 *
 * Between letters that need no dictionary, what UAX #29 adds to "a run of
 * letters" is only punctuation. So runs are found with a table of ICU's
 * properties, and ICU's break iterator is asked only around scripts written
 * without spaces. Tests prove both ways equal over all of Unicode.
 *
 * A text is worked on in stretches of some kilobytes that end at white space,
 * so that memory does not grow with the text. A word of more than
 * SEGMENT_STRETCH_MAX bytes without any white space is cut there.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_SEGMENT_H
#define LEDE_TEXT_SEGMENT_H

#include "base/str.h"

#define SEGMENT_STRETCH_MAX ((size_t)1 << 20)

enum segment_flag {
    SEGMENT_HAS_LETTER = 1,
    SEGMENT_HAS_DIGIT = 2,
    SEGMENT_NOT_ASCII = 4,
    SEGMENT_UNSPACED = 8,    /* of a script written without spaces */
    SEGMENT_POSSESSIVE = 16, /* followed by 's; set by text/compound.h */
};

struct segment {
    size_t off_bytes;
    uint32_t n_bytes;      /* the word */
    uint32_t n_span_bytes; /* the word and what goes with it: 's */
    uint8_t flags;
    char joiner;      /* what ties it to the next segment, 0: nothing; set by
                         text/compound.h */
    uint16_t n_units; /* characters of the word that begins here; set by
                         text/unspaced.h, of its segments */
};

struct segmenter;

/* owned by the caller; release with segmenter_free() */
MUST_CHECK enum status segmenter_new(struct segmenter **ret_segmenter,
                                     struct error *err);
void segmenter_free(struct segmenter *segmenter);

/* For tests: false asks ICU everywhere. */
void segmenter_set_fast(struct segmenter *segmenter, bool is_fast);

/* Begins a text, borrowed until the next segmenter_start(). */
void segmenter_start(struct segmenter *segmenter, struct str_span text);

/*
 * The segments of the next stretch, maybe none; the caller may change them.
 * Borrowed until the next call. STATUS_DONE at the end of the text.
 */
MUST_CHECK enum status segmenter_next(struct segmenter *segmenter,
                                      struct segment **ret_segments,
                                      size_t *ret_n_segments,
                                      struct error *err);

/* Whether any of those has SEGMENT_UNSPACED, maybe. */
bool segmenter_is_unspaced(const struct segmenter *segmenter);

#endif
