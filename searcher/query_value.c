/*
 * The parser: fields, and the values of those that are not of words.
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

/* Whether what stands behind it is an id. */
static bool takes_id(enum query_field_use use)
{
    return use == QUERY_USE_LIKE || use == QUERY_USE_DUP;
}

/* ---- values */

/* `[1906 TO 1910]` in a group of dates is one token, not four. */
static void reread(struct parser *parser)
{
    enum lex_value value =
        takes_id(parser->scope.use) ? LEX_VALUE_OPAQUE : LEX_VALUE_RANGE;
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

/* ---- fields */

/* The names of a field token, looked up. */
struct names {
    struct query_field names[QUERY_MAX_DEPTH];
    size_t n_names;
};

static void report_unknown(struct parser *parser, struct ast_span span)
{
    CLEANUP(str_release) struct str hint = STR_INIT;
    CLEANUP(str_release) struct str near = STR_INIT;
    const char *other = "to search the words, put them in quotes";
    struct str_span name = parser_clipped(parser, span);
    const char *only = query_field_nearest(parser_text(parser, span), &near);
    if (near.n_bytes > 0)
        str_add_format(&hint, "did you mean %s?  T%s", str_view(&near).bytes,
                       other + 1);
    else
        str_add_text(&hint, other);
    (void)parser_forgives(parser, "110", span, str_view(&hint).bytes,
                          "unknown field '%.*s'", (int)name.n_bytes,
                          name.bytes);
    parser_replace(parser, str_span_of(only));
}

static bool is_of_words(struct query_field field)
{
    return field.use == QUERY_USE_FIELD && field.field != FIELD_DATE;
}

static bool read_name(struct parser *parser, struct ast_span span,
                      struct names *names)
{
    struct query_field found = query_field_find(parser_text(parser, span));
    struct str_span name = parser_clipped(parser, span);
    if (found.use == QUERY_USE_UNKNOWN) {
        report_unknown(parser, span);
        return false;
    }
    if (found.use == QUERY_USE_LATER) {
        (void)parser_forgives(parser, "150", span,
                              "to search for it as text, put it in quotes",
                              "the field '%.*s:' is not supported yet",
                              (int)name.n_bytes, name.bytes);
        return false;
    }
    if (names->n_names > 0 &&
        (!is_of_words(found) || !is_of_words(names->names[0]) ||
         names->n_names == QUERY_MAX_DEPTH)) {
        (void)parser_forgives(parser, "121", span,
                              "write it apart, with OR between",
                              "a list of fields has only fields of words");
        return false;
    }
    names->names[names->n_names++] = found;
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
    return is_good && names->n_names > 0;
}

/* Whether the token, behind a colon, can be searched in a field. */
static bool check_value(struct parser *parser, struct lex_token field)
{
    struct lex_token value = parser->token;
    struct str_span text = parser_text(parser, value.span);
    struct str_span name = parser_clipped(parser, field.span);
    bool is_single = parser->scope.use == QUERY_USE_AFTER ||
                     parser->scope.use == QUERY_USE_BEFORE;
    if (value.kind == LEX_END) {
        (void)parser_forgives(parser, "103", field.span,
                              "write the value directly behind the colon; to "
                              "search the word, put it in quotes",
                              "the field '%.*s' has no value",
                              (int)name.n_bytes, name.bytes);
        return false;
    }
    if (value.kind == LEX_OPEN && is_single) {
        (void)parser_forgives(parser, "121", value.span,
                              "write date:(...) for several dates",
                              "'after:' and 'before:' take one date, no group");
        return false;
    }
    if (value.kind == LEX_WORD && query_field_refuses(text) &&
        !takes_id(parser->scope.use)) {
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

/* Whether the same text can mean different things in the two fields. */
static bool reads_apart(enum field a, enum field b)
{
    return query_field_is_value(a) != query_field_is_value(b) ||
           query_field_is_opaque(a) != query_field_is_opaque(b);
}

static enum lex_value value_kind(struct query_field field)
{
    if (takes_id(field.use) ||
        (field.use == QUERY_USE_FIELD && query_field_is_opaque(field.field)))
        return LEX_VALUE_OPAQUE;
    return is_of_words(field) ? LEX_VALUE_TEXT : LEX_VALUE_RANGE;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_words(struct parser *parser)
{
    return parser->token.kind == LEX_OPEN ? parser_group(parser)
                                          : parser_atom(parser);
}

/* The value at off_bytes once more, in another field: what there was to say
   about it is said. Each reading counts its clauses, so that lists in lists
   come to an end. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *read_again(struct parser *parser, size_t off_bytes,
                                   struct query_field field)
{
    size_t end = parser->lexer.off_bytes;
    struct lex_token token = parser->token;
    size_t n_items = parser->list->n_items;
    parser->scope = field;
    parser->lexer.off_bytes = off_bytes;
    lexer_value(&parser->lexer, value_kind(field), &parser->token);
    struct ast_node *node = parse_words(parser);
    parser->lexer.off_bytes = end;
    parser->token = token;
    if (!diagnostic_has_error(parser->list))
        parser->list->n_items = n_items;
    return node;
}

/* The value in each of the fields, the first of which it was read in. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *wrap(struct parser *parser, const struct names *names,
                             struct ast_span span, size_t off_bytes,
                             struct ast_node *value)
{
    struct ast_node *nodes[QUERY_MAX_DEPTH];
    for (size_t i = 0; i < names->n_names; i++) {
        enum field field = names->names[i].field;
        struct ast_node *child = value;
        if (reads_apart(field, names->names[0].field))
            child = read_again(parser, off_bytes, names->names[i]);
        else if (i > 0)
            child = clone(parser, value);
        if (child == NULL)
            return NULL;
        nodes[i] = ast_wrap(parser->arena, AST_FIELD, field, span, child);
        if (parser_made(parser, nodes[i]) == NULL)
            return NULL;
    }
    return parser_made(parser,
                       ast_group(parser->arena, AST_OR, nodes, names->n_names));
}

/* `title,author:*`: has a title or an author. */
static struct ast_node *make_presence(struct parser *parser,
                                      const struct names *names,
                                      struct ast_span span)
{
    struct ast_node *nodes[QUERY_MAX_DEPTH];
    parser_next(parser);
    for (size_t i = 0; i < names->n_names; i++) {
        enum ast_has has;
        bool is_asked = query_has_field(names->names[i].field, &has);
        nodes[i] = parser_leaf(parser, is_asked ? AST_HAS : AST_ALL, span);
        if (nodes[i] == NULL)
            return NULL;
        if (is_asked)
            nodes[i]->has = has;
    }
    return parser_made(parser,
                       ast_group(parser->arena, AST_OR, nodes, names->n_names));
}

/* The value, read in the scope of the first of its fields. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_value(struct parser *parser,
                                    struct lex_token field,
                                    const struct names *names)
{
    struct ast_span span = {field.span.start_bytes,
                            parser->token.span.end_bytes};
    size_t off_bytes = parser->token.span.start_bytes;
    bool is_all =
        str_span_equal(parser_text(parser, parser->token.span), SPAN("*"));
    if (!check_value(parser, field))
        return leave_field(parser, field);
    if (is_all && parser->scope.use == QUERY_USE_FIELD)
        return make_presence(parser, names, span);
    if (!is_of_words(parser->scope))
        return parser->token.kind == LEX_OPEN
                   ? parser_group(parser)
                   : parser_value(parser, field.span);
    struct ast_node *value = parse_words(parser);
    if (value == NULL)
        return NULL;
    span.end_bytes = value->span.end_bytes;
    return wrap(parser, names, span, off_bytes, value);
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_field(struct parser *parser)
{
    struct lex_token field = parser->token;
    struct names names = {.n_names = 0};
    struct query_field outer = parser->scope;
    bool was_scoped = parser->is_scoped;
    bool is_good = read_names(parser, field.inner, &names);
    lexer_value(&parser->lexer,
                is_good ? value_kind(names.names[0]) : LEX_VALUE_TEXT,
                &parser->token);
    if (!is_good)
        return leave_field(parser, field);
    parser->scope = names.names[0];
    parser->is_scoped = true;
    struct ast_node *node = parse_value(parser, field, &names);
    parser->scope = outer;
    parser->is_scoped = was_scoped;
    return node;
}
