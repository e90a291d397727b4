/*
 * The terms that most articles have, out of any number that are offered; of
 * those that equally many have, the first. Inside of expand.c.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_TERM_PICK_H
#define LEDE_SEARCHER_TERM_PICK_H

#include "searcher/expand.h"

struct picked_term {
    size_t off_bytes;
    size_t n_bytes;
    uint64_t n_articles;
    uint32_t n_edits;
};

struct term_pick { /* private */
    size_t n_most;
    struct picked_term *terms; /* some more than those that stay */
    size_t n_terms;
    size_t n_room;
    struct str bytes;
    uint64_t n_offered;
};

void term_pick_init(struct term_pick *pick, size_t n_most);
void term_pick_release(struct term_pick *pick);

MUST_CHECK enum status term_pick_offer(struct term_pick *pick,
                                       struct str_span term,
                                       uint64_t n_articles, uint32_t n_edits,
                                       struct error *err);

/* What was picked, in arena, in the order of the terms' bytes. */
MUST_CHECK enum status term_pick_take(struct term_pick *pick,
                                      struct arena *arena,
                                      struct expansion *ret_expansion,
                                      struct error *err);

#endif
