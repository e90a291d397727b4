/*
 * Parts of a page that are not its article, whatever they hold: by what they
 * are called, unless they hold too much of the page to be that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_choice.h"
#include "indexer/html_class.h"

/* In hundredths of the running text of the page: */
#define BESIDE_MAX 35 /* what is called something beside, and is so */
#define LINKED_MAX 70 /* the same, where it is full of links */
#define BYLINE_MAX 15 /* what is called the author, and tells of one */
/* A teaser: a title that is a link, and so much besides at most. */
#define TEASER_BYTES  600
#define TEASER_BLOCKS 5
/* A lead stands so near to the title, in so many blocks. */
#define LEAD_BLOCKS   3
#define LEAD_DISTANCE 4

static void drop(struct html_tree *tree, const struct html_node *node)
{
    for (uint32_t i = node->i_block; i < node->i_block_end; i++)
        tree->blocks[i].is_dropped = true;
}

static void find_body(struct choice *choice)
{
    const struct html_tree *tree = choice->tree;

    for (uint32_t i = 1; i < tree->n_nodes; i++)
        if ((tree->nodes[i].marks & MARK_BODY) != 0 &&
            choice_running(choice, &tree->nodes[i]) * 100 >
                choice_all(choice) * BESIDE_MAX)
            choice->i_body = i;
}

/* Running text in which every fifth byte is a link is that of teasers. */
static bool is_linked(const struct choice *choice, const struct html_node *node)
{
    const struct sums *from = &choice->sums[node->i_block];
    const struct sums *to = &choice->sums[node->i_block_end];

    return (to->n_link_bytes - from->n_link_bytes) * 5 >=
           to->n_bytes - from->n_bytes;
}

static bool is_beside(const struct choice *choice, uint32_t i_node)
{
    const struct html_node *node = &choice->tree->nodes[i_node];
    uint64_t running = choice_running(choice, node);
    uint64_t all = choice_all(choice);

    if (node->kind == HTML_BODY || i_node == 0)
        return false;
    if ((node->marks & MARK_COMMENTS) != 0)
        return !choice_has_block(node, choice->i_title) &&
               (choice->i_body < i_node || choice->i_body >= node->i_end);
    if ((node->marks & MARK_BYLINE) != 0)
        return running * 100 <= all * BYLINE_MAX;
    if ((node->marks & (MARK_BESIDE | MARK_HIDDEN)) == 0 &&
        node->kind != HTML_BESIDE && node->kind != HTML_FORM)
        return false;
    return running * 100 <=
           all * (is_linked(choice, node) ? LINKED_MAX : BESIDE_MAX);
}

/* Many call the lead a teaser, and quotations "share": what has no link is a
   paragraph of the article, or if it is a part that stands just below the
   title, its lead. */
static bool is_lead(const struct choice *choice, const struct html_node *node)
{
    const struct sums *from = &choice->sums[node->i_block];
    const struct sums *to = &choice->sums[node->i_block_end];

    if (to->n_link_bytes > from->n_link_bytes)
        return false;
    if (node->kind == HTML_PARAGRAPH || node->kind == HTML_HEADING)
        return true;
    return node->kind == HTML_DIVISION && choice->i_title != HTML_NO_BLOCK &&
           node->i_block > choice->i_title &&
           node->i_block <= choice->i_title + LEAD_DISTANCE &&
           node->i_block_end - node->i_block <= LEAD_BLOCKS &&
           to->n_bytes <= from->n_bytes + LEAD_BYTES &&
           choice_running(choice, node) > 0;
}

void choice_drop_beside(struct choice *choice)
{
    struct html_tree *tree = choice->tree;

    find_body(choice);
    for (uint32_t i = 1; i < tree->n_nodes;) {
        if (is_beside(choice, i) && !is_lead(choice, &tree->nodes[i])) {
            drop(tree, &tree->nodes[i]);
            i = tree->nodes[i].i_end;
        } else {
            i++;
        }
    }
}

/* Its first block, or its heading, is a link, and it is short. */
static bool is_teaser(const struct choice *choice, const struct html_node *node)
{
    const struct html_tree *tree = choice->tree;
    size_t n_bytes = 0;
    uint32_t n_blocks = node->i_block_end - node->i_block;

    if (n_blocks < 2 || n_blocks > TEASER_BLOCKS ||
        choice_has_block(node, choice->i_title))
        return false;

    bool has_title = false;

    for (uint32_t i = node->i_block; i < node->i_block_end; i++) {
        const struct html_block *block = &tree->blocks[i];

        n_bytes += block->n_bytes;
        has_title |= html_block_is_link(block) &&
                     (html_block_kind(tree, block) == HTML_HEADING ||
                      block->n_bytes >= 25);
    }
    return has_title && n_bytes <= TEASER_BYTES;
}

void choice_drop_teasers(struct choice *choice)
{
    struct html_tree *tree = choice->tree;

    for (uint32_t i = 1; i < tree->n_nodes; i++) {
        const struct html_node *node = &tree->nodes[i];

        if (node->kind != HTML_PARAGRAPH && node->kind != HTML_HEADING &&
            node->kind != HTML_BODY && is_teaser(choice, node) &&
            choice_running(choice, node) * 100 <=
                choice_all(choice) * BESIDE_MAX)
            drop(tree, node);
    }
}
