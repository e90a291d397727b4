/*
 * Whether passages are what they promise, and the same wherever their words
 * are looked for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_CONTEST_PASSAGES_H
#define LEDE_TESTS_CONTEST_PASSAGES_H

#include "contest.h"

/* Asks request again, with the index telling where the words are; the answer
   of contest was made by reading the texts. */
bool contest_sources_agree(struct contest *contest,
                           const struct search_request *request,
                           struct str *report);

/* Marks are in order, apart, and made of whole characters with the accents on
   them; both their units say the same. */
bool contest_passage_is_sound(const struct passage *passage);

/* Asks request for paragraphs: those that have what made their article match,
   each once, and as many as are counted. */
bool contest_paragraphs_agree(struct contest *contest,
                              struct oracle_query *query,
                              const struct search_request *request,
                              struct str *report);

#endif
