/*
 * Inside of the parser, shared by query.c (operators and groups),
 * query_near.c (proximity and suffixes), query_value.c (fields and what
 * stands in them) and query_atom.c (words and phrases). Not for others.
 *
 * A failure is sticky: once status is not STATUS_OK no rule reads on. A rule
 * that reported an error returns NULL and the parser goes on with the next
 * operand, so that one run shows several mistakes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_PARSE_H
#define LEDE_SEARCHER_QUERY_PARSE_H

#include "searcher/query.h"
#include "searcher/query_field.h"
#include "searcher/query_lex.h"
#include "searcher/query_word.h"

struct parser {
    struct lexer lexer;
    struct lex_token token; /* the next one, not yet taken */
    struct str_span text;
    enum query_mode mode;
    bool is_lenient; /* mistakes are warnings, their text is searched */
    uint32_t today;
    uint32_t utc_today; /* days of runs are UTC's */
    struct arena *arena;
    struct diagnostic_list *list;
    struct error *err;
    enum status status;
    struct query_field scope; /* of what is being read */
    bool is_scoped;           /* a field was written for it */
    size_t depth;
    size_t n_clauses;
    size_t max_clauses;
    size_t n_regex_bytes;
    size_t n_removed;            /* clauses that were left out with a warning */
    struct saved_queries *saved; /* NULL: none */
    const struct saved_frame *saved_frame; /* the saved query that this is the
                                              text of; NULL: none */
    bool has_smart_note;
    bool has_single_note; /* of single quotes: given, or there are none */
};

/* Moves on to the next token. */
void parser_next(struct parser *parser);

/* The query's bytes of a span; clipped: as much as fits in a message. */
struct str_span parser_text(const struct parser *parser, struct ast_span span);
struct str_span parser_clipped(const struct parser *parser,
                               struct ast_span span);

/* The codes are those of the table in diagnostic.c. */
void parser_report(struct parser *parser, const char *code,
                   struct ast_span span, const char *hint, const char *format,
                   ...) PRINTF_LIKE(5, 6);

/*
 * Reports a mistake that lenient reading survives: number "103" is the error
 * E103, or the warning W103. Returns whether to go on with its text as words.
 */
bool parser_forgives(struct parser *parser, const char *number,
                     struct ast_span span, const char *hint, const char *format,
                     ...) PRINTF_LIKE(5, 6);
/* The same for a fault that was found in a word; true if there is none. */
bool parser_takes(struct parser *parser, const struct word_fault *fault);
/* What the last reported span should become. */
void parser_replace(struct parser *parser, struct str_span replacement);

/* Over a limit: E140 and the end of reading. */
void parser_stop(struct parser *parser, struct ast_span span,
                 const char *format, ...) PRINTF_LIKE(3, 4);
/* Goes one level deeper; false (and stopped) if that is too deep. */
bool parser_enter(struct parser *parser);
/* Counts a clause; false (and stopped) if there are too many. */
bool parser_count(struct parser *parser, struct ast_span span);
/* NULL node from an allocation that failed makes status say so. */
struct ast_node *parser_made(struct parser *parser, struct ast_node *node);
/* A new leaf, counted; NULL if that is one too many. */
struct ast_node *parser_leaf(struct parser *parser, enum ast_kind kind,
                             struct ast_span span);

/* query.c: whether a token can begin an operand. */
bool parser_is_operand(enum lex_kind kind);
/* query.c: the kind of what follows the token, which stays. */
enum lex_kind parser_ahead(struct parser *parser);
/* query.c: what follows '(' (the token), to its ')'. */
struct ast_node *parser_group(struct parser *parser);
/* query.c: all of the text as one query, which may be empty. */
struct ast_node *parser_whole(struct parser *parser);
/* query_saved.c: what the value of saved: stands for. */
struct ast_node *parser_saved(struct parser *parser, struct ast_span span,
                              const struct lex_token *value);
/* query_near.c: operands and the proximity operators between them. */
struct ast_node *parser_near(struct parser *parser);
/* query_near.c: node with the suffixes that stand at the end of the token,
   which is the last of the node and is taken with them. */
struct ast_node *parser_suffixes(struct parser *parser, struct ast_node *node);
/* query_near.c: node with a boost that was read already; of SUFFIX_NONE node
   itself. */
struct ast_node *parser_boost(struct parser *parser, struct ast_node *node,
                              const struct word_suffix *boost);
/* query_in_field.c: a field token with its value. */
struct ast_node *parser_field(struct parser *parser);
/* query_value.c: a token as the value of parser->scope, which is not one of
   words. */
struct ast_node *parser_value(struct parser *parser, struct ast_span span);
/* query_value.c: dates without a field: `1906..1910`; NULL if it is none, or in
   a sentence, which QUERY_ANY_WORD is for. */
struct ast_node *parser_bare_range(struct parser *parser);
/* query_atom.c: one operand; the token is none of ( ) AND OR NOT - +. */
struct ast_node *parser_atom(struct parser *parser);
/* query_atom.c: the token as a plain word, whatever its kind. */
struct ast_node *parser_plain(struct parser *parser);

#endif
