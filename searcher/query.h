/*
 * Reads a query: text in, tree and diagnostics out. The language is grammar
 * version 1 of lede-query(7). Any text can be read; what has a mistake in it is
 * refused with its place, or, in lenient reading, understood in a way that a
 * warning tells. Nothing is left out or changed without a diagnostic.
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
/* Of all regular expressions together: they take time to compile. */
#define QUERY_MAX_REGEX_BYTES 512

struct saved_queries;

enum query_mode {
    QUERY_ALL_WORDS, /* words side by side are joined by AND */
    QUERY_ANY_WORD,  /* --any: by OR; explicit operators stay as written.
                        In this mode the words of a whole sentence are all
                        text: nothing but the grammar's clear operators is
                        special */
};

enum query_reading {
    QUERY_READING_USUAL,   /* strict, but for QUERY_ANY_WORD, which is for
                              sentences as people write them */
    QUERY_READING_STRICT,  /* a mistake is an error */
    QUERY_READING_LENIENT, /* mistakes are warnings: their text is searched as
                              words, and a date or number that can't be read is
                              left out, but never so that all articles match */
};

struct query_settings {
    enum query_mode mode;
    enum query_reading reading;
    bool is_any_case;   /* and, or, not are operators in small letters, too */
    uint32_t today;     /* yyyymmdd, for `yesterday`; 0: by the clock */
    size_t max_bytes;   /* 0: QUERY_MAX_BYTES */
    size_t max_clauses; /* 0: QUERY_MAX_CLAUSES */
    struct saved_queries *saved; /* for saved:, outlive the tree; NULL: none */
};

/*
 * STATUS_OK: *ret_node is the tree, in arena (never NULL; AST_ALL for an empty
 * query), and list may hold warnings and notes. STATUS_BAD_QUERY: list holds
 * at least one error, and err the first of them in one line. The text must be
 * clean UTF-8 and outlive the tree.
 */
MUST_CHECK enum status query_read(struct str_span text,
                                  const struct query_settings *settings,
                                  struct arena *arena,
                                  struct ast_node **ret_node,
                                  struct diagnostic_list *list,
                                  struct error *err);

/* The same with QUERY_READING_USUAL. */
MUST_CHECK enum status query_parse(struct str_span text, enum query_mode mode,
                                   struct arena *arena,
                                   struct ast_node **ret_node,
                                   struct diagnostic_list *list,
                                   struct error *err);

#endif
