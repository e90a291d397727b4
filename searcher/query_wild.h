/*
 * Where `*` and `?` are wildcards in the raw text of a query, and where they
 * are just signs.
 *
 * A run of them is one beside a letter or digit; but `?` at the end of a word
 * is a question mark. Within quotes a `*` with white space around it stands
 * for a word. In a field of values signs are as good as letters.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_WILD_H
#define LEDE_SEARCHER_QUERY_WILD_H

#include "base/str.h"

enum wild_place {
    WILD_WORD,
    WILD_PHRASE, /* within quotes */
    WILD_VALUE,  /* in a field of values, without quotes */
};

/* Bytes of the run at off_bytes, which no backslash hides; *ret_n_wild: so
   many of them, from the first on, are wildcards. */
size_t wild_run(struct str_span raw, size_t off_bytes, enum wild_place place,
                size_t *ret_n_wild);
/* Whether any is in raw. */
bool wild_has(struct str_span raw, enum wild_place place);

/* Bytes of a letter, digit, mark or ideograph at off_bytes of clean text: what
   a word may have besides wildcards. 0 for punctuation. */
size_t wild_letter(struct str_span raw, size_t off_bytes);

#endif
