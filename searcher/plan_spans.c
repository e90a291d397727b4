/*
 * Words that lie to each other in some way: the tree of spans that says how,
 * and an expression for the articles that have all the words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "base/vec.h"
#include "searcher/text_places.h"

#include <string.h>

/* An operand: where it is, and what has all its words. */
struct operand {
    struct span_node *spans; /* NULL: there is no word in it */
    struct expr *expr;
};

static struct span_node *new_node(struct planner *planner, enum span_op op)
{
    struct span_node *node = ARENA_NEW(planner->arena, struct span_node);
    if (node != NULL)
        node->op = op;
    return node;
}

/* Room for n children, to be filled; NULL when memory is out. */
static struct span_node **give_children(struct planner *planner,
                                        struct span_node *node, size_t n)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof(struct span_node *);
    struct span_node **children =
        (struct span_node **)arena_alloc_array(planner->arena, n + 1, n_bytes);
    if (children != NULL) {
        node->children = children;
        node->n_children = n;
    }
    return children;
}

/* ---- words */

/* The list of a leaf that has just the one term of the place; n_lists: none. */
static size_t find_list(const struct plan_leaf *leaf,
                        const struct pattern_place *place)
{
    size_t i = 0;
    if (place->n_terms != 1)
        return leaf->n_lists;
    while (i < leaf->n_lists && (leaf->lists[i].n_terms != 1 ||
                                 !str_span_equal(leaf->lists[i].terms[0].term,
                                                 place->terms[0].term)))
        i++;
    return i;
}

/* What the terms of the list are in a text: for marks. */
static enum status add_list(struct planner *planner, struct plan_leaf *leaf,
                            const struct pattern_place *place,
                            size_t *ret_i_list)
{
    if (leaf->n_lists == leaf->n_lists_room) {
        size_t n_room = leaf->n_lists_room == 0 ? 8 : leaf->n_lists_room * 2;
        struct pattern_place *more = (struct pattern_place *)arena_alloc_array(
            planner->arena, n_room, sizeof *more);
        if (more == NULL)
            return error_no_memory(planner->err);
        if (leaf->n_lists > 0)
            memcpy(more, leaf->lists, leaf->n_lists * sizeof *more);
        leaf->lists = more;
        leaf->n_lists_room = n_room;
    }
    *ret_i_list = leaf->n_lists;
    leaf->lists[leaf->n_lists++] = *place;
    return STATUS_OK;
}

/* The terms of the place, but for its stem in the language of the index. Those
   in others have positions wherever they are not the same as that. */
static enum status make_terms(struct planner *planner, struct plan_leaf *leaf,
                              const struct pattern_place *place,
                              struct span_node *node)
{
    struct str_span *terms = (struct str_span *)arena_alloc_array(
        planner->arena, place->n_terms + 1, sizeof *terms);
    if (terms == NULL)
        return error_no_memory(planner->err);
    node->terms = terms;
    for (size_t i = 0; i < place->n_terms; i++) {
        bool is_stem = place->terms[i].is_stem;
        struct str_span term = plan_term(planner, is_stem ? "Z" : "",
                                         leaf->field, place->terms[i].term);
        if (term.bytes == NULL)
            return error_no_memory(planner->err);
        if (is_stem && i == 0)
            node->stem = term;
        else
            terms[node->n_terms++] = term;
    }
    return add_list(planner, leaf, place, &node->i_list);
}

/* Besides, where one of the words is that have its stem, as far as their terms
   tell. In a text they are known by that stem. */
static enum status add_stem_words(struct planner *planner,
                                  struct plan_leaf *leaf,
                                  const struct pattern_place *place,
                                  struct span_node *node)
{
    struct str_span *words = NULL;
    size_t n_words = 0;
    enum status status =
        plan_stem_words(planner, leaf, place, &words, &n_words);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n_words; i++) {
        bool is_sure = false;
        for (size_t k = 0; k < node->n_terms; k++)
            is_sure = is_sure || str_span_equal(words[i], node->terms[k]);
        if (!is_sure)
            words[node->n_unsure++] = words[i];
    }
    node->unsure = words;
    node->odd = SPAN(TERM_ODD);
    return STATUS_OK;
}

static enum status make_place(struct planner *planner, struct plan_leaf *leaf,
                              const struct pattern_place *place,
                              struct span_node **ret_node)
{
    struct span_node *node =
        new_node(planner, place->is_any ? SPAN_GAP : SPAN_TERMS);
    *ret_node = node;
    if (node == NULL)
        return error_no_memory(planner->err);
    if (place->is_any)
        return STATUS_OK;
    enum status status = make_terms(planner, leaf, place, node);
    return status == STATUS_OK && node->stem.n_bytes > 0
               ? add_stem_words(planner, leaf, place, node)
               : status;
}

/* Its places as the children of a node of op. */
static enum status make_places(struct planner *planner, struct plan_leaf *leaf,
                               const struct pattern *pattern, enum span_op op,
                               struct span_node **ret_node)
{
    struct span_node *node = new_node(planner, op);
    struct span_node **children =
        node == NULL ? NULL : give_children(planner, node, pattern->n_places);
    if (children == NULL)
        return error_no_memory(planner->err);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < pattern->n_places && status == STATUS_OK; i++) {
        size_t n_lists = leaf->n_lists;
        size_t i_same = find_list(leaf, &pattern->places[i]);
        status = make_place(planner, leaf, &pattern->places[i], &children[i]);
        /* A word that stands twice in a window is looked for once. */
        if (op == SPAN_WINDOW && status == STATUS_OK && i_same < n_lists) {
            children[i]->i_list = i_same;
            leaf->n_lists = n_lists;
        }
    }
    *ret_node = node;
    return status;
}

enum status plan_pattern_spans(struct planner *planner, struct plan_leaf *leaf,
                               const struct pattern *pattern,
                               struct span_node **ret_node)
{
    return pattern->n_places == 1
               ? make_place(planner, leaf, &pattern->places[0], ret_node)
               : make_places(planner, leaf, pattern, SPAN_ROW, ret_node);
}

/* ---- operands */

static enum status note_empty(struct planner *planner,
                              const struct ast_node *node)
{
    return diagnostic_add(planner->list, "N106", node->span, NULL, planner->err,
                          "there is no word in this; left out");
}

/* A word, phrase, pattern ...: its words become lists of the whole leaf. */
static enum status make_word(struct planner *planner, struct plan_leaf *leaf,
                             const struct ast_node *node,
                             struct operand *ret_operand)
{
    struct plan_leaf word = {.node = node, .field = leaf->field};
    word.expansions = leaf->expansions;
    enum status status = plan_make_patterns(planner, &word);
    leaf->expansions = word.expansions;
    if (status != STATUS_OK)
        return status;
    if (word.n_patterns == 0)
        return note_empty(planner, node);
    struct span_node *all = new_node(planner, SPAN_OR);
    struct span_node **children =
        all == NULL ? NULL : give_children(planner, all, word.n_patterns);
    if (children == NULL)
        return error_no_memory(planner->err);
    for (size_t i = 0; i < word.n_patterns && status == STATUS_OK; i++)
        status =
            plan_pattern_spans(planner, leaf, &word.patterns[i], &children[i]);
    ret_operand->spans = word.n_patterns == 1 ? children[0] : all;
    ret_operand->expr = plan_patterns_expr(planner, &word);
    return status == STATUS_OK && ret_operand->expr == NULL
               ? error_no_memory(planner->err)
               : status;
}

static enum status make_operand(struct planner *planner, struct plan_leaf *leaf,
                                const struct ast_node *node,
                                struct operand *ret_operand);

static struct expr **expr_array(struct planner *planner, size_t n)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof(struct expr *);
    return (struct expr **)arena_alloc_array(planner->arena, n + 1, n_bytes);
}

/* Side by side, however long the chain of operands is. */
static struct expr *join_and(struct planner *planner, struct expr *a,
                             struct expr *b)
{
    bool is_chain = a->op == EXPR_AND;
    size_t n = is_chain ? a->n_children : 1;
    struct expr **all = expr_array(planner, n + 1);
    if (all == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        all[i] = is_chain ? a->children[i] : a;
    all[n] = b;
    return expr_group(planner->arena, EXPR_AND, all, n + 1);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status make_choice(struct planner *planner, struct plan_leaf *leaf,
                               const struct ast_node *node,
                               struct operand *ret_operand)
{
    struct span_node *choice = new_node(planner, SPAN_OR);
    struct span_node **children =
        choice == NULL ? NULL
                       : give_children(planner, choice, node->n_children);
    struct expr **exprs = expr_array(planner, node->n_children);
    ret_operand->spans = choice;
    if (children == NULL || exprs == NULL)
        return error_no_memory(planner->err);
    choice->n_children = 0;
    for (size_t i = 0; i < node->n_children; i++) {
        struct operand one = {NULL, NULL};
        enum status status =
            make_operand(planner, leaf, node->children[i], &one);
        if (status != STATUS_OK)
            return status;
        if (one.spans == NULL)
            continue;
        exprs[choice->n_children] = one.expr;
        children[choice->n_children++] = one.spans;
    }
    if (choice->n_children == 0)
        ret_operand->spans = NULL;
    ret_operand->expr =
        expr_group(planner->arena, EXPR_OR, exprs, choice->n_children);
    return ret_operand->expr == NULL ? error_no_memory(planner->err)
                                     : STATUS_OK;
}

static enum span_op op_of(enum ast_near near)
{
    switch (near) {
    case AST_NEAR_ANY:
        return SPAN_NEAR;
    case AST_NEAR_ORDERED:
        return SPAN_ORDERED;
    case AST_NEAR_NOT:
        return SPAN_NOT_NEAR;
    case AST_NEAR_SENTENCE:
        return SPAN_SENTENCE;
    case AST_NEAR_PARAGRAPH:
        return SPAN_PARAGRAPH;
    }
    return SPAN_NEAR;
}

/* What has no word is nowhere: nothing is near it. */
static enum status fill_empty(struct planner *planner, struct operand *operand)
{
    if (operand->spans != NULL)
        return STATUS_OK;
    operand->spans = new_node(planner, SPAN_OR);
    operand->expr = expr_leaf(planner->arena, EXPR_NONE);
    return operand->spans == NULL || operand->expr == NULL
               ? error_no_memory(planner->err)
               : STATUS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status make_pair(struct planner *planner, struct plan_leaf *leaf,
                             const struct ast_node *node,
                             struct operand *ret_operand)
{
    struct operand parts[2] = {{NULL, NULL}, {NULL, NULL}};
    struct span_node *pair = new_node(planner, op_of(node->near));
    struct span_node **children =
        pair == NULL ? NULL : give_children(planner, pair, 2);
    if (children == NULL)
        return error_no_memory(planner->err);
    for (size_t i = 0; i < 2; i++) {
        enum status status =
            make_operand(planner, leaf, node->children[i], &parts[i]);
        if (status == STATUS_OK)
            status = fill_empty(planner, &parts[i]);
        if (status != STATUS_OK)
            return status;
        children[i] = parts[i].spans;
    }
    pair->n_apart = node->n_apart;
    ret_operand->spans = pair;
    ret_operand->expr = node->near == AST_NEAR_NOT
                            ? parts[0].expr
                            : join_and(planner, parts[0].expr, parts[1].expr);
    return ret_operand->expr == NULL ? error_no_memory(planner->err)
                                     : STATUS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status make_operand(struct planner *planner, struct plan_leaf *leaf,
                                const struct ast_node *node,
                                struct operand *ret_operand)
{
    switch (node->kind) {
    case AST_WORD:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
        return make_word(planner, leaf, node, ret_operand);
    case AST_FIELD:
        leaf->field = node->field;
        return make_operand(planner, leaf, node->children[0], ret_operand);
    case AST_BOOST:
        return make_operand(planner, leaf, node->children[0], ret_operand);
    case AST_OR:
        return make_choice(planner, leaf, node, ret_operand);
    case AST_NEAR:
        return make_pair(planner, leaf, node, ret_operand);
    case AST_ALL:
    case AST_AND:
    case AST_NOT:
    case AST_MAYBE:
    case AST_DATE:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        break;
    }
    return error_set(planner->err, STATUS_INTERNAL,
                     "a node of the query is no operand of NEAR");
}

/* ---- leaves */

static enum status check_leaf(struct planner *planner, struct plan_leaf *leaf,
                              struct expr *superset)
{
    struct expr_check *check = ARENA_NEW(planner->arena, struct expr_check);
    struct text_places_of *places =
        ARENA_NEW(planner->arena, struct text_places_of);
    if (check == NULL || places == NULL)
        return error_no_memory(planner->err);
    *places = (struct text_places_of){planner->scope->places, planner->analyser,
                                      leaf->field};
    check->tree = leaf->spans;
    check->n_lists = leaf->n_lists;
    check->field = leaf->field;
    check->read = text_places_read;
    check->context = places;
    leaf->expr = expr_checked(planner->arena, superset, check);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

enum status plan_make_near(struct planner *planner, struct plan_leaf *leaf)
{
    struct operand all = {NULL, NULL};
    planner->is_near = planner->is_operand = true;
    enum status status = make_pair(planner, leaf, leaf->node, &all);
    planner->is_near = planner->is_operand = false;
    if (status != STATUS_OK)
        return status;
    leaf->spans = all.spans;
    return check_leaf(planner, leaf, all.expr);
}

/* The places of a phrase that are words, one by one. */
static struct expr *join_places(struct planner *planner,
                                const struct plan_leaf *leaf, enum expr_op op)
{
    const struct pattern *pattern = &leaf->patterns[0];
    struct expr **all = expr_array(planner, pattern->n_places);
    size_t n = 0;
    if (all == NULL)
        return NULL;
    for (size_t i = 0; i < pattern->n_places; i++)
        if (!pattern->places[i].is_any)
            all[n++] =
                plan_place_expr(planner, leaf->field, &pattern->places[i]);
    return expr_group(planner->arena, op, all, n);
}

/* `*` is no word that could be counted. */
static void leave_gaps_out(struct span_node *node)
{
    struct span_node **children = (struct span_node **)node->children;
    size_t n = 0;
    for (size_t i = 0; i < node->n_children; i++)
        if (children[i]->op != SPAN_GAP)
            children[n++] = children[i];
    node->n_children = n;
}

enum status plan_make_loose_phrase(struct planner *planner,
                                   struct plan_leaf *leaf)
{
    const struct ast_node *node = leaf->node;
    const struct pattern *pattern = &leaf->patterns[0];
    struct span_node *tree = NULL;
    enum span_op op = SPAN_ROW;
    enum expr_op join = EXPR_AND;
    if (node->n_least > 0) {
        op = SPAN_AT_LEAST;
        join = EXPR_OR;
    } else if (node->has_extra) {
        op = SPAN_WINDOW;
    }
    enum status status = make_places(planner, leaf, pattern, op, &tree);
    if (status != STATUS_OK)
        return status;
    if (tree == NULL)
        return error_no_memory(planner->err);
    if (op == SPAN_AT_LEAST) {
        leave_gaps_out(tree);
        tree->n_apart = node->n_least;
        leaf->is_at_least = true;
    } else if (op == SPAN_WINDOW) {
        uint64_t n_positions = (uint64_t)pattern->n_places + node->n_extra;
        tree->n_apart =
            n_positions < UINT32_MAX ? (uint32_t)n_positions : UINT32_MAX;
    }
    leaf->spans = tree;
    leaf->n_patterns = 0;
    struct expr *superset = join_places(planner, leaf, join);
    return superset == NULL ? error_no_memory(planner->err)
                            : check_leaf(planner, leaf, superset);
}
