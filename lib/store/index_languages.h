/*
 * In which languages texts of an open index are stemmed, besides its own:
 * PREFIX_STEMMED and a code is a term of each article that has such.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_LANGUAGES_H
#define LEDE_STORE_INDEX_LANGUAGES_H

#include "base/arena.h"
#include "store/index.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Their codes, each once, in arena; those of dead articles alone are not told.
 * Costs a look into each segment. */
MUST_CHECK enum status index_languages(struct index *index, struct arena *arena,
                                       struct str_span **ret_codes,
                                       size_t *ret_n_codes, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
