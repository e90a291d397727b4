/*
 * A tree made ready to run: for each leaf the patterns of terms that it
 * stands for, and one store expression over all of them. What matches and
 * what gets marked come from the same patterns, so they cannot disagree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PLAN_H
#define LEDE_SEARCHER_PLAN_H

#include "searcher/diagnostic.h"
#include "searcher/expand.h"
#include "store/expr.h"
#include "text/analyser.h"

/* One acceptable token at one place of a pattern. */
struct pattern_term {
    struct str_span term; /* without prefix */
    bool is_stem;         /* compare with token.stem, else with token.term */
};

/* One place of a pattern: any of its terms. */
struct pattern_place {
    struct pattern_term *terms;
    size_t n_terms;
    bool is_any;         /* any word at all: no terms */
    bool is_expanded;    /* the terms come from the index */
    uint64_t n_articles; /* _expanded: of the commonest of its terms */
};

/* Places at successive positions of one paragraph. A joined token takes part
   by the position it stands at. */
struct pattern {
    struct pattern_place *places;
    size_t n_places;
};

/* What a part of the query stands for in the index; for --explain. */
struct plan_expansion {
    struct str_span text; /* that part */
    struct expanded_term *terms;
    size_t n_terms;
    uint64_t n_found; /* more than n_terms: so many were left out */
    struct plan_expansion *next;
};

/* A leaf of the tree: matches where one of its patterns does or, if it has
   them, where its spans are. */
struct plan_leaf {
    const struct ast_node *node; /* AST_NEAR with all below it is one leaf */
    enum field field;            /* where its terms live */
    bool is_positive; /* false under an odd number of NOTs: never marked */
    struct pattern *patterns;
    size_t n_patterns;
    const struct span_node *spans;
    struct pattern_place *lists; /* of spans: what its terms are in a text */
    size_t n_lists;
    size_t n_lists_room;
    bool is_at_least;  /* its spans must be seen in the article as a whole */
    struct expr *expr; /* this leaf alone: for counts of clauses */
    struct plan_expansion *expansions; /* the last one first */
};

/* In what a query is planned. */
struct plan_scope {
    struct index *index; /* NULL: nothing can be looked up, so that patterns,
                            slips, regexes, similar articles match nothing */
    struct analyser *analyser;
    struct text_places *places; /* for SENT; outlives the plan. NULL: such
                                   queries cannot be run */
    size_t n_near_terms; /* most that a pattern in a phrase or beside NEAR may
                            stand for, whose positions have to be read; 0:
                            PLAN_MAX_PATTERN_TERMS */
};

/* Most words in all phrases and compounds of one query together, and in one of
   them; and how often the same word may stand in them, since each time that a
   text has it all these places are looked at. */
#define PLAN_MAX_PLACES        4096
#define PLAN_MAX_PHRASE_PLACES 256
#define PLAN_MAX_REPEATS       256
/* Most terms that one pattern, slip, regex or stem stands for, and all of a
   query together: what is in fewer articles is left out, with a word (W203). */
#define PLAN_MAX_PATTERN_TERMS 1000
#define PLAN_MAX_TERMS         4000
/* Most parts of a query for which all words of the index have to be looked
   at: slips, regexes, wildcards at the beginning of a word. */
#define PLAN_MAX_SCANS 32

struct mark_set;

struct plan {
    const struct ast_node *root;
    struct plan_leaf *leaves; /* in the order of the query: words, phrases,
                                 and filters, which have no patterns */
    size_t n_leaves;
    struct expr *expr;
    bool has_positive; /* false: only exclusions and filters; no scores */
    struct text_places *places; /* the scope's */
    struct mark_set *marks;     /* private: the patterns as mark.c wants them */
};

/*
 * Everything in arena, which must outlive the plan. A leaf without any word
 * ("...", a lone "&") adds a note to list and is left out of the expression;
 * a query of nothing else matches nothing. STATUS_BAD_QUERY (and an error in
 * list) over one of the limits above, for a regular expression that can't be
 * read or takes too long, and for the likeness of an article that is not there.
 */
MUST_CHECK enum status plan_make(const struct ast_node *root,
                                 const struct plan_scope *scope,
                                 struct arena *arena, struct plan *ret_plan,
                                 struct diagnostic_list *list,
                                 struct error *err);

#endif
