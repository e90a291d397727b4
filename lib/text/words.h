/*
 * The words of a text as one line, so that two texts can be held to be the same
 * whatever their case, accents, punctuation and spaces: "Sugar-taxes!" and
 * "sugar TAXES" are both "sugar taxes".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_WORDS_H
#define LEDE_TEXT_WORDS_H

#include "text/analyser.h"

/* Appends the folded words of text, a space between two; nothing if there is
   none. text as for analyser_start(). */
MUST_CHECK enum status words_join(struct analyser *analyser,
                                  struct str_span text, struct str *out,
                                  struct error *err);

#endif
