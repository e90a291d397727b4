/*
 * What the files of the oracle share; not for those who ask it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_ORACLE_PARTS_H
#define LEDE_TESTS_ORACLE_PARTS_H

#include "demand.h"
#include "oracle.h"

/* All tokens of a text. */
struct oracle_words {
    struct token *tokens;
    size_t n_tokens;
    uint32_t n_words;
};

/* What may stand at one place: any word, or those whose term or whose stem
   has its bit set, by the numbers of the forms. */
struct oracle_place {
    bool is_any;
    bool *terms;
    bool *stems;
};

/* Places at positions that follow each other. */
struct oracle_chain {
    struct oracle_place *places;
    size_t n_places;
};

/* A leaf below a field: matches where one of its chains does. */
struct oracle_leaf {
    const struct ast_node *node;
    enum field field;
    struct oracle_chain chains[2];
    size_t n_chains;
};

struct oracle_query {
    struct oracle *oracle;
    const struct ast_node *root;
    struct arena arena;
    struct oracle_leaf **leaves;
    size_t n_leaves;
    size_t n_leaves_room;
};

/* Cleared; never NULL. */
void *oracle_alloc(struct arena *arena, size_t n_items, size_t item_bytes);

struct oracle_words oracle_analyse(struct analyser *analyser,
                                   struct str_span text, struct arena *arena);

/* The leaf of node in field, made when it is first asked for. No chains: there
   is no word in it. */
const struct oracle_leaf *oracle_leaf(struct oracle_query *query,
                                      const struct ast_node *node,
                                      enum field field);

/* Whether a term is one that a pattern, fuzzy word or regex stands for. */
struct oracle_test;
struct oracle_test *oracle_test_new(struct oracle_query *query,
                                    const struct ast_node *node);
bool oracle_test_term(struct oracle_test *test, struct str_span term);
void oracle_test_free(struct oracle_test *test);
/* Of a word with wildcards, of a phrase. */
struct oracle_test *oracle_test_wildcard(struct oracle_query *query,
                                         struct str_span text);

/* Whether the place takes the word at position i_word of the row. */
bool oracle_place_takes(const struct oracle_place *place,
                        const struct oracle_row *row, uint32_t i_word);

/* Values of fields without words: whole values, dates, numbers. */
bool oracle_value_matches(struct oracle_query *query,
                          const struct ast_node *node, enum field field,
                          const struct oracle_article *article);

/* Phrases with ~n and /n. */
bool oracle_window_matches(const struct oracle_leaf *leaf,
                           const struct oracle_article *article);
bool oracle_window_in_row(const struct oracle_leaf *leaf,
                          const struct oracle_row *row, uint32_t *ret_first,
                          uint32_t *ret_last);
bool oracle_some_match(const struct oracle_leaf *leaf,
                       const struct oracle_article *article);

#endif
