/*
 * Inside of the parser, shared by query.c (operators and groups) and
 * query_atom.c (words, phrases, fields, dates). Not for others.
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
#include "searcher/query_lex.h"

struct parser {
    struct lexer lexer;
    struct lex_token token; /* the next one, not yet taken */
    struct str_span text;
    enum query_mode mode;
    bool is_lenient; /* mistakes are warnings, their text is searched */
    struct arena *arena;
    struct diagnostic_list *list;
    struct error *err;
    enum status status;
    enum field field; /* of the group that is being read */
    size_t depth;
    size_t n_clauses;
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

/* Over a limit: E140 and the end of reading. */
void parser_stop(struct parser *parser, struct ast_span span,
                 const char *format, ...) PRINTF_LIKE(3, 4);
/* Goes one level deeper; false (and stopped) if that is too deep. */
bool parser_enter(struct parser *parser);
/* Counts a clause; false (and stopped) if there are too many. */
bool parser_count(struct parser *parser, struct ast_span span);
/* NULL node from an allocation that failed makes status say so. */
struct ast_node *parser_made(struct parser *parser, struct ast_node *node);

/* query.c: what follows '(' (the token), to its ')'. */
struct ast_node *parser_group(struct parser *parser);
/* query_atom.c: one operand; the token is none of ( ) AND OR NOT - +. */
struct ast_node *parser_atom(struct parser *parser);
/* query_atom.c: the token as a plain word, whatever its kind. */
struct ast_node *parser_plain(struct parser *parser);
/* query_atom.c: names a suffix of a later grammar behind a quote or ')'. */
void parser_suffix(struct parser *parser, struct ast_span span);

#endif
