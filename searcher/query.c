/*
 * The parser: operators, groups, and what to say about them.
 * Recursive descent over query_lex.h's tokens, no deeper than QUERY_MAX_DEPTH.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query.h"

#include "searcher/query_date.h"
#include "searcher/query_parse.h"
#include "searcher/query_tree.h"

/* Bytes of a reading in a hint. */
#define READING_MAX_BYTES 200

bool parser_is_operand(enum lex_kind kind)
{
    return kind != LEX_END && kind != LEX_CLOSE && kind != LEX_AND &&
           kind != LEX_OR && kind != LEX_MAYBE && kind != LEX_NEAR;
}

enum lex_kind parser_ahead(struct parser *parser)
{
    struct lex_token token = parser->token;
    parser_next(parser);
    enum lex_kind kind = parser->token.kind;
    parser->lexer.off_bytes = token.span.end_bytes;
    parser->token = token;
    return kind;
}

static bool has_right(struct parser *parser)
{
    return parser_is_operand(parser_ahead(parser));
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
    struct ast_node *node = parser_leaf(parser, AST_WORD, token.span);
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
    if (!parser_is_operand(parser->token.kind) &&
        parser->token.kind != LEX_NEAR && parser->token.kind != LEX_MAYBE)
        return lone_operator(parser, token, "behind");
    struct ast_node *child = parse_deeper(parser);
    if (child == NULL)
        return NULL;
    struct ast_span span = {token.span.start_bytes, child->span.end_bytes};
    return parser_made(
        parser, ast_wrap(parser->arena, AST_NOT, FIELD_TEXT, span, child));
}

/* NEAR and its like where they join nothing. In a sentence they are words,
   unless written NEAR/5. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_word_operator(struct parser *parser)
{
    struct lex_token token = parser->token;
    const char *side = has_right(parser) ? "in front of" : "behind";
    if (!token.is_sign && parser->mode == QUERY_ANY_WORD) {
        lexer_reread(&parser->lexer, &parser->token);
        return parser_near(parser);
    }
    parser_next(parser);
    return lone_operator(parser, token, side);
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
    case LEX_NEAR:
    case LEX_MAYBE:
        return parse_word_operator(parser);
    case LEX_END:
    case LEX_CLOSE:
    case LEX_AND:
    case LEX_OR:
        return NULL; /* the callers looked */
    case LEX_OPEN:
    case LEX_FIELD:
    case LEX_PHRASE:
    case LEX_REGEX:
    case LEX_WORD:
    case LEX_ALL:
        return parser_near(parser);
    }
    return NULL;
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
    joiner->join = token.kind == LEX_AND     ? TREE_AND
                   : token.kind == LEX_MAYBE ? TREE_MAYBE
                                             : TREE_OR;
    joiner->token = token;
}

/* Whether the token joins what is before it to what is behind it. */
static bool is_joiner(struct parser *parser, bool has_left)
{
    enum lex_kind kind = parser->token.kind;
    if (kind == LEX_MAYBE)
        return has_left && has_right(parser);
    return kind == LEX_AND || kind == LEX_OR;
}

/* a NEAR -b: what is excluded is near to nothing. */
static bool is_near_sign(struct parser *parser, bool has_left)
{
    if (parser->token.kind != LEX_NEAR || !has_left)
        return false;
    enum lex_kind next = parser_ahead(parser);
    return next == LEX_NOT || next == LEX_MINUS || next == LEX_PLUS;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *forgive_near_sign(struct parser *parser)
{
    struct lex_token token = parser->token;
    (void)parser_forgives(parser, "104", token.span,
                          "what must not be near takes NOTNEAR",
                          "a sign cannot stand beside '%.*s'",
                          (int)parser_clipped(parser, token.span).n_bytes,
                          parser_text(parser, token.span).bytes);
    lexer_reread(&parser->lexer, &parser->token);
    return parser_near(parser);
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
        if (is_joiner(parser, has_left)) {
            read_operator(parser, items, &joiner);
            continue;
        }
        if (is_near_sign(parser, has_left))
            item.node = forgive_near_sign(parser);
        else
            item.node = parse_unary(parser, &item.is_required);
        add_item(parser, items, &joiner, item);
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
        const char *sign;
        const char *hint;
    } rows[] = {
        {"and", "AND", "write AND in capitals to ask for both"},
        {"or", "OR", "write OR in capitals to ask for either"},
        {"not", "NOT", "write NOT in capitals to exclude what follows"},
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
            parser_replace(parser, str_span_of(rows[k].sign));
            break;
        }
    }
}

/* A part of the tree as a query of its own. */
static struct ast_node *in_scope(struct parser *parser, struct ast_node *node)
{
    bool is_of_words = parser->scope.use == QUERY_USE_FIELD &&
                       parser->scope.field != FIELD_DATE;
    if (!parser->is_scoped || !is_of_words)
        return node;
    return parser_made(parser, ast_wrap(parser->arena, AST_FIELD,
                                        parser->scope.field, node->span, node));
}

/* N101: what was read, and how to get the other reading. */
static void note_other_reading(struct parser *parser,
                               const struct tree_items *items,
                               struct ast_node *node)
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
    size_t n_items = parser->list->n_items;
    ast_print(node, &reading);
    str_add_text(&hint, "for ");
    ast_print(other, &hint);
    str_add_text(&hint, " write the parentheses");
    if (reading.n_bytes > READING_MAX_BYTES ||
        hint.n_bytes > READING_MAX_BYTES) {
        parser_report(parser, "N101", node->span,
                      "write parentheses to be sure",
                      "AND binds tighter than OR, OR tighter than words side "
                      "by side");
        return;
    }
    parser_report(parser, "N101", node->span, str_view(&hint).bytes,
                  "read as %s", str_view(&reading).bytes);
    if (parser->list->n_items > n_items)
        diagnostic_compare(parser->list, in_scope(parser, node),
                           in_scope(parser, other));
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

/* "()" is text without a word: the plan notes it and leaves it out. */
static struct ast_node *make_empty(struct parser *parser, struct ast_span span)
{
    struct ast_node *node = parser_leaf(parser, AST_WORD, span);
    if (node != NULL)
        node->text = SPAN("()");
    return node;
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_group(struct parser *parser)
{
    struct ast_span span = parser->token.span;
    size_t n_removed = parser->n_removed;
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
    bool is_closed = parser->token.kind == LEX_CLOSE;
    if (is_closed)
        span.end_bytes = parser->token.span.end_bytes;
    else
        (void)parser_forgives(parser, "101", span, "add ')' where it ends",
                              "'(' is not closed");
    if (node == NULL && parser->n_removed == n_removed &&
        !diagnostic_has_error(parser->list))
        node = make_empty(parser, span);
    return is_closed ? parser_suffixes(parser, node) : node;
}

/* What can be searched of it: nothing if all of it was left out. */
static struct ast_node *make_nothing(struct parser *parser)
{
    struct ast_span span = {0, parser->text.n_bytes};
    struct ast_node *all =
        parser_made(parser, ast_new(parser->arena, AST_ALL, span));
    if (all == NULL || parser->n_removed == 0)
        return all;
    return parser_made(parser,
                       ast_wrap(parser->arena, AST_NOT, FIELD_TEXT, span, all));
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_whole(struct parser *parser)
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
    return make_nothing(parser);
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

/* The reading has parentheses of its own, and more words where a list of
   fields or --any has doubled them; reading it again must not be refused, so
   that what is too much there is too much here. */
static void check_size(struct parser *parser, const struct ast_node *node)
{
    struct ast_size size;
    ast_measure(node, &size);
    if (size.depth > QUERY_MAX_DEPTH)
        parser_stop(parser, node->span,
                    "the query is nested more than %d levels deep",
                    QUERY_MAX_DEPTH);
    else if (size.n_leaves > QUERY_MAX_CLAUSES)
        parser_stop(parser, node->span,
                    "the query stands for more than %d words and phrases",
                    QUERY_MAX_CLAUSES);
    else if (size.n_regex_bytes > QUERY_MAX_REGEX_BYTES)
        parser_stop(parser, node->span,
                    "the regular expressions of the query are too large");
}

enum status query_read(struct str_span text,
                       const struct query_settings *settings,
                       struct arena *arena, struct ast_node **ret_node,
                       struct diagnostic_list *list, struct error *err)
{
    size_t max_bytes =
        settings->max_bytes > 0 ? settings->max_bytes : QUERY_MAX_BYTES;
    bool is_lenient = settings->reading == QUERY_READING_USUAL
                          ? settings->mode == QUERY_ANY_WORD
                          : settings->reading == QUERY_READING_LENIENT;
    struct parser parser = {
        .text = text,
        .mode = settings->mode,
        .is_lenient = is_lenient,
        .today = settings->today > 0 ? settings->today : query_date_today(),
        .utc_today =
            settings->today > 0 ? settings->today : query_date_utc_today(),
        .max_clauses = settings->max_clauses > 0 ? settings->max_clauses
                                                 : QUERY_MAX_CLAUSES,
        .arena = arena,
        .list = list,
        .err = err,
        .saved = settings->saved,
        .scope = {QUERY_USE_FIELD, FIELD_TEXT}};
    lexer_init(&parser.lexer, text);
    parser.lexer.is_any_case = settings->is_any_case;
    struct ast_node *node = NULL;
    if (text.n_bytes > max_bytes)
        parser_stop(&parser, (struct ast_span){0, 0},
                    "the query has more than %zu bytes", max_bytes);
    else
        node = parser_whole(&parser);
    if (node != NULL && parser.status == STATUS_OK)
        check_size(&parser, node);
    if (parser.status != STATUS_OK && parser.status != STATUS_BAD_QUERY)
        return parser.status;
    if (diagnostic_has_error(list))
        return fail(list, err);
    *ret_node = node;
    return STATUS_OK;
}

enum status query_parse(struct str_span text, enum query_mode mode,
                        struct arena *arena, struct ast_node **ret_node,
                        struct diagnostic_list *list, struct error *err)
{
    struct query_settings settings = {.mode = mode};
    return query_read(text, &settings, arena, ret_node, list, err);
}
