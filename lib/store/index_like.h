/*
 * Which words tell most of an article: those that it uses much and others
 * little (tf-idf; Salton and Buckley, 1988).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_LIKE_H
#define LEDE_STORE_INDEX_LIKE_H

#include "store/index.h"

#ifdef __cplusplus
extern "C" {
#endif

struct telling_term {
    struct str_span term; /* a stem of the text, as the index has it (Z...) */
    uint64_t n_articles;  /* with the dead that are not folded away yet */
    double weight;
};

struct telling_terms {
    struct telling_term *terms; /* the most telling first */
    size_t n_terms;
};

/*
 * At most n_most of document docid, in arena; none that
 * no other article has. Costs a look-up for each of its words.
 */
MUST_CHECK enum status index_telling_terms(struct index *index, uint32_t docid,
                                           size_t n_most, struct arena *arena,
                                           struct telling_terms *ret_terms,
                                           struct error *err);

#ifdef __cplusplus
}
#endif

#endif
