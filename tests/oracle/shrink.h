/*
 * Makes a failing case as small as it can be and still fail: articles,
 * paragraphs, words and parts of the query are taken away one after another.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_SHRINK_H
#define LEDE_TESTS_SHRINK_H

#include "corpus.h"

#include "searcher/ast.h"

struct shrink_case {
    struct corpus corpus;
    const struct ast_node *query;
};

/* Whether the case still fails as it did. */
typedef bool shrink_test(void *context, const struct shrink_case *trial);

/* Asks at most n_most times; what comes out is in arena. */
void shrink(struct shrink_case *found, shrink_test *fails, void *context,
            unsigned n_most, struct arena *arena);

#endif
