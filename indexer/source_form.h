/*
 * The bytes of one part of the catalogue of sources: doc/index-format.md,
 * "The catalogue".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_SOURCE_FORM_H
#define LEDE_INDEXER_SOURCE_FORM_H

#include "indexer/source.h"

/* Appends a settled list; nothing at all when it is empty. */
void source_form_write(const struct source_list *list, struct str *out);
/* Appends what a part holds to list; bytes must last as long as list does.
   STATUS_CORRUPT when it is not formed so. */
MUST_CHECK enum status source_form_read(struct str_span bytes,
                                        struct source_list *list,
                                        struct error *err);

/* Numbers as they stand there: seven bits a byte, low ones first. */
void varint_add(struct str *out, uint64_t number);
/* Takes one from the front; false if there is none. */
bool varint_take(struct str_span *rest, uint64_t *ret_number);
/* Takes n_bytes from the front; false if there are fewer. */
bool bytes_take(struct str_span *rest, uint64_t n_bytes,
                struct str_span *ret_bytes);

#endif
