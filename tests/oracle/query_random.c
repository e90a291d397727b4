/*
 * Random trees of the whole grammar; the leaves are in query_random_leaf.c.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query_random_parts.h"

struct ast_node *taste_new(struct taster *taster, enum ast_kind kind)
{
    return demand_memory(ast_new(taster->arena, kind, (struct ast_span){0, 0}));
}

bool taste_has(const struct taster *taster, unsigned bit)
{
    return (taster->tastes & TASTE(bit)) != 0;
}

static struct ast_node *wrap(struct taster *taster, enum ast_kind kind,
                             enum field field, struct ast_node *child)
{
    return demand_memory(
        ast_wrap(taster->arena, kind, field, (struct ast_span){0, 0}, child));
}

/* ---- operands of NEAR and its like */

static struct ast_node *operand(struct taster *taster, unsigned depth,
                                bool is_in_field);

static struct ast_node *near_node(struct taster *taster, unsigned depth,
                                  bool is_in_field)
{
    struct ast_node *node = taste_new(taster, AST_NEAR);
    node->near = (enum ast_near)dice_below(taster->dice, 5);
    if (node->near <= AST_NEAR_NOT)
        node->n_apart = dice_once_in(taster->dice, 6)
                            ? AST_APART_DEFAULT
                            : 1 + (uint32_t)dice_below(taster->dice, 6);
    node->children = demand_memory(ast_array(taster->arena, 2));
    node->n_children = 2;
    for (size_t i = 0; i < 2; i++)
        node->children[i] = operand(taster, depth, is_in_field);
    return node;
}

static struct ast_node *operand(struct taster *taster, unsigned depth,
                                bool is_in_field)
{
    if (depth > 0 && dice_once_in(taster->dice, 4))
        return near_node(taster, depth - 1, is_in_field);
    if (depth > 0 && dice_once_in(taster->dice, 5)) {
        struct ast_node *children[3];
        size_t n = 2 + dice_below(taster->dice, 2);
        for (size_t i = 0; i < n; i++)
            children[i] = operand(taster, depth - 1, is_in_field);
        return demand_memory(ast_group(taster->arena, AST_OR, children, n));
    }
    return taste_word(taster, true);
}

/* ---- all nodes */

static struct ast_node *any_node(struct taster *taster, unsigned depth,
                                 bool is_in_field);

static struct ast_node *group(struct taster *taster, enum ast_kind kind,
                              unsigned depth, bool is_in_field)
{
    struct ast_node *children[3];
    size_t n = 2 + dice_once_in(taster->dice, 3);
    for (size_t i = 0; i < n; i++)
        children[i] = any_node(taster, depth, is_in_field);
    return demand_memory(ast_group(taster->arena, kind, children, n));
}

static struct ast_node *maybe(struct taster *taster, unsigned depth,
                              bool is_in_field)
{
    struct ast_node *node = taste_new(taster, AST_MAYBE);
    node->children = demand_memory(ast_array(taster->arena, 2));
    node->n_children = 2;
    for (size_t i = 0; i < 2; i++)
        node->children[i] = any_node(taster, depth, is_in_field);
    return node;
}

static struct ast_node *boost(struct taster *taster, unsigned depth,
                              bool is_in_field)
{
    static const double factors[] = {0.25, 0.5, 2, 3, 10.5, 100};
    struct ast_node *child = any_node(taster, depth, is_in_field);
    if (child->kind == AST_BOOST || child->kind == AST_NOT ||
        child->kind == AST_ALL)
        return child;
    struct ast_node *node = wrap(taster, AST_BOOST, FIELD_TEXT, child);
    node->factor = factors[dice_below(taster->dice, 6)];
    return node;
}

static struct ast_node *in_field(struct taster *taster, unsigned depth)
{
    static const enum field fields[] = {FIELD_TITLE,   FIELD_TITLE,
                                        FIELD_AUTHOR,  FIELD_SOURCE,
                                        FIELD_SECTION, FIELD_TEXT};
    enum field field = fields[dice_below(taster->dice, 6)];
    if (dice_once_in(taster->dice, 3))
        return taste_value(taster);
    taster->field = field;
    struct ast_node *child =
        dice_once_in(taster->dice, 2)
            ? taste_word(taster, false)
            : any_node(taster, depth > 0 ? depth - 1 : 0, true);
    taster->field = FIELD_TEXT;
    return wrap(taster, AST_FIELD, field, child);
}

static struct ast_node *any_node(struct taster *taster, unsigned depth,
                                 bool is_in_field)
{
    unsigned choice = (unsigned)dice_below(taster->dice, 20);
    if (depth == 0 || choice < 5) {
        if (!is_in_field && dice_once_in(taster->dice, 5))
            return taste_filter(taster);
        return taste_word(taster, false);
    }
    if (choice < 9)
        return group(taster, AST_AND, depth - 1, is_in_field);
    if (choice < 12)
        return group(taster, AST_OR, depth - 1, is_in_field);
    if (choice < 14)
        return wrap(taster, AST_NOT, FIELD_TEXT,
                    any_node(taster, depth - 1, is_in_field));
    if (choice < 15 && !is_in_field)
        return in_field(taster, depth);
    if (choice < 16 && taste_has(taster, AST_MAYBE))
        return maybe(taster, depth - 1, is_in_field);
    if (choice < 17 && taste_has(taster, AST_BOOST))
        return boost(taster, depth - 1, is_in_field);
    if (taste_has(taster, AST_NEAR))
        return near_node(taster, depth - 1, is_in_field);
    return taste_word(taster, false);
}

struct ast_node *query_random(struct dice *dice, const struct article *articles,
                              size_t n_articles, uint32_t tastes,
                              struct arena *arena)
{
    struct taster taster = {.dice = dice,
                            .articles = articles,
                            .n_articles = n_articles,
                            .tastes = tastes,
                            .field = FIELD_TEXT,
                            .arena = arena};
    return any_node(&taster, (unsigned)dice_below(dice, 4), false);
}
