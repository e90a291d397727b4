/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/blame.h"

#include "store/index_matches.h"

struct blamer {
    const struct plan_scope *scope;
    struct arena *arena;
    struct error *err;
};

/* What finds the tree, alone. */
static enum status plan_alone(const struct ast_node *node,
                              const struct plan_scope *scope,
                              struct arena *arena, struct expr **ret_expr,
                              struct error *err)
{
    struct diagnostic_list unheard;
    struct plan plan;
    diagnostic_list_init(&unheard, arena);
    enum status status = plan_make(node, scope, arena, &plan, &unheard, err);
    diagnostic_list_release(&unheard);
    *ret_expr = status == STATUS_OK ? plan.expr : NULL;
    return status;
}

enum status blame_count(const struct ast_node *node,
                        const struct plan_scope *scope, struct arena *arena,
                        uint64_t *ret_n_articles, struct error *err)
{
    static const struct search_range range = {0, 0, SORT_RELEVANCE, true};
    struct match_list list = {0};
    struct expr *expr;
    enum status status = plan_alone(node, scope, arena, &expr, err);
    if (status == STATUS_OK)
        status = index_search(scope->index, expr, &range, arena, &list, err);
    *ret_n_articles = list.n_total;
    return status;
}

enum status blame_count_up_to(const struct ast_node *node,
                              const struct plan_scope *scope, uint64_t n_enough,
                              struct arena *arena, uint64_t *ret_n_articles,
                              struct error *err)
{
    struct all_matches matches = {0};
    struct expr *expr;
    enum status status = plan_alone(node, scope, arena, &expr, err);
    if (status == STATUS_OK)
        status = index_matches(scope->index, expr, (size_t)n_enough, arena,
                               &matches, err);
    *ret_n_articles = matches.n_docids;
    return status;
}

/* ---- clauses */

/* node below the field that the clauses of a group are in. */
static struct ast_node *in_field(struct blamer *blamer,
                                 const struct ast_node *group,
                                 struct ast_node *node)
{
    return group->kind == AST_FIELD ? ast_wrap(blamer->arena, AST_FIELD,
                                               group->field, node->span, node)
                                    : node;
}

static enum status count_without(struct blamer *blamer,
                                 const struct ast_node *group,
                                 const struct ast_node *all, size_t i_left_out,
                                 uint64_t *ret_n)
{
    struct ast_node **others = ast_array(blamer->arena, all->n_children);
    size_t n = 0;
    if (others == NULL)
        return error_no_memory(blamer->err);
    for (size_t i = 0; i < all->n_children; i++)
        if (i != i_left_out)
            others[n++] = all->children[i];
    struct ast_node *rest = ast_group(blamer->arena, AST_AND, others, n);
    rest = rest == NULL ? NULL : in_field(blamer, group, rest);
    if (rest == NULL)
        return error_no_memory(blamer->err);
    return blame_count(rest, blamer->scope, blamer->arena, ret_n, blamer->err);
}

static enum status blame_clauses(struct blamer *blamer,
                                 const struct ast_node *root,
                                 struct blame *blame)
{
    const struct ast_node *all =
        root->kind == AST_FIELD ? root->children[0] : root;
    if (all->kind != AST_AND || all->n_children > BLAME_MAX_CLAUSES)
        return STATUS_OK;
    blame->clauses = (struct blamed_clause *)arena_alloc_array(
        blamer->arena, all->n_children, sizeof *blame->clauses);
    if (blame->clauses == NULL)
        return error_no_memory(blamer->err);
    for (size_t i = 0; i < all->n_children; i++) {
        struct blamed_clause *clause = &blame->clauses[blame->n_clauses++];
        struct ast_node *alone = in_field(blamer, root, all->children[i]);
        if (alone == NULL)
            return error_no_memory(blamer->err);
        clause->node = all->children[i];
        clause->span = clause->node->span;
        enum status status = blame_count(alone, blamer->scope, blamer->arena,
                                         &clause->n_articles, blamer->err);
        if (status == STATUS_OK)
            status = count_without(blamer, root, all, i, &clause->n_without);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* NOLINTNEXTLINE(readability-function-size): two outputs and a scope */
enum status blame_count_clauses(const struct ast_node *root, uint64_t n_total,
                                const struct plan_scope *scope,
                                struct arena *arena,
                                struct blamed_clause **ret_clauses,
                                size_t *ret_n_clauses, struct error *err)
{
    bool is_group = root->kind == AST_AND;
    size_t n = is_group ? root->n_children : 1;
    enum status status = STATUS_OK;

    *ret_n_clauses = 0;
    if (n > BLAME_MAX_CLAUSES || root->kind == AST_ALL)
        return STATUS_OK;
    struct blamed_clause *clauses =
        (struct blamed_clause *)arena_alloc_array(arena, n, sizeof *clauses);
    if (clauses == NULL)
        return error_no_memory(err);
    if (!is_group)
        clauses[0] = (struct blamed_clause){root, root->span, n_total, 0};
    for (size_t i = 0; is_group && i < n && status == STATUS_OK; i++) {
        clauses[i].node = root->children[i];
        clauses[i].span = clauses[i].node->span;
        status = blame_count(clauses[i].node, scope, arena,
                             &clauses[i].n_articles, err);
    }
    *ret_clauses = clauses;
    *ret_n_clauses = n;
    return status;
}

enum status blame_find(const struct ast_node *root,
                       const struct plan_scope *scope, struct arena *arena,
                       struct blame *ret_blame, struct error *err)
{
    struct blamer blamer = {scope, arena, err};
    *ret_blame = (struct blame){NULL, 0};
    return blame_clauses(&blamer, root, ret_blame);
}
