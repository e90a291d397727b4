/*
 * Timelines: how many articles of an answer are of each year, month or day,
 * beside how many the index has of it.
 *
 * An article is counted where its whole date lies: one of 1906 in the year
 * 1906, but in no month of it. Those that no bucket has room for are counted
 * apart, as imprecise; so no bucket is higher than the sources say.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_TIMELINE_H
#define LEDE_SEARCHER_TIMELINE_H

#include "base/arena.h"
#include "store/index_tally.h"

enum timeline_unit {
    TIMELINE_NONE,
    TIMELINE_AUTO, /* by what the articles span */
    TIMELINE_YEAR,
    TIMELINE_MONTH,
    TIMELINE_DAY,
};

/* "year"; "" for none. Static. */
const char *timeline_unit_name(enum timeline_unit unit);
bool timeline_unit_find(struct str_span name, enum timeline_unit *ret_unit);

/* A timeline of more buckets than this from the first hit to the last has only
   those with hits; one that has more of these has the next longer unit. */
#define TIMELINE_MAX_BUCKETS 400
/* The shortest unit that TIMELINE_AUTO has no more buckets of. */
#define TIMELINE_AUTO_BUCKETS 60

struct timeline_bucket {
    uint32_t from;       /* yyyy, yyyymm or yyyymmdd */
    uint64_t n_hits;     /* articles of the answer */
    uint64_t n_articles; /* of the index */
    uint64_t n_empty;    /* of these, without a text in which anything could be
                            found */
};

struct timeline {
    enum timeline_unit unit;         /* never TIMELINE_AUTO */
    struct timeline_bucket *buckets; /* rising; from the first with hits to the
                                        last */
    size_t n_buckets;
    bool is_sparse;     /* buckets without hits are left out */
    bool is_coarse;     /* the unit is longer than was asked for */
    uint64_t n_undated; /* articles of the answer without a date */
    uint64_t n_imprecise;
};

/* Makes the timeline of the column of dates, counted over all articles, too;
   in arena. */
MUST_CHECK enum status timeline_make(enum timeline_unit unit,
                                     const struct tally *tally,
                                     struct arena *arena,
                                     struct timeline *ret_timeline,
                                     struct error *err);

/* Appends "1906", "1906-03" or "1906-03-14". */
void timeline_add_date(enum timeline_unit unit, uint32_t from, struct str *out);

/* Hits for each 10,000 articles; 0 of none. */
double timeline_rate(const struct timeline_bucket *bucket);

#endif
