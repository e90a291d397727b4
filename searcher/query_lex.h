/*
 * The tokens of a query: what is text and what is a sign. Knows where words
 * end, which quotes belong together and what a backslash hides; knows nothing
 * of what tokens may follow each other (query.c does), nor of what is inside
 * of a word (query_word.h does).
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
#include "searcher/query_quote.h"

enum lex_kind {
    LEX_END,
    LEX_OPEN,   /* ( */
    LEX_CLOSE,  /* ) */
    LEX_AND,    /* AND && */
    LEX_OR,     /* OR | || */
    LEX_NOT,    /* NOT */
    LEX_MINUS,  /* - ! in front of something */
    LEX_PLUS,   /* + in front of something */
    LEX_MAYBE,  /* MAYBE; a word where it joins nothing */
    LEX_NEAR,   /* NEAR and its like; likewise */
    LEX_FIELD,  /* name: or name,name: or date>= ; the value comes next */
    LEX_PHRASE, /* "..." or ="..." */
    LEX_REGEX,  /* /.../ */
    LEX_WORD,
    LEX_ALL, /* a lone * */
};

/* Where an operator is one. */
enum lex_place {
    LEX_PLACE_WORD,   /* as a word of its own, in capitals */
    LEX_PLACE_NUMBER, /* the same, perhaps with a number behind: NEAR/5 */
    LEX_PLACE_CALL,   /* the same, with a number behind: AROUND(5) */
    LEX_PLACE_PREFIX, /* directly in front of a word, phrase or group */
    LEX_PLACE_INFIX,  /* anywhere: it also ends a word */
};

struct lex_operator {
    enum lex_kind kind;
    enum lex_place place;
    const char *sign;
    const char *finds;  /* for --help; NULL: as the row before */
    enum ast_near near; /* LEX_NEAR */
};

/* All operators but parentheses and fields, the tightest first. Static. */
const struct lex_operator *lex_operators(size_t *ret_n_rows);

struct lex_token {
    enum lex_kind kind;
    struct ast_span span;
    struct ast_span inner; /* _PHRASE, _REGEX: between the signs; _FIELD: the
                              names; _NEAR: the digits */
    bool is_closed;        /* _PHRASE: has its second quote */
    bool is_smart;         /* _PHRASE: has other quotes than " */
    enum ast_near near;    /* _NEAR */
    bool is_sign;          /* _NEAR: has a number, so it can be no word */
};

struct lexer {
    struct str_span text;
    size_t off_bytes;
    bool is_any_case; /* and, or, not are operators in small letters, too */
    struct quote_finder finder;
};

void lexer_init(struct lexer *lexer, struct str_span text);
/* The next token; LEX_END again and again at the end. */
void lexer_next(struct lexer *lexer, struct lex_token *ret_token);

/* What may stand behind a colon. */
enum lex_value {
    LEX_VALUE_TEXT,
    LEX_VALUE_OPAQUE, /* ids and addresses: no regex */
    LEX_VALUE_RANGE,  /* dates and numbers: `[1906 TO 1910]` is one word */
};

/*
 * What stands directly behind a colon: LEX_OPEN, LEX_PHRASE, LEX_REGEX,
 * LEX_WORD, or LEX_END if nothing does.
 */
void lexer_value(struct lexer *lexer, enum lex_value value,
                 struct lex_token *ret_token);
/* Goes back to a token and reads it as a word, whatever it looked like. */
void lexer_reread(struct lexer *lexer, struct lex_token *token);

/* Bytes of white space at off_bytes (Unicode's, with U+3000); 0 for none. */
size_t lex_space(struct str_span text, size_t off_bytes);
/* Bytes at off_bytes of the sign that a backslash can hide; 0 for none. */
size_t lex_escapable(struct str_span text, size_t off_bytes);
/* Whether a word, phrase, regex or group can end at off_bytes. */
bool lex_is_boundary(struct str_span text, size_t off_bytes);

#endif
