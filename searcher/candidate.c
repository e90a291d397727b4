/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/candidate.h"

#include "base/vec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A paragraph shorter than this is no denser for being short, but less so: a
   heading of one word says less than a sentence. */
#define DENSITY_FLOOR_BYTES ((size_t)240)

enum status candidates_init(struct candidates *candidates,
                            const double *leaf_weights, size_t n_leaves,
                            struct error *err)
{
    *candidates = (struct candidates){.leaf_weights = leaf_weights,
                                      .n_leaves = n_leaves,
                                      .n_leaf_words = (n_leaves + 63) / 64};
    candidates->counts = calloc(n_leaves + 1, sizeof *candidates->counts);
    candidates->covered =
        calloc(candidates->n_leaf_words + 1, sizeof *candidates->covered);
    return candidates->counts && candidates->covered ? STATUS_OK
                                                     : error_no_memory(err);
}

void candidates_release(struct candidates *candidates)
{
    free(candidates->items);
    free(candidates->counts);
    free(candidates->leaf_sets);
    free(candidates->covered);
    *candidates = (struct candidates){.n_items = 0};
}

void candidates_reset(struct candidates *candidates)
{
    candidates->n_items = 0;
    memset(candidates->covered, 0,
           candidates->n_leaf_words * sizeof *candidates->covered);
}

/* ---- what a paragraph is worth */

uint32_t candidate_stretch(uint32_t *counts, const struct mark_place *places,
                           size_t n_places, size_t n_leaves)
{
    uint32_t best = UINT32_MAX;
    size_t n_seen = 0;
    size_t first = 0;
    for (size_t i = 0; i < n_places; i++) {
        n_seen += counts[places[i].i_leaf]++ == 0;
        for (; n_seen == n_leaves; first++) {
            uint32_t n_words = places[i].last - places[first].first + 1;
            if (n_words < best)
                best = n_words;
            n_seen -= --counts[places[first].i_leaf] == 0;
        }
    }
    for (; first < n_places; first++)
        counts[places[first].i_leaf] = 0;
    return best;
}

static void rate(const struct candidates *candidates, size_t n_bytes,
                 const struct mark_place *places, size_t n_places,
                 uint64_t *leaf_set, struct candidate *candidate)
{
    size_t n_base = n_bytes < DENSITY_FLOOR_BYTES
                        ? 2 * DENSITY_FLOOR_BYTES - n_bytes
                        : n_bytes;
    for (size_t i = 0; i < n_places; i++) {
        uint32_t i_leaf = places[i].i_leaf;
        uint64_t bit = (uint64_t)1 << (i_leaf % 64);
        if (leaf_set[i_leaf / 64] & bit)
            continue;
        leaf_set[i_leaf / 64] |= bit;
        candidate->n_leaves++;
    }
    /* In the order of the leaves, so that equal sets have equal sums. */
    for (size_t i = 0; i < candidates->n_leaves; i++)
        if ((leaf_set[i / 64] >> (i % 64)) & 1)
            candidate->rarity += candidates->leaf_weights[i];
    candidate->n_words = candidate_stretch(candidates->counts, places, n_places,
                                           candidate->n_leaves);
    candidate->n_places = n_places;
    candidate->density = (double)n_places / (double)n_base;
}

enum status candidates_add(struct candidates *candidates, size_t i_paragraph,
                           size_t n_bytes, const struct mark_place *places,
                           size_t n_places, struct error *err)
{
    const size_t n_words = candidates->n_leaf_words;
    struct candidate candidate = {.i_paragraph = i_paragraph};
    enum status status =
        VEC_RESERVE(&candidates->items, &candidates->n_items_room,
                    candidates->n_items, 1, err);
    if (status == STATUS_OK)
        status =
            VEC_RESERVE(&candidates->leaf_sets, &candidates->n_leaf_sets_room,
                        candidates->n_items * n_words, n_words, err);
    if (status != STATUS_OK)
        return status;
    uint64_t *leaf_set = candidates->leaf_sets + candidates->n_items * n_words;
    memset(leaf_set, 0, n_words * sizeof *leaf_set);
    rate(candidates, n_bytes, places, n_places, leaf_set, &candidate);
    candidates->items[candidates->n_items++] = candidate;
    return STATUS_OK;
}

/* ---- which are shown */

/* A stretch has to be half as long to be shorter: two words or three between
   the same words are the same to a reader. */
static int length_class(uint32_t n_words)
{
    return 32 - __builtin_clz(n_words);
}

/* The first difference decides. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    if (a->n_leaves != b->n_leaves)
        return a->n_leaves > b->n_leaves;
    if (fabs(a->rarity - b->rarity) > 1e-9)
        return a->rarity > b->rarity;
    if (length_class(a->n_words) != length_class(b->n_words))
        return a->n_words < b->n_words;
    if (fabs(a->density - b->density) > 1e-9)
        return a->density > b->density;
    return a->i_paragraph < b->i_paragraph;
}

/* How many of its leaves the reader has not seen yet. */
static size_t count_new(const struct candidates *candidates, size_t i_item)
{
    const uint64_t *set =
        candidates->leaf_sets + i_item * candidates->n_leaf_words;
    size_t n_new = 0;
    for (size_t i = 0; i < candidates->n_leaf_words; i++)
        n_new += (size_t)__builtin_popcountll(set[i] & ~candidates->covered[i]);
    return n_new;
}

size_t candidates_choose(struct candidates *candidates)
{
    struct candidate *items = candidates->items;
    size_t best = SIZE_MAX;
    size_t n_best = 0;
    for (size_t i = 0; i < candidates->n_items; i++) {
        if (items[i].is_chosen)
            continue;
        size_t n_new = count_new(candidates, i);
        if (best == SIZE_MAX || n_new > n_best ||
            (n_new == n_best && is_better(&items[i], &items[best]))) {
            best = i;
            n_best = n_new;
        }
    }
    items[best].is_chosen = true;
    return best;
}

bool candidates_show(struct candidates *candidates, size_t i_item,
                     const uint64_t *leaves)
{
    const uint64_t *set =
        candidates->leaf_sets + i_item * candidates->n_leaf_words;
    bool has_new = false;
    if (leaves == NULL)
        leaves = set;
    for (size_t i = 0; i < candidates->n_leaf_words; i++) {
        has_new |= (leaves[i] & ~candidates->covered[i]) != 0;
        candidates->covered[i] |= leaves[i];
    }
    return has_new;
}
