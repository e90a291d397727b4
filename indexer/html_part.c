/*
 * The part of a page that is the article.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_choice.h"
#include "indexer/html_class.h"

/* In hundredths of the running text of the page, or of the part of it: */
#define BODY_MIN       40 /* what is called the text, and is so */
#define SISTER_MIN     25 /* of another part that is: it is in two */
#define ARTICLE_MIN    50
#define NEARLY_ALL_MIN 90 /* one that has it is the part to look into */

static uint32_t richest(const struct choice *choice,
                        bool (*is_it)(const struct html_node *node))
{
    const struct html_tree *tree = choice->tree;
    uint32_t i_best = 0;
    uint64_t best = 0;

    for (uint32_t i = 1; i < tree->n_nodes; i++) {
        uint64_t running = choice_running(choice, &tree->nodes[i]);

        if (is_it(&tree->nodes[i]) && running > best) {
            best = running;
            i_best = i;
        }
    }
    return i_best;
}

static bool is_body(const struct html_node *node)
{
    return (node->marks & MARK_BODY) != 0;
}

static bool is_article(const struct html_node *node)
{
    return node->kind == HTML_ARTICLE || (node->marks & MARK_ARTICLE) != 0;
}

/* The child that has nearly all of the node's running text; 0: none has. */
static uint32_t heir(const struct choice *choice, uint32_t i_node)
{
    const struct html_tree *tree = choice->tree;
    const struct html_node *node = &tree->nodes[i_node];
    uint64_t all = choice_running(choice, node);

    for (uint32_t i = i_node + 1; i < node->i_end; i = tree->nodes[i].i_end)
        if (choice_running(choice, &tree->nodes[i]) * 100 >=
            all * NEARLY_ALL_MIN)
            return i;
    return 0;
}

/* The innermost node that holds every part that says it is the text and is so
   in a fair share; the richest of them holds some of it at least. */
static uint32_t join_bodies(const struct choice *choice, uint32_t i_richest)
{
    const struct html_tree *tree = choice->tree;
    uint64_t least =
        choice_running(choice, &tree->nodes[i_richest]) / 100 * SISTER_MIN;
    uint32_t i_join = i_richest;

    for (uint32_t i = 1; i < tree->n_nodes;) {
        if (!is_body(&tree->nodes[i]) ||
            choice_running(choice, &tree->nodes[i]) < least ||
            choice_running(choice, &tree->nodes[i]) == 0) {
            i++;
            continue;
        }
        while (i < i_join || i >= tree->nodes[i_join].i_end)
            i_join = tree->nodes[i_join].i_parent;
        i = tree->nodes[i].i_end;
    }
    return i_join;
}

uint32_t choice_find(const struct choice *choice)
{
    const struct html_tree *tree = choice->tree;
    uint64_t all = choice_all(choice);
    uint32_t i = richest(choice, is_body);

    if (i > 0 &&
        choice_running(choice, &tree->nodes[i]) * 100 >= all * BODY_MIN)
        return join_bodies(choice, i);
    i = richest(choice, is_article);
    if (i > 0 &&
        choice_running(choice, &tree->nodes[i]) * 100 < all * ARTICLE_MIN)
        i = 0;
    for (;;) {
        uint32_t i_heir = heir(choice, i);

        if (i_heir == 0 || tree->nodes[i_heir].kind == HTML_PARAGRAPH)
            return i;
        i = i_heir;
    }
}
