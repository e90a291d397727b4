/*
 * A query as it was read: a tree whose nodes know which bytes of the query
 * they come from, so that every later stage can point at them.
 *
 * doc/query-semantics.md says what each kind matches, and tests/oracle/ holds
 * the index to it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_AST_H
#define LEDE_SEARCHER_AST_H

#include "base/arena.h"
#include "store/schema.h"
#include "text/date.h"

enum ast_kind {
    AST_ALL,     /* `*`, or a query of nothing */
    AST_WORD,    /* text: white-space free words of a query as typed */
    AST_PHRASE,  /* text: what stood between the quotes; as in AST_PATTERN each
                    `*` and `?` is a wildcard and a backslash takes the sign
                    behind it as it is; a `*` with white space around it is any
                    one word. In a field of FIELD_KIND_VALUE or _ID it is the
                    value itself: no wildcards, no backslashes. See also
                    n_extra and n_least */
    AST_PATTERN, /* text: one word with the wildcards `*` and `?`, in which a
                    backslash takes the sign behind it as it is; in FIELD_PATH
                    there is one wildcard, the `*` at the end */
    AST_FUZZY,   /* text: one word; n_edits, or AST_EDITS_OCR */
    AST_REGEX,   /* text: what stood between the slashes */
    AST_AND,
    AST_OR,
    AST_NOT,    /* one child */
    AST_MAYBE,  /* two children: the first must match, the other only ranks */
    AST_NEAR,   /* two children, which are operands: */
    AST_BOOST,  /* one child, its weight times factor */
    AST_FIELD,  /* one child, searched in field (may be a group) */
    AST_DATE,   /* date_min..date_max, inclusive, either may be 0 = open; see
                   also is_indexed */
    AST_NUMBER, /* number_min..number_max, inclusive; of FIELD_TEXT: words:,
                   the words of title and text */
    AST_HAS,    /* what: articles that have something, or are something */
    AST_LIKE, /* text: an id; articles with much the same words; or is_group */
};

/* How the two operands of AST_NEAR lie to each other. */
enum ast_near {
    AST_NEAR_ANY,       /* NEAR, AROUND: at most n_apart words apart */
    AST_NEAR_ORDERED,   /* ADJ: the same, the first before the second */
    AST_NEAR_NOT,       /* NOTNEAR: the first with no second that near */
    AST_NEAR_SENTENCE,  /* SENT */
    AST_NEAR_PARAGRAPH, /* PARA */
};

/* What AST_HAS asks for. */
enum ast_has {
    AST_HAS_TITLE,
    AST_HAS_AUTHOR,
    AST_HAS_SOURCE,
    AST_HAS_SECTION,
    AST_HAS_TAG,
    AST_HAS_LANGUAGE,
    AST_HAS_DATE,
    AST_HAS_URL,
    AST_IS_UNDATED,
    AST_IS_REPRINT, /* not the earliest of a group of reprints */
};

/* n_edits of `word~ocr`: letters that scanning confuses, in any number up to
   two places. */
#define AST_EDITS_OCR 0u
/* n_apart when no number was given. */
#define AST_APART_DEFAULT 10u

struct ast_span {
    size_t start_bytes; /* in the query */
    size_t end_bytes;
};

struct ast_node {
    enum ast_kind kind;
    struct ast_span span;
    struct str_span text; /* as typed, without quotes and escapes */
    enum field field;     /* _FIELD, _DATE, _NUMBER */
    bool is_exact;        /* _WORD: `=word`, not its stem */
    bool has_extra;       /* _PHRASE: "..."~n: n_extra is given */
    uint32_t n_extra;     /* _PHRASE: words allowed between, in any order */
    uint32_t n_least;     /* _PHRASE: "..."/n, at least so many of the words;
                             0: not given */
    uint32_t n_edits;     /* _FUZZY: 1, 2 or AST_EDITS_OCR */
    enum ast_near near;   /* _NEAR */
    uint32_t n_apart;     /* _NEAR: words, 1 is the next one */
    double factor;        /* _BOOST: more than 0, at most 100 */
    enum ast_has has;     /* _HAS */
    bool is_group;        /* _LIKE: the article itself and its reprints */
    bool is_certain;      /* _DATE: the whole of an uncertain date is inside */
    bool is_indexed;   /* _DATE: not the article's own date but the day of the
                          run that took it; is_certain is false */
    uint32_t date_min; /* _DATE: yyyymmdd */
    uint32_t date_max;
    uint64_t number_min; /* _NUMBER */
    uint64_t number_max; /* UINT64_MAX: open */
    struct ast_node **children;
    size_t n_children;
};

/* These return NULL when memory is out. */
MUST_CHECK struct ast_node *ast_new(struct arena *arena, enum ast_kind kind,
                                    struct ast_span span);
/*
 * AST_AND or AST_OR of nodes, the nodes of the same kind among them dissolved
 * into it; of one node that node itself. n_nodes is at least 1.
 */
MUST_CHECK struct ast_node *ast_group(struct arena *arena, enum ast_kind kind,
                                      struct ast_node *const *nodes,
                                      size_t n_nodes);
/* Room for n nodes of a group. */
MUST_CHECK struct ast_node **ast_array(struct arena *arena, size_t n);
/* AST_NOT or AST_FIELD of child (NULL makes the result NULL). */
MUST_CHECK struct ast_node *ast_wrap(struct arena *arena, enum ast_kind kind,
                                     enum field field, struct ast_span span,
                                     struct ast_node *child);

/*
 * Appends the canonical reading: every AND, OR and NOT written, parentheses
 * wherever AND and OR meet, quotes straight, words that would be read as
 * something else with backslashes. Reading it again, in any mode, gives an
 * equal tree.
 */
void ast_print(const struct ast_node *node, struct str *out);

/* Appends a date node's value in its shortest form: 1906, 1906-05..1908 */
void ast_print_dates(uint32_t date_min, uint32_t date_max, struct str *out);

/* The same in everything but the spans. */
bool ast_equal(const struct ast_node *a, const struct ast_node *b);

/* What a tree takes to be read. */
struct ast_size {
    size_t depth; /* at least the levels that parentheses have in the reading */
    size_t n_leaves;
    size_t n_regex_bytes;
};

void ast_measure(const struct ast_node *node, struct ast_size *ret_size);

#endif
