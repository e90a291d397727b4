/*
 * What the store can match: an expression over terms and values, as plain
 * data in the caller's arena. lib/store turns it into a Xapian::Query.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_EXPR_H
#define LEDE_STORE_EXPR_H

#include "base/arena.h"
#include "store/schema.h"
#include "store/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Deepest nesting that is matched: Xapian walks queries by recursion, and no
   reader's query of QUERY_MAX_DEPTH comes near. */
#define EXPR_MAX_DEPTH 200

enum expr_op {
    EXPR_NONE, /* matches nothing */
    EXPR_ALL,  /* matches every article, weight 0 */
    EXPR_TERM,
    EXPR_AND,
    EXPR_OR,
    EXPR_FORMS,     /* EXPR_OR of a term, a word's stem, and an EXPR_SCALE of
                       another, the word itself */
    EXPR_AND_NOT,   /* first child and none of the others */
    EXPR_AND_MAYBE, /* first child; the others only add weight */
    EXPR_FILTER,    /* all children; only the first gives weight */
    EXPR_PHRASE,    /* children in order within window; each a term or an
                       EXPR_OR of terms */
    EXPR_NEAR,      /* the same in any order */
    EXPR_SCALE,     /* one child, weight times factor (0: none) */
    EXPR_SYNONYM,   /* children are terms: any of them, as if they were one */
    EXPR_CHECKED,   /* one child: those of its articles that pass check */
    EXPR_VALUE_GE,  /* value of slot >= low, by bytes */
    EXPR_VALUE_LE,  /* value of slot <= high; absent values match neither */
    EXPR_DOCIDS,    /* the documents with these docids, weight 0 */
};

/* A question about a position of an article. */
struct expr_question {
    uint32_t docid; /* that of index_search() */
    struct str_span record;
    uint32_t position;
    enum span_unit unit;
};

/*
 * What an article must pass besides: words that lie to each other as a tree of
 * spans says. That looks at positions, so the child of EXPR_CHECKED should
 * match little more than what has all the words.
 */
struct expr_check {
    const struct span_node *tree;
    size_t n_lists;   /* of terms in the tree */
    enum field field; /* whose positions they are */
    /* Asks an article's text for what is not in the index: sentences, and where
       the last word of a paragraph is. */
    enum status (*read)(void *context, const struct expr_question *question,
                        struct span_range *ret_range, struct error *err);
    void *context;
};

struct expr {
    enum expr_op op;
    struct str_span term; /* EXPR_TERM with prefix; _VALUE_*: the bound */
    struct expr **children;
    size_t n_children;
    uint32_t window; /* _PHRASE, _NEAR: positions, at least n_children */
    uint32_t slot;   /* _VALUE_* */
    double factor;   /* _SCALE */
    const struct expr_check *check; /* _CHECKED; borrowed */
    const uint32_t *docids;         /* _DOCIDS: rising; borrowed */
    size_t n_docids;
};

/*
 * All return NULL when memory is out. Terms are borrowed, not copied; arrays
 * of children are copied. A group or window of one child is that child, one
 * of none is EXPR_NONE. A window below n_children is made n_children.
 */
MUST_CHECK struct expr *expr_term(struct arena *arena, struct str_span term);
/* NULL children (from an allocation that failed) make the result NULL. */
MUST_CHECK struct expr *expr_group(struct arena *arena, enum expr_op op,
                                   struct expr *const *children,
                                   size_t n_children);
MUST_CHECK struct expr *expr_pair(struct arena *arena, enum expr_op op,
                                  struct expr *first, struct expr *second);
MUST_CHECK struct expr *expr_window(struct arena *arena, enum expr_op op,
                                    struct expr *const *children,
                                    size_t n_children, uint32_t window);
MUST_CHECK struct expr *expr_scale(struct arena *arena, struct expr *child,
                                   double factor);
/* NULL child: NULL. */
MUST_CHECK struct expr *expr_checked(struct arena *arena, struct expr *child,
                                     const struct expr_check *check);
MUST_CHECK struct expr *expr_value(struct arena *arena, enum expr_op op,
                                   uint32_t slot, struct str_span bound);
MUST_CHECK struct expr *expr_docids(struct arena *arena, const uint32_t *docids,
                                    size_t n_docids);
MUST_CHECK struct expr *expr_leaf(struct arena *arena, enum expr_op op);

/*
 * Appends one line: `(AND Zprotest (PHRASE/2 state of))`, for --explain. A
 * term that has more than letters, digits and bytes of UTF-8 in it stands in
 * double quotes; a check is shown as its tree; what is nested deeper than
 * EXPR_MAX_DEPTH is "...".
 */
void expr_print(const struct expr *expr, struct str *out);

#ifdef __cplusplus
}
#endif

#endif
