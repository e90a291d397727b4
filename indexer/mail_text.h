/*
 * The text of mails: quotations apart from what answers them, and the subject
 * that a thread has in common.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_MAIL_TEXT_H
#define LEDE_INDEXER_MAIL_TEXT_H

#include "base/str.h"

/* Appends text to out, a blank line wherever a quotation ('>') or a signature
   ("-- ") begins or ends, so that they are paragraphs of their own. */
void mail_text_part(struct str_span text, struct str *out);

/* "Re: [list] AW: Tax (fwd)" is "Tax"; a part of subject. */
struct str_span mail_text_thread(struct str_span subject);

#endif
