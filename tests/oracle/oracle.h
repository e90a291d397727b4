/*
 * Which articles a query matches, by looking at every word of every article:
 * doc/query-semantics.md in the plainest way there is, to judge the index by.
 *
 * The tokens, and nothing else, come from the library's own analyser; there
 * is no index, no plan and no expansion here, so there are no limits either.
 * Slow: each query reads all tokens of its fields.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_ORACLE_H
#define LEDE_TESTS_ORACLE_H

#include "searcher/ast.h"
#include "store/article.h"
#include "text/analyser.h"

/* No stem. */
#define ORACLE_NO_FORM UINT32_MAX

/* A token with its forms as numbers of the oracle's table. */
struct oracle_token {
    uint32_t i_word;
    uint32_t i_term;
    uint32_t i_stem; /* or ORACLE_NO_FORM */
    uint32_t off_bytes;
    uint32_t end_bytes;
};

/* Words that stand in a row: the title, a paragraph, a name. */
struct oracle_row {
    struct str_span text;
    struct oracle_token *tokens;
    size_t n_tokens;
    uint32_t n_words;
    uint32_t *first_tokens; /* of each word, and n_tokens behind the last */
    uint32_t *sentences;    /* the number of each word's */
};

struct oracle_field {
    struct oracle_row *rows;
    size_t n_rows;
};

struct oracle_article {
    struct article article;   /* borrowed from who gave it */
    struct oracle_field text; /* the title, also when empty, is row 0 */
    struct oracle_field author;
    struct oracle_field source;
    struct oracle_field section;
    uint64_t n_words;
};

struct oracle_form {
    struct str_span bytes;
    struct oracle_form *next; /* with the same hash */
    uint32_t number;
};

#define ORACLE_BUCKETS 16384

struct oracle {
    struct analyser *analyser;
    struct arena arena; /* owns what follows */
    struct oracle_article *articles;
    size_t n_articles;
    struct oracle_form *buckets[ORACLE_BUCKETS];
    struct oracle_form **forms; /* by number */
    size_t n_forms;
    size_t n_forms_room;
};

/* First and last position in one row. */
struct oracle_span {
    uint32_t first;
    uint32_t last;
};

struct oracle_spans { /* no two alike, in order; release with free() */
    struct oracle_span *spans;
    size_t n_spans;
};

/* articles went through build_article() and outlive the oracle; language as
   the index has it, NULL: none. owned by the caller; release with
   oracle_free() */
struct oracle *oracle_new(const struct article *articles, size_t n_articles,
                          const struct language *language);
void oracle_free(struct oracle *oracle);

/* A query on its way: what its leaves stand for, found once. */
struct oracle_query;

struct oracle_query *oracle_query_new(struct oracle *oracle,
                                      const struct ast_node *root);
void oracle_query_free(struct oracle_query *query);

bool oracle_matches(struct oracle_query *query,
                    const struct oracle_article *article);

/*
 * The spans of an operand in one row of field. Of other nodes: those of all
 * operands below it that are not denied, for marks may be in them.
 */
struct oracle_spans oracle_spans(struct oracle_query *query,
                                 const struct ast_node *node, enum field field,
                                 const struct oracle_article *article,
                                 size_t i_row);

/* The rows that field has of article; empty for fields without words. */
const struct oracle_field *oracle_field_rows(
    const struct oracle_article *article, enum field field);

#endif
