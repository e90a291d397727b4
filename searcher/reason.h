/*
 * Why one article matches: those leaves of the plan that it has, less those
 * of branches that came to nothing. In `(sugar AND levy) OR tax` an article
 * without levy matches for its tax alone, whatever it says of sugar.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_REASON_H
#define LEDE_SEARCHER_REASON_H

#include "searcher/locate.h"
#include "store/article.h"
#include "store/index.h"

/* Whether leaves that an article has may be no reason for it: below a choice
   there is something of which all parts are needed. */
bool reason_is_needed(const struct plan *plan);

/* Of what, and with what. */
struct reason_scope {
    const struct plan *plan;
    struct index *index;
    struct analyser *analyser;
    const struct located *located; /* of the article's words; NULL: they are
                                      looked for in its text */
};

/*
 * Sets leaves, a bit set of (n_leaves + 63) / 64 words, to those that make
 * article match. scratch is used for marking; what it has is lost. The index
 * is asked about leaves of which the text alone does not tell.
 */
MUST_CHECK enum status reason_find(const struct reason_scope *scope,
                                   const struct article *article,
                                   struct mark_list *scratch, uint64_t *leaves,
                                   struct error *err);

/* Whether all leaves of the plan are words of title and text of which one
   place is enough, so that their places tell all. */
bool reason_is_in_text(const struct plan *plan);

/* Takes the leaves out of the set of those that an article has, that are no
   reason for it. */
void reason_weed(const struct plan *plan, uint64_t *leaves);

#endif
