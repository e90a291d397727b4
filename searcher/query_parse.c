/*
 * The parser: what all of its rules share, which is the next token, limits,
 * and a way to say what is wrong.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_parse.h"

#include "text/utf8.h"

#include <stdio.h>

/* Bytes of the query quoted in a message. */
#define QUOTED_MAX_BYTES 60

void parser_next(struct parser *parser)
{
    lexer_next(&parser->lexer, &parser->token);
}

struct str_span parser_text(const struct parser *parser, struct ast_span span)
{
    return str_span(parser->text.bytes + span.start_bytes,
                    span.end_bytes - span.start_bytes);
}

struct str_span parser_clipped(const struct parser *parser,
                               struct ast_span span)
{
    struct str_span text = parser_text(parser, span);
    if (text.n_bytes > QUOTED_MAX_BYTES)
        text.n_bytes = utf8_floor(text, QUOTED_MAX_BYTES);
    return text;
}

static void report_text(struct parser *parser, const char *code,
                        struct ast_span span, const char *hint,
                        const struct str *message)
{
    if (parser->status != STATUS_OK)
        return;
    parser->status = str_status(message, parser->err);
    if (parser->status == STATUS_OK)
        parser->status =
            diagnostic_add(parser->list, code, span, hint, parser->err, "%s",
                           str_view(message).bytes);
}

void parser_report(struct parser *parser, const char *code,
                   struct ast_span span, const char *hint, const char *format,
                   ...)
{
    CLEANUP(str_release) struct str message = STR_INIT;
    va_list args;
    va_start(args, format);
    str_add_vformat(&message, format, args);
    va_end(args);
    report_text(parser, code, span, hint, &message);
}

bool parser_forgives(struct parser *parser, const char *number,
                     struct ast_span span, const char *hint, const char *format,
                     ...)
{
    CLEANUP(str_release) struct str message = STR_INIT;
    char code[8];
    va_list args;
    va_start(args, format);
    str_add_vformat(&message, format, args);
    va_end(args);
    (void)snprintf(code, sizeof code, "%c%s", parser->is_lenient ? 'W' : 'E',
                   number);
    report_text(parser, code, span, hint, &message);
    return parser->is_lenient;
}

bool parser_takes(struct parser *parser, const struct word_fault *fault)
{
    return fault->number == NULL ||
           parser_forgives(parser, fault->number, fault->span, fault->hint,
                           "%s", fault->message);
}

void parser_replace(struct parser *parser, struct str_span replacement)
{
    if (parser->status == STATUS_OK && replacement.n_bytes > 0)
        diagnostic_replace(parser->list, replacement);
}

void parser_stop(struct parser *parser, struct ast_span span,
                 const char *format, ...)
{
    CLEANUP(str_release) struct str message = STR_INIT;
    va_list args;
    va_start(args, format);
    str_add_vformat(&message, format, args);
    va_end(args);
    report_text(parser, "E140", span, NULL, &message);
    if (parser->status == STATUS_OK)
        parser->status = STATUS_BAD_QUERY;
}

bool parser_enter(struct parser *parser)
{
    if (parser->depth < QUERY_MAX_DEPTH) {
        parser->depth++;
        return true;
    }
    parser_stop(parser, parser->token.span,
                "the query is nested more than %d levels deep",
                QUERY_MAX_DEPTH);
    return false;
}

bool parser_count(struct parser *parser, struct ast_span span)
{
    if (parser->n_clauses < parser->max_clauses) {
        parser->n_clauses++;
        return true;
    }
    parser_stop(parser, span, "the query has more than %zu words and phrases",
                parser->max_clauses);
    return false;
}

struct ast_node *parser_made(struct parser *parser, struct ast_node *node)
{
    if (node == NULL && parser->status == STATUS_OK)
        parser->status = error_no_memory(parser->err);
    return node;
}
