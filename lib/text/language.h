/*
 * The languages lede knows by name, and the Snowball stemmer of each.
 *
 * Codes are ISO 639-1 (en, de, ...); Snowball's own English names (english,
 * german, porter) are understood too. Languages that Snowball does not have
 * (ja, zh, th, ko, ...) are known and simply not stemmed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_LANGUAGE_H
#define LEDE_TEXT_LANGUAGE_H

#include "base/str.h"

struct language {
    const char *code;     /* "en" */
    const char *name;     /* "English" */
    const char *snowball; /* "english"; NULL: not stemmed */
};

/* All of them, ordered by code. Static. */
const struct language *language_rows(size_t *ret_n_rows);

/*
 * By code, name or Snowball name, whatever the case; a region is ignored
 * ("en-GB", "de_AT"). NULL if unknown.
 */
const struct language *language_find(struct str_span name);

#endif
