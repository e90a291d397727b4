/*
 * The two forms of a word under which it is indexed: the exact term (folded)
 * and the stem (case-folded, stemmed, then without accents). Knows nothing of
 * positions or punctuation.
 *
 * Words repeat, and folding and stemming are most of the work of analysis,
 * so the forms of short words are kept in a table of fixed size in which a
 * word has two places and the latest comers stay.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_FORM_H
#define LEDE_TEXT_FORM_H

#include "base/str.h"
#include "text/fold.h"
#include "text/form_key.h"
#include "text/language.h"

/* Where the forms of a word are put. Straight into the token: to copy a span
   that was written a moment before stalls the processor. */
struct form_place {
    struct str_span *term; /* both at most TERM_MAX_BYTES (text/term.h) */
    struct str_span *stem; /* = term when there is no stemmer */
    bool *is_odd;    /* the stem is not what the first language makes of the
                        term: it hung on an accent, or is of another language */
    uint32_t **memo; /* see form_maker_forget(); NULL: none is kept */
};

struct form_maker;

/* owned by the caller; release with form_maker_free() */
MUST_CHECK enum status form_maker_new(struct form_maker **ret_maker,
                                      struct error *err);
void form_maker_free(struct form_maker *maker);

/* The first one stays that by which is_odd is told. */
MUST_CHECK enum status form_maker_set_language(struct form_maker *maker,
                                               const struct language *language,
                                               struct error *err);

/* For tests: false folds and stems each word anew, ASCII with ICU's tables. */
void form_maker_set_fast(struct form_maker *maker, bool is_fast);

/*
 * A number of the caller's is kept with each word that is in the table, 0 at
 * first and again after this: so that it need not look the word up when it
 * comes again soon.
 */
void form_maker_forget(struct form_maker *maker);

/* The word is one of the next: its place in the table is fetched meanwhile. */
void form_expect(const struct form_maker *maker, const struct form_key *key);

/* key: by form_key_make(). The forms are borrowed until the next call. */
MUST_CHECK enum status form_make(struct form_maker *maker, struct str_span word,
                                 bool is_ascii, const struct form_key *key,
                                 const struct form_place *place,
                                 struct error *err);

/*
 * The memo of a word that is in the table and has one, else 0. *ret_is_odd: as
 * in form_place.
 */
uint32_t form_memo(const struct form_maker *maker, struct str_span word,
                   bool is_ascii, const struct form_key *key, bool *ret_is_odd);

struct fold *form_maker_fold(struct form_maker *maker);

#endif
