/*
 * The best paragraphs of an article, marked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/snippet.h"

#include "base/vec.h"
#include "searcher/rarity.h"
#include "searcher/reason.h"

#include <stdlib.h>
#include <string.h>

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
    const struct plan *plan = &answer->plan;

    memset(maker, 0, sizeof(*maker));
    maker->plan = plan;
    maker->scope = (struct plan_scope){index, analyser, answer->places,
                                       request->limits.n_near_terms};
    maker->arena = &answer->arena;
    maker->source = request->snippet_source;
    maker->n_columns = request->snippet_columns;
    maker->n_most = request->n_snippets;
    maker->has_text_leaves = has_text_leaves(plan);
    maker->n_worth_bytes = locator_worth_bytes(plan, analyser);
    mark_list_init(&maker->list);
    if (reason_is_needed(plan)) {
        maker->reason =
            arena_alloc_array(maker->arena, (plan->n_leaves + 63) / 64 + 1,
                              sizeof(*maker->reason));
        if (!maker->reason)
            return error_no_memory(err);
    }
    enum status status = rarity_weigh(index, plan, answer->n_articles,
                                      maker->arena, &maker->leaf_weights, err);
    if (status == STATUS_OK)
        status = candidates_init(&maker->candidates, maker->leaf_weights,
                                 plan->n_leaves, err);
    if (status != STATUS_OK)
        return status;
    return passage_maker_init(&maker->passages, analyser, maker->arena,
                              maker->leaf_weights, plan->n_leaves, err);
}

void snippet_release(struct snippet_maker *maker)
{
    if (!maker)
        return;
    locator_free(maker->locator);
    mark_list_release(&maker->list);
    candidates_release(&maker->candidates);
    passage_maker_release(&maker->passages);
    free(maker->kept);
    maker->locator = NULL;
    maker->kept = NULL;
}

/* ---- which paragraphs there are */

static enum status mark_paragraph(struct snippet_maker *maker,
                                  struct str_span text, struct error *err)
{
    return mark_text(maker->plan, FIELD_TEXT, maker->scope.analyser, text,
                     &maker->list, err);
}

static enum status read_candidates(struct snippet_maker *maker,
                                   const struct article *article,
                                   struct error *err)
{
    const struct mark_list *list = &maker->list;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < article->n_paragraphs && status == STATUS_OK; i++) {
        struct str_span text = article_paragraph(article, i);
        status = mark_paragraph(maker, text, err);
        if (status == STATUS_OK && list->n_places > 0)
            status = candidates_add(&maker->candidates, i, text.n_bytes,
                                    list->places, list->n_places, err);
    }
    return status;
}

static bool is_shown(const struct snippet_maker *maker, uint32_t i_leaf)
{
    if (maker->has_reason)
        return (maker->reason[i_leaf / 64] >> (i_leaf % 64)) & 1;
    return maker->plan->leaves[i_leaf].is_positive;
}

/* The places from *i on that are in front of the position, as words of their
   paragraph, which begins at first; moves *i behind them. */
static size_t take_places(struct snippet_maker *maker,
                          const struct located *located, size_t *i,
                          uint64_t first, uint64_t end)
{
    size_t n = 0;

    for (; *i < located->n_places && located->places[*i].first < end; ++*i) {
        struct mark_place place = located->places[*i];
        if (place.first < first || !is_shown(maker, place.i_leaf))
            continue; /* of the title; or of no interest */
        place.first -= (uint32_t)first;
        place.last -= (uint32_t)first;
        maker->kept[n++] = place;
    }
    return n;
}

static enum status locate_candidates(struct snippet_maker *maker,
                                     const struct article *article,
                                     const struct located *located,
                                     struct error *err)
{
    size_t i_place = 0;
    enum status status = VEC_RESERVE(&maker->kept, &maker->n_kept_room, 0,
                                     located->n_places + 1, err);

    for (size_t i = 0; i < article->n_paragraphs &&
                       i_place < located->n_places && status == STATUS_OK;
         i++) {
        const struct paragraph *paragraph = &article->paragraphs[i];
        uint64_t end = UINT64_MAX;
        if (i + 1 < article->n_paragraphs)
            end = schema_first_position(paragraph[1].i_stretch);
        size_t n =
            take_places(maker, located, &i_place,
                        schema_first_position(paragraph->i_stretch), end);
        if (n > 0)
            status = candidates_add(&maker->candidates, i, paragraph->n_bytes,
                                    maker->kept, n, err);
    }
    return status;
}

/* *ret_is_located: the index has told. */
static enum status locate(struct snippet_maker *maker,
                          const struct article *article, uint32_t docid,
                          struct located *ret_located, bool *ret_is_located,
                          struct error *err)
{
    enum status status = STATUS_OK;

    *ret_is_located = false;
    if (maker->source == SNIPPET_FROM_TEXT || !maker->has_text_leaves ||
        (maker->source == SNIPPET_FROM_EITHER &&
         article->text.n_bytes < maker->n_worth_bytes))
        return STATUS_OK;
    if (!maker->has_locator)
        status = locator_new(maker->plan, &maker->scope, maker->arena, NULL,
                             &maker->locator, err);
    maker->has_locator = true;
    if (status == STATUS_OK && maker->locator &&
        !locator_is_whole(maker->locator)) {
        locator_free(maker->locator);
        maker->locator = NULL;
    }
    if (status != STATUS_OK || !maker->locator)
        return status;
    status = locator_find(maker->locator, docid, ret_located, err);
    *ret_is_located = !ret_located->is_cut;
    return status;
}

/* ---- what is shown of them */

static enum status keep_numbers(struct snippet_maker *maker, struct hit *hit,
                                struct error *err)
{
    const struct candidates *candidates = &maker->candidates;

    hit->n_paragraphs = candidates->n_items;
    hit->paragraphs = arena_alloc_array(maker->arena, candidates->n_items + 1,
                                        sizeof(*hit->paragraphs));
    if (!hit->paragraphs)
        return error_no_memory(err);
    for (size_t i = 0; i < candidates->n_items; i++)
        hit->paragraphs[i] = (uint32_t)candidates->items[i].i_paragraph + 1;
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

/* A passage shows only part of a paragraph, so the next one is chosen by what
   is still to be seen. */
static enum status add_best(struct snippet_maker *maker,
                            const struct article *article, struct hit *hit,
                            struct error *err)
{
    struct candidates *candidates = &maker->candidates;
    size_t i_item = candidates_choose(candidates);
    size_t i_paragraph = candidates->items[i_item].i_paragraph;

    enum status status =
        mark_paragraph(maker, article_paragraph(article, i_paragraph), err);
    if (status == STATUS_OK)
        status =
            add_passage(maker, article, i_paragraph, &maker->list, hit, err);
    if (status != STATUS_OK)
        return status;
    struct passage *passage = &hit->passages[hit->n_passages - 1];
    bool is_whole = !passage->is_cut_before && !passage->is_cut_after;
    passage->i_choice = (uint32_t)hit->n_passages - 1;
    passage->is_new = candidates_show(candidates, i_item,
                                      is_whole ? NULL : maker->passages.shown);
    return STATUS_OK;
}

static int compare_passages(const void *a, const void *b)
{
    const struct passage *one = a;
    const struct passage *other = b;

    return (one->i_paragraph > other->i_paragraph) -
           (one->i_paragraph < other->i_paragraph);
}

static enum status make_passages(struct snippet_maker *maker,
                                 const struct article *article, struct hit *hit,
                                 struct error *err)
{
    size_t n_candidates = maker->candidates.n_items;
    size_t n_passages =
        n_candidates < maker->n_most ? n_candidates : maker->n_most;
    enum status status = STATUS_OK;

    hit->passages =
        arena_alloc_array(maker->arena, n_passages + 1, sizeof(*hit->passages));
    if (!hit->passages)
        return error_no_memory(err);
    /* An article of which nothing was marked shows how it begins. */
    if (n_passages == 0)
        return add_passage(maker, article, 0, NULL, hit, err);
    for (size_t i = 0; i < n_passages && status == STATUS_OK; i++)
        status = add_best(maker, article, hit, err);
    qsort(hit->passages, hit->n_passages, sizeof(*hit->passages),
          compare_passages);
    return status;
}

static enum status mark_title(struct snippet_maker *maker,
                              struct str_span title, struct hit *hit,
                              struct error *err)
{
    struct mark_list *list = &maker->list;
    enum status status = mark_text(maker->plan, FIELD_TITLE,
                                   maker->scope.analyser, title, list, err);
    if (status != STATUS_OK)
        return status;
    return passage_make(&maker->passages, title, list, 0, &hit->title, err);
}

/* From here on nothing else is marked. */
static enum status find_reason(struct snippet_maker *maker,
                               const struct article *article,
                               const struct located *located, struct error *err)
{
    if (!maker->reason)
        return STATUS_OK;
    const struct reason_scope scope = {maker->plan, maker->scope.index,
                                       maker->scope.analyser, located};
    enum status status =
        reason_find(&scope, article, &maker->list, maker->reason, err);
    maker->has_reason = true;
    maker->list.choice = MARK_CHOSEN_LEAVES;
    maker->list.chosen = maker->reason;
    return status;
}

/* What of the article counts, and its title. */
static enum status begin(struct snippet_maker *maker,
                         const struct article *article, struct hit *hit,
                         struct located *ret_located, bool *ret_is_located,
                         struct error *err)
{
    enum status status = STATUS_OK;

    analyser_set_hint(maker->scope.analyser, article->language);
    maker->list.choice = MARK_POSITIVE_LEAVES;
    maker->has_reason = false;
    candidates_reset(&maker->candidates);
    *ret_is_located = false;
    if (maker->n_most > 0 || maker->reason)
        status = locate(maker, article, hit->docid, ret_located, ret_is_located,
                        err);
    if (status == STATUS_OK)
        status = find_reason(maker, article,
                             *ret_is_located ? ret_located : NULL, err);
    return status == STATUS_OK ? mark_title(maker, article->title, hit, err)
                               : status;
}

enum status snippet_make(struct snippet_maker *maker,
                         const struct article *article, struct hit *ret_hit,
                         struct error *err)
{
    struct located located = {NULL, 0, false, false};
    bool is_located;
    enum status status =
        begin(maker, article, ret_hit, &located, &is_located, err);

    if (status != STATUS_OK || maker->n_most == 0)
        return status;
    if (is_located)
        status = locate_candidates(maker, article, &located, err);
    else if (maker->has_text_leaves)
        status = read_candidates(maker, article, err);
    if (status == STATUS_OK)
        status = keep_numbers(maker, ret_hit, err);
    if (status != STATUS_OK || article->n_paragraphs == 0)
        return status;
    return make_passages(maker, article, ret_hit, err);
}

enum status snippet_make_one(struct snippet_maker *maker,
                             const struct article *article, uint32_t position,
                             struct hit *ret_hit, struct error *err)
{
    struct located located = {NULL, 0, false, false};
    bool is_located;
    size_t number = located_paragraph(article, position);
    enum status status =
        begin(maker, article, ret_hit, &located, &is_located, err);

    if (status != STATUS_OK)
        return status;
    if (number == 0)
        return error_set(err, STATUS_CORRUPT,
                         "the record of article number %u is damaged",
                         (unsigned)ret_hit->docid);
    ret_hit->i_paragraph = (uint32_t)number;
    ret_hit->paragraphs = &ret_hit->i_paragraph;
    ret_hit->n_paragraphs = 1;
    if (maker->n_most == 0)
        return STATUS_OK;
    ret_hit->passages =
        arena_alloc_array(maker->arena, 1, sizeof(*ret_hit->passages));
    if (!ret_hit->passages)
        return error_no_memory(err);
    status = mark_paragraph(maker, article_paragraph(article, number - 1), err);
    return status == STATUS_OK ? add_passage(maker, article, number - 1,
                                             &maker->list, ret_hit, err)
                               : status;
}
