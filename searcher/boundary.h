/*
 * Where a collapsed text can be cut so that it reads well: between sentences
 * if one ends nearby, else between words.
 *
 * Sentences are guessed from their punctuation, cheaply; words are the
 * analyser's, which knows them also where no space is written.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_BOUNDARY_H
#define LEDE_SEARCHER_BOUNDARY_H

#include "text/analyser.h"

/* Whether a sentence begins at off_bytes: 0, or behind ". ", "? ", U+3002 or
   another stop, with the quotes that close behind it. */
bool boundary_is_sentence(struct str_span text, size_t off_bytes);

/* The last sentence start in low..high; high + 1 if there is none. */
size_t boundary_last_sentence(struct str_span text, size_t low, size_t high);

/* off_bytes moved by at most n_columns terminal columns, to a character. */
size_t boundary_back(struct str_span text, size_t off_bytes, size_t n_columns);
size_t boundary_ahead(struct str_span text, size_t off_bytes, size_t n_columns);

/* The first word start in low..high, where high is one itself. */
MUST_CHECK enum status boundary_first_word(struct analyser *analyser,
                                           struct str_span text, size_t low,
                                           size_t high, size_t *ret_off_bytes,
                                           struct error *err);

/* The last place between two words in low..high, where low is one itself. */
MUST_CHECK enum status boundary_last_word(struct analyser *analyser,
                                          struct str_span text, size_t low,
                                          size_t high, size_t *ret_off_bytes,
                                          struct error *err);

#endif
