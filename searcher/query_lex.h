/*
 * The tokens of a query: what is text and what is a sign. Knows where words
 * end, which quotes belong together and what a backslash hides; knows nothing
 * of what tokens may follow each other (query.c does).
 *
 * Text stays text wherever a sign would be a surprise: a minus is an operator
 * only in front of a word, a digit or "//" behind a colon makes no field, and
 * a quote within a word needs a second one behind it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_LEX_H
#define LEDE_SEARCHER_QUERY_LEX_H

#include "searcher/ast.h"

enum lex_kind {
    LEX_END,
    LEX_OPEN,   /* ( */
    LEX_CLOSE,  /* ) */
    LEX_AND,    /* AND && */
    LEX_OR,     /* OR | || */
    LEX_NOT,    /* NOT */
    LEX_MINUS,  /* - ! in front of something */
    LEX_PLUS,   /* + in front of something */
    LEX_FIELD,  /* name: or name,name: or date>= ; the value comes next */
    LEX_PHRASE, /* "..." */
    LEX_WORD,
    LEX_ALL, /* a lone * */
};

/* Where an operator is one. */
enum lex_place {
    LEX_PLACE_WORD,   /* as a word of its own, in capitals */
    LEX_PLACE_PREFIX, /* directly in front of a word, phrase or group */
    LEX_PLACE_INFIX,  /* anywhere: it also ends a word */
};

struct lex_operator {
    enum lex_kind kind;
    enum lex_place place;
    const char *sign;
    const char *finds; /* for --help; NULL: as the row before */
};

/* All operators but parentheses and fields, the tightest first. Static. */
const struct lex_operator *lex_operators(size_t *ret_n_rows);

struct lex_token {
    enum lex_kind kind;
    struct ast_span span;
    struct ast_span inner; /* _PHRASE: between the quotes; _FIELD: the names */
    bool is_closed;        /* _PHRASE: has its second quote */
    bool is_smart;         /* _PHRASE: has other quotes than " */
};

/* One bit for each of the six quotes: sets of them are below this. */
#define LEX_QUOTE_SETS 64

struct lexer {
    struct str_span text;
    size_t off_bytes;
    /* No quote of the set comes at or behind this offset (remembered, so
       that a query of lone quotes costs no square). */
    size_t none_from[LEX_QUOTE_SETS];
};

void lexer_init(struct lexer *lexer, struct str_span text);
/* The next token; LEX_END again and again at the end. */
void lexer_next(struct lexer *lexer, struct lex_token *ret_token);
/*
 * What stands directly behind a colon: LEX_OPEN, LEX_PHRASE, LEX_WORD, or
 * LEX_END if nothing does. In a date also `[1906 TO 1910]` is one word.
 */
void lexer_value(struct lexer *lexer, bool is_date,
                 struct lex_token *ret_token);
/* Goes back to a token and reads it as a word, whatever it looked like. */
void lexer_reread(struct lexer *lexer, struct lex_token *token);

/* Bytes of white space at off_bytes (Unicode's, with U+3000); 0 for none. */
size_t lex_space(struct str_span text, size_t off_bytes);
/* Bytes at off_bytes of the sign that a backslash can hide; 0 for none. */
size_t lex_escapable(struct str_span text, size_t off_bytes);
/* Text with its escapes resolved; text itself if there are none. bytes is
   NULL when memory is out. */
struct str_span lex_unescape(struct arena *arena, const struct lex_token *token,
                             struct str_span query);
/* Whether text, written as it is, reads as that one word. is_value: directly
   behind the colon of field. */
bool lex_is_plain_word(struct str_span text, enum field field, bool is_value);

#endif
