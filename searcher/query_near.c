/*
 * The parser: proximity operators and their operands, and the suffixes behind
 * phrases and groups.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_byte.h"
#include "searcher/query_parse.h"
#include "searcher/query_text.h"

/* Most words between two operands: a paragraph's reach (store/schema.h). */
#define APART_MAX PARAGRAPH_GAP
/* Operators in a row; each makes the tree one level deeper. */
#define CHAIN_MAX QUERY_MAX_DEPTH

static const char operand_hint[] =
    "put parentheses around it with AND, or search for the operator in quotes";

/* ---- suffixes */

struct ast_node *parser_boost(struct parser *parser, struct ast_node *node,
                              const struct word_suffix *boost)
{
    if (node == NULL || boost->kind != SUFFIX_BOOST)
        return node;
    struct ast_span span = {node->span.start_bytes, boost->span.end_bytes};
    node = parser_made(
        parser, ast_wrap(parser->arena, AST_BOOST, FIELD_TEXT, span, node));
    if (node != NULL)
        node->factor = boost->factor;
    return node;
}

/* Words of a phrase, none of them a lone `*`. Where a dictionary cuts, the
   analyser may find more. */
static size_t count_words(struct str_span text)
{
    struct str_span gap;
    struct str_span part;
    size_t n = 0;
    for (size_t off = 0; query_part_next(text, &off, &gap, &part);)
        n++;
    return n;
}

static bool is_ascii(struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++)
        if (byte_is_beyond_ascii(text.bytes[i]))
            return false;
    return true;
}

/* What is wrong with a ~ or / behind node; NULL if it is right. */
static const char *suffix_fault(const struct parser *parser,
                                const struct ast_node *node,
                                const struct word_suffix *suffix)
{
    if (node->kind != AST_PHRASE)
        return "'~' and '/' with a number stand behind a phrase in quotes";
    if (query_field_is_value(parser->scope.field))
        return "the values of this field have no words to count";
    if (node->has_extra || node->n_least > 0)
        return "a phrase takes one of '~' and '/'";
    if (suffix->kind == SUFFIX_TILDE && !suffix->has_number)
        return "'~' behind a phrase takes a number of words";
    if (suffix->number > APART_MAX)
        return "the number of words is too large";
    if (suffix->kind == SUFFIX_SLASH &&
        (suffix->number == 0 ||
         (is_ascii(node->text) && suffix->number > count_words(node->text))))
        return "'/' takes a number from 1 to that of the phrase's words";
    return NULL;
}

/* Whether the suffix was taken; else it is text. */
static bool take_suffix(struct parser *parser, struct ast_node **node,
                        const struct word_suffix *suffix)
{
    struct word_fault fault = {"133", suffix->span, NULL,
                               "to search for it as text, leave a space in "
                               "front of it"};
    if (suffix->kind != SUFFIX_BOOST)
        fault.message = suffix_fault(parser, *node, suffix);
    else if ((*node)->kind == AST_BOOST &&
             (*node)->span.start_bytes < suffix->span.start_bytes &&
             (*node)->span.end_bytes == suffix->span.start_bytes &&
             parser->text.bytes[suffix->span.start_bytes - 1] != ')')
        fault.message = "the same suffix stands here twice";
    else if (!(suffix->factor > 0))
        fault.message = "a boost is more than 0 and at most 100";
    if (fault.message != NULL)
        return !parser_takes(parser, &fault);
    if (suffix->kind == SUFFIX_BOOST) {
        *node = parser_boost(parser, *node, suffix);
        return true;
    }
    if (suffix->kind == SUFFIX_TILDE) {
        (*node)->has_extra = true;
        (*node)->n_extra = suffix->number;
    } else {
        (*node)->n_least = suffix->number;
    }
    (*node)->span.end_bytes = suffix->span.end_bytes;
    return true;
}

struct ast_node *parser_suffixes(struct parser *parser, struct ast_node *node)
{
    struct word_suffix suffix;
    size_t end = parser->token.span.end_bytes;
    for (;;) {
        word_suffix_read(parser->text, end, &suffix);
        if (suffix.kind == SUFFIX_NONE || parser->status != STATUS_OK)
            break;
        if (node != NULL && !take_suffix(parser, &node, &suffix))
            break;
        end = suffix.span.end_bytes;
    }
    parser->lexer.off_bytes = end;
    parser_next(parser);
    return node;
}

/* ---- operands */

/* What stands beside a proximity operator, and the one field of it. */
struct operand {
    struct ast_node *node;
    enum field field;
    bool is_fielded; /* field is known */
    const struct ast_node *bad;
    const char *why;
};

static void set_bad(struct operand *operand, const struct ast_node *node,
                    const char *why)
{
    if (operand->bad != NULL)
        return;
    operand->bad = node;
    operand->why = why;
}

static void set_field(struct operand *operand, const struct ast_node *node,
                      enum field field)
{
    enum field_kind kind = schema_row(field)->kind;
    if (kind != FIELD_KIND_STEMMED && kind != FIELD_KIND_WORDS)
        set_bad(operand, node, "the field has no words to be near to");
    else if (operand->is_fielded && operand->field != field)
        set_bad(operand, node, "both sides of it must be of the same field");
    operand->field = field;
    operand->is_fielded = true;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static void check_operand(struct operand *operand, const struct ast_node *node,
                          enum field field)
{
    switch (node->kind) {
    case AST_PHRASE:
        if (node->has_extra || node->n_least > 0)
            set_bad(operand, node,
                    "a phrase beside it takes neither '~' nor '/'");
        set_field(operand, node, field);
        return;
    case AST_WORD:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
        set_field(operand, node, field);
        return;
    case AST_OR:
    case AST_NEAR:
        for (size_t i = 0; i < node->n_children; i++)
            check_operand(operand, node->children[i], field);
        return;
    case AST_FIELD:
        check_operand(operand, node->children[0], node->field);
        return;
    case AST_BOOST:
        set_bad(operand, node, "a boost stands behind all of it: (a NEAR b)^2");
        return;
    case AST_ALL:
    case AST_AND:
    case AST_NOT:
    case AST_MAYBE:
    case AST_DATE:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        set_bad(operand, node,
                "it stands between words, phrases, and these with OR");
        return;
    }
}

/* ---- operators */

static struct str_span operator_name(const struct parser *parser,
                                     const struct lex_token *token)
{
    struct str_span name = parser_text(parser, token->span);
    for (size_t i = 0; i < name.n_bytes; i++)
        if (!byte_is_letter(name.bytes[i]))
            name.n_bytes = i;
    return name;
}

/* NEAR/0 and NEAR/9999: says so, and takes what comes nearest. */
static bool read_apart(struct parser *parser, const struct lex_token *token,
                       uint32_t *ret_n_apart)
{
    struct str_span digits = parser_text(parser, token->inner);
    uint32_t n = 0;
    *ret_n_apart = AST_APART_DEFAULT;
    if (digits.n_bytes == 0)
        return true;
    for (size_t i = 0; i < digits.n_bytes && n <= APART_MAX; i++)
        n = n * 10 + (uint32_t)(digits.bytes[i] - '0');
    *ret_n_apart = n;
    if (n > 0 && n <= APART_MAX)
        return true;
    (void)parser_forgives(parser, "104", token->span, "NEAR/1 is the next word",
                          "the number of words is from 1 to %u", APART_MAX);
    return false;
}

/* The words between which an operator stood that cannot stand there. */
static struct ast_node *join_as_words(struct parser *parser,
                                      struct ast_node *left,
                                      const struct lex_token *token,
                                      struct ast_node *right)
{
    enum ast_kind kind = parser->mode == QUERY_ALL_WORDS ? AST_AND : AST_OR;
    struct ast_node *word = parser_leaf(parser, AST_WORD, token->span);
    if (word == NULL)
        return NULL;
    word->text = parser_text(parser, token->span);
    struct ast_node *nodes[] = {left, word, right};
    return parser_made(parser, ast_group(parser->arena, kind, nodes, 3));
}

static struct ast_node *make_near(struct parser *parser,
                                  const struct lex_token *token,
                                  uint32_t n_apart, struct ast_node *left,
                                  struct ast_node *right)
{
    struct ast_span span = {left->span.start_bytes, right->span.end_bytes};
    struct ast_node *node = ast_new(parser->arena, AST_NEAR, span);
    struct ast_node **children = ast_array(parser->arena, 2);
    if (node == NULL || children == NULL)
        return parser_made(parser, NULL);
    children[0] = left;
    children[1] = right;
    node->children = children;
    node->n_children = 2;
    node->near = token->near;
    node->n_apart =
        token->near == AST_NEAR_SENTENCE || token->near == AST_NEAR_PARAGRAPH
            ? 0
            : n_apart;
    return node;
}

/* The right operand; NULL if something else stands there, which was told. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_operand(struct parser *parser)
{
    if (parser->token.kind == LEX_OPEN)
        return parser_group(parser);
    return parser_atom(parser);
}

static bool is_sign(enum lex_kind kind)
{
    return kind == LEX_NOT || kind == LEX_MINUS || kind == LEX_PLUS;
}

/* One operator with what is on its right. */
/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
static struct ast_node *parse_step(struct parser *parser,
                                   struct operand *operand,
                                   struct ast_node *left)
{
    struct lex_token token = parser->token;
    struct str_span name = operator_name(parser, &token);
    uint32_t n_apart;
    bool is_good = read_apart(parser, &token, &n_apart);
    parser_next(parser);
    struct ast_node *right = parse_operand(parser);
    if (right == NULL || parser->status != STATUS_OK)
        return parser->status == STATUS_OK ? left : NULL;
    if (left->kind != AST_NEAR || !operand->is_fielded)
        check_operand(operand, left, parser->scope.field);
    check_operand(operand, right, parser->scope.field);
    if (operand->bad != NULL) {
        is_good = false;
        (void)parser_forgives(parser, "104", operand->bad->span, operand_hint,
                              "this cannot stand beside %.*s: %s",
                              (int)name.n_bytes, name.bytes, operand->why);
    }
    *operand = (struct operand){.field = operand->field,
                                .is_fielded = operand->is_fielded};
    if (is_good)
        return make_near(parser, &token, n_apart, left, right);
    *operand = (struct operand){.is_fielded = false};
    return parser->is_lenient ? join_as_words(parser, left, &token, right)
                              : left;
}

/* Whether the token is an operator that has an operand on its right; where a
   sign or nothing is, and it can be no word, that is told. */
static bool is_operator(struct parser *parser)
{
    struct lex_token token = parser->token;
    if (token.kind != LEX_NEAR)
        return false;
    parser_next(parser);
    struct lex_token next = parser->token;
    parser->lexer.off_bytes = token.span.end_bytes;
    parser->token = token;
    return parser_is_operand(next.kind) && !is_sign(next.kind);
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by parser_enter() */
struct ast_node *parser_near(struct parser *parser)
{
    struct operand operand = {.is_fielded = false};
    struct ast_node *left = parse_operand(parser);
    for (size_t n = 0; parser->status == STATUS_OK && is_operator(parser);
         n++) {
        if (n == CHAIN_MAX) {
            parser_stop(parser, parser->token.span,
                        "more than %d proximity operators stand in a row",
                        CHAIN_MAX);
            return NULL;
        }
        if (left == NULL) {
            parser_next(parser);
            left = parse_operand(parser);
        } else {
            left = parse_step(parser, &operand, left);
        }
    }
    return left;
}
