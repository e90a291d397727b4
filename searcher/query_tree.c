/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_tree.h"

#include "base/vec.h"
#include "searcher/query_field.h"

#include <stdlib.h>

void tree_items_release(struct tree_items *items)
{
    free(items->items);
    *items = (struct tree_items){NULL, 0, 0};
}

enum status tree_items_add(struct tree_items *items, struct tree_item item,
                           struct error *err)
{
    enum status status = VEC_RESERVE(&items->items, &items->n_items_room,
                                     items->n_items, 1, err);
    if (status == STATUS_OK)
        items->items[items->n_items++] = item;
    return status;
}

/* Nodes on their way into one group. */
struct nodes {
    struct ast_node **nodes;
    size_t n_nodes;
};

static struct nodes nodes_new(struct arena *arena, size_t n)
{
    struct nodes nodes = {NULL, 0};
    nodes.nodes = ast_array(arena, n);
    return nodes;
}

/* The end of the run that begins at i and has no join looser than tightest. */
static size_t run_end(const struct tree_items *items, size_t i, size_t end,
                      enum tree_join tightest)
{
    size_t k = i + 1;
    while (k < end && items->items[k].join >= tightest)
        k++;
    return k;
}

static struct ast_node *make_maybe(struct arena *arena, struct ast_node *left,
                                   struct ast_node *right)
{
    struct ast_span span = {left->span.start_bytes, right->span.end_bytes};
    struct ast_node *node = ast_new(arena, AST_MAYBE, span);
    struct ast_node **children = ast_array(arena, 2);
    if (node == NULL || children == NULL)
        return NULL;
    children[0] = left;
    children[1] = right;
    node->children = children;
    node->n_children = 2;
    return node;
}

/* Items i..end joined by AND and MAYBE, from the left: a AND b MAYBE c AND d
   is ((a AND b) MAYBE c) AND d. */
static struct ast_node *build_and(const struct tree_items *items, size_t i,
                                  size_t end, struct arena *arena)
{
    struct nodes chain = nodes_new(arena, end - i);
    if (chain.nodes == NULL)
        return NULL;
    for (size_t k = i; k < end; k++) {
        struct ast_node *node = items->items[k].node;
        if (k > i && items->items[k].join == TREE_MAYBE) {
            struct ast_node *left =
                ast_group(arena, AST_AND, chain.nodes, chain.n_nodes);
            node = left == NULL ? NULL : make_maybe(arena, left, node);
            chain.n_nodes = 0;
        }
        if (node == NULL)
            return NULL;
        chain.nodes[chain.n_nodes++] = node;
    }
    return ast_group(arena, AST_AND, chain.nodes, chain.n_nodes);
}

/* Items i..end joined by OR and what is tighter. */
static struct ast_node *build_or(const struct tree_items *items, size_t i,
                                 size_t end, struct arena *arena)
{
    struct nodes alternatives = nodes_new(arena, end - i);
    if (alternatives.nodes == NULL)
        return NULL;
    while (i < end) {
        size_t stop = run_end(items, i, end, TREE_AND);
        struct ast_node *node = build_and(items, i, stop, arena);
        if (node == NULL)
            return NULL;
        alternatives.nodes[alternatives.n_nodes++] = node;
        i = stop;
    }
    return ast_group(arena, AST_OR, alternatives.nodes, alternatives.n_nodes);
}

static bool is_single_field(const struct ast_node *node)
{
    return node->kind == AST_FIELD && query_field_is_single(node->field);
}

/* source:herald source:times: an article has one source, so it is either. */
static struct ast_node *join_same_fields(const struct nodes *groups, size_t i,
                                         bool *is_taken, struct arena *arena)
{
    struct ast_node *node = groups->nodes[i];
    if (!is_single_field(node))
        return node;
    struct nodes same = nodes_new(arena, groups->n_nodes - i);
    if (same.nodes == NULL)
        return NULL;
    for (size_t k = i; k < groups->n_nodes; k++) {
        struct ast_node *other = groups->nodes[k];
        if (is_taken[k] || !is_single_field(other) ||
            other->field != node->field)
            continue;
        is_taken[k] = true;
        same.nodes[same.n_nodes++] = other;
    }
    return ast_group(arena, AST_OR, same.nodes, same.n_nodes);
}

static struct ast_node *build_all(const struct nodes *groups,
                                  struct arena *arena)
{
    struct nodes joined = nodes_new(arena, groups->n_nodes);
    bool *is_taken =
        (bool *)arena_alloc_array(arena, groups->n_nodes, sizeof *is_taken);
    if (joined.nodes == NULL || is_taken == NULL)
        return NULL;
    for (size_t i = 0; i < groups->n_nodes; i++) {
        if (is_taken[i])
            continue;
        struct ast_node *node = join_same_fields(groups, i, is_taken, arena);
        if (node == NULL)
            return NULL;
        joined.nodes[joined.n_nodes++] = node;
    }
    return ast_group(arena, AST_AND, joined.nodes, joined.n_nodes);
}

/*
 * Any of the groups; but what was excluded stays out, and what has a + must be
 * there: +a b -c is a AND (a OR b) AND NOT c, so that b still adds to the
 * rank.
 */
static struct ast_node *build_any(const struct nodes *groups,
                                  const bool *is_required, struct arena *arena)
{
    size_t n = groups->n_nodes;
    struct nodes all = nodes_new(arena, n + 1);
    struct nodes any = nodes_new(arena, n);
    if (all.nodes == NULL || any.nodes == NULL)
        return NULL;
    size_t n_optional = 0;
    for (size_t i = 0; i < n; i++) {
        if (groups->nodes[i]->kind == AST_NOT)
            continue;
        if (is_required[i])
            all.nodes[all.n_nodes++] = groups->nodes[i];
        else
            n_optional++;
        any.nodes[any.n_nodes++] = groups->nodes[i];
    }
    if (n_optional > 0) {
        struct ast_node *node =
            ast_group(arena, AST_OR, any.nodes, any.n_nodes);
        if (node == NULL)
            return NULL;
        all.nodes[all.n_nodes++] = node;
    }
    for (size_t i = 0; i < n; i++)
        if (groups->nodes[i]->kind == AST_NOT)
            all.nodes[all.n_nodes++] = groups->nodes[i];
    return ast_group(arena, AST_AND, all.nodes, all.n_nodes);
}

struct ast_node *tree_build(const struct tree_items *items,
                            enum query_mode mode, struct arena *arena)
{
    struct nodes groups = nodes_new(arena, items->n_items);
    bool *is_required =
        (bool *)arena_alloc_array(arena, items->n_items, sizeof *is_required);
    if (groups.nodes == NULL || is_required == NULL)
        return NULL;
    for (size_t i = 0; i < items->n_items;) {
        size_t stop = run_end(items, i, items->n_items, TREE_OR);
        struct ast_node *node = build_or(items, i, stop, arena);
        if (node == NULL)
            return NULL;
        is_required[groups.n_nodes] =
            stop == i + 1 && items->items[i].is_required;
        groups.nodes[groups.n_nodes++] = node;
        i = stop;
    }
    if (groups.n_nodes == 1)
        return groups.nodes[0];
    return mode == QUERY_ALL_WORDS ? build_all(&groups, arena)
                                   : build_any(&groups, is_required, arena);
}

enum status tree_other(const struct tree_items *items, enum query_mode mode,
                       struct arena *arena, struct ast_node **ret_other,
                       struct error *err)
{
    size_t n_joins[4] = {0, 0, 0, 0};
    *ret_other = NULL;
    for (size_t i = 1; i < items->n_items; i++)
        n_joins[items->items[i].join]++;
    bool is_beside = mode == QUERY_ALL_WORDS && n_joins[TREE_BESIDE] > 0 &&
                     n_joins[TREE_OR] > 0;
    if (!is_beside && (n_joins[TREE_AND] == 0 || n_joins[TREE_OR] == 0))
        return STATUS_OK;

    /* Either side by side binds as tightly as AND, or OR before AND. */
    struct tree_items other = {NULL, 0, 0};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < items->n_items; i++) {
        struct tree_item item = items->items[i];
        if (is_beside && i > 0 && item.join == TREE_BESIDE)
            item.join = TREE_AND;
        else if (!is_beside && item.join == TREE_AND)
            item.join = TREE_BESIDE;
        status = tree_items_add(&other, item, err);
    }
    if (status == STATUS_OK) {
        *ret_other = tree_build(&other, QUERY_ALL_WORDS, arena);
        if (*ret_other == NULL)
            status = error_no_memory(err);
    }
    tree_items_release(&other);
    return status;
}
