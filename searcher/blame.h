/*
 * Why a query finds nothing: which of its clauses finds how much alone, and
 * what the others would find without it. As data; render_*.c write it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_BLAME_H
#define LEDE_SEARCHER_BLAME_H

#include "searcher/plan.h"

/* More clauses than these are not told apart: each costs two searches. */
#define BLAME_MAX_CLAUSES 12

struct blamed_clause {
    const struct ast_node *node;
    struct ast_span span; /* in the query */
    uint64_t n_articles;  /* that it finds alone */
    uint64_t n_without;   /* that the query finds without it */
};

struct blame {
    struct blamed_clause *clauses; /* side by side in the query; none of a query
                                      that is only one */
    size_t n_clauses;
};

/* How many articles a tree finds, alone. */
MUST_CHECK enum status blame_count(const struct ast_node *node,
                                   const struct plan_scope *scope,
                                   struct arena *arena,
                                   uint64_t *ret_n_articles, struct error *err);

/* The same, but no further than up to n_enough. */
MUST_CHECK enum status blame_count_up_to(const struct ast_node *node,
                                         const struct plan_scope *scope,
                                         uint64_t n_enough, struct arena *arena,
                                         uint64_t *ret_n_articles,
                                         struct error *err);

/* The parts of a query that finds n_total articles, each with what it finds
   alone; in arena. Those of AND; any other query is one. None if they are more
   than BLAME_MAX_CLAUSES. */
MUST_CHECK enum status blame_count_clauses(const struct ast_node *root,
                                           uint64_t n_total,
                                           const struct plan_scope *scope,
                                           struct arena *arena,
                                           struct blamed_clause **ret_clauses,
                                           size_t *ret_n_clauses,
                                           struct error *err);

/* Of a query that finds nothing; in arena. */
MUST_CHECK enum status blame_find(const struct ast_node *root,
                                  const struct plan_scope *scope,
                                  struct arena *arena, struct blame *ret_blame,
                                  struct error *err);

#endif
