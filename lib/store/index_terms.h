/*
 * The terms of a field in an open index, in order, each with the number of
 * articles that have it: what wildcards, misspelt words and regexes are
 * expanded in.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_TERMS_H
#define LEDE_STORE_INDEX_TERMS_H

#include "store/index.h"
#include "store/schema.h"

#ifdef __cplusplus
extern "C" {
#endif

struct term_walk;

struct walked_term {
    struct str_span term; /* without the field's prefix; borrowed until the
                             next step */
    size_t n_same;        /* bytes at its beginning that the last one had too */
    uint64_t n_articles;  /* with the dead that are not folded away yet */
};

/*
 * Begins a walk over the terms that begin with beginning, in the order of
 * their bytes; stems are none of them. A million take some 20 ms in one
 * segment; in a segment of an older release, and in fields that no lexicon
 * has (id, url, lang, type, path, date), what it takes to read the postings.
 * owned by the caller; release with term_walk_free(), before the index.
 */
MUST_CHECK enum status term_walk_new(struct index *index, enum field field,
                                     struct str_span beginning,
                                     struct term_walk **ret_walk,
                                     struct error *err);
void term_walk_free(struct term_walk *walk);
/* Before the first step: only terms that have these letters somewhere are
   wanted. A lexicon passes over nearly all others, at half of what a step
   costs. */
MUST_CHECK enum status term_walk_want(struct term_walk *walk,
                                      struct str_span letters,
                                      struct error *err);
/* STATUS_DONE behind the last one, and when the index is late. */
MUST_CHECK enum status term_walk_next(struct term_walk *walk,
                                      struct walked_term *ret_term,
                                      struct error *err);
/* Passes over all terms that begin with the first n_bytes, at least 1, of the
   one that was told last: where a lexicon has them, as many as they are, they
   cost as much as a hundred steps. */
MUST_CHECK enum status term_walk_skip(struct term_walk *walk, size_t n_bytes,
                                      struct error *err);

#ifdef __cplusplus
}
#endif

#endif
