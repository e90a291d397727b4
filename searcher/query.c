/*
 * The parser, first half: operators, groups, and what to say about them.
 * Recursive descent over query_lex.h's tokens, no deeper than QUERY_MAX_DEPTH.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query.h"

#include "searcher/query_later.h"
#include "searcher/query_parse.h"
#include "searcher/query_tree.h"
#include "text/utf8.h"

#include <stdio.h>

/* Bytes of the query quoted in a message, and of a reading in a hint. */
#define QUOTED_MAX_BYTES  60
#define READING_MAX_BYTES 200

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
    if (parser->n_clauses < QUERY_MAX_CLAUSES) {
        parser->n_clauses++;
        return true;
    }
    parser_stop(parser, span, "the query has more than %d words and phrases",
                QUERY_MAX_CLAUSES);
    return false;
}

struct ast_node *parser_made(struct parser *parser, struct ast_node *node)
{
    if (node == NULL && parser->status == STATUS_OK)
        parser->status = error_no_memory(parser->err);
    return node;
}

static bool is_operand(enum lex_kind kind)
{
    return kind != LEX_END && kind != LEX_CLOSE && kind != LEX_AND &&
           kind != LEX_OR;
}

/* An operator that lacks an operand: in lenient reading it is a word. */
static struct ast_node *lone_operator(struct parser *parser,
                                      struct lex_token token, const char *side)
{
    struct str_span text = parser_clipped(parser, token.span);
    if (!parser_forgives(parser, "103", token.span,
                         "to search for it as a word, put it in quotes",
                         "'%.*s' has nothing %s it", (int)text.n_bytes,
                         text.bytes, side))
        return NULL;
    struct ast_node *node =
        parser_made(parser, ast_new(parser->arena, AST_WORD, token.span));
    if (node != NULL)
        node->text = parser_text(parser, token.span);
    return node;
}

static struct ast_node *parse_unary(struct parser *parser, bool *ret_required);

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_deeper(struct parser *parser)
{
    bool is_required; /* of something signed already: makes no difference */
    if (!parser_enter(parser))
        return NULL;
    struct ast_node *node = parse_unary(parser, &is_required);
    parser->depth--;
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_not(struct parser *parser)
{
    struct lex_token token = parser->token;
    parser_next(parser);
    if (!is_operand(parser->token.kind))
        return lone_operator(parser, token, "behind");
    struct ast_node *child = parse_deeper(parser);
    if (child == NULL)
        return NULL;
    struct ast_span span = {token.span.start_bytes, child->span.end_bytes};
    return parser_made(
        parser, ast_wrap(parser->arena, AST_NOT, FIELD_TEXT, span, child));
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_unary(struct parser *parser, bool *ret_required)
{
    *ret_required = parser->token.kind == LEX_PLUS;
    switch (parser->token.kind) {
    case LEX_NOT:
    case LEX_MINUS:
        return parse_not(parser);
    case LEX_PLUS:
        parser_next(parser);
        return parse_deeper(parser);
    case LEX_OPEN:
        return parser_group(parser);
    case LEX_END:
    case LEX_CLOSE:
    case LEX_AND:
    case LEX_OR:
        return NULL; /* the callers looked */
    case LEX_FIELD:
    case LEX_PHRASE:
    case LEX_WORD:
    case LEX_ALL:
        return parser_atom(parser);
    }
    return NULL;
}

/* NEAR and the like, standing between two operands. */
static bool is_later_operator(struct parser *parser, bool has_left)
{
    struct lex_token token = parser->token;
    if (token.kind != LEX_WORD || !has_left)
        return false;
    const char *name = later_operator(parser_text(parser, token.span));
    if (name == NULL)
        return false;
    struct lexer ahead = parser->lexer;
    struct lex_token next;
    lexer_next(&ahead, &next);
    if (!is_operand(next.kind))
        return false;
    if (!parser_forgives(parser, "150", token.span,
                         "to search for it as a word, put it in quotes",
                         "the operator %s is not supported yet", name)) {
        parser_next(parser);
        return true;
    }
    return false;
}

/* The operators between items, as they are read. */
struct joiner {
    enum tree_join join;
    struct lex_token token; /* if join is not TREE_BESIDE */
};

static void add_item(struct parser *parser, struct tree_items *items,
                     struct joiner *joiner, struct tree_item item)
{
    item.join = items->n_items > 0 ? joiner->join : TREE_BESIDE;
    joiner->join = TREE_BESIDE;
    if (item.node != NULL && parser->status == STATUS_OK)
        parser->status = tree_items_add(items, item, parser->err);
}

static void read_operator(struct parser *parser, struct tree_items *items,
                          struct joiner *joiner)
{
    struct tree_item item = {TREE_BESIDE, false, NULL};
    struct lex_token token = parser->token;
    parser_next(parser);
    if (joiner->join != TREE_BESIDE) {
        item.node = lone_operator(parser, joiner->token, "behind");
        joiner->join = TREE_BESIDE;
        add_item(parser, items, joiner, item);
    } else if (items->n_items == 0) {
        item.node = lone_operator(parser, token, "in front of");
        add_item(parser, items, joiner, item);
        return;
    }
    joiner->join = token.kind == LEX_AND ? TREE_AND : TREE_OR;
    joiner->token = token;
}

/* Reads up to ')' or the end; neither is taken. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static void parse_items(struct parser *parser, struct tree_items *items)
{
    struct joiner joiner = {.join = TREE_BESIDE};
    while (parser->status == STATUS_OK && parser->token.kind != LEX_END &&
           parser->token.kind != LEX_CLOSE) {
        struct tree_item item = {TREE_BESIDE, false, NULL};
        bool has_left = items->n_items > 0 && joiner.join == TREE_BESIDE;
        if (parser->token.kind == LEX_AND || parser->token.kind == LEX_OR) {
            read_operator(parser, items, &joiner);
        } else if (!is_later_operator(parser, has_left)) {
            item.node = parse_unary(parser, &item.is_required);
            add_item(parser, items, &joiner, item);
        }
    }
    if (joiner.join == TREE_BESIDE || parser->status != STATUS_OK)
        return;
    struct tree_item item = {TREE_BESIDE, false, NULL};
    item.node = lone_operator(parser, joiner.token, "behind");
    joiner.join = TREE_BESIDE;
    add_item(parser, items, &joiner, item);
}

/* N102: a lower-case operator between two words is a word; say so once. */
static void note_small_operators(struct parser *parser,
                                 const struct tree_items *items)
{
    static const struct {
        const char *word;
        const char *hint;
    } rows[] = {
        {"and", "write AND in capitals to ask for both"},
        {"or", "write OR in capitals to ask for either"},
        {"not", "write NOT in capitals to exclude what follows"},
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        for (size_t i = 1; i + 1 < items->n_items; i++) {
            const struct ast_node *node = items->items[i].node;
            if (node->kind != AST_WORD ||
                !str_span_equal(node->text, str_span_of(rows[k].word)) ||
                items->items[i].join != TREE_BESIDE ||
                items->items[i + 1].join != TREE_BESIDE)
                continue;
            parser_report(parser, "N102", node->span, rows[k].hint,
                          "'%s' is searched for as a word", rows[k].word);
            break;
        }
    }
}

/* N101: what was read, and how to get the other reading. */
static void note_other_reading(struct parser *parser,
                               const struct tree_items *items,
                               const struct ast_node *node)
{
    struct ast_node *other;
    if (parser->status != STATUS_OK)
        return;
    parser->status =
        tree_other(items, parser->mode, parser->arena, &other, parser->err);
    if (parser->status != STATUS_OK || other == NULL || ast_equal(other, node))
        return;
    CLEANUP(str_release) struct str reading = STR_INIT;
    CLEANUP(str_release) struct str hint = STR_INIT;
    ast_print(node, &reading);
    str_add_text(&hint, "for ");
    ast_print(other, &hint);
    str_add_text(&hint, " write the parentheses");
    if (reading.n_bytes > READING_MAX_BYTES || hint.n_bytes > READING_MAX_BYTES)
        parser_report(parser, "N101", node->span,
                      "write parentheses to be sure",
                      "AND binds tighter than OR, OR tighter than words side "
                      "by side");
    else
        parser_report(parser, "N101", node->span, str_view(&hint).bytes,
                      "read as %s", str_view(&reading).bytes);
}

/* The tree of items; NULL if there are none. */
static struct ast_node *build(struct parser *parser,
                              const struct tree_items *items)
{
    if (parser->status != STATUS_OK || items->n_items == 0)
        return NULL;
    struct ast_node *node =
        parser_made(parser, tree_build(items, parser->mode, parser->arena));
    if (node == NULL)
        return NULL;
    if (parser->mode == QUERY_ALL_WORDS)
        note_small_operators(parser, items);
    note_other_reading(parser, items, node);
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_group(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    if (!parser_enter(parser))
        return NULL;
    struct tree_items items = {NULL, 0, 0};
    parser_next(parser);
    parse_items(parser, &items);
    parser->depth--;
    struct ast_node *node = build(parser, &items);
    tree_items_release(&items);
    if (parser->status != STATUS_OK)
        return NULL;
    if (parser->token.kind == LEX_CLOSE) {
        span.end_bytes = parser->token.span.end_bytes;
        parser_suffix(parser, span);
        parser_next(parser);
    } else {
        (void)parser_forgives(parser, "101", span, "add ')' where it ends",
                              "'(' is not closed");
    }
    if (node != NULL || diagnostic_has_error(parser->list))
        return node;
    /* "()" is text without a word: the plan notes it and leaves it out. */
    node = parser_made(parser, ast_new(parser->arena, AST_WORD, span));
    if (node != NULL)
        node->text = SPAN("()");
    return node;
}

static struct ast_node *parse_query(struct parser *parser)
{
    struct tree_items items = {NULL, 0, 0};
    parser_next(parser);
    for (;;) {
        parse_items(parser, &items);
        if (parser->status != STATUS_OK || parser->token.kind == LEX_END)
            break;
        (void)parser_forgives(parser, "101", parser->token.span,
                              "remove it, or add '(' where it begins",
                              "')' without '('");
        parser_next(parser);
    }
    struct ast_node *node = build(parser, &items);
    tree_items_release(&items);
    if (node != NULL || parser->status != STATUS_OK)
        return node;
    struct ast_span span = {0, parser->text.n_bytes};
    return parser_made(parser, ast_new(parser->arena, AST_ALL, span));
}

/* The first error of the list as one line. */
static enum status fail(const struct diagnostic_list *list, struct error *err)
{
    for (size_t i = 0; i < list->n_items; i++) {
        const struct diagnostic *item = &list->items[i];
        if (item->severity != SEVERITY_ERROR)
            continue;
        enum status status =
            error_set(err, STATUS_BAD_QUERY, "%.*s", (int)item->message.n_bytes,
                      item->message.bytes);
        if (item->hint.n_bytes > 0)
            error_hint(err, "%.*s", (int)item->hint.n_bytes, item->hint.bytes);
        if (err != NULL)
            err->offset_bytes = item->span.start_bytes;
        return status;
    }
    return error_set(err, STATUS_INTERNAL, "a bad query without a reason");
}

enum status query_parse(struct str_span text, enum query_mode mode,
                        struct arena *arena, struct ast_node **ret_node,
                        struct diagnostic_list *list, struct error *err)
{
    struct parser parser = {.text = text,
                            .mode = mode,
                            .is_lenient = mode == QUERY_ANY_WORD,
                            .arena = arena,
                            .list = list,
                            .err = err,
                            .field = FIELD_TEXT};
    lexer_init(&parser.lexer, text);
    struct ast_node *node = NULL;
    if (text.n_bytes > QUERY_MAX_BYTES)
        parser_stop(&parser, (struct ast_span){0, 0},
                    "the query has more than %zu bytes", QUERY_MAX_BYTES);
    else
        node = parse_query(&parser);
    if (parser.status != STATUS_OK && parser.status != STATUS_BAD_QUERY)
        return parser.status;
    if (diagnostic_has_error(list))
        return fail(list, err);
    *ret_node = node;
    return STATUS_OK;
}
