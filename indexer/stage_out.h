/*
 * The stages of an article in print, for --dump and for `dump`.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_STAGE_OUT_H
#define LEDE_INDEXER_STAGE_OUT_H

#include "store/article.h"
#include "store/document.h"

#include <stdio.h>

/* Text of a column: tab, line end and backslash as \t, \n, \\. */

/* One JSON object with "paragraphs". */
MUST_CHECK enum status stage_out_article(FILE *out,
                                         const struct article *article,
                                         struct error *err);
/* id TAB number TAB text */
MUST_CHECK enum status stage_out_paragraphs(FILE *out,
                                            const struct article *article,
                                            struct error *err);
/* id TAB position TAB kind TAB term; position "-" where there is none, kind
   word, stem or filter. */
MUST_CHECK enum status stage_out_terms(FILE *out, const struct article *article,
                                       const struct document *document,
                                       struct error *err);
/* One JSON object with "text": what `add` reads again. */
MUST_CHECK enum status stage_out_record(FILE *out,
                                        const struct article *article,
                                        struct error *err);

/* What could not be written so far, or now that all is flushed. */
MUST_CHECK enum status stage_out_finish(FILE *out, struct error *err);

#endif
