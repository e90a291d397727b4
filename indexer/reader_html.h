/*
 * Web pages that other forms hold.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_READER_HTML_H
#define LEDE_INDEXER_READER_HTML_H

#include "indexer/reader.h"

/* Takes a page, clean UTF-8, as an article; facts are the sink's, and address
   is where it was found, if it does not say; may be empty. */
MUST_CHECK enum status reader_html_take(struct str_span html,
                                        struct str_span address,
                                        const struct reader_facts *facts,
                                        const struct reader_sink *sink,
                                        struct error *err);

/* Appends all text of a piece of HTML, clean UTF-8, to out, its blocks as
   paragraphs: nothing is taken for something beside it. */
MUST_CHECK enum status reader_html_text(struct str_span html, struct str *out,
                                        struct error *err);

/* The same; *ret_refusal is the reason why it was given up on the way, or
   NULL. */
MUST_CHECK enum status reader_html_whole(struct str_span html, struct str *out,
                                         const char **ret_refusal,
                                         struct error *err);

#endif
