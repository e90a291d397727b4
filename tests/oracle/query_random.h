/*
 * Random queries, made of the words of an archive so that they find
 * something.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_QUERY_RANDOM_H
#define LEDE_TESTS_QUERY_RANDOM_H

#include "dice.h"

#include "searcher/ast.h"
#include "store/article.h"

/* What besides the kinds of nodes may be in a query, as bits behind theirs. */
enum query_taste {
    TASTE_EXACT = 20,   /* =word */
    TASTE_WILD_PHRASE,  /* wildcards in phrases */
    TASTE_LOOSE_PHRASE, /* "..."~n and "..."/n */
    TASTE_CERTAIN_DATE, /* date= */
    TASTE_OCR,          /* word~ocr */
};

#define TASTE(bit) ((uint32_t)1 << (bit))

/* All bits: everything that an oracle can judge. */
#define TASTE_ALL (~(uint32_t)0)

/* A tree as the parser would make it, in arena. */
struct ast_node *query_random(struct dice *dice, const struct article *articles,
                              size_t n_articles, uint32_t tastes,
                              struct arena *arena);

#endif
