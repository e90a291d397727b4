/*
 * What grammar version 1 has and this release has not: recognized, so that it
 * can be named instead of being misread.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_LATER_H
#define LEDE_SEARCHER_QUERY_LATER_H

#include "base/str.h"

/* A word that stands as an operator between two others: "NEAR" for NEAR and
   NEAR/5; NULL for every other word. Static. */
const char *later_operator(struct str_span word);

/* The first thing in a word that is more than text: "the wildcard '*'"; NULL
   if it is plain. word has its backslashes still. Static. */
const char *later_in_word(struct str_span word);

/* The same within quotes. */
const char *later_in_phrase(struct str_span text);

/* A suffix directly behind a quote or a parenthesis, at off_bytes of the
   query: ~3 ^2 /2; *ret_n_bytes is its length. */
const char *later_suffix(struct str_span query, size_t off_bytes,
                         size_t *ret_n_bytes);

#endif
