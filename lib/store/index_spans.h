/*
 * Where in an article the spans of some trees are, as its words' positions in
 * the index tell: what a reader is shown of a long article without looking
 * through all of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_SPANS_H
#define LEDE_STORE_INDEX_SPANS_H

#include "store/index.h"

#ifdef __cplusplus
extern "C" {
#endif

struct span_reader;

/* Opens no list of a tree before it is asked for one. checks are borrowed as
   long as the reader lives. owned by the caller; release with
   span_reader_free(), before the index. */
MUST_CHECK enum status span_reader_new(struct index *index,
                                       const struct expr_check *const *checks,
                                       size_t n_checks,
                                       struct span_reader **ret_reader,
                                       struct error *err);
void span_reader_free(struct span_reader *reader);

/*
 * The spans of a tree in a living article; borrowed until the next call.
 * *ret_is_cut (over SPANS_MAX): some are missing. Costs what reading the
 * positions takes, if docids rise from call to call; each time that one does
 * not, the lists of the tree are opened again.
 */
MUST_CHECK enum status span_reader_find(struct span_reader *reader,
                                        uint32_t docid, size_t i_check,
                                        struct span_list *ret_list,
                                        bool *ret_is_cut, struct error *err);

/* Whether the article has a paragraph that takes several stretches (see
   TERM_LONG): then only its record tells in which paragraph a position is, in
   all others each stretch is one, and the title the first. Rising docids are
   cheapest. */
MUST_CHECK enum status span_reader_is_long(struct span_reader *reader,
                                           uint32_t docid, bool *ret_is_long,
                                           struct error *err);

#ifdef __cplusplus
}
#endif

#endif
