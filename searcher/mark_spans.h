/*
 * Marks of leaves that are trees of spans (NEAR and its like, loose phrases):
 * the words of a text that they look for are collected, and when the text is
 * through, those that lie as they should are marked. Inside of mark.c; not for
 * others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_MARK_SPANS_H
#define LEDE_SEARCHER_MARK_SPANS_H

#include "searcher/mark.h"
#include "searcher/mark_set.h"

/* A word of a text that a list of terms has. */
struct mark_hit {
    size_t i_list; /* among the lists of all leaves */
    uint32_t position;
    size_t off_bytes;
    size_t end_bytes;
};

struct mark_spans { /* private to mark_spans.c */
    struct mark_hit *hits;
    size_t n_hits;
    size_t n_hits_room;
    uint32_t *positions; /* of the hits */
    size_t n_positions_room;
    struct span_work work;
    struct span *covers; /* where the tree is, overlapping ones merged */
    size_t n_covers;
    size_t n_covers_room;
};

struct mark_spans *mark_spans_new(void);
void mark_spans_free(struct mark_spans *spans);

/* The token stands for a term of the list. */
MUST_CHECK enum status mark_spans_add(struct mark_spans *spans, size_t i_list,
                                      const struct token *token,
                                      struct error *err);

/* Takes a part that is where it should be. */
struct mark_spans_sink {
    enum status (*take)(void *context, size_t i_leaf, size_t off_bytes,
                        size_t end_bytes, struct error *err);
    /* A place of the whole leaf, by its words. */
    enum status (*place)(void *context, size_t i_leaf, struct span span,
                         struct error *err);
    void *context;
    uint64_t *leaves; /* those that are there get their bit */
};

/* What the words were read from. */
struct mark_spans_text {
    struct analyser *analyser;
    struct str_span text;
    uint32_t n_words;
};

/* Tells sink the parts of all leaves in the text, and forgets the words. */
MUST_CHECK enum status mark_spans_finish(struct mark_spans *spans,
                                         const struct plan *plan,
                                         const struct mark_spans_text *text,
                                         const struct mark_spans_sink *sink,
                                         struct error *err);

#endif
