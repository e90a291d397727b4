/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_body.h"

#include "indexer/html_class.h"

#include <stdlib.h>
#include <string.h>

/* Running text is of so many bytes, or of so many if a sentence ends it. */
#define RUNNING_BYTES  80
#define SENTENCE_BYTES 40
/* A heading of so many is a sentence, mostly the lead. */
#define LEAD_HEADING_BYTES 110

/* In hundredths of the running text of the page, or of the part of it: */
#define BESIDE_MAX     35 /* what is called something beside, and is so */
#define BYLINE_MAX     15 /* what is called the author, and tells of one */
#define BODY_MIN       40 /* what is called the text, and is so */
#define SISTER_MIN     25 /* of another part that is: it is in two */
#define ARTICLE_MIN    50
#define NEARLY_ALL_MIN 90 /* one that has it is the part to look into */

/* A teaser: a title that is a link, and so much besides at most. */
#define TEASER_BYTES  600
#define TEASER_BLOCKS 5

/* A paragraph at the end with links in it, if it is not longer. */
#define TAIL_BYTES 400

/* Between the title and the text: so much is the lead. */
#define LEAD_BYTES    2000
#define LEAD_BLOCKS   3
#define LEAD_DISTANCE 4

/* Of all that stands before a block. */
struct sums {
    uint64_t n_running_bytes;
    uint64_t n_bytes;
    uint64_t n_link_bytes;
};

struct choice {
    struct html_tree *tree;
    struct sums *sums; /* n_blocks + 1 */
    uint32_t i_title;
    uint32_t i_body; /* the last node that says it is the text, and is; or 0 */
};

/* ---- measures */

static bool ends_sentence(struct str_span text)
{
    static const char *const ends[] = {".",
                                       "!",
                                       "?",
                                       ":",
                                       "\xe2\x80\xa6",
                                       "\xe3\x80\x82",
                                       "\xef\xbc\x81",
                                       "\xef\xbc\x9f",
                                       "\xe0\xa5\xa4",
                                       "\xd8\x9f",
                                       "\xdb\x94"};
    static const char *const quotes[] = {
        "\"",           "'",        ")",        "\xe2\x80\x9d",
        "\xe2\x80\x9c", "\xc2\xbb", "\xc2\xab", "\xe2\x80\x99",
        "\xe3\x80\x8d"};

    for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++) {
        size_t n = strlen(quotes[i]);

        if (text.n_bytes > n &&
            memcmp(text.bytes + text.n_bytes - n, quotes[i], n) == 0)
            text.n_bytes -= n;
    }
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        size_t n = strlen(ends[i]);

        if (text.n_bytes > n &&
            memcmp(text.bytes + text.n_bytes - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

static enum html_kind kind_of(const struct html_tree *tree,
                              const struct html_block *block)
{
    return (enum html_kind)tree->nodes[block->i_node].kind;
}

bool html_block_is_running(const struct html_tree *tree,
                           const struct html_block *block)
{
    bool is_heading = kind_of(tree, block) == HTML_HEADING;

    if (block->n_bytes < (is_heading ? RUNNING_BYTES : SENTENCE_BYTES) ||
        block->n_link_bytes * 3 > block->n_bytes)
        return false;
    return block->n_bytes >=
               (is_heading ? LEAD_HEADING_BYTES : RUNNING_BYTES) ||
           ends_sentence(html_block_text(tree, block));
}

static void measure(struct choice *choice)
{
    const struct html_tree *tree = choice->tree;
    struct sums sums = {0, 0, 0};

    for (size_t i = 0; i < tree->n_blocks; i++) {
        const struct html_block *block = &tree->blocks[i];

        choice->sums[i] = sums;
        sums.n_bytes += block->n_bytes;
        sums.n_link_bytes += block->n_link_bytes;
        if (!block->is_dropped && html_block_is_running(tree, block))
            sums.n_running_bytes += block->n_bytes - block->n_link_bytes;
    }
    choice->sums[tree->n_blocks] = sums;
}

static uint64_t running_of(const struct choice *choice,
                           const struct html_node *node)
{
    return choice->sums[node->i_block_end].n_running_bytes -
           choice->sums[node->i_block].n_running_bytes;
}

static uint64_t running_of_all(const struct choice *choice)
{
    return choice->sums[choice->tree->n_blocks].n_running_bytes;
}

static bool has_block(const struct html_node *node, uint32_t i_block)
{
    return node->i_block <= i_block && i_block < node->i_block_end;
}

/* ---- what is not the article */

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
            running_of(choice, &tree->nodes[i]) * 100 >
                running_of_all(choice) * BESIDE_MAX)
            choice->i_body = i;
}

static bool is_beside(const struct choice *choice, uint32_t i_node)
{
    const struct html_node *node = &choice->tree->nodes[i_node];
    uint64_t running = running_of(choice, node);
    uint64_t all = running_of_all(choice);

    if (node->kind == HTML_BODY || i_node == 0)
        return false;
    if ((node->marks & MARK_COMMENTS) != 0)
        return !has_block(node, choice->i_title) &&
               (choice->i_body < i_node || choice->i_body >= node->i_end);
    if ((node->marks & MARK_BYLINE) != 0)
        return running * 100 <= all * BYLINE_MAX;
    if ((node->marks & (MARK_BESIDE | MARK_HIDDEN)) == 0 &&
        node->kind != HTML_BESIDE && node->kind != HTML_FORM)
        return false;
    return running * 100 <= all * BESIDE_MAX;
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
           running_of(choice, node) > 0;
}

static void drop_beside(struct choice *choice)
{
    struct html_tree *tree = choice->tree;

    for (uint32_t i = 1; i < tree->n_nodes;) {
        if (is_beside(choice, i) && !is_lead(choice, &tree->nodes[i])) {
            drop(tree, &tree->nodes[i]);
            i = tree->nodes[i].i_end;
        } else {
            i++;
        }
    }
}

static bool is_link(const struct html_block *block)
{
    return block->n_link_bytes * 10 >= block->n_bytes * 9;
}

/* Its first block, or its heading, is a link, and it is short. */
static bool is_teaser(const struct choice *choice, const struct html_node *node)
{
    const struct html_tree *tree = choice->tree;
    size_t n_bytes = 0;
    uint32_t n_blocks = node->i_block_end - node->i_block;

    if (n_blocks < 2 || n_blocks > TEASER_BLOCKS ||
        has_block(node, choice->i_title))
        return false;

    bool has_title = false;

    for (uint32_t i = node->i_block; i < node->i_block_end; i++) {
        const struct html_block *block = &tree->blocks[i];

        n_bytes += block->n_bytes;
        has_title |= is_link(block) && (kind_of(tree, block) == HTML_HEADING ||
                                        block->n_bytes >= 25);
    }
    return has_title && n_bytes <= TEASER_BYTES;
}

static void drop_teasers(struct choice *choice)
{
    struct html_tree *tree = choice->tree;

    for (uint32_t i = 1; i < tree->n_nodes; i++) {
        const struct html_node *node = &tree->nodes[i];

        if (node->kind != HTML_PARAGRAPH && node->kind != HTML_HEADING &&
            node->kind != HTML_BODY && is_teaser(choice, node) &&
            running_of(choice, node) * 100 <=
                running_of_all(choice) * BESIDE_MAX)
            drop(tree, node);
    }
}

/* ---- where it is */

static uint32_t richest(const struct choice *choice,
                        bool (*is_it)(const struct html_node *node))
{
    const struct html_tree *tree = choice->tree;
    uint32_t i_best = 0;
    uint64_t best = 0;

    for (uint32_t i = 1; i < tree->n_nodes; i++) {
        uint64_t running = running_of(choice, &tree->nodes[i]);

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
    uint64_t all = running_of(choice, node);

    for (uint32_t i = i_node + 1; i < node->i_end; i = tree->nodes[i].i_end)
        if (running_of(choice, &tree->nodes[i]) * 100 >= all * NEARLY_ALL_MIN)
            return i;
    return 0;
}

/* The innermost node that holds every part that says it is the text and is so
   in a fair share; the richest of them holds some of it at least. */
static uint32_t join_bodies(const struct choice *choice, uint32_t i_richest)
{
    const struct html_tree *tree = choice->tree;
    uint64_t least =
        running_of(choice, &tree->nodes[i_richest]) / 100 * SISTER_MIN;
    uint32_t i_join = i_richest;

    for (uint32_t i = 1; i < tree->n_nodes;) {
        if (!is_body(&tree->nodes[i]) ||
            running_of(choice, &tree->nodes[i]) < least ||
            running_of(choice, &tree->nodes[i]) == 0) {
            i++;
            continue;
        }
        while (i < i_join || i >= tree->nodes[i_join].i_end)
            i_join = tree->nodes[i_join].i_parent;
        i = tree->nodes[i].i_end;
    }
    return i_join;
}

static uint32_t find_container(const struct choice *choice)
{
    const struct html_tree *tree = choice->tree;
    uint64_t all = running_of_all(choice);
    uint32_t i = richest(choice, is_body);

    if (i > 0 && running_of(choice, &tree->nodes[i]) * 100 >= all * BODY_MIN)
        return join_bodies(choice, i);
    i = richest(choice, is_article);
    if (i > 0 && running_of(choice, &tree->nodes[i]) * 100 < all * ARTICLE_MIN)
        i = 0;
    for (;;) {
        uint32_t i_heir = heir(choice, i);

        if (i_heir == 0 || tree->nodes[i_heir].kind == HTML_PARAGRAPH)
            return i;
        i = i_heir;
    }
}

/* ---- what of it */

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

    if (around(tree, block, HTML_CAPTION) != NULL)
        return false;
    if (html_block_is_running(tree, block))
        return true;
    if (block->n_link_bytes * 2 > block->n_bytes)
        return false;
    if (list != NULL)
        return !is_list_of_links(choice, list);
    switch (kind_of(tree, block)) {
    case HTML_PARAGRAPH:
    case HTML_PRE:
    case HTML_QUOTE:
    case HTML_ROW:
    case HTML_CELL:
        return true;
    default:
        return ends_sentence(html_block_text(tree, block));
    }
}

/* A line that says what follows it: it stays if that does. */
static bool is_label(const struct html_tree *tree,
                     const struct html_block *block)
{
    struct str_span text = html_block_text(tree, block);

    return block->n_bytes <= RUNNING_BYTES && block->n_link_bytes == 0 &&
           (text.bytes[text.n_bytes - 1] == ':' ||
            (kind_of(tree, block) == HTML_DIVISION && !ends_sentence(text)));
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
        if (kind_of(tree, block) == HTML_HEADING &&
            !html_block_is_running(tree, block)) {
            unsigned level = tree->nodes[block->i_node].level;

            forget(&pending, level);
            if (!is_link(block))
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
        kind_of(tree, block) == HTML_HEADING ||
        (kind_of(tree, block) == HTML_PARAGRAPH && block->n_link_bytes == 0 &&
         ends_sentence(html_block_text(tree, block))))
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

    if (!has_block(part, choice->i_title))
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
    measure(&choice);
    find_body(&choice);
    drop_beside(&choice);
    measure(&choice);
    drop_teasers(&choice);
    measure(&choice);
    if (running_of_all(&choice) > 0) {
        const struct html_node *part = &tree->nodes[find_container(&choice)];

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
