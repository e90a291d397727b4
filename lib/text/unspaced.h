/*
 * Words of scripts that are written without spaces (Chinese, Japanese, Thai,
 * Lao, Khmer, Burmese), divided into their characters.
 *
 * Where such words begin is a dictionary's guess, which depends on what stands
 * around them, so text and query may be cut in two ways. Characters are not
 * guessed: each takes a position of its own, so that a run of them can be
 * found inside any longer one. What the dictionary says is kept beside them.
 *
 * A character is a code point with the marks behind it that fold into it (the
 * voice of half-width kana, variation selectors); vowels and tones of Thai and
 * its like count by themselves.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_UNSPACED_H
#define LEDE_TEXT_UNSPACED_H

#include "text/segment.h"

/* Longer words are compounds that nobody asks for as one word. */
#define UNSPACED_MAX_WORD 24

struct unspaced_list { /* private; zeroed before first use */
    struct segment *segments;
    size_t n_segments;
    size_t n_room;
};

void unspaced_list_release(struct unspaced_list *list);

/*
 * Replaces list by the segments, those with SEGMENT_UNSPACED by one for each of
 * their characters: n_units of the first is how many the word has (UINT16_MAX:
 * or more), of the others 0.
 */
MUST_CHECK enum status unspaced_divide(struct str_span text,
                                       const struct segment *segments,
                                       size_t n_segments,
                                       struct unspaced_list *list,
                                       struct error *err);

/* Whether the segment and the one behind it are characters that touch. */
static inline bool unspaced_is_pair(const struct segment *segments, size_t i,
                                    size_t n_segments)
{
    const struct segment *a = &segments[i];
    return i + 1 < n_segments &&
           (a[0].flags & a[1].flags & SEGMENT_UNSPACED) != 0 &&
           a[0].off_bytes + a[0].n_bytes == a[1].off_bytes;
}

#endif
