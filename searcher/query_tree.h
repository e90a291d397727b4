/*
 * From operands and the operators between them to a tree: where precedence
 * lives. Side by side binds loosest, OR tighter, AND and MAYBE tighter than OR.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_TREE_H
#define LEDE_SEARCHER_QUERY_TREE_H

#include "searcher/query.h"

enum tree_join {
    TREE_BESIDE, /* nothing written between the two */
    TREE_OR,
    TREE_AND,
    TREE_MAYBE, /* as tight as AND; what is on its right only ranks */
};

struct tree_item {
    enum tree_join join; /* to the item before; of the first: _BESIDE */
    bool is_required;    /* has a + in front: matters in QUERY_ANY_WORD */
    struct ast_node *node;
};

/* What stands between two parentheses, or in the whole query. */
struct tree_items {
    struct tree_item *items;
    size_t n_items;
    size_t n_items_room;
};

void tree_items_release(struct tree_items *items);
MUST_CHECK enum status tree_items_add(struct tree_items *items,
                                      struct tree_item item, struct error *err);

/* The tree of at least one item; NULL when memory is out. */
MUST_CHECK struct ast_node *tree_build(const struct tree_items *items,
                                       enum query_mode mode,
                                       struct arena *arena);

/*
 * Sets *ret_other to the tree that readers used to another precedence expect,
 * or to NULL if nobody could read the items another way.
 */
MUST_CHECK enum status tree_other(const struct tree_items *items,
                                  enum query_mode mode, struct arena *arena,
                                  struct ast_node **ret_other,
                                  struct error *err);

#endif
