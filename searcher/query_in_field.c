/*
 * The parser: fields, what is read in them, and lists of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_parse.h"

#include "searcher/query_text.h"

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
    if (found.use == QUERY_USE_SAVED && parser->is_scoped) {
        (void)parser_forgives(parser, "121", span,
                              "write it apart from other fields",
                              "'saved:' is a query of its own, and stands in "
                              "no field");
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
        !query_use_is_opaque(parser->scope.use)) {
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
    if (query_use_is_opaque(field.use) ||
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
