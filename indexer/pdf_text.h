/*
 * The text of a printed document: what pdftotext writes, page after page, as
 * paragraphs. Page numbers and running heads go, words that were divided at
 * the end of a line are whole again, and paragraphs that go on over a page are
 * one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_PDF_TEXT_H
#define LEDE_INDEXER_PDF_TEXT_H

#include "base/str.h"

/* printed is clean UTF-8, its pages each ended by a form feed. */
MUST_CHECK enum status pdf_text_read(struct str_span printed, struct str *out,
                                     struct error *err);

#endif
