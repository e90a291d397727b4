/*
 * Folding: what makes two spellings the same word to a reader. NFKC and full
 * case folding (UAX #15, CaseFolding.txt: ligatures, long s, ß -> ss, width),
 * then accents.
 *
 * Accents are taken off Latin, Greek, Arabic and Hebrew letters, and stress
 * marks off Cyrillic ones (ё becomes е; й, ї and ў stay letters of their own).
 * Marks that carry the vowel or the sound in other scripts (Devanagari, Thai,
 * kana voicing) stay, but for the nukta. Letters that Arabic and Hindi write
 * one for the other are one: yeh and alef maksura, heh and teh marbuta, alef
 * wasla and alef; candrabindu and anusvara, candra and plain E and O. Latin
 * letters that Unicode does not decompose (ø ł đ æ œ ı ...) become what CLDR's
 * Latin-ASCII transform makes of them. Decimal digits of every script become
 * ASCII digits. Letters that are only typography go: the apostrophes and primes
 * U+02B9..02BD (so Hawaiʻi, Hawai'i and Hawaii meet), the middle dot of l·l,
 * Arabic tatweel, Hangul fillers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_FOLD_H
#define LEDE_TEXT_FOLD_H

#include "base/str.h"

struct fold; /* ICU's normalizers, borrowed from ICU for the process */

/* owned by the caller; release with fold_free() */
MUST_CHECK enum status fold_new(struct fold **ret_fold, struct error *err);
void fold_free(struct fold *fold);

/* Appends the case-folded NFKC form (what stemmers want) to out. Turkish İ
   becomes i, without the dot that full case folding leaves behind it. */
MUST_CHECK enum status fold_case(struct fold *fold, struct str_span text,
                                 struct str *out, struct error *err);
/* Appends the form without accents of case-folded text to out. */
MUST_CHECK enum status fold_accents(struct fold *fold, struct str_span text,
                                    struct str *out, struct error *err);
/* Both: what exact terms, ids of sources and sort keys are made of. */
MUST_CHECK enum status fold_text(struct fold *fold, struct str_span text,
                                 struct str *out, struct error *err);

/* Whether fold_accents() takes this letter away altogether. */
bool fold_drops(uint32_t code_point);

#endif
