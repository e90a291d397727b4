/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/paragraph_search.h"

#include "base/vec.h"
#include "searcher/candidate.h"
#include "searcher/locate.h"
#include "searcher/rarity.h"
#include "searcher/reason.h"
#include "store/article.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double k1 = 1.2;
/* What leaves side by side add to a score. */
static const double near_share = 0.5;

/* An article on its way: where it stood among those that match. */
struct ranked {
    uint32_t docid;
    uint32_t i_article;
};

struct paragraph_finder {
    const struct paragraph_scope *scope;
    struct locator *locator;
    double *weights; /* of each leaf */
    uint32_t *counts;
    uint32_t *tfs;    /* of each leaf, in the paragraph at hand */
    uint64_t *reason; /* leaves that count in the article at hand */
    bool is_branched;
    bool is_in_text;
    bool is_by_score;
    struct arena scratch; /* of the article at hand */
    struct mark_list list;
    struct mark_place *kept;
    size_t n_kept_room;
    /* A heap with the worst on top. */
    struct paragraph_match *best;
    size_t n_best;
    size_t n_best_room;
    size_t n_most;
    uint64_t n_total;
    bool is_late;
};

/* ---- leaves */

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static void boost(const struct ast_node *node, double factor,
                  const struct plan *plan, double *weights)
{
    if (node->kind == AST_BOOST)
        factor *= node->factor;
    for (size_t i = 0; i < plan->n_leaves; i++)
        if (plan->leaves[i].node == node)
            weights[i] *= factor;
    for (size_t i = 0; i < node->n_children && node->kind != AST_NEAR; i++)
        boost(node->children[i], factor, plan, weights);
}

static enum status weigh(struct paragraph_finder *finder, struct error *err)
{
    const struct plan *plan = finder->scope->plan;
    double n_articles = (double)finder->scope->n_articles;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < plan->n_leaves && status == STATUS_OK; i++) {
        uint64_t n = 0;
        if (!plan->leaves[i].is_positive)
            continue;
        status = rarity_count(finder->scope->plan_scope->index,
                              &plan->leaves[i], &n, err);
        finder->weights[i] = log1p(n_articles / ((double)n + 0.5));
    }
    boost(plan->root, 1, plan, finder->weights);
    return status;
}

static enum status begin(struct paragraph_finder *finder, struct error *err)
{
    const struct plan *plan = finder->scope->plan;
    struct arena *arena = finder->scope->arena;
    size_t n = plan->n_leaves + 1;
    finder->weights = arena_alloc_array(arena, n, sizeof *finder->weights);
    finder->counts = arena_alloc_array(arena, n, sizeof *finder->counts);
    finder->tfs = arena_alloc_array(arena, n, sizeof *finder->tfs);
    finder->reason =
        arena_alloc_array(arena, n / 64 + 1, sizeof *finder->reason);
    if (!finder->weights || !finder->counts || !finder->tfs || !finder->reason)
        return error_no_memory(err);
    finder->is_branched = reason_is_needed(plan);
    finder->is_in_text = reason_is_in_text(plan);
    for (size_t i = 0; i < plan->n_leaves; i++)
        if (plan->leaves[i].is_positive)
            finder->reason[i / 64] |= (uint64_t)1 << (i % 64);
    return weigh(finder, err);
}

/* ---- the best */

/* NOLINTNEXTLINE(bugprone-easily-swappable-parameters) */
static int compare(const struct paragraph_finder *finder,
                   const struct paragraph_match *a,
                   const struct paragraph_match *b)
{
    if (finder->is_by_score && a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->i_article != b->i_article)
        return a->i_article < b->i_article ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static void swap(struct paragraph_match *a, struct paragraph_match *b)
{
    struct paragraph_match kept = *a;
    *a = *b;
    *b = kept;
}

static void sink(struct paragraph_finder *finder, size_t n)
{
    struct paragraph_match *best = finder->best;
    for (size_t i = 0;;) {
        size_t worst = i;
        for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < n; k++)
            if (compare(finder, &best[k], &best[worst]) > 0)
                worst = k;
        if (worst == i)
            return;
        swap(&best[i], &best[worst]);
        i = worst;
    }
}

static enum status offer(struct paragraph_finder *finder,
                         const struct paragraph_match *match, struct error *err)
{
    finder->n_total++;
    if (finder->n_best == finder->n_most) {
        if (finder->n_most > 0 &&
            compare(finder, match, &finder->best[0]) < 0) {
            finder->best[0] = *match;
            sink(finder, finder->n_best);
        }
        return STATUS_OK;
    }
    enum status status = VEC_RESERVE(&finder->best, &finder->n_best_room,
                                     finder->n_best, 1, err);
    if (status != STATUS_OK)
        return status;
    size_t i = finder->n_best++;
    finder->best[i] = *match;
    for (; i > 0 &&
           compare(finder, &finder->best[(i - 1) / 2], &finder->best[i]) < 0;
         i = (i - 1) / 2)
        swap(&finder->best[(i - 1) / 2], &finder->best[i]);
    return STATUS_OK;
}

/* The best first. */
static void put_in_order(struct paragraph_finder *finder)
{
    for (size_t n = finder->n_best; n > 1; n--) {
        swap(&finder->best[0], &finder->best[n - 1]);
        sink(finder, n - 1);
    }
}

/* ---- a paragraph */

static double score_of(const struct paragraph_finder *finder,
                       const struct mark_place *places, size_t n_places)
{
    double score = 0;
    size_t n_leaves = 0;
    for (size_t i = 0; i < n_places; i++)
        finder->tfs[places[i].i_leaf]++;
    for (size_t i = 0; i < n_places; i++) {
        uint32_t i_leaf = places[i].i_leaf;
        double tf = finder->tfs[i_leaf];
        if (tf > 0)
            score += finder->weights[i_leaf] * tf * (k1 + 1) / (tf + k1);
        n_leaves += tf > 0;
        finder->tfs[i_leaf] = 0;
    }
    if (n_leaves < 2)
        return score;
    uint32_t n_words =
        candidate_stretch(finder->counts, places, n_places, n_leaves);
    double n_between =
        n_words > n_leaves ? (double)(n_words - (uint32_t)n_leaves) : 0;
    return score * (1 + near_share / (1 + log2(1 + n_between)));
}

/* ---- an article */

static enum status read_article(struct paragraph_finder *finder, uint32_t docid,
                                struct article *ret_article, struct error *err)
{
    struct str_span record;
    arena_reset(&finder->scratch);
    enum status status =
        index_record(finder->scope->plan_scope->index, docid, &record, err);
    if (status == STATUS_OK)
        status = article_decode(record, &finder->scratch, ret_article, err);
    if (status == STATUS_CORRUPT)
        return error_set(err, status,
                         "the record of article number %u is damaged",
                         (unsigned)docid);
    return status;
}

/* Those leaves that are why the article matches. */
static enum status find_reason(struct paragraph_finder *finder,
                               const struct located *located,
                               const struct article *article, struct error *err)
{
    const struct plan *plan = finder->scope->plan;
    const struct plan_scope *scope = finder->scope->plan_scope;
    const struct reason_scope reason = {plan, scope->index, scope->analyser,
                                        located};
    if (!finder->is_branched)
        return STATUS_OK;
    if (!finder->is_in_text)
        return reason_find(&reason, article, &finder->list, finder->reason,
                           err);
    memset(finder->reason, 0,
           (plan->n_leaves + 63) / 64 * sizeof *finder->reason);
    for (size_t i = 0; i < located->n_places; i++) {
        uint32_t i_leaf = located->places[i].i_leaf;
        finder->reason[i_leaf / 64] |= (uint64_t)1 << (i_leaf % 64);
    }
    reason_weed(plan, finder->reason);
    return STATUS_OK;
}

/* Behind the paragraph, or the title, that has the position. */
static uint64_t end_of(const struct article *article, uint32_t position)
{
    if (!article)
        return (uint64_t)(position / STRETCH_POSITIONS + 1) * STRETCH_POSITIONS;
    size_t i_next = located_paragraph(article, position);
    return i_next < article->n_paragraphs
               ? schema_first_position(article->paragraphs[i_next].i_stretch)
               : UINT64_MAX;
}

static bool is_reason(const struct paragraph_finder *finder, uint32_t i_leaf)
{
    return (finder->reason[i_leaf / 64] >> (i_leaf % 64)) & 1;
}

/* article: only of one with long paragraphs; else each stretch is one. */
static enum status look_into(struct paragraph_finder *finder,
                             const struct ranked *ranked,
                             const struct located *located,
                             const struct article *article, struct error *err)
{
    uint64_t first = end_of(article, 0); /* behind the title */
    enum status status = VEC_RESERVE(&finder->kept, &finder->n_kept_room, 0,
                                     located->n_places, err);
    for (size_t i = 0; i < located->n_places && status == STATUS_OK;) {
        uint64_t end = end_of(article, located->places[i].first);
        size_t n = 0;
        for (; i < located->n_places && located->places[i].first < end; i++)
            if (is_reason(finder, located->places[i].i_leaf))
                finder->kept[n++] = located->places[i];
        if (n == 0 || finder->kept[0].first < first)
            continue;
        const struct paragraph_match match = {
            ranked->docid, ranked->i_article, finder->kept[0].first,
            score_of(finder, finder->kept, n)};
        status = offer(finder, &match, err);
    }
    return status;
}

static enum status look_at(struct paragraph_finder *finder,
                           const struct ranked *ranked, struct error *err)
{
    struct located located = {NULL, 0, false, false};
    struct article article = {.n_paragraphs = 0};
    enum status status =
        locator_find(finder->locator, ranked->docid, &located, err);
    bool is_read =
        located.is_long || (finder->is_branched && !finder->is_in_text);
    if (status == STATUS_OK && is_read)
        status = read_article(finder, ranked->docid, &article, err);
    if (status == STATUS_OK)
        status = find_reason(finder, &located, is_read ? &article : NULL, err);
    return status == STATUS_OK
               ? look_into(finder, ranked, &located,
                           located.is_long ? &article : NULL, err)
               : status;
}

/* ---- all of them */

static int compare_docids(const void *a, const void *b)
{
    const struct ranked *one = a;
    const struct ranked *other = b;
    return (one->docid > other->docid) - (one->docid < other->docid);
}

/* In the order in which they lie in the index. */
static enum status look_at_all(struct paragraph_finder *finder,
                               const struct match_list *articles,
                               struct error *err)
{
    enum status status = STATUS_OK;
    struct ranked *all = arena_alloc_array(
        finder->scope->arena, articles->n_matches + 1, sizeof *all);
    if (!all)
        return error_no_memory(err);
    for (size_t i = 0; i < articles->n_matches; i++)
        all[i] = (struct ranked){articles->matches[i].docid, (uint32_t)i};
    qsort(all, articles->n_matches, sizeof *all, compare_docids);
    for (size_t i = 0;
         i < articles->n_matches && status == STATUS_OK && !finder->is_late;
         i++) {
        status = look_at(finder, &all[i], err);
        finder->is_late = index_is_late(finder->scope->plan_scope->index);
    }
    return status;
}

static enum status take_best(struct paragraph_finder *finder,
                             const struct search_range *range,
                             struct paragraph_list *ret_list, struct error *err)
{
    size_t n_left_out =
        range->offset < finder->n_best ? range->offset : finder->n_best;
    size_t n = finder->n_best - n_left_out;
    put_in_order(finder);
    ret_list->n_total = finder->n_total;
    ret_list->is_late = finder->is_late;
    ret_list->n_matches = n;
    ret_list->matches = arena_alloc_array(finder->scope->arena, n + 1,
                                          sizeof *ret_list->matches);
    if (!ret_list->matches)
        return error_no_memory(err);
    if (n > 0)
        memcpy(ret_list->matches, finder->best + n_left_out,
               n * sizeof *ret_list->matches);
    return STATUS_OK;
}

enum status paragraph_search(const struct paragraph_scope *scope,
                             const struct match_list *articles,
                             const struct search_range *range,
                             struct paragraph_list *ret_list, struct error *err)
{
    struct paragraph_finder finder = {.scope = scope,
                                      .is_by_score =
                                          range->sort == SORT_RELEVANCE,
                                      .n_most = range->offset + range->limit};
    mark_list_init(&finder.list);
    arena_init(&finder.scratch);
    *ret_list = (struct paragraph_list){NULL, 0, 0, false};
    enum status status = begin(&finder, err);
    if (status == STATUS_OK)
        status = locator_new(scope->plan, scope->plan_scope, scope->arena,
                             scope->list, &finder.locator, err);
    if (status == STATUS_OK)
        status = look_at_all(&finder, articles, err);
    if (status == STATUS_OK)
        status = take_best(&finder, range, ret_list, err);
    locator_free(finder.locator);
    mark_list_release(&finder.list);
    arena_release(&finder.scratch);
    free(finder.kept);
    free(finder.best);
    return status;
}
