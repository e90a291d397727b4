/*
 * Of an article what only filters, sorts or is counted: whole values, dates,
 * numbers, and which fields have a value at all. Inside of build.c; not for
 * others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_BUILD_FILTERS_H
#define LEDE_INDEXER_BUILD_FILTERS_H

#include "indexer/build.h"
#include "store/schema.h"
#include "text/shingle.h"

/* What an occurrence adds to a frequency that nobody is to see. */
#define WDF_FILTER 0

struct builder {
    struct analyser *analyser;
    struct document *document;
    struct str scratch;
    struct shingle_sample sample; /* of the text */
    bool has_sketch; /* wants one: false only to measure what they cost */
    uint32_t next_odd_term; /* the number of TERM_ODD, + 1; 0: not there yet */
};

/* number in n_digits, zeros in front. */
MUST_CHECK enum status build_number(struct builder *builder, enum slot slot,
                                    int n_digits, uint64_t number,
                                    struct error *err);

MUST_CHECK enum status build_filters(struct builder *builder,
                                     const struct article *article,
                                     const struct origin *origin,
                                     struct error *err);

#endif
