/*
 * Facets: which values the articles of an answer have in a field, and how many
 * have each.
 *
 * A year counts what is of that year for sure: articles whose dates span more
 * than one are counted apart. An author or a tag that an article has twice
 * counts once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_FACET_H
#define LEDE_SEARCHER_FACET_H

#include "base/arena.h"
#include "store/index_tally.h"

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

struct facet_value {
    struct str_span value; /* as the articles have it */
    uint64_t n_articles;
};

struct facet {
    enum facet_field field;
    struct facet_value *values; /* the most frequent of them, those first; of
                                   equals by bytes. Of years the latest first */
    size_t n_values;
    uint64_t n_other;     /* the sum of all that are not listed */
    uint64_t n_missing;   /* articles without a value */
    uint64_t n_imprecise; /* FACET_YEAR: of several years */
    bool is_exact;        /* false: an article has more values than the index
                             could keep */
};

/* The column that it is counted in. */
enum column_kind facet_column(enum facet_field field);

/* Makes the facet of a column that has been counted; in arena. */
MUST_CHECK enum status facet_make(const struct facet_wish *wish,
                                  const struct tally *tally,
                                  struct arena *arena, struct facet *ret_facet,
                                  struct error *err);

#endif
