/*
 * The parser, second half: words, phrases, fields and dates.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_date.h"
#include "searcher/query_field.h"
#include "searcher/query_later.h"
#include "searcher/query_parse.h"
#include "searcher/query_slip.h"

static const char word_hint[] = "to search for it as text, put it in quotes";

/* A leaf with the text of token, which is taken. */
static struct ast_node *make_leaf(struct parser *parser, enum ast_kind kind)
{
    struct lex_token token = parser->token;
    parser_next(parser);
    if (!parser_count(parser, token.span))
        return NULL;
    struct str_span text = lex_unescape(parser->arena, &token, parser->text);
    struct ast_node *node = ast_new(parser->arena, kind, token.span);
    if (text.bytes == NULL || parser_made(parser, node) == NULL)
        return parser_made(parser, NULL);
    node->text = text;
    return node;
}

struct ast_node *parser_plain(struct parser *parser)
{
    lexer_reread(&parser->lexer, &parser->token);
    return make_leaf(parser, AST_WORD);
}

/* E150 for a piece of a later grammar; true if it may stay as text. */
static bool allows_later(struct parser *parser, struct ast_span span,
                         const char *hint, const char *name)
{
    return name == NULL || parser_forgives(parser, "150", span, hint,
                                           "%s is not supported yet", name);
}

/* The word as people may have meant it; in sentences they mean the words. */
static void note_slips(struct parser *parser, struct ast_span span)
{
    bool is_last;
    if (parser->is_lenient)
        return;
    if (slip_is_apart(parser->text, span))
        parser_report(parser, "N104", span,
                      "write the colon directly behind the name",
                      "read as a word: a field has its colon behind it");
    if (parser->has_single_note)
        return;
    size_t n = slip_single_quotes(parser->text, span.start_bytes, &is_last);
    struct ast_span quoted = {span.start_bytes, span.start_bytes + n};
    if (n > 0)
        parser_report(parser, "N105", quoted,
                      "for these very words in a row write \"...\"",
                      "single quotes make no phrase; read as words");
    parser->has_single_note = n > 0 || is_last;
}

static struct ast_node *parse_word(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    const char *hint = "to search for it as text, put a backslash in front of "
                       "the sign";
    const char *name = NULL;
    size_t n_bracket = 0;
    if (!query_field_is_opaque(parser->field)) {
        note_slips(parser, span);
        n_bracket = slip_bracket(parser->text, span.start_bytes);
        name = later_in_word(parser_text(parser, span));
    }
    if (name == NULL && !query_field_is_opaque(parser->field))
        name = slip_in_word(parser->text, span, &hint);
    if (n_bracket > 0) {
        name = "a range without a field";
        hint = "for dates write date: in front of it";
        span.end_bytes = span.start_bytes + n_bracket;
    }
    if (allows_later(parser, span, hint, name))
        return make_leaf(parser, AST_WORD);
    if (n_bracket > 0)
        parser->lexer.off_bytes = span.end_bytes;
    parser_next(parser);
    return NULL;
}

void parser_suffix(struct parser *parser, struct ast_span span)
{
    size_t n_bytes;
    const char *name = later_suffix(parser->text, span.end_bytes, &n_bytes);
    if (name == NULL)
        return;
    struct ast_span suffix = {span.end_bytes, span.end_bytes + n_bytes};
    if (!allows_later(parser, suffix,
                      "leave a space in front of it to "
                      "search for it as text",
                      name))
        parser->lexer.off_bytes = suffix.end_bytes;
}

static struct ast_node *parse_phrase(struct parser *parser)
{
    struct lex_token token = parser->token;
    if (token.is_smart && !parser->has_smart_note) {
        parser->has_smart_note = true;
        parser_report(parser, "N103", token.span, NULL,
                      "these quotes are read like \"...\"");
    }
    if (!token.is_closed)
        parser_report(parser, "W102", token.span, NULL,
                      "the quote is not closed; read as a phrase to the end "
                      "of the query");
    const char *name = later_in_phrase(parser_text(parser, token.inner));
    bool is_allowed = allows_later(parser, token.span,
                                   "to search for the sign itself, put a "
                                   "backslash in front of it",
                                   name);
    parser_suffix(parser, token.span);
    if (is_allowed)
        return make_leaf(parser, AST_PHRASE);
    parser_next(parser);
    return NULL;
}

/* after:1906 has one end; date: takes both. */
static struct ast_node *make_dates(struct parser *parser, struct ast_span span,
                                   enum query_field_use use,
                                   struct query_dates dates)
{
    if (!parser_count(parser, span))
        return NULL;
    struct ast_node *node =
        parser_made(parser, ast_new(parser->arena, AST_DATE, span));
    if (node == NULL)
        return NULL;
    node->field = FIELD_DATE;
    node->date_min = use == QUERY_USE_BEFORE ? 0 : dates.min;
    node->date_max = use == QUERY_USE_AFTER ? 0 : dates.max;
    return node;
}

static void report_date(struct parser *parser, struct ast_span span,
                        struct str_span swapped, const struct error *why)
{
    CLEANUP(str_release) struct str hint = STR_INIT;
    if (swapped.n_bytes > 0)
        str_add_format(&hint, "did you mean '%.*s'?", (int)swapped.n_bytes,
                       swapped.bytes);
    else
        str_add_text(&hint, "write 1906, 1906-05, 1906-05-14, or a range: "
                            "1906..1910, ..1910, >=1906");
    parser_report(parser, "E120", span, str_view(&hint).bytes, "%s",
                  why->message);
    if (parser->status == STATUS_OK)
        diagnostic_replace(parser->list, swapped);
}

/* The token is the value of a date field, or stands in its group. A date is
   never lenient: left out it would find everything. */
static struct ast_node *parse_date(struct parser *parser, struct ast_span span,
                                   enum query_field_use use)
{
    struct lex_token token = parser->token;
    bool is_phrase = token.kind == LEX_PHRASE;
    struct ast_span inner = is_phrase ? token.inner : token.span;
    struct str_span value = parser_text(parser, inner);
    struct query_dates dates;
    struct str_span swapped;
    struct error why = ERROR_INIT;
    parser_next(parser);
    span.end_bytes = token.span.end_bytes;
    if (str_span_starts(value, SPAN("="))) {
        parser_report(parser, "E150", token.span,
                      "'date:' finds what may lie within the date",
                      "'date=' is not supported yet");
        return NULL;
    }
    enum status status =
        query_date_read(value, parser->arena, &dates, &swapped, &why);
    struct date unit = {dates.min, dates.max, DATE_DAY};
    if (status == STATUS_OK && use != QUERY_USE_FIELD &&
        (dates.min == 0 || dates.max == 0 || !query_date_is_unit(&unit)))
        status = error_set(&why, STATUS_BAD_TEXT,
                           "'after:' and 'before:' take one date, no range");
    if (status == STATUS_OK)
        return make_dates(parser, span, use, dates);
    if (status == STATUS_BAD_TEXT)
        report_date(parser, token.span, swapped, &why);
    else if (status == STATUS_NOT_FOUND)
        parser_report(parser, "E150", token.span, NULL, "%s", why.message);
    else
        parser->status = error_set(parser->err, status, "%s", why.message);
    return NULL;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static struct ast_node *clone(struct parser *parser,
                              const struct ast_node *node)
{
    if (node->n_children == 0 && !parser_count(parser, node->span))
        return NULL;
    struct ast_node *copy =
        parser_made(parser, ast_new(parser->arena, node->kind, node->span));
    if (copy == NULL)
        return NULL;
    *copy = *node;
    copy->children = ast_array(parser->arena, node->n_children + 1);
    if (copy->children == NULL)
        return parser_made(parser, NULL);
    for (size_t i = 0; i < node->n_children; i++) {
        copy->children[i] = clone(parser, node->children[i]);
        if (copy->children[i] == NULL)
            return NULL;
    }
    return copy;
}

/* The names of a field token, looked up. */
struct names {
    enum field fields[QUERY_MAX_DEPTH];
    size_t n_fields;
    enum query_field_use use; /* of the only one, if it is a date's */
};

static bool report_unknown(struct parser *parser, struct ast_span span)
{
    CLEANUP(str_release) struct str hint = STR_INIT;
    CLEANUP(str_release) struct str near = STR_INIT;
    const char *other = "to search the words, put them in quotes";
    struct str_span name = parser_clipped(parser, span);
    query_field_nearest(parser_text(parser, span), &near);
    if (near.n_bytes > 0)
        str_add_format(&hint, "did you mean %s?  T%s", str_view(&near).bytes,
                       other + 1);
    else
        str_add_text(&hint, other);
    return parser_forgives(parser, "110", span, str_view(&hint).bytes,
                           "unknown field '%.*s'", (int)name.n_bytes,
                           name.bytes);
}

static bool read_name(struct parser *parser, struct ast_span span,
                      struct names *names)
{
    struct query_field found = query_field_find(parser_text(parser, span));
    struct str_span name = parser_clipped(parser, span);
    bool is_list = names->n_fields > 0;
    if (found.use == QUERY_USE_UNKNOWN) {
        (void)report_unknown(parser, span);
        return false;
    }
    if (found.use == QUERY_USE_LATER) {
        (void)parser_forgives(parser, "150", span, word_hint,
                              "the field '%.*s:' is not supported yet",
                              (int)name.n_bytes, name.bytes);
        return false;
    }
    if (is_list &&
        (found.field == FIELD_DATE || names->fields[0] == FIELD_DATE ||
         names->n_fields == QUERY_MAX_DEPTH)) {
        parser_report(parser, "E120", span, "write it apart, with OR between",
                      "a date cannot stand in a list of fields");
        return false;
    }
    names->use = found.use;
    names->fields[names->n_fields++] = found.field;
    return true;
}

static bool read_names(struct parser *parser, struct ast_span span,
                       struct names *names)
{
    struct str_span rest = parser_text(parser, span);
    struct str_span name;
    bool is_good = true;
    while (query_field_next(&rest, &name)) {
        size_t start = (size_t)(name.bytes - parser->text.bytes);
        struct ast_span one = {start, start + name.n_bytes};
        is_good = read_name(parser, one, names) && is_good;
    }
    return is_good;
}

/* Whether the token, behind a colon, can be searched in a field. */
static bool check_value(struct parser *parser, struct lex_token field)
{
    struct lex_token value = parser->token;
    struct str_span text = parser_text(parser, value.span);
    struct str_span name = parser_clipped(parser, field.span);
    if (value.kind == LEX_END) {
        (void)parser_forgives(parser, "103", field.span,
                              "write the value directly behind the colon; to "
                              "search the word, put it in quotes",
                              "the field '%.*s' has no value",
                              (int)name.n_bytes, name.bytes);
        return false;
    }
    if (value.kind != LEX_WORD)
        return true;
    if (str_span_equal(text, SPAN("*"))) {
        (void)parser_forgives(parser, "150", value.span, NULL,
                              "'%.*s*' is not supported yet", (int)name.n_bytes,
                              name.bytes);
        return false;
    }
    if (query_field_refuses(text)) {
        (void)parser_forgives(parser, "103", value.span,
                              "write the sign in front of the field: "
                              "-source:herald",
                              "'%c' cannot stand behind '%.*s'", *text.bytes,
                              (int)name.n_bytes, name.bytes);
        return false;
    }
    return true;
}

/* What a mistaken field leaves: in lenient reading its text as a word, else
   nothing, and its value is read over. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *leave_field(struct parser *parser,
                                    struct lex_token field)
{
    if (parser->is_lenient) {
        parser->token = field;
        return parser_plain(parser);
    }
    if (parser->token.kind == LEX_OPEN)
        (void)parser_group(parser);
    else
        parser_next(parser);
    return NULL;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_value(struct parser *parser,
                                    const struct names *names,
                                    struct ast_span span)
{
    enum field outer = parser->field;
    struct ast_node *node;
    parser->field = names->fields[0];
    if (parser->token.kind == LEX_OPEN && names->use != QUERY_USE_FIELD)
        parser_report(parser, "E120", parser->token.span,
                      "write date:(...) for several dates",
                      "'after:' and 'before:' take one date, no group");
    if (parser->token.kind == LEX_OPEN)
        node = parser_group(parser);
    else if (parser->field == FIELD_DATE)
        node = parse_date(parser, span, names->use);
    else if (parser->token.kind == LEX_PHRASE)
        node = parse_phrase(parser);
    else
        node = parse_word(parser);
    parser->field = outer;
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_field(struct parser *parser)
{
    struct lex_token field = parser->token;
    struct names names = {.n_fields = 0};
    bool is_good = read_names(parser, field.inner, &names);
    bool is_date = is_good && names.fields[0] == FIELD_DATE;
    lexer_value(&parser->lexer, is_date, &parser->token);
    if (!is_good || !check_value(parser, field))
        return leave_field(parser, field);
    struct ast_node *value = parse_value(parser, &names, field.span);
    if (value == NULL || names.fields[0] == FIELD_DATE)
        return value;

    struct ast_node *nodes[QUERY_MAX_DEPTH];
    struct ast_span span = {field.span.start_bytes, value->span.end_bytes};
    for (size_t i = 0; i < names.n_fields; i++) {
        struct ast_node *child = i == 0 ? value : clone(parser, value);
        nodes[i] =
            ast_wrap(parser->arena, AST_FIELD, names.fields[i], span, child);
        if (parser_made(parser, nodes[i]) == NULL)
            return NULL;
    }
    return parser_made(parser,
                       ast_group(parser->arena, AST_OR, nodes, names.n_fields));
}

/* `[1906 TO 1910]` in a group of dates is one token, not four. */
static void reread_dates(struct parser *parser)
{
    parser->lexer.off_bytes = parser->token.span.start_bytes;
    lexer_value(&parser->lexer, true, &parser->token);
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_atom(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    if (parser->token.kind == LEX_FIELD)
        return parse_field(parser);
    if (parser->field == FIELD_DATE) {
        reread_dates(parser);
        return parse_date(parser, span, QUERY_USE_FIELD);
    }
    if (parser->token.kind == LEX_PHRASE)
        return parse_phrase(parser);
    if (parser->token.kind == LEX_WORD)
        return parse_word(parser);
    if (parser->field != FIELD_TEXT)
        return allows_later(parser, span, word_hint, "'*' in a field")
                   ? parser_plain(parser)
                   : (parser_next(parser), NULL);
    parser_next(parser);
    return parser_made(parser, ast_new(parser->arena, AST_ALL, span));
}
