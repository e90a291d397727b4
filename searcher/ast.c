/*
 * Nodes of a query and their canonical reading.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/ast.h"

#include "searcher/query_date.h"
#include "searcher/query_lex.h"

#include <string.h>

struct ast_node *ast_new(struct arena *arena, enum ast_kind kind,
                         struct ast_span span)
{
    struct ast_node *node = ARENA_NEW(arena, struct ast_node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->span = span;
    return node;
}

struct ast_node **ast_array(struct arena *arena, size_t n)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof(struct ast_node *);
    return (struct ast_node **)arena_alloc_array(arena, n, n_bytes);
}

static size_t count_flat(enum ast_kind kind, struct ast_node *const *nodes,
                         size_t n_nodes)
{
    size_t n = 0;
    for (size_t i = 0; i < n_nodes; i++)
        n += nodes[i]->kind == kind ? nodes[i]->n_children : 1;
    return n;
}

struct ast_node *ast_group(struct arena *arena, enum ast_kind kind,
                           struct ast_node *const *nodes, size_t n_nodes)
{
    if (n_nodes == 1)
        return nodes[0];
    struct ast_span span = {nodes[0]->span.start_bytes,
                            nodes[0]->span.end_bytes};
    size_t n_flat = count_flat(kind, nodes, n_nodes);
    struct ast_node *group = ast_new(arena, kind, span);
    struct ast_node **children = ast_array(arena, n_flat);
    if (group == NULL || children == NULL)
        return NULL;
    for (size_t i = 0; i < n_nodes; i++) {
        struct ast_node *node = nodes[i];
        if (node->span.start_bytes < group->span.start_bytes)
            group->span.start_bytes = node->span.start_bytes;
        if (node->span.end_bytes > group->span.end_bytes)
            group->span.end_bytes = node->span.end_bytes;
        if (node->kind != kind) {
            children[group->n_children++] = node;
            continue;
        }
        for (size_t k = 0; k < node->n_children; k++)
            children[group->n_children++] = node->children[k];
    }
    group->children = children;
    return group;
}

struct ast_node *ast_wrap(struct arena *arena, enum ast_kind kind,
                          enum field field, struct ast_span span,
                          struct ast_node *child)
{
    struct ast_node *node = ast_new(arena, kind, span);
    if (node == NULL || child == NULL)
        return NULL;
    node->children = ast_array(arena, 1);
    if (node->children == NULL)
        return NULL;
    node->children[0] = child;
    node->n_children = 1;
    node->field = field;
    return node;
}

static void print_phrase(struct str_span text, struct str *out)
{
    str_add_char(out, '"');
    for (size_t i = 0; i < text.n_bytes; i++) {
        char byte = text.bytes[i];
        bool is_last = i + 1 == text.n_bytes;
        if (byte == '"' || byte == '\\' || byte == '*' ||
            (byte == '?' && !is_last && text.bytes[i + 1] != ' '))
            str_add_char(out, '\\');
        str_add_char(out, byte);
    }
    str_add_char(out, '"');
}

/* A word that would be read as an operator, a field, a wildcard ... gets a
   backslash before each sign, or before itself when it is only letters. */
static void print_word(struct str_span text, enum field field, bool is_value,
                       struct str *out)
{
    if (lex_is_plain_word(text, field, is_value)) {
        str_add_span(out, text);
        return;
    }
    size_t before = out->n_bytes;
    for (size_t i = 0; i < text.n_bytes;) {
        size_t n = lex_escapable(text, i);
        if (n > 0)
            str_add_char(out, '\\');
        else
            n = 1;
        str_add(out, text.bytes + i, n);
        i += n;
    }
    if (out->n_bytes - before > text.n_bytes)
        return;
    str_truncate(out, before);
    str_add_char(out, '\\');
    str_add_span(out, text);
}

void ast_print_dates(uint32_t date_min, uint32_t date_max, struct str *out)
{
    struct date date = {date_min, date_max, DATE_DAY};
    if (date_min != 0 && date_max != 0 && query_date_is_unit(&date)) {
        date_format(&date, out);
        return;
    }
    if (date_min != 0) {
        date = query_date_from(date_min);
        date_format(&date, out);
    }
    str_add_text(out, "..");
    if (date_max != 0) {
        date = query_date_until(date_max);
        date_format(&date, out);
    }
}

/* Where a node is printed: decides its parentheses and escapes. */
struct print_place {
    enum ast_kind parent; /* AST_ALL: none */
    enum field field;
};

static void print_node(const struct ast_node *node, struct print_place place,
                       struct str *out);

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
static void print_group(const struct ast_node *node, struct print_place place,
                        struct str *out)
{
    struct print_place inside = {node->kind, place.field};
    bool is_bare = place.parent == AST_ALL;
    if (!is_bare)
        str_add_char(out, '(');
    for (size_t i = 0; i < node->n_children; i++) {
        if (i > 0)
            str_add_text(out, node->kind == AST_AND ? " AND " : " OR ");
        print_node(node->children[i], inside, out);
    }
    if (!is_bare)
        str_add_char(out, ')');
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
static void print_field(const struct ast_node *node, struct str *out)
{
    const struct ast_node *child = node->children[0];
    str_add_text(out, schema_row(node->field)->name);
    str_add_char(out, ':');
    bool is_group = child->kind == AST_AND || child->kind == AST_OR;
    bool is_value = child->kind == AST_WORD || child->kind == AST_PHRASE;
    if (!is_group && !is_value)
        str_add_char(out, '(');
    print_node(child, (struct print_place){AST_FIELD, node->field}, out);
    if (!is_group && !is_value)
        str_add_char(out, ')');
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
static void print_node(const struct ast_node *node, struct print_place place,
                       struct str *out)
{
    switch (node->kind) {
    case AST_ALL:
        str_add_char(out, '*');
        return;
    case AST_WORD:
        print_word(node->text, place.field, place.parent == AST_FIELD, out);
        return;
    case AST_PHRASE:
        print_phrase(node->text, out);
        return;
    case AST_AND:
    case AST_OR:
        print_group(node, place, out);
        return;
    case AST_NOT:
        str_add_text(out, "NOT ");
        print_node(node->children[0],
                   (struct print_place){AST_NOT, place.field}, out);
        return;
    case AST_FIELD:
        print_field(node, out);
        return;
    case AST_DATE:
        str_add_text(out, "date:");
        ast_print_dates(node->date_min, node->date_max, out);
        return;
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
    case AST_MAYBE:
    case AST_NEAR:
    case AST_BOOST:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        break; /* the parser makes none of these yet */
    }
}

void ast_print(const struct ast_node *node, struct str *out)
{
    print_node(node, (struct print_place){AST_ALL, FIELD_TEXT}, out);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
bool ast_equal(const struct ast_node *a, const struct ast_node *b)
{
    if (a->kind != b->kind || a->n_children != b->n_children ||
        !str_span_equal(a->text, b->text) || a->field != b->field ||
        a->date_min != b->date_min || a->date_max != b->date_max)
        return false;
    for (size_t i = 0; i < a->n_children; i++)
        if (!ast_equal(a->children[i], b->children[i]))
            return false;
    return true;
}
