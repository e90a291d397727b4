/*
 * How words lie to each other in one article, exactly as doc/query-semantics.md
 * says: an algebra over the positions of terms. Spans go in, from the first to
 * the last position of a word or a phrase, and spans come out.
 *
 * It knows nothing of how positions are stored: both the matching of articles
 * and the marking of their paragraphs ask it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SPAN_H
#define LEDE_STORE_SPAN_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

enum span_op {
    SPAN_TERMS,     /* where one of the terms is; the leaf of all */
    SPAN_GAP,       /* in a row: any one position */
    SPAN_ROW,       /* children, _TERMS and _GAP, at successive positions */
    SPAN_OR,        /* where one of the children is */
    SPAN_NEAR,      /* the two at most n_apart from each other */
    SPAN_ORDERED,   /* the same, the first in front */
    SPAN_NOT_NEAR,  /* the first with no second that near */
    SPAN_SENTENCE,  /* the two in one sentence */
    SPAN_PARAGRAPH, /* the two in one paragraph */
    SPAN_WINDOW,    /* children, _TERMS and _GAP, each at a position of its own,
                       from the first to the last at most n_apart positions */
    SPAN_AT_LEAST,  /* children, all _TERMS: n_apart of them occur anywhere in
                       the article. Only as the top of a tree; its spans are
                       those of all its children */
};

struct span_node {
    enum span_op op;
    uint32_t n_apart;
    size_t i_list; /* _TERMS: a number for each set of terms, from 0 */
    const struct str_span *terms; /* _TERMS: with prefix */
    size_t n_terms;
    /* _TERMS that have a stem (see TERM_ODD): these words too, but not where
       `odd` is; and the stem itself, in articles with an `odd` */
    const struct str_span *unsure;
    size_t n_unsure;
    struct str_span stem;
    struct str_span odd;
    struct span_node *const *children;
    size_t n_children;
};

struct span {
    uint32_t first; /* positions */
    uint32_t last;
};

struct span_list {
    const struct span *spans; /* rising by first, then by last; no two equal */
    size_t n_spans;
};

struct span_positions {
    const uint32_t *at; /* rising; each once */
    size_t n;
};

/* What a text can be asked about a position. */
enum span_unit {
    SPAN_UNIT_PARAGRAPH, /* its paragraph, which may end behind its last word */
    SPAN_UNIT_WORDS,     /* its paragraph, up to its last word */
    SPAN_UNIT_SENTENCE,  /* its sentence */
};

struct span_range {
    uint64_t first;
    uint64_t end; /* the first position behind it */
};

#define SPAN_POSITION_NONE UINT64_MAX

/* The text that is looked into. What is lent stays until the next call. */
struct span_text {
    void *context;
    enum status (*positions)(void *context, size_t i_list,
                             struct span_positions *ret_positions,
                             struct error *err);
    enum status (*locate)(void *context, uint32_t position, enum span_unit unit,
                          struct span_range *ret_range, struct error *err);
    /* The first position of the list from `from` on, which only rises as long
       as nothing else is asked of the list; SPAN_POSITION_NONE: none. May be
       NULL; for lists that are costly to read to the end. */
    enum status (*seek)(void *context, size_t i_list, uint64_t from,
                        uint64_t *ret_position, struct error *err);
};

/* Most spans that are held at once for one text: 1 MiB. Words come nowhere
   near; nested PARA of very common words in an endless paragraph does. */
#define SPANS_MAX ((size_t)1 << 17)

/* Memory from text to text. */
struct span_work {
    struct span *spans; /* private: a stack of lists */
    size_t n_spans;
    size_t n_room;
    bool is_cut; /* SPANS_MAX was not enough: what came out may lack spans.
                    Set and never cleared */
};

/* clang-format off */
#define SPAN_WORK_INIT { NULL, 0, 0, false }
/* clang-format on */

void span_work_release(struct span_work *work);

/* Whether the tree has a span in the text; looks no further than to the first
   as far as that can be done. Not for SPAN_AT_LEAST. */
MUST_CHECK enum status span_exists(const struct span_node *tree,
                                   const struct span_text *text,
                                   struct span_work *work, bool *ret_exists,
                                   struct error *err);

/* All of them; borrowed until the next use of work. */
MUST_CHECK enum status span_find(const struct span_node *tree,
                                 const struct span_text *text,
                                 struct span_work *work,
                                 struct span_list *ret_list, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
