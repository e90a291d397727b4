/*
 * Facets: which values the articles of an answer have in a field, and how many
 * have each.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_FACET_H
#define LEDE_SEARCHER_FACET_H

#include "base/str.h"

enum facet_field {
    FACET_SOURCE,
    FACET_AUTHOR,
    FACET_SECTION,
    FACET_LANGUAGE,
    FACET_YEAR,
    FACET_TAG,
};

#define FACET_FIELDS 6

/* In one request. */
#define FACET_MAX_WISHES 8
/* Values that are listed, the most frequent of them. */
#define FACET_N_DEFAULT 10
#define FACET_MAX_N     1000

struct facet_wish {
    enum facet_field field;
    uint32_t n_values; /* at most so many are listed */
};

/* "source", ..., "language": static. */
const char *facet_name(enum facet_field field);
/* The field of a query that asks for a value of it: "lang", "date". Static. */
const char *facet_query_field(enum facet_field field);
/* By either name; false if there is none. */
bool facet_find(struct str_span name, enum facet_field *ret_field);

#endif
