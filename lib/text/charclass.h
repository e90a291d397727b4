/*
 * What a character is to the cutting of words: ICU's properties, boiled down
 * to one byte and kept, because asking ICU for four properties of each
 * character would take longer than all the rest.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_CHARCLASS_H
#define LEDE_TEXT_CHARCLASS_H

#include <stdint.h>

enum charclass {
    CHARCLASS_NONE = 0, /* ends a word: space, punctuation, symbols */
    CHARCLASS_LETTER,   /* words of these are cut by rules alone */
    CHARCLASS_DIGIT,    /* decimal digits */
    CHARCLASS_MARK,     /* belongs to the character before it, begins nothing:
                           marks, format characters, and the letters that
                           folding drops (U+02BC, tatweel, Hangul fillers) */
    CHARCLASS_HANGUL,   /* a syllable: ICU cuts between it and other letters */
    CHARCLASS_UNSPACED, /* scripts written without spaces, cut by ICU only */
};

#define CHARCLASS_BLOCK    256
#define CHARCLASS_N_BLOCKS 256 /* the Basic Multilingual Plane */

struct charclass_table { /* private; zeroed before first use */
    uint8_t is_filled[CHARCLASS_N_BLOCKS];
    uint8_t classes[CHARCLASS_N_BLOCKS * CHARCLASS_BLOCK];
};

/* Without a table; slow. */
enum charclass charclass_compute(uint32_t code_point);

/* Fills the block of 256 that code_point, below U+10000, is in. */
void charclass_fill(struct charclass_table *table, uint32_t code_point);

static inline enum charclass charclass_of(struct charclass_table *table,
                                          uint32_t code_point)
{
    if (code_point >= CHARCLASS_N_BLOCKS * CHARCLASS_BLOCK)
        return charclass_compute(code_point);
    if (!table->is_filled[code_point / CHARCLASS_BLOCK])
        charclass_fill(table, code_point);
    return (enum charclass)table->classes[code_point];
}

#endif
