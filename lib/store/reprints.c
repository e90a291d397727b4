/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/reprint_parts.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

/* So many of a group an article is compared with before it joins. */
#define MAX_ASKED 8

void reprint_finder_init(struct reprint_finder *finder)
{
    memset(finder, 0, sizeof *finder);
}

void reprint_finder_release(struct reprint_finder *finder)
{
    free(finder->numbers);
    free(finder->articles);
    free(finder->counts);
    free(finder->wanted);
    free(finder->order);
    free(finder->spare);
    free(finder->refused);
    free(finder->pairs);
    reprint_finder_init(finder);
}

enum status reprint_finder_add(struct reprint_finder *finder, uint32_t docid,
                               const struct sketch *sketch, struct error *err)
{
    enum status status = VEC_RESERVE(&finder->numbers, &finder->n_numbers_room,
                                     finder->n_numbers, sketch->n_numbers, err);
    if (status == STATUS_OK)
        status = VEC_RESERVE(&finder->articles, &finder->n_articles_room,
                             finder->n_articles, 1, err);
    if (status != STATUS_OK)
        return status;
    uint32_t i = (uint32_t)finder->n_articles++;
    finder->articles[i] = (struct reprint_article){
        .docid = docid,
        .limit = sketch->limit,
        .first = i,
        .last = i,
        .next = REPRINT_NONE,
        .title = sketch->title,
        .source = sketch->source,
        .n_numbers = (uint32_t)sketch->n_numbers,
        .i_number = finder->n_numbers,
    };
    memcpy(finder->numbers + finder->n_numbers, sketch->numbers,
           sketch->n_numbers * sizeof *sketch->numbers);
    finder->n_numbers += sketch->n_numbers;
    return STATUS_OK;
}

/* ---- groups: chains of articles, each of which knows the first */

static bool is_alone(const struct reprint_finder *finder, uint32_t i)
{
    return finder->articles[i].first == i &&
           finder->articles[i].next == REPRINT_NONE;
}

/* Article i, which is alone, and comes after all of the group. */
static void put_into(struct reprint_finder *finder, uint32_t i_group,
                     uint32_t i)
{
    struct reprint_article *first = &finder->articles[i_group];
    finder->articles[first->last].next = i;
    first->last = i;
    finder->articles[i].first = i_group;
}

static int compare_docids(const void *wanted, const void *article)
{
    uint32_t docid = *(const uint32_t *)wanted;
    uint32_t other = ((const struct reprint_article *)article)->docid;
    return (docid > other) - (docid < other);
}

/* Its place; REPRINT_NONE: it was not added. */
static uint32_t find_article(const struct reprint_finder *finder,
                             uint32_t docid)
{
    const struct reprint_article *found = NULL;
    if (finder->n_articles > 0)
        found = (const struct reprint_article *)bsearch(
            &docid, finder->articles, finder->n_articles,
            sizeof *finder->articles, compare_docids);
    return found == NULL ? REPRINT_NONE : (uint32_t)(found - finder->articles);
}

void reprint_finder_join(struct reprint_finder *finder, const uint32_t *docids,
                         size_t n_docids)
{
    uint32_t first = REPRINT_NONE;
    for (size_t i = 0; i < n_docids; i++) {
        uint32_t place = find_article(finder, docids[i]);
        if (place != REPRINT_NONE && place < first)
            first = place;
    }
    for (size_t i = 0; i < n_docids; i++) {
        uint32_t place = find_article(finder, docids[i]);
        if (place != REPRINT_NONE && place != first && is_alone(finder, place))
            put_into(finder, first, place);
    }
}

/* ---- all of it */

/* Which part of those that are asked are copies of article i; if the first of
   them is one, all count as such: who is like it is of its group. */
static double likeness(const struct reprint_finder *finder, uint32_t i_group,
                       uint32_t i)
{
    size_t n_asked = 0;
    size_t n_alike = 0;
    for (uint32_t k = i_group; k != REPRINT_NONE && n_asked < MAX_ASKED;
         k = finder->articles[k].next) {
        bool is_alike = reprint_are_copies(finder, k, i);
        if (is_alike && k == i_group)
            return 1;
        n_asked++;
        n_alike += is_alike;
    }
    return (double)n_alike / (double)n_asked;
}

static int compare_pairs(const void *a, const void *b)
{
    const struct reprint_pair *x = (const struct reprint_pair *)a;
    const struct reprint_pair *y = (const struct reprint_pair *)b;
    if (x->later != y->later)
        return x->later < y->later ? -1 : 1;
    return (x->earlier > y->earlier) - (x->earlier < y->earlier);
}

/* Article by article: those before it are in their groups. */
static void make_groups(struct reprint_finder *finder)
{
    size_t i = 0;
    if (finder->n_pairs > 0)
        qsort(finder->pairs, finder->n_pairs, sizeof *finder->pairs,
              compare_pairs);
    while (i < finder->n_pairs) {
        uint32_t later = finder->pairs[i].later;
        uint32_t best = REPRINT_NONE;
        uint32_t asked = REPRINT_NONE;
        double most = 0;
        for (; i < finder->n_pairs && finder->pairs[i].later == later; i++) {
            uint32_t group = finder->articles[finder->pairs[i].earlier].first;
            double like = group == asked ? 0 : likeness(finder, group, later);
            asked = group;
            if (like > most) {
                best = group;
                most = like;
            }
        }
        if (most >= 0.5 && is_alone(finder, later))
            put_into(finder, best, later);
    }
}

static enum status list_groups(const struct reprint_finder *finder,
                               struct group_table *table, struct error *err)
{
    uint32_t *docids =
        (uint32_t *)calloc(finder->n_articles + 1, sizeof *docids);
    if (docids == NULL)
        return error_no_memory(err);
    enum status status = STATUS_OK;
    for (uint32_t i = 0; status == STATUS_OK && i < finder->n_articles; i++) {
        size_t n = 0;
        if (finder->articles[i].first != i)
            continue;
        for (uint32_t k = i; k != REPRINT_NONE; k = finder->articles[k].next)
            docids[n++] = finder->articles[k].docid;
        status = group_table_add(table, docids, n, err);
    }
    free(docids);
    return status;
}

enum status reprint_finder_run(struct reprint_finder *finder,
                               uint32_t first_new, struct group_table *table,
                               struct error *err)
{
    enum status status = reprint_find_pairs(finder, first_new, err);
    if (status != STATUS_OK)
        return status;
    make_groups(finder);
    return list_groups(finder, table, err);
}
