/*
 * One leaf of a query's tree: its text cut into words by the analyser, and
 * those made into patterns, and the patterns into an expression. Inside of
 * plan*.c; not for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PLAN_LEAF_H
#define LEDE_SEARCHER_PLAN_LEAF_H

#include "searcher/plan.h"

struct planner {
    const struct plan_scope *scope;
    struct analyser *analyser; /* the scope's */
    struct arena *arena;
    struct diagnostic_list *list;
    struct error *err;
    struct plan *plan;
    size_t n_places; /* of all phrases so far */
    size_t n_terms;  /* of all expansions so far */
    bool is_near;    /* what is being planned stands in a phrase, or beside
                        NEAR or its like */
};

/*
 * Fills leaf from leaf->node in leaf->field. leaf->expr stays NULL if there
 * is no word in it; *ret_is_filter: it gives no weight. For all kinds of nodes
 * without children, and for AST_NEAR with its operands.
 */
MUST_CHECK enum status plan_leaf_make(struct planner *planner,
                                      struct plan_leaf *leaf,
                                      bool *ret_is_filter);

/* Says E140 about node and returns STATUS_BAD_QUERY. */
MUST_CHECK enum status plan_refuse(struct planner *planner,
                                   const struct ast_node *node,
                                   const char *format, ...) PRINTF_LIKE(3, 4);

/* ---- plan_words.c: patterns of words and phrases; none if there is no word */

MUST_CHECK enum status plan_make_patterns(struct planner *planner,
                                          struct plan_leaf *leaf);
/* Whether a place of it may be any word. */
bool plan_has_gap(const struct pattern *pattern);

/* ---- plan_terms.c: terms of the index */

/* The terms that a pattern, fuzzy word or regex (node) stands for; of a
   wildcard in a phrase, text is its own. */
MUST_CHECK enum status plan_expand(struct planner *planner,
                                   struct plan_leaf *leaf,
                                   const struct ast_node *node,
                                   struct str_span text,
                                   struct pattern_place *place);
/* The words that have the place's stem, with prefix; none if it has no stem. */
MUST_CHECK enum status plan_stem_words(struct planner *planner,
                                       struct plan_leaf *leaf,
                                       const struct pattern_place *place,
                                       struct str_span **ret_terms,
                                       size_t *ret_n_terms);

/* ---- plan_expr.c: expressions; all return NULL when memory is out */

/* z and the field's prefix and the term. */
struct str_span plan_term(struct planner *planner, const char *z,
                          enum field field, struct str_span term);
struct expr *plan_term_expr(struct planner *planner, const char *z,
                            enum field field, struct str_span term);
struct expr *plan_place_expr(struct planner *planner, enum field field,
                             const struct pattern_place *place);
/* Of one with gaps: what has all its words. */
struct expr *plan_pattern_expr(struct planner *planner, enum field field,
                               const struct pattern *pattern);
struct expr *plan_patterns_expr(struct planner *planner,
                                const struct plan_leaf *leaf);

/* ---- plan_filter.c: what is no word */

MUST_CHECK enum status plan_make_value(struct planner *planner,
                                       struct plan_leaf *leaf);
MUST_CHECK enum status plan_make_date(struct planner *planner,
                                      struct plan_leaf *leaf);
MUST_CHECK enum status plan_make_number(struct planner *planner,
                                        struct plan_leaf *leaf);
MUST_CHECK enum status plan_make_has(struct planner *planner,
                                     struct plan_leaf *leaf);

/* ---- plan_like.c */

/* An article and its reprints. */
MUST_CHECK enum status plan_make_group(struct planner *planner,
                                       struct plan_leaf *leaf);

MUST_CHECK enum status plan_make_like(struct planner *planner,
                                      struct plan_leaf *leaf);

/* ---- plan_spans.c: how words lie to each other */

/* Where the pattern is, in a tree whose words become lists of the leaf. */
MUST_CHECK enum status plan_pattern_spans(struct planner *planner,
                                          struct plan_leaf *leaf,
                                          const struct pattern *pattern,
                                          struct span_node **ret_node);
/* Of AST_NEAR. */
MUST_CHECK enum status plan_make_near(struct planner *planner,
                                      struct plan_leaf *leaf);
/* Of a phrase with gaps, ~n or /n, whose patterns are made. */
MUST_CHECK enum status plan_make_loose_phrase(struct planner *planner,
                                              struct plan_leaf *leaf);

#endif
