/*
 * How many articles a part of a query finds, asked as a query of its own. For
 * what is said about queries, not for answering them: it costs a search.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_COUNTER_H
#define LEDE_SEARCHER_COUNTER_H

#include "searcher/search.h"

struct counter {
    struct index *index; /* NULL: nothing is counted */
    struct analyser *analyser;
    struct answer answer; /* private: of the last one */
    struct str reading;   /* private */
};

/* index and analyser are borrowed until counter_release(). */
void counter_init(struct counter *counter, struct index *index,
                  struct analyser *analyser);
void counter_release(struct counter *counter);

struct count {
    bool is_known; /* false: no index, or it cannot be asked */
    uint64_t n_articles;
};

MUST_CHECK enum status counter_ask(struct counter *counter,
                                   const struct ast_node *node,
                                   struct count *ret_count, struct error *err);

/*
 * Adds to the message and the hint of each N101 how many articles its two
 * readings find. answer is one that could be read.
 */
MUST_CHECK enum status counter_compare(struct counter *counter,
                                       struct answer *answer,
                                       struct error *err);

#endif
