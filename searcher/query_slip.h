/*
 * Forms that people bring along from other query languages. Read as words
 * they would find something else than was meant, so they are told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_SLIP_H
#define LEDE_SEARCHER_QUERY_SLIP_H

#include "searcher/ast.h"

/*
 * What is wrong with the word of query at span: `title=oil`, a field in the
 * value of a field; NULL if it is plain. *ret_hint: what to write instead.
 * The word has its backslashes still. Both static.
 */
const char *slip_in_word(struct str_span query, struct ast_span span,
                         const char **ret_hint);

/* Whether the word is 1906..1910 or the like: dates, if nobody says other. */
bool slip_is_range(struct str_span word);

/* Bytes of `[a TO b]` or `{a TO b}` at off_bytes; 0 if there is none. */
size_t slip_bracket(struct str_span query, size_t off_bytes);

/* Bytes of `'crude oil'` at off_bytes, words between single quotes; 0 if that
   is none. *ret_is_last: no later place can begin one either. */
size_t slip_single_quotes(struct str_span query, size_t off_bytes,
                          bool *ret_is_last);

/* Whether the word at span is a field and its colon comes behind a space. */
bool slip_is_apart(struct str_span query, struct ast_span span);

#endif
