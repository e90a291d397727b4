/*
 * What the index knows about a query and its reader may want to: what another
 * reading would find, and, when nothing was found, which clause is to blame,
 * and which spelling would find something. Said as notes among the query's
 * diagnostics; nothing is corrected.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_ADVICE_H
#define LEDE_SEARCHER_ADVICE_H

#include "searcher/counter.h"

/* Clauses and words that are looked at; each costs a search or two. */
#define ADVICE_MAX_CLAUSES 16
#define ADVICE_MAX_WORDS   8
/* Of the processor, after which no more is looked for: who asked waits. */
#define ADVICE_MAX_MS 300

/*
 * Adds to the messages of N101 how many articles each of the two readings
 * finds. answer is one that could be read.
 */
MUST_CHECK enum status advice_readings(struct counter *counter,
                                       struct answer *answer,
                                       struct error *err);

/*
 * For an answer without any article: N105 for each word that is nowhere, with
 * the nearest one that is; N111 for each clause without which there would be
 * articles. What is suggested was tried.
 */
MUST_CHECK enum status advice_nothing(struct counter *counter,
                                      struct answer *answer, struct error *err);

#endif
