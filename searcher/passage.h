/*
 * A passage: the piece of one paragraph that is shown for a hit. White space
 * is collapsed; a long paragraph is cut, between words and if possible
 * between sentences, around the marks that say most.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PASSAGE_H
#define LEDE_SEARCHER_PASSAGE_H

#include "searcher/collapse.h"
#include "searcher/permalink.h"

/* Both units, so that no reader has to count again. */
struct passage_mark {
    uint32_t start; /* in code points of the passage's text */
    uint32_t end;
    uint32_t start_bytes;
    uint32_t end_bytes;
};

/* A piece of one paragraph, white space collapsed to single spaces. */
struct passage {
    uint32_t i_paragraph; /* from 1 */
    struct str_span text; /* UTF-8 */
    struct passage_mark *marks;
    size_t n_marks;
    bool is_cut_before; /* the paragraph begins before the text */
    bool is_cut_after;
    bool is_new;       /* marks something of the query that those which were
                          chosen before it do not */
    uint32_t i_choice; /* of the hit's, 0 being the best */
    char hash[PERMALINK_HASH_BYTES]; /* of the whole paragraph; "" unless it was
                                        asked for */
};

/* What all passages of one answer need; one round of memory for them. */
struct passage_maker {
    struct analyser *analyser;  /* borrowed: where words end */
    struct arena *arena;        /* borrowed: owns the passages */
    const double *leaf_weights; /* borrowed: how rare each leaf is */
    size_t n_leaves;
    uint64_t *shown;         /* read-only: bit set of the leaves whose marks the
                                last passage has */
    uint32_t *leaf_counts;   /* private from here */
    struct str text;         /* the paragraph, collapsed */
    struct flat_mark *marks; /* its marks */
    size_t n_marks;
    size_t n_marks_room;
};

/* leaf_weights: one for each leaf that a mark may name; n_leaves may be 0. */
MUST_CHECK enum status passage_maker_init(struct passage_maker *maker,
                                          struct analyser *analyser,
                                          struct arena *arena,
                                          const double *leaf_weights,
                                          size_t n_leaves, struct error *err);
void passage_maker_release(struct passage_maker *maker);

/*
 * Makes a passage of about n_columns terminal columns (a wide character
 * counts two); 0: the whole paragraph. A mark is never cut, so a passage with
 * a longer mark is as long as that. list may be NULL. i_paragraph is left to
 * the caller.
 */
MUST_CHECK enum status passage_make(struct passage_maker *maker,
                                    struct str_span paragraph,
                                    const struct mark_list *list,
                                    size_t n_columns,
                                    struct passage *ret_passage,
                                    struct error *err);

#endif
