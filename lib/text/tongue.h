/*
 * Which language a paragraph is in, so that its words get the right stems: by
 * its script, and where that leaves a choice, by the small words that every
 * text has (the, der, les). No library: what it says is part of the analysis,
 * and has to be the same wherever an index is written and searched.
 *
 * For stems it matters little what a text without any of them is in, so it
 * only speaks where it is sure. Looks at the beginning of the text alone.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_TONGUE_H
#define LEDE_TEXT_TONGUE_H

#include "base/str.h"
#include "text/language.h"

/* So much of a text is looked at. */
#define TONGUE_SAMPLE_BYTES ((size_t)600)

/*
 * The language of the text; prior, which may be NULL (not stemmed), is what it
 * is thought to be in, and stays unless the text says otherwise. English
 * without foreign letters is not looked at further: most of what is read is
 * that, and costs a pass over its bytes.
 */
const struct language *tongue_of(struct str_span text,
                                 const struct language *prior);

#endif
