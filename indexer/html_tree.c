/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_tree.h"

#include "base/vec.h"
#include "indexer/html_class.h"

#include <stdlib.h>
#include <string.h>

/* Above it, what a page has more stays in one block: 96 MB for nodes and
   blocks. The largest pages of people have some 100,000. */
#define NODES_MAX  (1u << 20)
#define BLOCKS_MAX (1u << 20)
/* A cell of more is no datum but a piece of a page laid out as a table. */
#define CELL_MAX_BYTES 120

static const struct element {
    const char *name;
    enum html_kind kind;
} elements[] = {
    /* ordered by name */
    {"address", HTML_DIVISION},
    {"article", HTML_ARTICLE},
    {"aside", HTML_BESIDE},
    {"blockquote", HTML_QUOTE},
    {"body", HTML_BODY},
    {"br", HTML_BREAK},
    {"button", HTML_DROP},
    {"canvas", HTML_DROP},
    {"caption", HTML_CAPTION},
    {"center", HTML_DIVISION},
    {"dd", HTML_ITEM},
    {"details", HTML_DIVISION},
    {"dialog", HTML_BESIDE},
    {"dir", HTML_LIST},
    {"div", HTML_DIVISION},
    {"dl", HTML_LIST},
    {"dt", HTML_ITEM},
    {"fieldset", HTML_DIVISION},
    {"figcaption", HTML_CAPTION},
    {"figure", HTML_DIVISION},
    {"footer", HTML_BESIDE},
    {"form", HTML_FORM},
    {"h1", HTML_HEADING},
    {"h2", HTML_HEADING},
    {"h3", HTML_HEADING},
    {"h4", HTML_HEADING},
    {"h5", HTML_HEADING},
    {"h6", HTML_HEADING},
    {"header", HTML_DIVISION},
    {"hr", HTML_DIVISION},
    {"iframe", HTML_DROP},
    {"legend", HTML_DIVISION},
    {"li", HTML_ITEM},
    {"main", HTML_BODY},
    {"menu", HTML_LIST},
    {"nav", HTML_BESIDE},
    {"noscript", HTML_DROP},
    {"object", HTML_DROP},
    {"ol", HTML_LIST},
    {"option", HTML_DROP},
    {"p", HTML_PARAGRAPH},
    {"pre", HTML_PRE},
    {"script", HTML_DROP},
    {"section", HTML_DIVISION},
    {"select", HTML_DROP},
    {"style", HTML_DROP},
    {"summary", HTML_DIVISION},
    {"svg", HTML_DROP},
    {"table", HTML_TABLE},
    {"tbody", HTML_DIVISION},
    {"td", HTML_CELL},
    {"template", HTML_DROP},
    {"textarea", HTML_DROP},
    {"tfoot", HTML_DIVISION},
    {"th", HTML_CELL},
    {"thead", HTML_DIVISION},
    {"title", HTML_TITLE},
    {"tr", HTML_ROW},
    {"ul", HTML_LIST},
};

static int compare_name(const void *name, const void *element)
{
    return strcmp(name, ((const struct element *)element)->name);
}

static enum html_kind kind_of(const char *name)
{
    const struct element *element =
        bsearch(name, elements, sizeof(elements) / sizeof(elements[0]),
                sizeof(elements[0]), compare_name);

    return element == NULL ? HTML_INLINE : element->kind;
}

/* ---- text */

static bool is_html_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void widen_gap(struct html_tree *tree, enum html_gap gap)
{
    if (gap > tree->gap)
        tree->gap = gap;
}

/* Ends the block that is open; it belongs to the innermost open node. */
static void close_block(struct html_tree *tree)
{
    struct str_span text = str_view(&tree->text);
    size_t n = text.n_bytes - tree->off_block;

    tree->gap = GAP_NONE;
    tree->off_cell = text.n_bytes;
    if (n == 0)
        return;
    if (tree->n_blocks >= BLOCKS_MAX || n > UINT32_MAX / 2) {
        tree->gap = GAP_BLOCK;
        return;
    }

    enum status status = VEC_RESERVE(&tree->blocks, &tree->n_blocks_room,
                                     tree->n_blocks, 1, NULL);

    if (status != STATUS_OK) {
        tree->state = status;
        return;
    }
    tree->blocks[tree->n_blocks++] = (struct html_block){
        .off_bytes = tree->off_block,
        .n_bytes = (uint32_t)n,
        .n_link_bytes =
            tree->n_link_bytes < n ? tree->n_link_bytes : (uint32_t)n,
        .i_node = tree->open[tree->n_open_nodes - 1],
    };
    tree->off_block = text.n_bytes;
    tree->n_link_bytes = 0;
}

/* Nothing stands before the first word of a block. */
static void close_gap(struct html_tree *tree)
{
    static const char *const gaps[] = {
        [GAP_NONE] = "",   [GAP_SPACE] = " ",    [GAP_CELL] = "\t",
        [GAP_LINE] = "\n", [GAP_BLOCK] = "\n\n",
    };

    if (tree->gap != GAP_NONE && tree->text.n_bytes > tree->off_block)
        str_add_text(&tree->text, gaps[tree->gap]);
    tree->gap = GAP_NONE;
}

static void add_text(struct html_tree *tree, struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes;) {
        size_t start = i;

        while (i < text.n_bytes && !is_html_space(text.bytes[i]))
            i++;
        if (i > start) {
            close_gap(tree);
            str_add(&tree->text, text.bytes + start, i - start);
            if (tree->n_links > 0)
                tree->n_link_bytes += (uint32_t)(i - start) + 1;
        }
        for (; i < text.n_bytes && is_html_space(text.bytes[i]); i++)
            widen_gap(tree, GAP_SPACE);
    }
}

static void add_pre(struct html_tree *tree, struct str_span text)
{
    if (tree->text.n_bytes == tree->off_block &&
        str_span_trim(text).n_bytes == 0)
        return;
    close_gap(tree);
    str_add_span(&tree->text, text);
    if (tree->n_links > 0)
        tree->n_link_bytes += (uint32_t)text.n_bytes;
}

void html_tree_text(struct html_tree *tree, struct str_span text)
{
    if (tree->n_dropped > 0)
        return;
    if (tree->is_in_title)
        str_add_span(&tree->title, text);
    else if (tree->n_pre > 0)
        add_pre(tree, text);
    else
        add_text(tree, text);
}

/* ---- elements */

static void push_node(struct html_tree *tree, enum html_kind kind,
                      unsigned marks, const char *name)
{
    enum status status =
        VEC_RESERVE(&tree->nodes, &tree->n_nodes_room, tree->n_nodes, 1, NULL);

    if (status == STATUS_OK)
        status = VEC_RESERVE(&tree->open, &tree->n_open_room,
                             tree->n_open_nodes, 1, NULL);
    if (status != STATUS_OK) {
        tree->state = status;
        return;
    }

    uint32_t i_parent =
        tree->n_open_nodes > 0 ? tree->open[tree->n_open_nodes - 1] : 0;

    tree->open[tree->n_open_nodes++] = (uint32_t)tree->n_nodes;
    tree->nodes[tree->n_nodes++] = (struct html_node){
        .i_parent = i_parent,
        .i_block = (uint32_t)tree->n_blocks,
        .kind = (uint8_t)kind,
        .marks = (uint8_t)marks,
        .level = kind == HTML_HEADING ? (uint8_t)(name[1] - '0') : 0,
    };
}

static void pop_node(struct html_tree *tree)
{
    struct html_node *node = &tree->nodes[tree->open[--tree->n_open_nodes]];

    node->i_end = (uint32_t)tree->n_nodes;
    node->i_block_end = (uint32_t)tree->n_blocks;
}

static void start_cell(struct html_tree *tree)
{
    if (tree->text.n_bytes - tree->off_cell > CELL_MAX_BYTES)
        close_block(tree);
    else
        widen_gap(tree, GAP_CELL);
    tree->off_cell = tree->text.n_bytes;
}

static void divide(struct html_tree *tree, enum html_kind kind)
{
    if (kind == HTML_CELL)
        start_cell(tree);
    else
        close_block(tree);
}

static void start_break(struct html_tree *tree)
{
    if (tree->gap == GAP_LINE && tree->n_pre == 0)
        close_block(tree);
    else
        widen_gap(tree, GAP_LINE);
}

/* Whether this element is remembered; each that is open has one bit of it. */
static void note_node(struct html_tree *tree, bool is_node)
{
    if (VEC_RESERVE(&tree->is_node, &tree->n_is_node_room, tree->n_open, 1,
                    NULL) != STATUS_OK) {
        tree->state = STATUS_NO_MEMORY;
        return;
    }
    tree->is_node[tree->n_open] = is_node;
    tree->n_open++;
}

void html_tree_start(struct html_tree *tree, const char *name,
                     const char *const *attributes)
{
    if (tree->n_dropped > 0 || tree->state != STATUS_OK) {
        tree->n_dropped++;
        return;
    }

    enum html_kind kind = kind_of(name);
    unsigned marks = html_class_marks(attributes);
    bool is_node = kind >= HTML_DIVISION && tree->n_nodes < NODES_MAX;

    if (kind == HTML_DROP) {
        if (strcmp(name, "button") != 0 && strcmp(name, "svg") != 0)
            close_block(tree);
        tree->n_dropped = 1;
        return;
    }
    if (kind == HTML_INLINE && (marks & MARK_HIDDEN) != 0) {
        tree->n_dropped = 1;
        return;
    }
    if (kind >= HTML_DIVISION)
        divide(tree, kind);
    else if (kind == HTML_BREAK)
        start_break(tree);
    tree->is_in_title |= kind == HTML_TITLE;
    tree->n_pre += kind == HTML_PRE;
    tree->n_links += name[0] == 'a' && name[1] == '\0';
    if (is_node)
        push_node(tree, kind, marks, name);
    note_node(tree, is_node);
}

void html_tree_end(struct html_tree *tree, const char *name)
{
    if (tree->n_dropped > 0) {
        tree->n_dropped--;
        return;
    }
    if (tree->n_open == 0)
        return;

    enum html_kind kind = kind_of(name);

    if (kind == HTML_CELL)
        start_cell(tree);
    else if (kind >= HTML_DIVISION)
        close_block(tree);
    if (kind == HTML_TITLE)
        tree->is_in_title = false;
    if (kind == HTML_PRE)
        tree->n_pre -= tree->n_pre > 0;
    if (name[0] == 'a' && name[1] == '\0')
        tree->n_links -= tree->n_links > 0;
    tree->n_open--;
    if (tree->is_node[tree->n_open] && tree->n_open_nodes > 1)
        pop_node(tree);
}

/* ---- life cycle */

void html_tree_init(struct html_tree *tree)
{
    memset(tree, 0, sizeof(*tree));
    str_init(&tree->text, 0);
    str_init(&tree->title, 0);
    push_node(tree, HTML_DIVISION, 0, "");
}

void html_tree_finish(struct html_tree *tree)
{
    if (tree->n_open_nodes == 0)
        return;
    close_block(tree);
    while (tree->n_open_nodes > 0)
        pop_node(tree);
    if (str_status(&tree->text, NULL) != STATUS_OK)
        tree->state = str_status(&tree->text, NULL);
}

void html_tree_release(struct html_tree *tree)
{
    free(tree->nodes);
    free(tree->blocks);
    free(tree->open);
    free(tree->is_node);
    str_release(&tree->text);
    str_release(&tree->title);
}
