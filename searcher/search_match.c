/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search_match.h"

#include "searcher/fold_hits.h"
#include "searcher/paragraph_search.h"

/* What is asked, of what. */
struct match_scope {
    struct index *index;
    struct analyser *analyser;
    const struct search_request *request;
    struct answer *answer;
    struct expr *expr; /* the plan's, and what reprints need */
};

static enum status note_late(struct answer *answer, struct error *err)
{
    answer->is_partial = true;
    return diagnostic_add(&answer->diagnostics, "W204", answer->plan.root->span,
                          "ask for rarer words, or give it more time", err,
                          "the time was over before all articles were looked "
                          "at: the results are partial");
}

static enum status note_cut(struct answer *answer, uint64_t n_cut,
                            struct error *err)
{
    if (n_cut == 0)
        return STATUS_OK;
    answer->is_partial = true;
    return diagnostic_add(
        &answer->diagnostics, "W204", answer->plan.root->span,
        "ask for rarer words, or for words that are nearer", err,
        "not all places of these words could be looked at in %llu %s",
        (unsigned long long)n_cut, n_cut == 1 ? "article" : "articles");
}

/* Counts all that match, also what is folded under something else; then the
   hits need not be counted again. */
static enum status survey(const struct match_scope *scope, struct error *err)
{
    struct answer *answer = scope->answer;

    if (!survey_is_wanted(&scope->request->survey))
        return STATUS_OK;
    return survey_run(scope->index, scope->expr, &scope->request->survey,
                      &answer->arena, &answer->survey, err);
}

static enum status fold(struct match_scope *scope, struct error *err)
{
    struct answer *answer = scope->answer;
    const struct survey *survey = &answer->survey;
    bool is_known = survey->has_dates && !survey->is_all;

    return fold_away(scope->index, is_known ? &survey->matches : NULL, answer,
                     &scope->expr, err);
}

static enum status tell_reprints(const struct match_scope *scope,
                                 struct error *err)
{
    struct answer *answer = scope->answer;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < answer->n_hits && status == STATUS_OK; i++)
        status = fold_tell(scope->index, &answer->arena, &answer->hits[i], err);
    return status;
}

static enum status match_articles(const struct match_scope *scope,
                                  struct error *err)
{
    struct answer *answer = scope->answer;
    struct match_list list = {0};

    const struct survey *survey = &answer->survey;
    bool is_counted = answer->survey.has_dates;
    enum status status = STATUS_OK;

    if (is_counted)
        answer->range.is_exact_count = false;
    if (!is_counted || answer->range.limit > 0)
        status =
            index_search_ranked(scope->index, scope->expr, &answer->range,
                                &answer->ranking, &answer->arena, &list, err);
    if (status != STATUS_OK)
        return status;
    list.is_late = list.is_late || survey->matches.is_late;
    if (survey->matches.n_cut > list.n_cut)
        list.n_cut = survey->matches.n_cut;
    answer->n_total =
        is_counted ? survey->n_matches - answer->n_folded : list.n_total;
    answer->is_total_exact =
        is_counted ? !survey->matches.is_late : list.is_total_exact;
    status = note_cut(answer, list.n_cut, err);
    if (status == STATUS_OK && list.is_late)
        status = note_late(answer, err);
    if (status != STATUS_OK)
        return status;
    answer->hits = arena_alloc_array(&answer->arena, list.n_matches + 1,
                                     sizeof(*answer->hits));
    if (!answer->hits)
        return error_no_memory(err);
    answer->n_hits = list.n_matches;
    for (size_t i = 0; i < list.n_matches; i++) {
        answer->hits[i].docid = list.matches[i].docid;
        answer->hits[i].score = list.matches[i].score;
        answer->hits[i].is_first = list.matches[i].is_first;
    }
    return tell_reprints(scope, err);
}

/* Nothing but filters and exclusions has no paragraph to show. */
static enum status note_no_words(struct answer *answer, struct error *err)
{
    return diagnostic_add(&answer->diagnostics, "N130", answer->plan.root->span,
                          "add a word, or ask for articles", err,
                          "no words of the text are asked for, so no paragraph "
                          "has any of them");
}

static bool has_words(const struct plan *plan)
{
    for (size_t i = 0; i < plan->n_leaves; i++) {
        const struct plan_leaf *leaf = &plan->leaves[i];
        if (leaf->is_positive && leaf->field == FIELD_TEXT &&
            (leaf->n_patterns > 0 || leaf->spans))
            return true;
    }
    return false;
}

/* All articles that match, and of these the best paragraphs. */
static enum status match_paragraphs(const struct match_scope *scope,
                                    struct error *err)
{
    struct answer *answer = scope->answer;
    /* Who only counts counts all. */
    const struct search_range all = {
        0, answer->range.limit > 0 ? PARAGRAPH_MAX_ARTICLES : UINT32_MAX,
        answer->range.sort, true};
    const struct plan_scope words = {scope->index, scope->analyser,
                                     answer->places,
                                     scope->request->limits.n_near_terms};
    const struct paragraph_scope within = {&answer->plan, &words,
                                           answer->n_articles, &answer->arena,
                                           &answer->diagnostics};
    struct match_list articles = {0};
    struct paragraph_list list = {0};

    answer->is_total_exact = true;
    if (!has_words(&answer->plan))
        return note_no_words(answer, err);
    enum status status =
        index_search_ranked(scope->index, scope->expr, &all, &answer->ranking,
                            &answer->arena, &articles, err);
    if (status == STATUS_OK)
        status = note_cut(answer, articles.n_cut, err);
    if (status == STATUS_OK)
        status =
            paragraph_search(&within, &articles, &answer->range, &list, err);
    if (status == STATUS_OK && (articles.is_late || list.is_late))
        status = note_late(answer, err);
    if (status != STATUS_OK)
        return status;
    answer->n_total = list.n_total;
    answer->is_total_exact = !articles.is_late && !list.is_late &&
                             articles.n_total == articles.n_matches;
    answer->hits = arena_alloc_array(&answer->arena, list.n_matches + 1,
                                     sizeof(*answer->hits));
    if (!answer->hits)
        return error_no_memory(err);
    answer->n_hits = list.n_matches;
    for (size_t i = 0; i < list.n_matches; i++) {
        answer->hits[i].docid = list.matches[i].docid;
        answer->hits[i].score = list.matches[i].score;
        answer->hits[i].position = list.matches[i].position;
    }
    return tell_reprints(scope, err);
}

enum status search_match(struct index *index, struct analyser *analyser,
                         const struct search_request *request,
                         struct answer *answer, struct error *err)
{
    struct match_scope scope = {index, analyser, request, answer,
                                answer->plan.expr};

    enum status status = STATUS_OK;

    answer->unit = request->unit;
    answer->reprints = request->reprints;
    answer->n_folded = 0;
    if (request->reprints == SEARCH_REPRINTS_ONLY)
        status = fold_keep_reprints(index, &answer->arena, &scope.expr, err);
    if (status == STATUS_OK)
        status = survey(&scope, err);
    if (status == STATUS_OK && request->reprints == SEARCH_REPRINTS_FOLD)
        status = fold(&scope, err);
    if (status != STATUS_OK)
        return status;
    return answer->unit == UNIT_PARAGRAPH ? match_paragraphs(&scope, err)
                                          : match_articles(&scope, err);
}
