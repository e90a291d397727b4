/*
 * A query as it was read: a tree whose nodes know which bytes of the query
 * they come from, so that every later stage can point at them.
 *
 * The node kinds are those of grammar version 1 that this release reads; the
 * others (NEAR, ranges of words, wildcards, boosts, ...) get kinds of their
 * own beside these.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_AST_H
#define LEDE_SEARCHER_AST_H

#include "base/arena.h"
#include "store/schema.h"
#include "text/date.h"

enum ast_kind {
    AST_ALL,    /* `*`, or a query of nothing */
    AST_WORD,   /* text: white-space free words of a query as typed */
    AST_PHRASE, /* text: what stood between the quotes */
    AST_AND,
    AST_OR,
    AST_NOT,   /* one child */
    AST_FIELD, /* one child, searched in field (may be a group) */
    AST_DATE,  /* date_min..date_max, inclusive, either may be 0 = open */
};

struct ast_span {
    size_t start_bytes; /* in the query */
    size_t end_bytes;
};

struct ast_node {
    enum ast_kind kind;
    struct ast_span span;
    struct str_span text; /* _WORD, _PHRASE: as typed, without quotes */
    enum field field;     /* _FIELD, _DATE */
    uint32_t date_min;    /* _DATE: yyyymmdd */
    uint32_t date_max;
    struct ast_node **children;
    size_t n_children;
};

/* These return NULL when memory is out. */
MUST_CHECK struct ast_node *ast_new(struct arena *arena, enum ast_kind kind,
                                    struct ast_span span);
/*
 * AST_AND or AST_OR of nodes, the nodes of the same kind among them dissolved
 * into it; of one node that node itself. n_nodes is at least 1.
 */
MUST_CHECK struct ast_node *ast_group(struct arena *arena, enum ast_kind kind,
                                      struct ast_node *const *nodes,
                                      size_t n_nodes);
/* Room for n nodes of a group. */
MUST_CHECK struct ast_node **ast_array(struct arena *arena, size_t n);
/* AST_NOT or AST_FIELD of child (NULL makes the result NULL). */
MUST_CHECK struct ast_node *ast_wrap(struct arena *arena, enum ast_kind kind,
                                     enum field field, struct ast_span span,
                                     struct ast_node *child);

/*
 * Appends the canonical reading: every AND, OR and NOT written, parentheses
 * wherever AND and OR meet, quotes straight, words that would be read as
 * something else with backslashes. Reading it again, in any mode, gives an
 * equal tree.
 */
void ast_print(const struct ast_node *node, struct str *out);

/* Appends a date node's value in its shortest form: 1906, 1906-05..1908 */
void ast_print_dates(uint32_t date_min, uint32_t date_max, struct str *out);

/* Same kinds, texts, fields, dates and children; spans may differ. */
bool ast_equal(const struct ast_node *a, const struct ast_node *b);

#endif
