/*
 * A page as the events of a parser tell it: its text in blocks, in order, and
 * over them the elements that divide pages, each with the blocks that it
 * covers. Nothing in it goes down recursively, and all of it is bounded, so
 * that no nesting harms.
 *
 * Block elements make blocks, <br> a line end and two of them a new block,
 * table cells a tab; other white space collapses as a browser would do it, but
 * for <pre>. Code (script, style) is no text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_TREE_H
#define LEDE_INDEXER_HTML_TREE_H

#include "base/str.h"

enum html_kind {
    HTML_INLINE,
    HTML_BREAK,
    HTML_DROP,  /* never text */
    HTML_TITLE, /* of the page */
    /* from here on they divide: */
    HTML_DIVISION,
    HTML_PARAGRAPH,
    HTML_HEADING,
    HTML_ITEM,
    HTML_LIST,
    HTML_TABLE,
    HTML_ROW,
    HTML_CELL,
    HTML_PRE,
    HTML_QUOTE,
    HTML_CAPTION,
    HTML_BODY,    /* <body>, <main> */
    HTML_ARTICLE, /* <article> */
    HTML_BESIDE,  /* <nav>, <aside>, <footer>, ...: seldom the article's */
    HTML_FORM,
};

struct html_node {
    uint32_t i_parent;
    uint32_t i_end;   /* behind the last node in it */
    uint32_t i_block; /* the first of its blocks */
    uint32_t i_block_end;
    uint8_t kind;
    uint8_t marks; /* see html_class.h */
    uint8_t level; /* of a heading: 1 to 6 */
};

struct html_block {
    size_t off_bytes; /* in the tree's text */
    uint32_t n_bytes;
    uint32_t n_link_bytes;
    uint32_t i_node; /* the innermost that has it */
    bool is_dropped; /* for html_body.c */
    bool is_kept;
    bool is_caption; /* of a picture of the article; not kept */
};

/* What stands between the text so far and the next word; a larger one
   swallows a smaller one. */
enum html_gap {
    GAP_NONE,
    GAP_SPACE,
    GAP_CELL,
    GAP_LINE,
    GAP_BLOCK,
};

struct html_tree {
    struct html_node *nodes; /* read-only; nodes[0] is all of the page */
    size_t n_nodes;
    struct html_block *blocks;
    size_t n_blocks;
    struct str text;
    struct str title;   /* of <title>, white space as it came */
    enum status state;  /* STATUS_NO_MEMORY if it ran out */
    uint32_t n_open;    /* elements */
    uint32_t n_dropped; /* elements open since one that is no text */

    /* private */
    size_t n_nodes_room;
    size_t n_blocks_room;
    uint32_t *open; /* the node of each open element that has one */
    size_t n_open_nodes;
    size_t n_open_room;
    uint8_t *is_node; /* of each open element */
    size_t n_is_node_room;
    enum html_gap gap;
    size_t off_block; /* where the block that is open begins */
    size_t off_cell;  /* and its last cell */
    uint32_t n_links; /* <a> that are open */
    uint32_t n_link_bytes;
    uint32_t n_pre;
    bool is_in_title;
};

void html_tree_init(struct html_tree *tree);
void html_tree_release(struct html_tree *tree);

/* Events, balanced: each start has its end. attributes are name, value, ...,
   NULL, or NULL if there are none. */
void html_tree_start(struct html_tree *tree, const char *name,
                     const char *const *attributes);
void html_tree_end(struct html_tree *tree, const char *name);
void html_tree_text(struct html_tree *tree, struct str_span text);
/* To be called once, behind the last event. */
void html_tree_finish(struct html_tree *tree);

static inline struct str_span html_block_text(const struct html_tree *tree,
                                              const struct html_block *block)
{
    return str_span(tree->text.bytes + block->off_bytes, block->n_bytes);
}

#endif
