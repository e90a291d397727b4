/*
 * From a request to its answer: read the query, plan it, match, and make the
 * hits presentable.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search_parts.h"

#include "searcher/advice.h"
#include "searcher/hit_fields.h"
#include "searcher/ranking.h"
#include "searcher/search_match.h"
#include "searcher/snippet.h"
#include "searcher/text_places.h"
#include "store/index_languages.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A query is stemmed in all languages that texts of the index are in. */
static enum status hold_languages(struct index *index,
                                  struct analyser *analyser, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct str_span *codes = NULL;
    size_t n_codes = 0;
    enum status status = index_languages(index, &arena, &codes, &n_codes, err);

    for (size_t i = 0; i < n_codes && status == STATUS_OK; i++) {
        const struct language *language = language_find(codes[i]);
        if (language)
            status = analyser_hold(analyser, language, err);
    }
    arena_release(&arena);
    return status;
}

enum status search_open(const char *path, struct index **ret_index,
                        struct analyser **ret_analyser, struct error *err)
{
    struct index *index = NULL;
    enum status status = index_open(path, &index, err);
    if (status != STATUS_OK)
        return status;

    const struct manifest *manifest = index_manifest(index);
    const struct language *language =
        language_find(str_span_of(manifest->language));
    if (manifest->analysis != ANALYSIS_VERSION || !language) {
        status =
            error_set(err, STATUS_OUTDATED,
                      "cannot search '%s': its words were made by "
                      "analysis %u for language '%s'",
                      path, (unsigned)manifest->analysis, manifest->language);
        error_hint(err,
                   "this program has analysis %d: index the articles again",
                   ANALYSIS_VERSION);
    } else {
        status = analyser_new(language, ret_analyser, err);
    }
    if (status == STATUS_OK) {
        status = hold_languages(index, *ret_analyser, err);
        if (status != STATUS_OK)
            analyser_free(*ret_analyser);
    }
    if (status != STATUS_OK) {
        index_free(index);
        return status;
    }
    *ret_index = index;
    return STATUS_OK;
}

void answer_init(struct answer *answer)
{
    memset(answer, 0, sizeof(*answer));
    arena_init(&answer->arena);
    diagnostic_list_init(&answer->diagnostics, &answer->arena);
}

void answer_release(struct answer *answer)
{
    if (!answer)
        return;
    diagnostic_list_release(&answer->diagnostics);
    arena_release(&answer->arena);
    text_places_free(answer->places);
    answer->places = NULL;
}

void answer_reset(struct answer *answer)
{
    struct arena arena = answer->arena;
    struct text_places *places = answer->places;

    arena_reset(&arena);
    diagnostic_list_release(&answer->diagnostics);
    memset(answer, 0, sizeof(*answer));
    answer->arena = arena;
    answer->places = places;
    diagnostic_list_init(&answer->diagnostics, &answer->arena);
}

static enum status make_plan(struct search *search, const struct ast_node *root,
                             struct error *err)
{
    struct answer *answer = search->answer;

    if (!answer->places)
        answer->places = text_places_new();
    if (!answer->places)
        return error_no_memory(err);
    text_places_reset(answer->places);
    const struct plan_scope scope = {search->index, search->analyser,
                                     answer->places,
                                     search->request->limits.n_near_terms};
    enum status status = plan_make(root, &scope, &answer->arena, &answer->plan,
                                   &answer->diagnostics, err);
    /* Who pastes a sentence knows that a lone dash in it is no word. */
    if (search->request->mode == QUERY_ANY_WORD && answer->plan.n_leaves > 0)
        diagnostic_remove(&answer->diagnostics, "N106");
    return status;
}

/* How what matches will be put in order. */
static enum status choose_ranking(struct search *search, struct error *err)
{
    const struct search_request *request = search->request;
    struct answer *answer = search->answer;
    struct search_ranking *ranking = &answer->ranking;
    const struct plan_scope scope = {search->index, search->analyser,
                                     answer->places,
                                     request->limits.n_near_terms};
    const struct ranking_wish wish = {answer->query, request->mode,
                                      request->is_recent};

    enum status status = ranking_choose(&answer->plan, &scope, &wish,
                                        &answer->arena, ranking, err);
    for (size_t i = 1; i < request->sorts.n_sorts; i++)
        ranking->next[ranking->n_next++] = request->sorts.sorts[i];
    /* Nothing to score: what is newest interests most. */
    if (!answer->plan.has_positive && answer->range.sort == SORT_RELEVANCE &&
        ranking->n_next == 0)
        answer->range.sort = SORT_DATE_DOWN;
    /* Paragraphs have an order of their own. */
    if (status == STATUS_OK && request->is_expanded &&
        request->unit == UNIT_ARTICLE && answer->range.sort == SORT_RELEVANCE &&
        answer->range.limit > 0)
        status = ranking_expand(&answer->plan, search->index, &answer->arena,
                                ranking, err);
    return status;
}

static enum status plan_query(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;

    enum status status = search_parse_query(search, err);
    if (status == STATUS_OK)
        status = make_plan(search, answer->plan.root, err);
    return status == STATUS_OK ? choose_ranking(search, err) : status;
}

/* For who asks, and to tell how rare the leaves of a query are if there are
   passages to choose. */
static enum status count_articles(struct search *search, struct error *err)
{
    const struct search_request *request = search->request;
    struct answer *answer = search->answer;
    bool is_weighed = (request->n_snippets > 0 && answer->plan.n_leaves > 1) ||
                      request->unit == UNIT_PARAGRAPH;
    const struct search_range range = {0, 0, SORT_RELEVANCE, true};
    struct expr *all = expr_leaf(&answer->arena, EXPR_ALL);
    struct match_list list;

    if ((!request->has_n_articles && !is_weighed) || answer->n_articles > 0)
        return STATUS_OK;
    if (!all)
        return error_no_memory(err);
    enum status status =
        index_search(search->index, all, &range, &answer->arena, &list, err);
    if (status == STATUS_OK)
        answer->n_articles = list.n_total;
    return status;
}

static enum status note_hashes(struct hit *hit, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < hit->n_passages && status == STATUS_OK; i++) {
        struct passage *passage = &hit->passages[i];
        if (passage->i_paragraph > 0 &&
            passage->i_paragraph <= hit->article.n_paragraphs)
            status = permalink_hash(
                article_paragraph(&hit->article, passage->i_paragraph - 1),
                passage->hash, err);
    }
    return status;
}

/* One hit: its record read, and of it what is shown. */
static enum status fill_hit(struct search *search, struct snippet_maker *maker,
                            struct arena *scratch, struct hit *hit,
                            struct error *err)
{
    struct str_span record;

    arena_reset(scratch);
    enum status status = index_record(search->index, hit->docid, &record, err);
    if (status == STATUS_OK)
        status = article_decode(record, scratch, &hit->article, err);
    if (status == STATUS_CORRUPT)
        return error_set(err, status,
                         "the record of article number %u is damaged",
                         (unsigned)hit->docid);
    if (status == STATUS_OK && search->answer->unit == UNIT_PARAGRAPH)
        status =
            snippet_make_one(maker, &hit->article, hit->position, hit, err);
    else if (status == STATUS_OK)
        status = snippet_make(maker, &hit->article, hit, err);
    if (status == STATUS_OK && search->request->has_hashes)
        status = note_hashes(hit, err);
    if (status == STATUS_OK)
        status = hit_keep_fields(&hit->article, &search->answer->arena, err);
    return status;
}

static int compare_docids(const void *a, const void *b)
{
    const struct hit *const *one = a;
    const struct hit *const *other = b;

    return ((*one)->docid > (*other)->docid) -
           ((*one)->docid < (*other)->docid);
}

/* In the order in which the articles lie in the index, which is read fastest
   so; NULL when memory is out. */
static struct hit **order_hits(struct answer *answer)
{
    struct hit **hits =
        arena_alloc_array(&answer->arena, answer->n_hits, sizeof(struct hit *));

    for (size_t i = 0; hits && i < answer->n_hits; i++)
        hits[i] = &answer->hits[i];
    if (hits)
        qsort(hits, answer->n_hits, sizeof(struct hit *), compare_docids);
    return hits;
}

static enum status fill_hits(struct search *search, struct error *err)
{
    const struct search_request *request = search->request;
    struct answer *answer = search->answer;
    struct snippet_maker maker;
    struct arena scratch;
    struct hit **hits;

    if (answer->n_hits == 0 ||
        (request->n_snippets == 0 && !request->has_fields))
        return STATUS_OK;
    hits = order_hits(answer);
    if (!hits)
        return error_no_memory(err);
    arena_init(&scratch);
    enum status status = snippet_init(&maker, search->index, search->analyser,
                                      request, answer, err);
    for (size_t i = 0; i < answer->n_hits && status == STATUS_OK; i++)
        status = fill_hit(search, &maker, &scratch, hits[i], err);
    snippet_release(&maker);
    arena_release(&scratch);
    return status;
}

static enum status advise(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    const struct plan_scope scope = {search->index, search->analyser,
                                     answer->places,
                                     search->request->limits.n_near_terms};

    enum status status =
        advice_common(search->index, &answer->plan, &answer->arena,
                      &answer->diagnostics, err);
    if (status != STATUS_OK || answer->is_partial)
        return status;
    if (answer->n_total == 0)
        status = blame_find(answer->plan.root, &scope, &answer->arena,
                            &answer->blame, err);
    if (status == STATUS_OK && answer->n_total <= CORRECT_MAX_FOUND)
        status = correct_query(answer->plan.root, &scope, answer->n_total,
                               &answer->arena, &answer->corrections, err);
    /* Counts that are too small would blame the wrong clause, and take the
       wrong word for the better one. */
    if (index_is_late(search->index)) {
        answer->blame = (struct blame){0};
        answer->corrections = (struct corrections){0};
    }
    return status == STATUS_OK
               ? advice_corrections(&answer->corrections, answer->query,
                                    &answer->diagnostics, err)
               : status;
}

/* The parts of a query that found something; blame has those of others. */
static enum status count_clauses(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    const struct plan_scope scope = {search->index, search->analyser,
                                     answer->places,
                                     search->request->limits.n_near_terms};

    if (!search->request->has_clauses || answer->n_total == 0)
        return STATUS_OK;
    return blame_count_clauses(answer->plan.root, answer->n_total, &scope,
                               &answer->arena, &answer->clauses,
                               &answer->n_clauses, err);
}

enum status search_read(const struct search_request *request,
                        struct answer *answer, struct error *err)
{
    struct search search = {NULL, NULL, request, answer};

    answer_reset(answer);
    answer->range = request->range;
    enum status status = search_take_query(&search, err);
    return status == STATUS_OK ? search_parse_query(&search, err) : status;
}

enum status search_advise(struct index *index, struct analyser *analyser,
                          const struct search_request *request,
                          uint64_t n_total, struct answer *answer,
                          struct error *err)
{
    struct search search = {index, analyser, request, answer};

    answer->n_total = n_total;
    enum status status = make_plan(&search, answer->plan.root, err);
    return status == STATUS_OK && request->has_blame ? advise(&search, err)
                                                     : status;
}

enum status search_plan(struct index *index, struct analyser *analyser,
                        const struct search_request *request,
                        struct answer *answer, struct error *err)
{
    struct search search = {index, analyser, request, answer};

    answer_reset(answer);
    answer->range = request->range;
    enum status status = search_take_query(&search, err);
    return status == STATUS_OK ? plan_query(&search, err) : status;
}

static enum status run_once(struct search *search, struct error *err)
{
    answer_reset(search->answer);
    search->answer->range = search->request->range;
    enum status status = search_take_query(search, err);
    /* A query that can't be read is answered with it, too. */
    if (status == STATUS_OK)
        status = count_articles(search, err);
    if (status == STATUS_OK)
        status = plan_query(search, err);
    if (status == STATUS_OK)
        status = count_articles(search, err);
    if (status == STATUS_OK)
        status = search_match(search->index, search->analyser, search->request,
                              search->answer, err);
    if (status == STATUS_OK && search->request->has_blame)
        status = advise(search, err);
    if (status == STATUS_OK)
        status = count_clauses(search, err);
    if (status == STATUS_OK)
        status = fill_hits(search, err);
    return status;
}

/* What was written over may also look damaged. */
static bool may_pass(enum status status)
{
    return status == STATUS_MODIFIED || status == STATUS_CORRUPT;
}

/* Numbers of documents mean other articles once the index was written twice:
   then all is asked again, of the newest state, which matching takes up. */
static enum status run(struct search *search, struct error *err)
{
    enum status status = run_once(search, err);

    for (int i = 1; i < SEARCH_MAX_TRIES && may_pass(status); i++)
        status = run_once(search, err);
    if (status == STATUS_MODIFIED)
        error_hint(err, "ask again");
    return status;
}

static double milliseconds_since(const struct timespec *start)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) * 1e3 +
           (double)(now.tv_nsec - start->tv_nsec) / 1e6;
}

enum status search_run(struct index *index, struct analyser *analyser,
                       const struct search_request *request,
                       struct answer *answer, struct error *err)
{
    struct search search = {index, analyser, request, answer};
    struct timespec start;

    clock_gettime(CLOCK_MONOTONIC, &start);
    enum status status = run(&search, err);
    answer->time_ms = milliseconds_since(&start);
    return status;
}
