/*
 * From the raw bytes of a query, with their backslashes, to the texts that
 * the nodes of its tree have.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_TEXT_H
#define LEDE_SEARCHER_QUERY_TEXT_H

#include "base/arena.h"
#include "searcher/query_word.h"

/* The texts are in arena, or raw itself. bytes is NULL when memory is out. */

/* Of AST_WORD and _FUZZY: no backslashes. */
struct str_span query_text_word(struct arena *arena, struct str_span raw);
/* Of AST_PATTERN in a field of values: a backslash in front of each sign that
   is no wildcard but looks like one. */
struct str_span query_text_pattern(struct arena *arena, struct str_span raw);
/* Of AST_PHRASE: the same; where a word has wildcards, spaces instead of the
   punctuation in it, so that patterns stand apart. */
struct str_span query_text_phrase(struct arena *arena, struct str_span raw);
/* Of AST_PHRASE in a field of values: no backslashes. */
struct str_span query_text_value(struct arena *arena, struct str_span raw);

/* Of the raw text in front of a `*` at the end: the text of an AST_PATTERN. */
struct str_span query_text_beginning(struct arena *arena, struct str_span raw);

/* The text of an AST_PHRASE without its wildcards: they become signs. */
struct str_span query_text_hide(struct arena *arena, struct str_span text);

/* Moves over the next word of a pattern (state-of-the-ar*: state, of, the,
   ar*) from *off_bytes on; false at the end. *ret_gap: what was in front. */
bool query_part_next(struct str_span raw, size_t *off_bytes,
                     struct str_span *ret_gap, struct str_span *ret_part);

/* state-of-the-ar*: what a pattern of words finds. */
struct query_parts {
    size_t n_parts;
    struct str_span phrase; /* "state of the ar*"; of one part, that part */
    struct str_span joined; /* "stateofthear*"; empty: not written so */
};

/* Divides the raw text of a pattern; false when memory is out. */
bool query_parts_make(struct arena *arena, struct str_span raw,
                      struct query_parts *ret_parts);

/* Looks whether wildcards have letters enough beside them, in each word or, in
   a field of values, in all of it; else sets fault, but for its span. text: of
   an AST_PATTERN or AST_PHRASE. */
void query_text_check(struct str_span text, bool is_value,
                      struct word_fault *fault);

#endif
