/*
 * The parser: values of fields that are not of words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_byte.h"
#include "searcher/query_date.h"
#include "searcher/query_number.h"
#include "searcher/query_parse.h"
#include "searcher/query_slip.h"
#include "searcher/query_text.h"

/* ---- dates and numbers */

static void report_range(struct parser *parser, struct ast_span span,
                         struct str_span swapped, const char *forms,
                         const struct error *why)
{
    CLEANUP(str_release) struct str hint = STR_INIT;
    if (swapped.n_bytes > 0)
        str_add_format(&hint, "did you mean '%.*s'?", (int)swapped.n_bytes,
                       swapped.bytes);
    else
        str_add_format(&hint, "write %s", forms);
    /* Left out it finds more than was asked for, never everything. */
    if (parser_forgives(parser, "120", span, str_view(&hint).bytes, "%s%s",
                        why->message,
                        parser->is_lenient ? "; this clause is left out" : ""))
        parser->n_removed++;
    parser_replace(parser, swapped);
}

/* after:1906 has one end; date: takes both. */
static struct ast_node *make_dates(struct parser *parser, struct ast_span span,
                                   struct query_dates dates, bool is_certain)
{
    enum query_field_use use = parser->scope.use;
    struct ast_node *node = parser_leaf(parser, AST_DATE, span);
    if (node == NULL)
        return NULL;
    node->field = FIELD_DATE;
    node->is_indexed = use == QUERY_USE_INDEXED;
    node->is_certain = is_certain && !node->is_indexed;
    node->date_min = use == QUERY_USE_BEFORE ? 0 : dates.min;
    node->date_max = use == QUERY_USE_AFTER ? 0 : dates.max;
    return node;
}

static struct ast_node *make_date(struct parser *parser, struct ast_span span,
                                  struct ast_span at, struct str_span value)
{
    enum query_field_use use = parser->scope.use;
    struct query_dates dates;
    struct str_span swapped;
    struct error why = ERROR_INIT;
    bool is_certain = byte_at(parser->text, at.start_bytes) == '=';
    if (byte_at(value, 0) == '=')
        value = span_from(value, 1);
    uint32_t today =
        use == QUERY_USE_INDEXED ? parser->utc_today : parser->today;
    enum status status =
        query_date_read(value, today, parser->arena, &dates, &swapped, &why);
    struct date unit = {dates.min, dates.max, DATE_DAY};
    if (status == STATUS_OK &&
        (use == QUERY_USE_AFTER || use == QUERY_USE_BEFORE) &&
        (is_certain || dates.min == 0 || dates.max == 0 ||
         !query_date_is_unit(&unit)))
        status = error_set(&why, STATUS_BAD_TEXT,
                           "'after:' and 'before:' take one date, no range");
    if (status == STATUS_OK)
        return make_dates(parser, span, dates, is_certain);
    if (status == STATUS_BAD_TEXT)
        report_range(parser, at, swapped,
                     "1906, 1906-05, 1906-05-14, yesterday, or a range: "
                     "1906..1910, ..1910, 2weeks.., >=1906",
                     &why);
    else
        parser->status = error_set(parser->err, status, "%s", why.message);
    return NULL;
}

static struct ast_node *make_number(struct parser *parser, struct ast_span span,
                                    struct ast_span at, struct str_span value)
{
    struct query_numbers numbers;
    struct str_span swapped;
    struct error why = ERROR_INIT;
    enum status status =
        query_number_read(value, parser->arena, &numbers, &swapped, &why);
    if (status == STATUS_BAD_TEXT) {
        report_range(parser, at, swapped,
                     "500, >500, <=500, or a range: 100..500", &why);
        return NULL;
    }
    if (status != STATUS_OK) {
        parser->status = error_set(parser->err, status, "%s", why.message);
        return NULL;
    }
    struct ast_node *node = parser_leaf(parser, AST_NUMBER, span);
    if (node == NULL)
        return NULL;
    node->field = FIELD_TEXT;
    node->number_min = numbers.min;
    node->number_max = numbers.max;
    return node;
}

/* ---- has: is: like: */

static struct ast_node *make_has(struct parser *parser, struct ast_span span,
                                 struct ast_span at, struct str_span value)
{
    enum query_field_use use = parser->scope.use;
    struct str_span shown = parser_clipped(parser, at);
    enum ast_has has;
    if (query_has_find(use, value, &has)) {
        struct ast_node *node = parser_leaf(parser, AST_HAS, span);
        if (node != NULL)
            node->has = has;
        return node;
    }
    CLEANUP(str_release) struct str hint = STR_INIT;
    str_add_text(&hint, "there are ");
    query_has_list(use, &hint);
    if (!parser_forgives(parser, "121", at, str_view(&hint).bytes,
                         "articles have no '%.*s' to ask for",
                         (int)shown.n_bytes, shown.bytes))
        return NULL;
    parser->token.span = span;
    return parser_plain(parser);
}

static struct ast_node *make_like(struct parser *parser, struct ast_span span,
                                  const struct lex_token *token)
{
    bool is_phrase = token->kind == LEX_PHRASE;
    struct str_span raw =
        parser_text(parser, is_phrase ? token->inner : token->span);
    struct str_span text = is_phrase ? query_text_value(parser->arena, raw)
                                     : query_text_word(parser->arena, raw);
    if (text.bytes == NULL)
        return parser_made(parser, NULL);
    struct ast_node *node = parser_leaf(parser, AST_LIKE, span);
    if (node == NULL)
        return NULL;
    node->text = text;
    node->is_group = parser->scope.use == QUERY_USE_DUP;
    return node;
}

/* ---- values */

/* `[1906 TO 1910]` in a group of dates is one token, not four. */
static void reread(struct parser *parser)
{
    enum lex_value value = query_use_is_opaque(parser->scope.use)
                               ? LEX_VALUE_OPAQUE
                               : LEX_VALUE_RANGE;
    parser->lexer.off_bytes = parser->token.span.start_bytes;
    lexer_value(&parser->lexer, value, &parser->token);
}

struct ast_node *parser_value(struct parser *parser, struct ast_span span)
{
    reread(parser);
    struct lex_token token = parser->token;
    bool is_phrase = token.kind == LEX_PHRASE;
    struct str_span value =
        parser_text(parser, is_phrase ? token.inner : token.span);
    span.end_bytes = token.span.end_bytes;
    parser_next(parser);
    switch (parser->scope.use) {
    case QUERY_USE_WORDS:
        return make_number(parser, span, token.span, value);
    case QUERY_USE_HAS:
    case QUERY_USE_IS:
        return make_has(parser, span, token.span, value);
    case QUERY_USE_LIKE:
    case QUERY_USE_DUP:
        return make_like(parser, span, &token);
    case QUERY_USE_SAVED:
        return parser_saved(parser, span, &token);
    case QUERY_USE_FIELD:
    case QUERY_USE_AFTER:
    case QUERY_USE_BEFORE:
    case QUERY_USE_INDEXED:
    case QUERY_USE_LATER:
    case QUERY_USE_UNKNOWN:
        break;
    }
    return make_date(parser, span, token.span, value);
}

struct ast_node *parser_bare_range(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    struct str_span value = parser_text(parser, span);
    size_t n_bracket = slip_bracket(parser->text, span.start_bytes);
    struct query_dates dates;
    struct str_span swapped;
    if (parser->is_scoped || parser->mode == QUERY_ANY_WORD ||
        (n_bracket == 0 && !slip_is_range(value)))
        return NULL;
    if (n_bracket > 0) {
        span.end_bytes = span.start_bytes + n_bracket;
        value = parser_text(parser, span);
    }
    if (query_date_read(value, parser->today, parser->arena, &dates, &swapped,
                        NULL) != STATUS_OK)
        return NULL;
    value = parser_clipped(parser, span);
    parser_report(parser, "N109", span,
                  "to search for it as text, put it in quotes",
                  "read as a range of dates, like date:%.*s",
                  (int)value.n_bytes, value.bytes);
    parser->lexer.off_bytes = span.end_bytes;
    parser_next(parser);
    return make_dates(parser, span, dates, false);
}
