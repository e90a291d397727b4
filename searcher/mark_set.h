/*
 * The patterns of a plan arranged by their terms, so that marking costs one
 * look-up for each token of a text, however many words the query has. Inside
 * of plan.c and mark.c; not for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_MARK_SET_H
#define LEDE_SEARCHER_MARK_SET_H

#include "searcher/plan.h"

#define MARK_USE_NONE UINT32_MAX

/* One place of one pattern where a term is acceptable. */
struct mark_use {
    uint32_t i_leaf;
    uint32_t i_place;  /* among the places of all patterns */
    uint32_t n_before; /* places of its pattern in front of it */
    enum field field;
    bool is_positive; /* its leaf */
    bool is_span;     /* i_place is among the lists of all spans; no more */
    bool is_first;    /* of its pattern */
    bool is_last;
    uint32_t next; /* another use of the same term, or MARK_USE_NONE */
};

struct mark_slot {
    struct str_span term; /* bytes is NULL in an empty slot */
    uint64_t hash;
    bool is_stem;
    uint32_t first_use;
    uint32_t n_places; /* of phrases where it may stand */
};

struct mark_set {
    struct mark_slot *slots; /* open addressing; mask + 1 is a power of two */
    size_t mask;
    struct mark_use *uses;
    size_t n_uses;
    size_t n_places;
    size_t n_lists; /* of leaves that are spans */
    size_t n_leaves;
    size_t n_repeats; /* most places of phrases that one term has */
};

/* Of all leaves that have patterns; NULL when memory is out. */
struct mark_set *mark_set_new(struct arena *arena,
                              const struct plan_leaf *leaves, size_t n_leaves);

/* The first use of a term; NULL if the query has no such term. */
const struct mark_use *mark_set_find(const struct mark_set *set,
                                     struct str_span term, bool is_stem);

#endif
