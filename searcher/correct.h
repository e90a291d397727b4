/*
 * Words that may have been meant: those of the index that are nearly a word
 * that no article has, or hardly one; and what two words are that should be
 * one, or one that should be two. Only what the query finds something with, or
 * very much more. Nothing is corrected by itself.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_CORRECT_H
#define LEDE_SEARCHER_CORRECT_H

#include "searcher/plan.h"

/* Words for which others are looked for. */
#define CORRECT_MAX_WORDS 4
/* A query that finds more is left alone: each word of it that is as rare costs
   a walk through the words of the index. */
#define CORRECT_MAX_FOUND 10

/* What of the index may have been meant. */
struct correction {
    struct ast_span span; /* of what was written, in the query */
    enum field field;     /* that it was asked for in */
    uint64_t n_with;      /* articles that have that there; of two words, side
                             by side */
    struct str_span word; /* to be written instead: a word, or two in quotes */
    uint64_t n_articles;  /* that the query finds with all corrections that have
                             the same number; never 0 */
    size_t n_together;    /* how many these are */
};

struct corrections {
    struct correction *items; /* in the arena */
    size_t n_items;
};

/* Of a query that finds n_found articles, at most CORRECT_MAX_FOUND. */
MUST_CHECK enum status correct_query(const struct ast_node *root,
                                     const struct plan_scope *scope,
                                     uint64_t n_found, struct arena *arena,
                                     struct corrections *ret_corrections,
                                     struct error *err);

#endif
