/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/charclass.h"
#include "text/fold.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define WORD_CATEGORIES (U_GC_L_MASK | U_GC_ND_MASK | U_GC_NL_MASK)
#define MARK_CATEGORIES (U_GC_M_MASK | U_GC_CF_MASK)

static enum charclass class_of_letter(UChar32 c, int32_t word_break)
{
    if (fold_drops((uint32_t)c))
        return CHARCLASS_MARK;
    if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT)
        return CHARCLASS_UNSPACED; /* Thai, Lao, Khmer, Burmese, ... */
    UErrorCode code = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &code);
    if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA ||
        script == USCRIPT_KATAKANA)
        return CHARCLASS_UNSPACED; /* with letters like U+3005 */
    int32_t syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (syllable == U_HST_LV_SYLLABLE || syllable == U_HST_LVT_SYLLABLE)
        return CHARCLASS_HANGUL;
    if (word_break == U_WB_ALETTER || word_break == U_WB_HEBREW_LETTER)
        return CHARCLASS_LETTER;
    if (word_break == U_WB_NUMERIC)
        return CHARCLASS_DIGIT;
    return CHARCLASS_UNSPACED; /* other ideographs, marks of length */
}

enum charclass charclass_compute(uint32_t code_point)
{
    UChar32 c = (UChar32)code_point;
    uint32_t category = U_GET_GC_MASK(c);
    int32_t word_break = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
    /* letters in circles are symbols with the property Alphabetic */
    if ((category & WORD_CATEGORIES) != 0 ||
        ((category & U_GC_SO_MASK) != 0 && u_isUAlphabetic(c)))
        return class_of_letter(c, word_break);
    /* Vowels and tones of Thai and its like are characters as good as any. */
    if ((category & U_GC_M_MASK) != 0 &&
        u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT &&
        !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return CHARCLASS_UNSPACED;
    /* U+200B divides words although it is a format character */
    if ((category & MARK_CATEGORIES) != 0 &&
        (word_break == U_WB_EXTEND || word_break == U_WB_FORMAT ||
         word_break == U_WB_ZWJ))
        return CHARCLASS_MARK;
    return CHARCLASS_NONE;
}

void charclass_fill(struct charclass_table *table, uint32_t code_point)
{
    uint32_t block = code_point / CHARCLASS_BLOCK;
    for (uint32_t i = 0; i < CHARCLASS_BLOCK; i++) {
        uint32_t c = block * CHARCLASS_BLOCK + i;
        table->classes[c] = (uint8_t)charclass_compute(c);
    }
    table->is_filled[block] = 1;
}
