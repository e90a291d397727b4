/*
 * Snowball's stemmers (libstemmer), one of each algorithm opened when it is
 * first asked for.
 *
 * They want case-folded words with their accents (é, ä, й): text/form.h puts
 * the steps in order.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_STEM_H
#define LEDE_TEXT_STEM_H

#include "base/str.h"
#include "text/language.h"

#define STEM_MAX_ALGORITHMS 48 /* Snowball 2.2 has 29 */

struct sb_stemmer;

struct stem_set { /* private; zeroed before first use */
    size_t n_opened;
    const char *names[STEM_MAX_ALGORITHMS];
    struct sb_stemmer *stemmers[STEM_MAX_ALGORITHMS];
};

void stem_set_release(struct stem_set *set);

/*
 * The number of the stemmer of a language, from 1; 0 when the language is
 * NULL or is not stemmed. STATUS_NOT_FOUND: this libstemmer has not got it.
 */
MUST_CHECK enum status stem_set_open(struct stem_set *set,
                                     const struct language *language,
                                     size_t *ret_i_stemmer, struct error *err);

/*
 * How many bytes at the beginning of a folded stem all words of the language
 * have that it is the stem of. Stemmers change endings, as a rule; those that
 * take off beginnings, too, give 0. A test holds this against real text.
 */
size_t stem_kept_bytes(const struct language *language, struct str_span stem);

/* Borrowed until the next call with the same i_stemmer, which is not 0. */
MUST_CHECK enum status stem_word(struct stem_set *set, size_t i_stemmer,
                                 struct str_span word,
                                 struct str_span *ret_stem, struct error *err);

#endif
