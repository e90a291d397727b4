/*
 * The best paragraphs of an article, marked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/snippet.h"

#include "base/vec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A paragraph shorter than this is no denser for being short; a heading of
   one word would always win otherwise. */
#define DENSITY_FLOOR_BYTES 240

struct snippet_candidate {
    size_t i_paragraph; /* from 0 */
    size_t n_leaves;
    double rarity;
    double density;
    struct mark_list list;
};

/* A lower rank is better: the first difference decides. */
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

/* In how many articles a term of a leaf occurs. */
static enum status count_term(struct index *index, enum field field,
                              const struct pattern_term *term,
                              struct str *scratch, uint64_t *ret_n,
                              struct error *err)
{
    str_reset(scratch);
    if (term->is_stem)
        str_add_char(scratch, 'Z');
    str_add_text(scratch, schema_row(field)->prefix);
    str_add_span(scratch, term->term);
    enum status status = str_status(scratch, err);
    if (status != STATUS_OK)
        return status;
    return index_term_articles(index, str_view(scratch), ret_n, err);
}

/* Of its commonest term: any of them will do. */
static enum status count_place(struct index *index, enum field field,
                               const struct pattern_place *place,
                               struct str *scratch, uint64_t *ret_n,
                               struct error *err)
{
    *ret_n = 0;
    for (size_t i = 0; i < place->n_terms; i++) {
        uint64_t n;
        enum status status =
            count_term(index, field, &place->terms[i], scratch, &n, err);
        if (status != STATUS_OK)
            return status;
        if (n > *ret_n)
            *ret_n = n;
    }
    return STATUS_OK;
}

/* Of the rarest place of its first pattern: all of them are needed. */
static enum status count_leaf(struct index *index, const struct plan_leaf *leaf,
                              struct str *scratch, uint64_t *ret_n,
                              struct error *err)
{
    *ret_n = 0;
    if (leaf->n_patterns == 0)
        return STATUS_OK;
    for (size_t i = 0; i < leaf->patterns[0].n_places; i++) {
        uint64_t n;
        enum status status = count_place(
            index, leaf->field, &leaf->patterns[0].places[i], scratch, &n, err);
        if (status != STATUS_OK)
            return status;
        if (i == 0 || n < *ret_n)
            *ret_n = n;
    }
    return STATUS_OK;
}

/* log(1 + N / n) of each leaf. With one leaf there is nothing to compare. */
static enum status weigh_leaves(struct snippet_maker *maker,
                                struct index *index, uint64_t n_articles,
                                struct error *err)
{
    const struct plan *plan = maker->plan;
    CLEANUP(str_release) struct str scratch = STR_INIT;
    enum status status = STATUS_OK;

    maker->leaf_weights =
        arena_alloc_array(maker->arena, plan->n_leaves + 1, sizeof(double));
    if (!maker->leaf_weights)
        return error_no_memory(err);
    if (plan->n_leaves < 2)
        return STATUS_OK;
    for (size_t i = 0; i < plan->n_leaves && status == STATUS_OK; i++) {
        uint64_t n;
        if (!plan->leaves[i].is_positive)
            continue;
        status = count_leaf(index, &plan->leaves[i], &scratch, &n, err);
        if (status == STATUS_OK)
            maker->leaf_weights[i] =
                log1p((double)n_articles / ((double)n + 0.5));
    }
    return status;
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
    maker->analyser = analyser;
    maker->arena = &answer->arena;
    maker->n_columns = request->snippet_columns;
    maker->n_most = request->n_snippets;
    maker->has_text_leaves = has_text_leaves(maker->plan);
    enum status status = weigh_leaves(maker, index, answer->n_articles, err);
    if (status != STATUS_OK)
        return status;
    maker->candidates = calloc(maker->n_most + 1, sizeof(*maker->candidates));
    if (!maker->candidates)
        return error_no_memory(err);
    for (size_t i = 0; i <= maker->n_most; i++)
        mark_list_init(&maker->candidates[i].list);
    return passage_maker_init(&maker->passages, analyser, maker->arena,
                              maker->leaf_weights, maker->plan->n_leaves, err);
}

void snippet_release(struct snippet_maker *maker)
{
    if (!maker)
        return;
    for (size_t i = 0; maker->candidates && i <= maker->n_most; i++)
        mark_list_release(&maker->candidates[i].list);
    free(maker->candidates);
    free(maker->numbers);
    passage_maker_release(&maker->passages);
    maker->candidates = NULL;
    maker->numbers = NULL;
}

static bool has_leaf(const struct mark_list *list, size_t i_leaf)
{
    return (list->leaves[i_leaf / 64] >> (i_leaf % 64)) & 1;
}

static void rate(const struct snippet_maker *maker, size_t n_bytes,
                 struct snippet_candidate *candidate)
{
    const struct mark_list *list = &candidate->list;
    size_t n_base =
        n_bytes < DENSITY_FLOOR_BYTES ? DENSITY_FLOOR_BYTES : n_bytes;

    candidate->n_leaves = 0;
    candidate->rarity = 0;
    for (size_t i = 0; i < maker->plan->n_leaves; i++) {
        if (!has_leaf(list, i))
            continue;
        candidate->n_leaves++;
        candidate->rarity += maker->leaf_weights[i];
    }
    candidate->density = (double)list->n_marks / (double)n_base;
}

/* Lets the spare candidate rise to its place; the last one becomes spare. */
static void sort_in(struct snippet_maker *maker)
{
    struct snippet_candidate *all = maker->candidates;
    size_t i = maker->n_candidates;

    while (i > 0 && is_better(&all[i], &all[i - 1])) {
        struct snippet_candidate swap = all[i];
        all[i] = all[i - 1];
        all[i - 1] = swap;
        i--;
    }
    if (maker->n_candidates < maker->n_most)
        maker->n_candidates++;
}

static enum status mark_paragraph(struct snippet_maker *maker,
                                  const struct article *article, size_t i,
                                  struct error *err)
{
    struct snippet_candidate *spare = &maker->candidates[maker->n_candidates];
    struct str_span text = article_paragraph(article, i);
    enum status status = mark_text(maker->plan, FIELD_TEXT, maker->analyser,
                                   text, &spare->list, err);

    if (status != STATUS_OK || spare->list.n_marks == 0)
        return status;
    status = VEC_RESERVE(&maker->numbers, &maker->n_numbers_room,
                         maker->n_numbers, 1, err);
    if (status != STATUS_OK)
        return status;
    maker->numbers[maker->n_numbers++] = (uint32_t)i + 1;
    spare->i_paragraph = i;
    rate(maker, text.n_bytes, spare);
    sort_in(maker);
    return STATUS_OK;
}

static enum status keep_numbers(struct snippet_maker *maker, struct hit *hit,
                                struct error *err)
{
    size_t n_bytes = maker->n_numbers * sizeof(*maker->numbers);

    hit->n_paragraphs = maker->n_numbers;
    if (n_bytes == 0)
        return STATUS_OK;
    hit->paragraphs = arena_alloc(maker->arena, n_bytes);
    if (!hit->paragraphs)
        return error_no_memory(err);
    memcpy(hit->paragraphs, maker->numbers, n_bytes);
    return STATUS_OK;
}

static int compare_order(const void *a, const void *b)
{
    size_t x = ((const struct snippet_candidate *)a)->i_paragraph;
    size_t y = ((const struct snippet_candidate *)b)->i_paragraph;
    return (x > y) - (x < y);
}

/* An article of which nothing was marked shows how it begins. */
static void take_first(struct snippet_maker *maker)
{
    maker->candidates[0].i_paragraph = 0;
    maker->candidates[0].list.n_marks = 0;
    maker->n_candidates = 1;
}

static enum status make_passages(struct snippet_maker *maker,
                                 const struct article *article, struct hit *hit,
                                 struct error *err)
{
    qsort(maker->candidates, maker->n_candidates, sizeof(*maker->candidates),
          compare_order);
    hit->passages = arena_alloc_array(maker->arena, maker->n_candidates,
                                      sizeof(*hit->passages));
    if (!hit->passages)
        return error_no_memory(err);
    for (size_t i = 0; i < maker->n_candidates; i++) {
        const struct snippet_candidate *candidate = &maker->candidates[i];
        struct passage *passage = &hit->passages[i];
        enum status status =
            passage_make(&maker->passages,
                         article_paragraph(article, candidate->i_paragraph),
                         candidate->list.marks, candidate->list.n_marks,
                         maker->n_columns, passage, err);
        if (status != STATUS_OK)
            return status;
        passage->i_paragraph = (uint32_t)candidate->i_paragraph + 1;
    }
    hit->n_passages = maker->n_candidates;
    return STATUS_OK;
}

static enum status mark_title(struct snippet_maker *maker,
                              struct str_span title, struct hit *hit,
                              struct error *err)
{
    struct mark_list *list = &maker->candidates[0].list;
    enum status status =
        mark_text(maker->plan, FIELD_TITLE, maker->analyser, title, list, err);
    if (status != STATUS_OK)
        return status;
    return passage_make(&maker->passages, title, list->marks, list->n_marks, 0,
                        &hit->title, err);
}

enum status snippet_make(struct snippet_maker *maker,
                         const struct article *article, struct hit *ret_hit,
                         struct error *err)
{
    enum status status = mark_title(maker, article->title, ret_hit, err);

    maker->n_candidates = 0;
    maker->n_numbers = 0;
    if (maker->n_most == 0)
        return status;
    for (size_t i = 0; i < article->n_paragraphs && maker->has_text_leaves &&
                       status == STATUS_OK;
         i++)
        status = mark_paragraph(maker, article, i, err);
    if (status == STATUS_OK)
        status = keep_numbers(maker, ret_hit, err);
    if (status != STATUS_OK || article->n_paragraphs == 0)
        return status;
    if (maker->n_candidates == 0)
        take_first(maker);
    return make_passages(maker, article, ret_hit, err);
}
