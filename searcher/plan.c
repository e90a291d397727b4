/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan.h"

#include "searcher/mark_set.h"
#include "searcher/plan_leaf.h"

/* What a part of the tree became. */
struct piece {
    struct expr *expr; /* NULL: nothing is left of it */
    bool is_negative;  /* stands for the articles that do not match expr */
    bool is_filter;    /* gives no weight */
};

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static size_t count_leaves(const struct ast_node *node)
{
    if (node->kind == AST_NEAR)
        return 1;
    size_t n = node->n_children == 0;
    for (size_t i = 0; i < node->n_children; i++)
        n += count_leaves(node->children[i]);
    return n;
}

static enum status note_empty(struct planner *planner,
                              const struct ast_node *node)
{
    return diagnostic_add(planner->list, "N106", node->span, NULL, planner->err,
                          "there is no word in this; left out");
}

static enum status compile_leaf(struct planner *planner,
                                const struct ast_node *node, enum field field,
                                bool is_positive, struct piece *ret_piece)
{
    struct plan *plan = planner->plan;
    struct plan_leaf *leaf = &plan->leaves[plan->n_leaves];
    *leaf = (struct plan_leaf){
        .node = node, .field = field, .is_positive = is_positive};
    enum status status = plan_leaf_make(planner, leaf, &ret_piece->is_filter);
    if (status != STATUS_OK)
        return status;
    if (leaf->expr == NULL)
        return note_empty(planner, node);
    ret_piece->expr = leaf->expr;
    plan->n_leaves++;
    return STATUS_OK;
}

/* "All articles but" as an expression of its own. */
static struct expr *complement(struct planner *planner, struct expr *expr)
{
    struct expr *all = expr_leaf(planner->arena, EXPR_ALL);
    return expr_pair(planner->arena, EXPR_AND_NOT, all, expr);
}

/* Expressions on their way into one group. */
struct exprs {
    struct expr **exprs;
    size_t n_exprs;
};

static struct exprs exprs_new(struct arena *arena, size_t n)
{
    struct exprs exprs = {NULL, 0};
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof *exprs.exprs;
    exprs.exprs = (struct expr **)arena_alloc_array(arena, n, n_bytes);
    return exprs;
}

static struct expr *join(struct planner *planner, enum expr_op op,
                         const struct exprs *exprs)
{
    return exprs->n_exprs == 1
               ? exprs->exprs[0]
               : expr_group(planner->arena, op, exprs->exprs, exprs->n_exprs);
}

/* first as it is, then the others behind it in one group of op. */
static struct expr *join_behind(struct planner *planner, enum expr_op op,
                                struct expr *first, const struct exprs *others)
{
    if (others->n_exprs == 0)
        return first;
    struct exprs all = exprs_new(planner->arena, others->n_exprs + 1);
    if (all.exprs == NULL)
        return NULL;
    all.exprs[all.n_exprs++] = first;
    for (size_t i = 0; i < others->n_exprs; i++)
        all.exprs[all.n_exprs++] = others->exprs[i];
    return expr_group(planner->arena, op, all.exprs, all.n_exprs);
}

static struct expr *without_weight(struct planner *planner, struct expr *expr)
{
    if (expr == NULL || expr->op == EXPR_ALL ||
        (expr->op == EXPR_AND_NOT && expr->children[0]->op == EXPR_ALL))
        return expr;
    return expr_scale(planner->arena, expr, 0);
}

static enum status join_or(struct planner *planner, const struct piece *pieces,
                           size_t n_pieces, struct piece *ret_piece)
{
    struct exprs exprs = exprs_new(planner->arena, n_pieces);
    if (exprs.exprs == NULL)
        return error_no_memory(planner->err);
    ret_piece->is_filter = true;
    for (size_t i = 0; i < n_pieces; i++)
        if (!pieces[i].is_filter && !pieces[i].is_negative)
            ret_piece->is_filter = false;
    for (size_t i = 0; i < n_pieces; i++) {
        struct expr *expr = pieces[i].expr;
        if (pieces[i].is_negative)
            expr = complement(planner, expr);
        else if (pieces[i].is_filter && !ret_piece->is_filter)
            expr = without_weight(planner, expr);
        exprs.exprs[exprs.n_exprs++] = expr;
    }
    ret_piece->expr = join(planner, EXPR_OR, &exprs);
    return ret_piece->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

static enum status join_and(struct planner *planner, const struct piece *pieces,
                            size_t n_pieces, struct piece *ret_piece)
{
    struct exprs scoring = exprs_new(planner->arena, n_pieces);
    struct exprs filters = exprs_new(planner->arena, n_pieces);
    struct exprs excluded = exprs_new(planner->arena, n_pieces);
    if (scoring.exprs == NULL || filters.exprs == NULL ||
        excluded.exprs == NULL)
        return error_no_memory(planner->err);
    for (size_t i = 0; i < n_pieces; i++) {
        struct exprs *to = &scoring;
        if (pieces[i].is_negative)
            to = &excluded;
        else if (pieces[i].is_filter)
            to = &filters;
        /* Everything AND x is x. */
        if (to != &filters || pieces[i].expr->op != EXPR_ALL || n_pieces == 1)
            to->exprs[to->n_exprs++] = pieces[i].expr;
    }
    struct expr *expr;
    if (scoring.n_exprs > 0)
        expr = join_behind(planner, EXPR_FILTER,
                           join(planner, EXPR_AND, &scoring), &filters);
    else if (filters.n_exprs > 0)
        expr = join(planner, EXPR_AND, &filters);
    else
        expr = expr_leaf(planner->arena, EXPR_ALL);
    ret_piece->is_filter = scoring.n_exprs == 0;
    ret_piece->expr = join_behind(planner, EXPR_AND_NOT, expr, &excluded);
    return ret_piece->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

static enum status compile(struct planner *planner, const struct ast_node *node,
                           enum field field, bool is_positive,
                           struct piece *ret_piece);

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status compile_group(struct planner *planner,
                                 const struct ast_node *node, enum field field,
                                 bool is_positive, struct piece *ret_piece)
{
    struct piece *pieces = (struct piece *)arena_alloc_array(
        planner->arena, node->n_children, sizeof *pieces);
    size_t n_pieces = 0;
    if (pieces == NULL)
        return error_no_memory(planner->err);
    for (size_t i = 0; i < node->n_children; i++) {
        enum status status = compile(planner, node->children[i], field,
                                     is_positive, &pieces[n_pieces]);
        if (status != STATUS_OK)
            return status;
        n_pieces += pieces[n_pieces].expr != NULL;
    }
    if (n_pieces < 2) {
        if (n_pieces == 1)
            *ret_piece = pieces[0];
        return STATUS_OK;
    }
    return node->kind == AST_AND
               ? join_and(planner, pieces, n_pieces, ret_piece)
               : join_or(planner, pieces, n_pieces, ret_piece);
}

/* What only ranks is left out where it can't. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status compile_maybe(struct planner *planner,
                                 const struct ast_node *node, enum field field,
                                 bool is_positive, struct piece *ret_piece)
{
    struct piece must;
    struct piece may;
    enum status status =
        compile(planner, node->children[0], field, is_positive, &must);
    if (status == STATUS_OK)
        status = compile(planner, node->children[1], field, is_positive, &may);
    *ret_piece = must;
    if (status != STATUS_OK || must.expr == NULL || may.expr == NULL ||
        may.is_negative || may.is_filter || !is_positive)
        return status;
    if (must.is_negative)
        must.expr = complement(planner, must.expr);
    else if (must.is_filter)
        must.expr = without_weight(planner, must.expr);
    ret_piece->expr =
        expr_pair(planner->arena, EXPR_AND_MAYBE, must.expr, may.expr);
    ret_piece->is_negative = ret_piece->is_filter = false;
    return ret_piece->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status compile_boost(struct planner *planner,
                                 const struct ast_node *node, enum field field,
                                 bool is_positive, struct piece *ret_piece)
{
    enum status status =
        compile(planner, node->children[0], field, is_positive, ret_piece);
    if (status != STATUS_OK || ret_piece->expr == NULL ||
        ret_piece->is_negative || ret_piece->is_filter)
        return status;
    ret_piece->expr = expr_scale(planner->arena, ret_piece->expr, node->factor);
    return ret_piece->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status compile(struct planner *planner, const struct ast_node *node,
                           enum field field, bool is_positive,
                           struct piece *ret_piece)
{
    enum status status;
    *ret_piece = (struct piece){NULL, false, false};
    switch (node->kind) {
    case AST_ALL:
        ret_piece->expr = expr_leaf(planner->arena, EXPR_ALL);
        ret_piece->is_filter = true;
        return ret_piece->expr == NULL ? error_no_memory(planner->err)
                                       : STATUS_OK;
    case AST_WORD:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
    case AST_NEAR:
        return compile_leaf(planner, node, field, is_positive, ret_piece);
    case AST_DATE:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        return compile_leaf(planner, node, FIELD_DATE, is_positive, ret_piece);
    case AST_MAYBE:
        return compile_maybe(planner, node, field, is_positive, ret_piece);
    case AST_BOOST:
        return compile_boost(planner, node, field, is_positive, ret_piece);
    case AST_FIELD:
        return compile(planner, node->children[0], node->field, is_positive,
                       ret_piece);
    case AST_NOT:
        status =
            compile(planner, node->children[0], field, !is_positive, ret_piece);
        ret_piece->is_negative = !ret_piece->is_negative;
        return status;
    case AST_AND:
    case AST_OR:
        return compile_group(planner, node, field, is_positive, ret_piece);
    }
    return error_set(planner->err, STATUS_INTERNAL,
                     "a node of the query has no plan");
}

static enum status check_repeats(struct planner *planner)
{
    const struct plan *plan = planner->plan;
    if (plan->marks->n_repeats <= PLAN_MAX_REPEATS)
        return STATUS_OK;
    return plan_refuse(planner, plan->root,
                       "a word stands in the phrases of the query more than "
                       "%d times",
                       PLAN_MAX_REPEATS);
}

static enum status finish(struct planner *planner, const struct piece *piece)
{
    struct plan *plan = planner->plan;
    plan->has_positive =
        piece->expr != NULL && !piece->is_negative && !piece->is_filter;
    if (piece->expr == NULL)
        plan->expr = expr_leaf(planner->arena, EXPR_NONE);
    else if (piece->is_negative)
        plan->expr = complement(planner, piece->expr);
    else if (piece->is_filter)
        plan->expr = without_weight(planner, piece->expr);
    else
        plan->expr = piece->expr;
    plan->marks = mark_set_new(planner->arena, plan->leaves, plan->n_leaves);
    if (plan->expr == NULL || plan->marks == NULL)
        return error_no_memory(planner->err);
    return check_repeats(planner);
}

/* Words of a phrase that begin with a wildcard, and are more than that. */
static size_t count_open_words(struct str_span text)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < text.n_bytes; i++)
        n += (text.bytes[i] == '*' || text.bytes[i] == '?') &&
             (i == 0 || text.bytes[i - 1] == ' ') && text.bytes[i + 1] != ' ';
    return n;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static size_t count_scans(const struct ast_node *node)
{
    size_t n = node->kind == AST_FUZZY || node->kind == AST_REGEX;
    if (node->kind == AST_PATTERN || node->kind == AST_PHRASE)
        n = count_open_words(node->text);
    for (size_t i = 0; i < node->n_children; i++)
        n += count_scans(node->children[i]);
    return n;
}

enum status plan_make(const struct ast_node *root,
                      const struct plan_scope *scope, struct arena *arena,
                      struct plan *ret_plan, struct diagnostic_list *list,
                      struct error *err)
{
    struct planner planner = {.scope = scope,
                              .analyser = scope->analyser,
                              .arena = arena,
                              .list = list,
                              .err = err,
                              .plan = ret_plan};
    struct piece piece;
    *ret_plan = (struct plan){.root = root, .places = scope->places};
    ret_plan->leaves = (struct plan_leaf *)arena_alloc_array(
        arena, count_leaves(root), sizeof *ret_plan->leaves);
    if (ret_plan->leaves == NULL)
        return error_no_memory(err);
    if (count_scans(root) > PLAN_MAX_SCANS)
        return plan_refuse(&planner, root,
                           "the query has more than %d slips, regular "
                           "expressions and words that begin with a wildcard",
                           PLAN_MAX_SCANS);
    enum status status = compile(&planner, root, FIELD_TEXT, true, &piece);
    return status == STATUS_OK ? finish(&planner, &piece) : status;
}
