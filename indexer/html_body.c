/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_choice.h"

#include <stdlib.h>
#include <string.h>

/* A paragraph at the end with links in it, if it is not longer. */
#define TAIL_BYTES 400

/* Headings wait for something to stand under them, and so do labels. */
#define LABEL_LEVEL 7
#define N_LEVELS    8

struct pending {
    uint32_t i_blocks[N_LEVELS]; /* by level; HTML_NO_BLOCK: none */
};

static void forget(struct pending *pending, unsigned level)
{
    for (unsigned i = level; i < N_LEVELS; i++)
        pending->i_blocks[i] = HTML_NO_BLOCK;
}

static void keep(struct choice *choice, struct pending *pending, uint32_t i)
{
    for (unsigned level = 0; level < N_LEVELS; level++)
        if (pending->i_blocks[level] != HTML_NO_BLOCK)
            choice->tree->blocks[pending->i_blocks[level]].is_kept = true;
    forget(pending, 0);
    choice->tree->blocks[i].is_kept = true;
}

/* The innermost node of a kind around a block, by a few steps up; NULL: none.
 */
static const struct html_node *around(const struct html_tree *tree,
                                      const struct html_block *block,
                                      enum html_kind kind)
{
    uint32_t i = block->i_node;

    for (int n = 0; n < 4 && i != 0; n++) {
        if (tree->nodes[i].kind == kind)
            return &tree->nodes[i];
        i = tree->nodes[i].i_parent;
    }
    return NULL;
}

static bool is_list_of_links(const struct choice *choice,
                             const struct html_node *list)
{
    const struct sums *from = &choice->sums[list->i_block];
    const struct sums *to = &choice->sums[list->i_block_end];

    return (to->n_link_bytes - from->n_link_bytes) * 2 >
           to->n_bytes - from->n_bytes;
}

static bool is_text(const struct choice *choice, const struct html_block *block)
{
    const struct html_tree *tree = choice->tree;
    const struct html_node *list = around(tree, block, HTML_LIST);

    if (block->is_caption)
        return false;
    if (html_block_is_running(tree, block))
        return true;
    if (block->n_link_bytes * 2 > block->n_bytes)
        return false;
    if (list != NULL)
        return !is_list_of_links(choice, list);
    switch (html_block_kind(tree, block)) {
    case HTML_PARAGRAPH:
    case HTML_PRE:
    case HTML_QUOTE:
    case HTML_ROW:
    case HTML_CELL:
        return true;
    default:
        return html_block_ends_sentence(html_block_text(tree, block));
    }
}

/* A line that says what follows it: it stays if that does. */
static bool is_label(const struct html_tree *tree,
                     const struct html_block *block)
{
    struct str_span text = html_block_text(tree, block);

    return block->n_bytes <= RUNNING_BYTES && block->n_link_bytes == 0 &&
           (text.bytes[text.n_bytes - 1] == ':' ||
            (html_block_kind(tree, block) == HTML_DIVISION &&
             !html_block_ends_sentence(text)));
}

static void keep_text(struct choice *choice, const struct html_node *part)
{
    struct html_tree *tree = choice->tree;
    struct pending pending;

    forget(&pending, 0);
    for (uint32_t i = part->i_block; i < part->i_block_end; i++) {
        struct html_block *block = &tree->blocks[i];

        if (block->is_dropped)
            forget(&pending, LABEL_LEVEL);
        if (block->is_dropped || i == choice->i_title)
            continue;
        block->is_caption = around(tree, block, HTML_CAPTION) != NULL;
        if (html_block_kind(tree, block) == HTML_HEADING &&
            !html_block_is_running(tree, block)) {
            unsigned level = tree->nodes[block->i_node].level;

            forget(&pending, level);
            if (!html_block_is_link(block))
                pending.i_blocks[level] = i;
        } else if (is_label(tree, block)) {
            forget(&pending, LABEL_LEVEL);
            pending.i_blocks[LABEL_LEVEL] = i;
        } else if (is_text(choice, block)) {
            keep(choice, &pending, i);
        } else if (block->n_link_bytes * 2 > block->n_bytes) {
            forget(&pending, LABEL_LEVEL);
        }
    }
}

/* At either end, what is no running text goes: dates, bylines, labels, lines
   of links and addresses. */
static bool is_scrap(const struct choice *choice,
                     const struct html_block *block)
{
    const struct html_tree *tree = choice->tree;

    if (html_block_is_running(tree, block) ||
        html_block_kind(tree, block) == HTML_HEADING ||
        (html_block_kind(tree, block) == HTML_PARAGRAPH &&
         block->n_link_bytes == 0 &&
         html_block_ends_sentence(html_block_text(tree, block))))
        return false;
    return around(tree, block, HTML_LIST) == NULL &&
           around(tree, block, HTML_QUOTE) == NULL &&
           around(tree, block, HTML_TABLE) == NULL;
}

static bool is_farewell(const struct html_block *block)
{
    return block->n_bytes <= TAIL_BYTES &&
           block->n_link_bytes * 4 > block->n_bytes;
}

static void trim(struct choice *choice, const struct html_node *part)
{
    struct html_block *blocks = choice->tree->blocks;
    uint32_t i = part->i_block;
    uint32_t i_end = part->i_block_end;

    for (; i < i_end; i++) {
        if (blocks[i].is_kept && !is_scrap(choice, &blocks[i]))
            break;
        blocks[i].is_kept = false;
    }
    for (; i < i_end; i_end--) {
        if (blocks[i_end - 1].is_kept &&
            !is_scrap(choice, &blocks[i_end - 1]) &&
            !is_farewell(&blocks[i_end - 1]))
            break;
        blocks[i_end - 1].is_kept = false;
    }
}

static bool may_be_lead(const struct html_tree *tree,
                        const struct html_block *block)
{
    return !block->is_dropped && html_block_is_running(tree, block) &&
           around(tree, block, HTML_CAPTION) == NULL;
}

/* What stands between the title and the text. */
static void keep_lead(struct choice *choice, const struct html_node *part)
{
    struct html_tree *tree = choice->tree;
    uint32_t n_bytes = 0;

    if (choice->i_title >= part->i_block)
        return;
    for (uint32_t i = choice->i_title + 1; i < part->i_block; i++)
        if (may_be_lead(tree, &tree->blocks[i]))
            n_bytes += tree->blocks[i].n_bytes;
    if (n_bytes > LEAD_BYTES)
        return;
    for (uint32_t i = choice->i_title + 1; i < part->i_block; i++)
        if (may_be_lead(tree, &tree->blocks[i]))
            tree->blocks[i].is_kept = true;
}

/* What stands before the title, in one part with it, is not running text. */
static void forget_above(struct choice *choice, const struct html_node *part)
{
    struct html_tree *tree = choice->tree;

    if (!choice_has_block(part, choice->i_title))
        return;
    for (uint32_t i = part->i_block; i < choice->i_title; i++)
        tree->blocks[i].is_kept = false;
}

static size_t count_kept(const struct html_tree *tree)
{
    size_t n = 0;

    for (size_t i = 0; i < tree->n_blocks; i++)
        n += tree->blocks[i].is_kept;
    return n;
}

static void keep_all(struct choice *choice, bool is_beside_too)
{
    for (uint32_t i = 0; i < choice->tree->n_blocks; i++) {
        struct html_block *block = &choice->tree->blocks[i];

        block->is_kept =
            (!block->is_dropped || is_beside_too) && i != choice->i_title;
    }
}

enum status html_body_choose(struct html_tree *tree, uint32_t i_title,
                             struct error *err)
{
    struct choice choice = {.tree = tree, .i_title = i_title};

    choice.sums = malloc((tree->n_blocks + 1) * sizeof(*choice.sums));
    if (choice.sums == NULL)
        return error_no_memory(err);
    choice_measure(&choice);
    choice_drop_beside(&choice);
    choice_measure(&choice);
    choice_drop_teasers(&choice);
    choice_measure(&choice);
    if (choice_all(&choice) > 0) {
        const struct html_node *part = &tree->nodes[choice_find(&choice)];

        keep_text(&choice, part);
        trim(&choice, part);
        forget_above(&choice, part);
        keep_lead(&choice, part);
    }
    if (count_kept(tree) == 0)
        keep_all(&choice, false);
    if (count_kept(tree) == 0)
        keep_all(&choice, true);
    free(choice.sums);
    return STATUS_OK;
}
