/*
 * JSON text as jansson's values, with its limits mended (json_mend.h) and its
 * refusals worded for archive keepers.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_JSON_PARSE_H
#define LEDE_INDEXER_JSON_PARSE_H

#include "base/str.h"

#include <jansson.h>

/* Appends what else was mended, with "; " in front if note holds something. */
void json_note(struct str *note, const char *format, ...) PRINTF_LIKE(2, 3);

/*
 * text is clean UTF-8. Of two equal keys the last one counts, as everywhere.
 * mended is empty room for the text that is parsed in the end; *n_repaired
 * goes up by what became U+FFFD, all else is noted. STATUS_BAD_TEXT with a
 * reason that stands alone.
 * *ret_value is owned by the caller; release with json_decref()
 */
MUST_CHECK enum status json_parse(struct str_span text, struct str *mended,
                                  struct str *note, size_t *n_repaired,
                                  json_t **ret_value, struct error *err);

#endif
