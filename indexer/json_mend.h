/*
 * JSON that is JSON, but more than the parser takes: numbers that no machine
 * type holds, and escapes of half a surrogate pair, which other programs
 * write without a word.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_JSON_MEND_H
#define LEDE_INDEXER_JSON_MEND_H

#include "base/str.h"

struct json_mended {
    size_t n_numbers; /* made strings, so that no digit is lost */
    size_t n_halves;  /* "\ud800" made "\ufffd" */
};

/* Appends json, mended, to out. Failures are str's (sticky). */
void json_mend(struct str_span json, struct str *out,
               struct json_mended *ret_mended);

#endif
