/*
 * A sample of what a text says, so that texts can be compared without being
 * read again: is one a copy of the other, or of a part of it?
 *
 * A shingle is two words of one paragraph that follow one another when short
 * words, which every text has, are passed over. Copies have most of their
 * shingles in common whatever was put in front, left out or moved; other
 * articles have few. (Two, not three: where every fifth word is another, 0.64
 * of these are left and 0.51 of those, while forms that a series uses again
 * and again are as long as you like.) Of the numbers that shingles hash to, the
 * smallest are kept: of two texts the same ones, so that what share of one
 * text's shingles the other has can be told from the samples alone, for any
 * lengths (A. Broder, On the resemblance and containment of documents, 1997).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_SHINGLE_H
#define LEDE_TEXT_SHINGLE_H

#include "base/str.h"

#include <string.h>

/* Most numbers of a sample. A copy cut to a third has a third of them, and
   shares 14 of these, give or take 2, when every fifth word is another. */
#define SHINGLES_KEPT 64
/* Numbers are below this: far more of them than an archive has shingles. */
#define SHINGLE_NUMBERS ((uint32_t)1 << 28)
/* Of folded UTF-8: shorter words are passed over. */
#define SHINGLE_MIN_WORD_BYTES 4
/* A sample is cut down when so many have gathered. */
#define SHINGLES_ROOM 256

struct shingle_sample {
    uint32_t numbers[SHINGLES_ROOM]; /* rising, once shingle_finish() is done */
    size_t n_numbers;
    uint32_t limit;  /* all distinct ones below it are in the sample */
    uint64_t before; /* private: the word before; 0: none */
};

/* Begins a text of about n_text_bytes: only a guess of how many numbers to
   gather depends on it. */
void shingle_start(struct shingle_sample *sample, size_t n_text_bytes);
/* Private. */
void shingle_cut(struct shingle_sample *sample);
/* Sorts the sample, without twins, SHINGLES_KEPT at most. */
void shingle_finish(struct shingle_sample *sample);

/* No shingle goes over what comes before and behind. */
static inline void shingle_break(struct shingle_sample *sample)
{
    sample->before = 0;
}

static inline uint64_t shingle_mix(uint64_t a, uint64_t b)
{
    uint64_t hash = (a ^ b) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* Of how long it is, how it begins and how it ends: SHINGLE_MIN_WORD_BYTES or
   more. Kept in indexes, so it stays as it is as long as ANALYSIS_VERSION. */
static inline uint64_t shingle_word(struct str_span term)
{
    uint64_t head = 0;
    uint64_t tail = 0;
    size_t n =
        term.n_bytes >= sizeof head ? sizeof head : SHINGLE_MIN_WORD_BYTES;
    if (n == sizeof head) {
        memcpy(&head, term.bytes, sizeof head);
        memcpy(&tail, term.bytes + term.n_bytes - n, sizeof tail);
    } else {
        memcpy(&head, term.bytes, SHINGLE_MIN_WORD_BYTES);
        memcpy(&tail, term.bytes + term.n_bytes - n, SHINGLE_MIN_WORD_BYTES);
    }
    return shingle_mix(shingle_mix(head, term.n_bytes), tail);
}

/* Their order counts, and words that are nearly the same (numbers in a row)
   have nothing in common. */
static inline uint32_t shingle_number(uint64_t before, uint64_t word)
{
    uint64_t both = before * UINT64_C(0xD6E8FEB86659FD93) + word;
    return (uint32_t)(shingle_mix(both ^ both >> 32, 0) *
                          UINT64_C(0xD6E8FEB86659FD93) >>
                      36);
}

/* The next word, as a term. Inline: there is one for every word. */
static inline void shingle_add(struct shingle_sample *sample,
                               struct str_span term)
{
    if (term.n_bytes < SHINGLE_MIN_WORD_BYTES)
        return;
    uint64_t word = shingle_word(term);
    if (sample->before != 0) {
        uint32_t number = shingle_number(sample->before, word);
        if (number < sample->limit) {
            if (sample->n_numbers == SHINGLES_ROOM)
                shingle_cut(sample);
            sample->numbers[sample->n_numbers++] = number;
        }
    }
    sample->before = word;
}

#endif
