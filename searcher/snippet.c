/*
 * The best paragraphs of an article, marked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/snippet.h"

#include "base/vec.h"
#include "searcher/rarity.h"
#include "searcher/reason.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A paragraph shorter than this is no denser for being short; a heading of
   one word would always win otherwise. */
#define DENSITY_FLOOR_BYTES 240

/* A paragraph with marks. */
struct snippet_candidate {
    size_t i_paragraph; /* from 0 */
    size_t n_leaves;
    double rarity; /* of its leaves together */
    double density;
    bool is_chosen;
};

/* The first difference decides. */
static bool is_better(const struct snippet_candidate *a,
                      const struct snippet_candidate *b)
{
    if (a->n_leaves != b->n_leaves)
        return a->n_leaves > b->n_leaves;
    if (fabs(a->rarity - b->rarity) > 1e-9)
        return a->rarity > b->rarity;
    if (fabs(a->density - b->density) > 1e-9)
        return a->density > b->density;
    return a->i_paragraph < b->i_paragraph;
}

static bool has_text_leaves(const struct plan *plan)
{
    for (size_t i = 0; i < plan->n_leaves; i++)
        if (plan->leaves[i].is_positive && plan->leaves[i].field == FIELD_TEXT)
            return true;
    return false;
}

enum status snippet_init(struct snippet_maker *maker, struct index *index,
                         struct analyser *analyser,
                         const struct search_request *request,
                         struct answer *answer, struct error *err)
{
    memset(maker, 0, sizeof(*maker));
    maker->plan = &answer->plan;
    maker->index = index;
    maker->analyser = analyser;
    maker->arena = &answer->arena;
    maker->n_columns = request->snippet_columns;
    maker->n_most = request->n_snippets;
    maker->has_text_leaves = has_text_leaves(maker->plan);
    maker->n_leaf_words = (maker->plan->n_leaves + 63) / 64;
    mark_list_init(&maker->best);
    mark_list_init(&maker->spare);
    maker->covered = arena_alloc_array(maker->arena, maker->n_leaf_words + 1,
                                       sizeof(*maker->covered));
    if (!maker->covered)
        return error_no_memory(err);
    if (reason_is_needed(maker->plan)) {
        maker->reason = arena_alloc_array(maker->arena, maker->n_leaf_words + 1,
                                          sizeof(*maker->reason));
        if (!maker->reason)
            return error_no_memory(err);
    }
    enum status status = rarity_weigh(index, maker->plan, answer->n_articles,
                                      maker->arena, &maker->leaf_weights, err);
    if (status != STATUS_OK)
        return status;
    return passage_maker_init(&maker->passages, analyser, maker->arena,
                              maker->leaf_weights, maker->plan->n_leaves, err);
}

void snippet_release(struct snippet_maker *maker)
{
    if (!maker)
        return;
    mark_list_release(&maker->best);
    mark_list_release(&maker->spare);
    free(maker->candidates);
    free(maker->leaf_sets);
    passage_maker_release(&maker->passages);
    maker->candidates = NULL;
    maker->leaf_sets = NULL;
}

static void rate(const struct snippet_maker *maker, size_t n_bytes,
                 struct snippet_candidate *candidate)
{
    const struct mark_list *list = &maker->spare;
    size_t n_base =
        n_bytes < DENSITY_FLOOR_BYTES ? DENSITY_FLOOR_BYTES : n_bytes;

    for (size_t i = 0; i < maker->plan->n_leaves; i++) {
        if (!((list->leaves[i / 64] >> (i % 64)) & 1))
            continue;
        candidate->n_leaves++;
        candidate->rarity += maker->leaf_weights[i];
    }
    candidate->density = (double)list->n_marks / (double)n_base;
}

/* Keeps the paragraph that spare has the marks of. The marks of the best one
   stay; the others are found again when they are chosen. */
static enum status keep_candidate(struct snippet_maker *maker, size_t i,
                                  size_t n_bytes, struct error *err)
{
    const size_t n_words = maker->n_leaf_words;
    struct snippet_candidate candidate = {.i_paragraph = i};
    enum status status =
        VEC_RESERVE(&maker->candidates, &maker->n_candidates_room,
                    maker->n_candidates, 1, err);

    if (status == STATUS_OK)
        status = VEC_RESERVE(&maker->leaf_sets, &maker->n_leaf_sets_room,
                             maker->n_candidates * n_words, n_words, err);
    if (status != STATUS_OK)
        return status;
    rate(maker, n_bytes, &candidate);
    memcpy(maker->leaf_sets + maker->n_candidates * n_words,
           maker->spare.leaves, n_words * sizeof(*maker->leaf_sets));
    maker->candidates[maker->n_candidates] = candidate;
    if (maker->n_candidates == 0 ||
        is_better(&candidate, &maker->candidates[maker->i_best])) {
        struct mark_list swap = maker->best;
        maker->best = maker->spare;
        maker->spare = swap;
        maker->i_best = maker->n_candidates;
    }
    maker->n_candidates++;
    return STATUS_OK;
}

static enum status mark_paragraph(struct snippet_maker *maker,
                                  struct str_span text, struct error *err)
{
    return mark_text(maker->plan, FIELD_TEXT, maker->analyser, text,
                     &maker->spare, err);
}

static enum status find_candidates(struct snippet_maker *maker,
                                   const struct article *article,
                                   struct error *err)
{
    enum status status = STATUS_OK;

    maker->n_candidates = 0;
    maker->i_best = 0;
    for (size_t i = 0; i < article->n_paragraphs && maker->has_text_leaves &&
                       status == STATUS_OK;
         i++) {
        struct str_span text = article_paragraph(article, i);
        status = mark_paragraph(maker, text, err);
        if (status == STATUS_OK && maker->spare.n_marks > 0)
            status = keep_candidate(maker, i, text.n_bytes, err);
    }
    return status;
}

/* How many leaves the reader has not seen in the paragraphs chosen so far. */
static size_t count_new(const struct snippet_maker *maker, size_t i)
{
    const uint64_t *set = maker->leaf_sets + i * maker->n_leaf_words;
    size_t n_new = 0;

    for (size_t word = 0; word < maker->n_leaf_words; word++)
        n_new +=
            (size_t)__builtin_popcountll(set[word] & ~maker->covered[word]);
    return n_new;
}

/* The next paragraph to show: what it adds counts before what it has. */
static void choose_next(struct snippet_maker *maker)
{
    struct snippet_candidate *all = maker->candidates;
    size_t best = SIZE_MAX;
    size_t n_best = 0;

    for (size_t i = 0; i < maker->n_candidates; i++) {
        if (all[i].is_chosen)
            continue;
        size_t n_new = count_new(maker, i);
        if (best == SIZE_MAX || n_new > n_best ||
            (n_new == n_best && is_better(&all[i], &all[best]))) {
            best = i;
            n_best = n_new;
        }
    }
    all[best].is_chosen = true;
    for (size_t word = 0; word < maker->n_leaf_words; word++)
        maker->covered[word] |=
            maker->leaf_sets[best * maker->n_leaf_words + word];
}

static enum status keep_numbers(struct snippet_maker *maker, struct hit *hit,
                                struct error *err)
{
    hit->n_paragraphs = maker->n_candidates;
    hit->paragraphs = arena_alloc_array(maker->arena, maker->n_candidates + 1,
                                        sizeof(*hit->paragraphs));
    if (!hit->paragraphs)
        return error_no_memory(err);
    for (size_t i = 0; i < maker->n_candidates; i++)
        hit->paragraphs[i] = (uint32_t)maker->candidates[i].i_paragraph + 1;
    return STATUS_OK;
}

static enum status add_passage(struct snippet_maker *maker,
                               const struct article *article,
                               size_t i_paragraph, const struct mark_list *list,
                               struct hit *hit, struct error *err)
{
    struct passage *passage = &hit->passages[hit->n_passages];
    enum status status =
        passage_make(&maker->passages, article_paragraph(article, i_paragraph),
                     list, maker->n_columns, passage, err);

    passage->i_paragraph = (uint32_t)i_paragraph + 1;
    hit->n_passages++;
    return status;
}

/* Candidates are in reading order, and so are the passages. */
static enum status add_chosen(struct snippet_maker *maker,
                              const struct article *article, struct hit *hit,
                              struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < maker->n_candidates && status == STATUS_OK; i++) {
        size_t i_paragraph = maker->candidates[i].i_paragraph;
        const struct mark_list *list = &maker->best;
        if (!maker->candidates[i].is_chosen)
            continue;
        if (i != maker->i_best) {
            status = mark_paragraph(
                maker, article_paragraph(article, i_paragraph), err);
            list = &maker->spare;
        }
        if (status == STATUS_OK)
            status = add_passage(maker, article, i_paragraph, list, hit, err);
    }
    return status;
}

static enum status make_passages(struct snippet_maker *maker,
                                 const struct article *article, struct hit *hit,
                                 struct error *err)
{
    size_t n_passages = maker->n_candidates < maker->n_most
                            ? maker->n_candidates
                            : maker->n_most;

    hit->passages =
        arena_alloc_array(maker->arena, n_passages + 1, sizeof(*hit->passages));
    if (!hit->passages)
        return error_no_memory(err);
    /* An article of which nothing was marked shows how it begins. */
    if (n_passages == 0)
        return add_passage(maker, article, 0, NULL, hit, err);
    memset(maker->covered, 0, maker->n_leaf_words * sizeof(*maker->covered));
    for (size_t i = 0; i < n_passages; i++)
        choose_next(maker);
    return add_chosen(maker, article, hit, err);
}

static enum status mark_title(struct snippet_maker *maker,
                              struct str_span title, struct hit *hit,
                              struct error *err)
{
    struct mark_list *list = &maker->spare;
    enum status status =
        mark_text(maker->plan, FIELD_TITLE, maker->analyser, title, list, err);
    if (status != STATUS_OK)
        return status;
    return passage_make(&maker->passages, title, list, 0, &hit->title, err);
}

/* From here on nothing else is marked. */
static enum status find_reason(struct snippet_maker *maker,
                               const struct article *article, struct error *err)
{
    if (!maker->reason)
        return STATUS_OK;
    const struct reason_scope scope = {maker->plan, maker->index,
                                       maker->analyser};
    enum status status =
        reason_find(&scope, article, &maker->spare, maker->reason, err);
    maker->best.choice = maker->spare.choice = MARK_CHOSEN_LEAVES;
    maker->best.chosen = maker->spare.chosen = maker->reason;
    return status;
}

enum status snippet_make(struct snippet_maker *maker,
                         const struct article *article, struct hit *ret_hit,
                         struct error *err)
{
    enum status status = find_reason(maker, article, err);

    if (status == STATUS_OK)
        status = mark_title(maker, article->title, ret_hit, err);
    if (status != STATUS_OK || maker->n_most == 0)
        return status;
    status = find_candidates(maker, article, err);
    if (status == STATUS_OK)
        status = keep_numbers(maker, ret_hit, err);
    if (status != STATUS_OK || article->n_paragraphs == 0)
        return status;
    return make_passages(maker, article, ret_hit, err);
}
