/*
 * Where the sentences of a paragraph begin: by UAX #29 as ICU's root rules
 * have it, the same for every language.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_SENTENCE_H
#define LEDE_TEXT_SENTENCE_H

#include "base/str.h"

struct sentence_iter;

/* owned by the caller; release with sentence_iter_free() */
MUST_CHECK enum status sentence_iter_new(struct sentence_iter **ret_iter,
                                         struct error *err);
void sentence_iter_free(struct sentence_iter *iter);

/* Begins a text: clean UTF-8, borrowed until the next start. */
MUST_CHECK enum status sentence_start(struct sentence_iter *iter,
                                      struct str_span text, struct error *err);
/* The end of the next sentence, in bytes, with the white space behind it;
   STATUS_DONE at the end of the text. A word belongs to the sentence that its
   first byte is in. */
MUST_CHECK enum status sentence_next(struct sentence_iter *iter,
                                     size_t *ret_end_bytes);

#endif
