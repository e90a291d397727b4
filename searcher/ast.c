/*
 * Nodes of a query.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/ast.h"

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

static bool equal_values(const struct ast_node *a, const struct ast_node *b)
{
    return a->kind == b->kind && a->n_children == b->n_children &&
           str_span_equal(a->text, b->text) && a->field == b->field &&
           a->is_exact == b->is_exact && a->has_extra == b->has_extra &&
           a->n_extra == b->n_extra && a->n_least == b->n_least &&
           a->n_edits == b->n_edits && a->near == b->near &&
           a->n_apart == b->n_apart && !(a->factor < b->factor) &&
           !(a->factor > b->factor) && a->has == b->has &&
           a->is_group == b->is_group && a->is_certain == b->is_certain &&
           a->is_indexed == b->is_indexed && a->date_min == b->date_min &&
           a->date_max == b->date_max && a->number_min == b->number_min &&
           a->number_max == b->number_max;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
bool ast_equal(const struct ast_node *a, const struct ast_node *b)
{
    if (!equal_values(a, b))
        return false;
    for (size_t i = 0; i < a->n_children; i++)
        if (!ast_equal(a->children[i], b->children[i]))
            return false;
    return true;
}

/* Whether the reading has parentheses around node. */
static bool has_parentheses(const struct ast_node *node)
{
    return node->kind == AST_AND || node->kind == AST_OR ||
           node->kind == AST_MAYBE || node->kind == AST_NEAR ||
           node->kind == AST_BOOST || node->kind == AST_NOT ||
           (node->kind == AST_FIELD && node->children[0]->n_children > 0);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the parser allows */
void ast_measure(const struct ast_node *node, struct ast_size *ret_size)
{
    *ret_size = (struct ast_size){.n_leaves = node->n_children == 0};
    if (node->kind == AST_REGEX)
        ret_size->n_regex_bytes = node->text.n_bytes;
    for (size_t i = 0; i < node->n_children; i++) {
        struct ast_size child;
        ast_measure(node->children[i], &child);
        if (child.depth > ret_size->depth)
            ret_size->depth = child.depth;
        ret_size->n_leaves += child.n_leaves;
        ret_size->n_regex_bytes += child.n_regex_bytes;
    }
    ret_size->depth += has_parentheses(node);
}
