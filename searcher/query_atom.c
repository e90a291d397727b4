/*
 * The parser: words, phrases and regular expressions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_byte.h"
#include "searcher/query_parse.h"
#include "searcher/query_slip.h"
#include "searcher/query_text.h"
#include "searcher/query_wild.h"
#include "text/regex_check.h"

struct ast_node *parser_leaf(struct parser *parser, enum ast_kind kind,
                             struct ast_span span)
{
    if (!parser_count(parser, span))
        return NULL;
    return parser_made(parser, ast_new(parser->arena, kind, span));
}

/* A leaf with a text; NULL bytes: memory is out. */
static struct ast_node *make_leaf(struct parser *parser, enum ast_kind kind,
                                  struct ast_span span, struct str_span text)
{
    struct ast_node *node = parser_leaf(parser, kind, span);
    if (text.bytes == NULL)
        return parser_made(parser, NULL);
    if (node != NULL)
        node->text = text;
    return node;
}

/* The token, taken, as a word without any signs. */
static struct ast_node *take_plain(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    parser_next(parser);
    return make_leaf(parser, AST_WORD, span,
                     query_text_word(parser->arena, parser_text(parser, span)));
}

struct ast_node *parser_plain(struct parser *parser)
{
    lexer_reread(&parser->lexer, &parser->token);
    return take_plain(parser);
}

static bool is_opaque(const struct parser *parser)
{
    return query_field_is_opaque(parser->scope.field);
}

/* `1906/0*`: paths that begin so. A `*` within is a sign of the path. */
static bool is_beginning(const struct parser *parser, struct str_span raw)
{
    size_t n_backslashes = 0;
    if (parser->scope.use != QUERY_USE_FIELD ||
        parser->scope.field != FIELD_PATH || raw.n_bytes < 2 ||
        raw.bytes[raw.n_bytes - 1] != '*')
        return false;
    while (n_backslashes + 1 < raw.n_bytes &&
           raw.bytes[raw.n_bytes - 2 - n_backslashes] == '\\')
        n_backslashes++;
    return n_backslashes % 2 == 0;
}

/* The token, taken, as the value of a field without signs. */
static struct ast_node *take_opaque(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    struct str_span raw = parser_text(parser, span);
    if (!is_beginning(parser, raw))
        return take_plain(parser);
    raw.n_bytes--;
    parser_next(parser);
    return make_leaf(parser, AST_PATTERN, span,
                     query_text_beginning(parser->arena, raw));
}

static bool is_value(const struct parser *parser)
{
    return query_field_is_value(parser->scope.field);
}

/* The word as people may have meant it; in sentences they mean the words. */
static void note_slips(struct parser *parser, struct ast_span span)
{
    bool is_last;
    if (parser->is_lenient)
        return;
    if (slip_is_apart(parser->text, span))
        parser_report(parser, "N107", span,
                      "write the colon directly behind the name",
                      "read as a word: a field has its colon behind it");
    if (parser->has_single_note)
        return;
    size_t n = slip_single_quotes(parser->text, span.start_bytes, &is_last);
    struct ast_span quoted = {span.start_bytes, span.start_bytes + n};
    if (n > 0)
        parser_report(parser, "N108", quoted,
                      "for these very words in a row write \"...\"",
                      "single quotes make no phrase; read as words");
    parser->has_single_note = n > 0 || is_last;
}

/* What a word with wildcards finds: of several parts, as of other words, the
   parts in a row or written together. */
static struct ast_node *make_pattern(struct parser *parser,
                                     struct ast_span span, struct str_span raw)
{
    struct query_parts parts;
    if (is_value(parser))
        return make_leaf(parser, AST_PATTERN, span,
                         query_text_pattern(parser->arena, raw));
    if (!query_parts_make(parser->arena, raw, &parts))
        return parser_made(parser, NULL);
    if (parts.n_parts == 1)
        return make_leaf(parser, AST_PATTERN, span, parts.phrase);
    struct ast_node *nodes[2] = {
        make_leaf(parser, AST_PHRASE, span, parts.phrase), NULL};
    if (parts.joined.n_bytes == 0 || nodes[0] == NULL)
        return nodes[0];
    nodes[1] = make_leaf(parser, AST_PATTERN, span, parts.joined);
    if (nodes[1] == NULL)
        return NULL;
    return parser_made(parser, ast_group(parser->arena, AST_OR, nodes, 2));
}

static struct ast_node *make_word(struct parser *parser,
                                  const struct word_reading *reading)
{
    struct ast_span span = {reading->core.start_bytes - reading->is_exact,
                            reading->core.end_bytes};
    struct str_span raw = parser_text(parser, reading->core);
    struct ast_node *node;
    if (reading->kind == AST_PATTERN)
        return make_pattern(parser, span, raw);
    node = make_leaf(parser, reading->kind, span,
                     query_text_word(parser->arena, raw));
    if (node == NULL)
        return NULL;
    node->is_exact = reading->is_exact;
    node->n_edits = reading->n_edits;
    return node;
}

static void check_pattern(struct parser *parser, struct word_reading *reading)
{
    if (reading->kind != AST_PATTERN || reading->fault.number != NULL)
        return;
    query_text_check(parser_text(parser, reading->core), is_value(parser),
                     &reading->fault);
    reading->fault.span = reading->core;
}

static struct word_fault find_slip(struct parser *parser, struct ast_span span)
{
    size_t n_bracket = slip_bracket(parser->text, span.start_bytes);
    struct word_fault fault = {NULL, span, NULL, NULL};
    fault.message = slip_in_word(parser->text, span, &fault.hint);
    if (n_bracket > 0) {
        fault.span.end_bytes = span.start_bytes + n_bracket;
        fault.message = "a range is one of dates or numbers";
        fault.hint = "for dates write date: in front of it; to search for it "
                     "as text, put it in quotes";
    }
    if (fault.message != NULL)
        fault.number = "121";
    return fault;
}

static struct ast_node *parse_word(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    struct word_reading reading;
    if (is_opaque(parser))
        return take_opaque(parser);
    note_slips(parser, span);
    word_read(parser->text, span, is_value(parser), &reading);
    check_pattern(parser, &reading);
    struct word_fault fault = find_slip(parser, span);
    if (fault.number == NULL)
        fault = reading.fault;
    if (fault.number != NULL) {
        if (parser_takes(parser, &fault))
            return take_plain(parser);
        parser->lexer.off_bytes = fault.span.end_bytes > span.end_bytes
                                      ? fault.span.end_bytes
                                      : span.end_bytes;
        parser_next(parser);
        return NULL;
    }
    parser_next(parser);
    return parser_boost(parser, make_word(parser, &reading), &reading.boost);
}

static struct ast_node *parse_phrase(struct parser *parser)
{
    struct lex_token token = parser->token;
    struct str_span raw = parser_text(parser, token.inner);
    struct word_fault fault = {NULL, token.span, NULL, NULL};
    struct str_span text = is_value(parser)
                               ? query_text_value(parser->arena, raw)
                               : query_text_phrase(parser->arena, raw);
    if (token.is_smart && !parser->has_smart_note) {
        parser->has_smart_note = true;
        parser_report(parser, "N103", token.span, NULL,
                      "these quotes are read like \"...\"");
    }
    if (!token.is_closed)
        parser_report(parser, "W102", token.span, NULL,
                      "the quote is not closed; read as a phrase to the end "
                      "of the query");
    if (text.bytes != NULL && !is_value(parser))
        query_text_check(text, false, &fault);
    if (!parser_takes(parser, &fault)) {
        parser_next(parser);
        return NULL;
    }
    if (fault.number != NULL) /* forgiven: the signs are text */
        text = query_text_hide(parser->arena, text);
    return parser_suffixes(parser,
                           make_leaf(parser, AST_PHRASE, token.span, text));
}

static struct ast_node *parse_regex(struct parser *parser)
{
    struct lex_token token = parser->token;
    struct str_span text = parser_text(parser, token.inner);
    struct error why = ERROR_INIT;
    if (text.n_bytes <= REGEX_MAX_BYTES)
        parser->n_regex_bytes += text.n_bytes;
    if (parser->n_regex_bytes > QUERY_MAX_REGEX_BYTES) {
        parser_stop(parser, token.span,
                    "the regular expressions of the query are too large");
        return NULL;
    }
    enum status status = regex_check(text, &why);
    if (status == STATUS_OK)
        return parser_suffixes(parser,
                               make_leaf(parser, AST_REGEX, token.span, text));
    if (status != STATUS_BAD_TEXT) {
        parser->status = error_set(parser->err, status, "%s", why.message);
        return NULL;
    }
    if (parser_forgives(parser, "131", token.span,
                        "to search for it as text, put it in quotes", "%s",
                        why.message))
        return parser_plain(parser);
    parser_next(parser);
    return NULL;
}

/* `*` in a field: what has something there. */
static struct ast_node *parse_all(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    enum ast_has has;
    parser_next(parser);
    if (!query_has_field(parser->scope.field, &has))
        return parser_made(parser, ast_new(parser->arena, AST_ALL, span));
    struct ast_node *node = parser_leaf(parser, AST_HAS, span);
    if (node != NULL)
        node->has = has;
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_atom(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    if (parser->token.kind == LEX_FIELD)
        return parser_field(parser);
    if (parser->token.kind == LEX_ALL && parser->scope.use == QUERY_USE_FIELD)
        return parse_all(parser);
    if (parser->scope.use != QUERY_USE_FIELD ||
        parser->scope.field == FIELD_DATE)
        return parser_value(parser, span);
    if (parser->token.kind == LEX_PHRASE)
        return parse_phrase(parser);
    /* path:(/1906/ /1907/): slashes are of the values. */
    if (parser->token.kind == LEX_REGEX && is_opaque(parser))
        lexer_reread(&parser->lexer, &parser->token);
    if (parser->token.kind == LEX_REGEX)
        return parse_regex(parser);
    struct ast_node *range = parser_bare_range(parser);
    if (range != NULL || parser->status != STATUS_OK)
        return range;
    return parse_word(parser);
}
