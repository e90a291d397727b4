/*
 * What makes the trees and what makes their leaves, for each other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_QUERY_RANDOM_PARTS_H
#define LEDE_TESTS_QUERY_RANDOM_PARTS_H

#include "demand.h"
#include "query_random.h"

struct taster {
    struct dice *dice;
    const struct article *articles;
    size_t n_articles;
    uint32_t tastes;
    enum field field; /* whose words are wanted now */
    struct arena *arena;
};

struct ast_node *taste_new(struct taster *taster, enum ast_kind kind);
bool taste_has(const struct taster *taster, unsigned bit);

/* A word, phrase, pattern ... of the taster's field; is_operand: one that has
   spans. */
struct ast_node *taste_word(struct taster *taster, bool is_operand);
/* A tag, language, id or url, with its field. */
struct ast_node *taste_value(struct taster *taster);
/* A date, number or presence. */
struct ast_node *taste_filter(struct taster *taster);

#endif
