/*
 * What is inside of a word of a query, or of a phrase: wildcards, suffixes,
 * `=`, and signs that a backslash hides.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_WORD_H
#define LEDE_SEARCHER_QUERY_WORD_H

#include "searcher/ast.h"

/* A factor is written with at most so many bytes; ast_print() counts on it. */
#define QUERY_FACTOR_MAX_BYTES 12

/* Something written behind a word, a phrase or a group. */
enum word_suffix_kind {
    SUFFIX_NONE,
    SUFFIX_TILDE, /* ~ ~2 ~ocr */
    SUFFIX_SLASH, /* /2 */
    SUFFIX_BOOST, /* ^2.5 */
};

struct word_suffix {
    enum word_suffix_kind kind;
    struct ast_span span;
    bool has_number; /* _TILDE */
    bool is_ocr;     /* _TILDE */
    uint32_t number; /* _TILDE, _SLASH; UINT32_MAX: larger than that */
    double factor;   /* _BOOST; 0 if it is not allowed */
};

/* The suffix of a phrase or a group that begins at off_bytes of the query. */
void word_suffix_read(struct str_span query, size_t off_bytes,
                      struct word_suffix *ret_suffix);

/* A mistake in a word: arguments of parser_forgives(). */
struct word_fault {
    const char *number; /* "130"; NULL: there is none */
    struct ast_span span;
    const char *message;
    const char *hint;
};

struct word_reading {
    enum ast_kind kind; /* AST_WORD, _PATTERN or _FUZZY */
    bool is_exact;
    struct ast_span core; /* in the query: without `=` and suffixes */
    uint32_t n_edits;     /* _FUZZY */
    struct word_suffix boost;
    struct word_fault fault;
};

/* How the word of query at span is to be read; is_value: in a field of values.
   Takes time with its length. */
void word_read(struct str_span query, struct ast_span span, bool is_value,
               struct word_reading *ret_reading);

/* Whether text, written as it is, reads as that one word. is_value: directly
   behind the colon of field. */
bool word_is_plain(struct str_span text, enum field field, bool is_value);

#endif
