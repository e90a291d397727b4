/*
 * Finds reprints: articles of which one is a copy of the other, or of a good
 * part of it, perhaps with changed words.
 *
 * Two articles are compared by their sketches (store/sketch.h): what share of
 * the shorter one's numbers the other one has, of those that the sketches of
 * both would have. Only articles that have a small number in common are
 * compared at all, and where many have it each with one before it alone: so
 * the time goes with the number of articles, also when all of them end with
 * the same notice. A number that many have counts for less, too.
 *
 * An article joins the group of an earlier one if it is a copy of the first of
 * that group, or of half of it; else likeness from one to the next would make
 * one group of a whole series. Groups are never put together. So what group an
 * article is in depends on the articles before it, and on how common their
 * words are.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_REPRINTS_H
#define LEDE_STORE_REPRINTS_H

#include "store/groups.h"
#include "store/sketch.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Two articles by their places among those added. */
struct reprint_pair {
    uint32_t later;
    uint32_t earlier;
};

struct reprint_finder {
    uint32_t *numbers; /* private: all of it */
    size_t n_numbers;
    size_t n_numbers_room;
    struct reprint_article *articles;
    size_t n_articles;
    size_t n_articles_room;
    uint8_t *counts; /* by the low bits of numbers: how many articles have them,
                        at most 255 */
    size_t n_counts; /* a power of two */
    uint64_t *wanted; /* a bit for each small number of a new article, by its
                         low bits; NULL: all are new */
    uint64_t *order;  /* of a part of the small numbers: number, article */
    uint64_t *spare;
    size_t n_order;
    uint64_t *refused;          /* pairs that were compared */
    struct reprint_pair *pairs; /* copies */
    size_t n_pairs;
    size_t n_pairs_room;
    enum status status; /* of adding to them */
};

/* Takes some 280 bytes an article, and up to 34 MiB while it finds. */
void reprint_finder_init(struct reprint_finder *finder);
void reprint_finder_release(struct reprint_finder *finder);

/* The next article; docids rise. */
MUST_CHECK enum status reprint_finder_add(struct reprint_finder *finder,
                                          uint32_t docid,
                                          const struct sketch *sketch,
                                          struct error *err);

/* Makes one group of articles that are known to be one, by docid; those that
   were not added are passed over. To be called when all were added. */
void reprint_finder_join(struct reprint_finder *finder, const uint32_t *docids,
                         size_t n_docids);

/*
 * Compares the articles with docids from first_new on with those before them,
 * and appends all groups that there are then to *table, not settled: members
 * by docid, groups by the first of them. Of few new ones it takes less than to
 * read all.
 */
MUST_CHECK enum status reprint_finder_run(struct reprint_finder *finder,
                                          uint32_t first_new,
                                          struct group_table *table,
                                          struct error *err);

#ifdef __cplusplus
}
#endif

#endif
