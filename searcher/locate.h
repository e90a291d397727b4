/*
 * Where in an article the leaves of a plan are, as the positions in the index
 * tell: which of its paragraphs are worth reading, without looking through the
 * others. Of a leaf it finds exactly what marking (mark.h) finds in the text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_LOCATE_H
#define LEDE_SEARCHER_LOCATE_H

#include "searcher/mark.h"
#include "store/article.h"
#include "store/index_spans.h"

/* Most places of one article that are looked at: 12 MiB. */
#define LOCATE_MAX_PLACES ((size_t)1 << 20)

struct locator;

/* A text shorter than this many bytes is read faster than the places of the
   plan's leaves are looked up in the index: it takes a while to look up which
   words have a stem that leaves few letters of them untouched. */
size_t locator_worth_bytes(const struct plan *plan,
                           const struct analyser *analyser);

/*
 * For the leaves of a plan that are looked for in title and text. Looks up
 * which words have their stems; list, which may be NULL, is told of those that
 * are left out (W203), if there are so many. Takes memory in arena, too. owned
 * by the caller; release with locator_free(), before the plan and the index.
 */
MUST_CHECK enum status locator_new(const struct plan *plan,
                                   const struct plan_scope *scope,
                                   struct arena *arena,
                                   struct diagnostic_list *list,
                                   struct locator **ret_locator,
                                   struct error *err);
/* Whether no word was left out, be it for want of time: then it finds all. */
bool locator_is_whole(const struct locator *locator);
void locator_free(struct locator *locator);

/* What was found in one article. */
struct located {
    const struct mark_place *places; /* of all leaves, in order; positions of
                                        the article */
    size_t n_places;
    bool is_long; /* a paragraph may take several stretches; else each stretch
                     is one, and the title the first */
    bool is_cut;  /* there were too many: some are missing */
};

/* Those of an article, which is living; borrowed until the next call. Rising
   docids are cheapest. */
MUST_CHECK enum status locator_find(struct locator *locator, uint32_t docid,
                                    struct located *ret_located,
                                    struct error *err);

/* The number, from 1, of the paragraph that has the position; 0: the title. */
size_t located_paragraph(const struct article *article, uint32_t position);

#endif
