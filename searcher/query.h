/*
 * Reads a query: text in, tree and diagnostics out. The language is
 * lede-query(7); this release reads words, AND OR NOT && || | - ! + ( ),
 * "exact phrases", fields with groups and lists, and dates with ranges.
 * What belongs to the rest of grammar version 1 is named in a diagnostic
 * instead of being misread.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_H
#define LEDE_SEARCHER_QUERY_H

#include "searcher/ast.h"
#include "searcher/diagnostic.h"

#define QUERY_MAX_BYTES   ((size_t)64 << 10)
#define QUERY_MAX_CLAUSES 1024
#define QUERY_MAX_DEPTH   32

enum query_mode {
    QUERY_ALL_WORDS, /* words side by side are joined by AND */
    QUERY_ANY_WORD,  /* --any: by OR; explicit operators stay as written.
                        In this mode the words of a whole sentence are all
                        text: nothing but the grammar's clear operators is
                        special */
};

/*
 * STATUS_OK: *ret_node is the tree, in arena (never NULL; AST_ALL for an empty
 * query), and list may hold warnings and notes. STATUS_BAD_QUERY: list holds
 * at least one error, and err the first of them in one line. The text must be
 * clean UTF-8 and outlive the tree.
 */
MUST_CHECK enum status query_parse(struct str_span text, enum query_mode mode,
                                   struct arena *arena,
                                   struct ast_node **ret_node,
                                   struct diagnostic_list *list,
                                   struct error *err);

#endif
