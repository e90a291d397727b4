/*
 * From a request to its answer: read the query, plan it, match, and make the
 * hits presentable.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search.h"

#include "searcher/advice.h"
#include "searcher/fold_hits.h"
#include "searcher/snippet.h"
#include "searcher/text_places.h"
#include "text/utf8.h"

#include <string.h>
#include <time.h>

/* What one run of search_run() carries from step to step. */
struct search {
    struct index *index;
    struct analyser *analyser;
    const struct search_request *request;
    struct answer *answer;
};

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

static enum status copy_span(struct arena *arena, struct str_span *span,
                             struct error *err)
{
    if (span->n_bytes == 0) {
        *span = str_span("", 0);
        return STATUS_OK;
    }
    *span = arena_copy(arena, *span);
    return span->bytes ? STATUS_OK : error_no_memory(err);
}

static enum status copy_spans(struct arena *arena, struct str_span **spans,
                              size_t n_spans, struct error *err)
{
    struct str_span *copies =
        arena_alloc_array(arena, n_spans + 1, sizeof(*copies));
    if (!copies)
        return error_no_memory(err);
    for (size_t i = 0; i < n_spans; i++) {
        copies[i] = (*spans)[i];
        enum status status = copy_span(arena, &copies[i], err);
        if (status != STATUS_OK)
            return status;
    }
    *spans = copies;
    return STATUS_OK;
}

/* Makes the fields of article its own; the text is left behind. */
static enum status keep_fields(struct article *article, struct arena *arena,
                               struct error *err)
{
    struct str_span *const fields[] = {
        &article->id,     &article->title,   &article->date_text,
        &article->source, &article->section, &article->language,
        &article->url,
    };
    enum status status = STATUS_OK;

    for (size_t i = 0;
         i < sizeof(fields) / sizeof(fields[0]) && status == STATUS_OK; i++)
        status = copy_span(arena, fields[i], err);
    if (status == STATUS_OK)
        status = copy_spans(arena, &article->authors, article->n_authors, err);
    if (status == STATUS_OK)
        status = copy_spans(arena, &article->tags, article->n_tags, err);
    article->text = str_span("", 0);
    article->extra = str_span("", 0);
    article->paragraphs = NULL;
    article->n_paragraphs = 0;
    return status;
}

/* Repairs the query; a query is text, whatever its bytes. */
static enum status read_query(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    CLEANUP(str_release) struct str clean = STR_INIT;
    size_t n_repaired = 0;

    utf8_repair(search->request->query, &clean, &n_repaired);
    enum status status = str_status(&clean, err);
    if (status != STATUS_OK)
        return status;
    answer->query = arena_copy(&answer->arena, str_view(&clean));
    if (!answer->query.bytes)
        return error_no_memory(err);
    if (n_repaired == 0)
        return STATUS_OK;
    struct ast_span whole = {0, answer->query.n_bytes};
    return diagnostic_add(&answer->diagnostics, "W107", whole,
                          "write the query in UTF-8", err,
                          "%zu %s not UTF-8 and read as U+FFFD", n_repaired,
                          n_repaired == 1 ? "place was" : "places were");
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
                                     answer->places};
    enum status status = plan_make(root, &scope, &answer->arena, &answer->plan,
                                   &answer->diagnostics, err);
    /* Who pastes a sentence knows that a lone dash in it is no word. */
    if (search->request->mode == QUERY_ANY_WORD && answer->plan.n_leaves > 0)
        diagnostic_remove(&answer->diagnostics, "N106");
    return status;
}

static enum status parse_query(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    CLEANUP(str_release) struct str understood = STR_INIT;
    struct query_settings settings = {.mode = search->request->mode,
                                      .reading = search->request->reading};
    struct ast_node *root = NULL;

    enum status status = query_read(answer->query, &settings, &answer->arena,
                                    &root, &answer->diagnostics, err);
    if (status != STATUS_OK)
        return status;
    answer->plan.root = root;
    ast_print(root, &understood);
    status = str_status(&understood, err);
    if (status != STATUS_OK)
        return status;
    answer->understood = arena_copy(&answer->arena, str_view(&understood));
    return answer->understood.bytes ? STATUS_OK : error_no_memory(err);
}

static enum status plan_query(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;

    enum status status = parse_query(search, err);
    return status == STATUS_OK ? make_plan(search, answer->plan.root, err)
                               : status;
}

/* For who asks, and to tell how rare the leaves of a query are if there are
   passages to choose. */
static enum status count_articles(struct search *search, struct error *err)
{
    const struct search_request *request = search->request;
    struct answer *answer = search->answer;
    bool is_weighed = request->n_snippets > 0 && answer->plan.n_leaves > 1;
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
    if (status == STATUS_OK)
        status = snippet_make(maker, &hit->article, hit, err);
    if (status == STATUS_OK)
        status = keep_fields(&hit->article, &search->answer->arena, err);
    return status;
}

static enum status fill_hits(struct search *search, struct error *err)
{
    const struct search_request *request = search->request;
    struct answer *answer = search->answer;
    struct snippet_maker maker;
    struct arena scratch;

    if (answer->n_hits == 0 ||
        (request->n_snippets == 0 && !request->has_fields))
        return STATUS_OK;
    arena_init(&scratch);
    enum status status = snippet_init(&maker, search->index, search->analyser,
                                      request, answer, err);
    for (size_t i = 0; i < answer->n_hits && status == STATUS_OK; i++)
        status = fill_hit(search, &maker, &scratch, &answer->hits[i], err);
    snippet_release(&maker);
    arena_release(&scratch);
    return status;
}

static enum status note_cut(struct answer *answer, uint64_t n_cut,
                            struct error *err)
{
    if (n_cut == 0)
        return STATUS_OK;
    return diagnostic_add(
        &answer->diagnostics, "W204", answer->plan.root->span,
        "ask for rarer words, or for words that are nearer", err,
        "not all places of these words could be looked at in %llu %s",
        (unsigned long long)n_cut, n_cut == 1 ? "article" : "articles");
}

static enum status match(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    struct match_list list = {0};

    struct expr *expr = answer->plan.expr;

    /* Nothing to score: what is newest interests most. */
    if (!answer->plan.has_positive && answer->range.sort == SORT_RELEVANCE)
        answer->range.sort = SORT_DATE_DOWN;
    enum status status = fold_reprints(search->index, search->request->reprints,
                                       answer, &expr, err);
    if (status == STATUS_OK)
        status = index_search(search->index, expr, &answer->range,
                              &answer->arena, &list, err);
    if (status != STATUS_OK)
        return status;
    answer->n_total = list.n_total;
    answer->is_total_exact = list.is_total_exact;
    status = note_cut(answer, list.n_cut, err);
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
        status =
            fold_tell(search->index, &answer->arena, &answer->hits[i], err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status advise(struct search *search, struct error *err)
{
    struct answer *answer = search->answer;
    const struct plan_scope scope = {search->index, search->analyser,
                                     answer->places};

    enum status status =
        advice_common(search->index, &answer->plan, &answer->arena,
                      &answer->diagnostics, err);
    if (status != STATUS_OK || answer->n_total > 0)
        return status;
    status = blame_find(answer->plan.root, &scope, &answer->arena,
                        &answer->blame, err);
    return status == STATUS_OK
               ? advice_corrections(&answer->blame, answer->query,
                                    &answer->diagnostics, err)
               : status;
}

enum status search_read(const struct search_request *request,
                        struct answer *answer, struct error *err)
{
    struct search search = {NULL, NULL, request, answer};

    answer_reset(answer);
    answer->range = request->range;
    enum status status = read_query(&search, err);
    return status == STATUS_OK ? parse_query(&search, err) : status;
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
    enum status status = read_query(&search, err);
    return status == STATUS_OK ? plan_query(&search, err) : status;
}

static enum status run_once(struct search *search, struct error *err)
{
    answer_reset(search->answer);
    search->answer->range = search->request->range;
    enum status status = read_query(search, err);
    /* A query that can't be read is answered with it, too. */
    if (status == STATUS_OK)
        status = count_articles(search, err);
    if (status == STATUS_OK)
        status = plan_query(search, err);
    if (status == STATUS_OK)
        status = count_articles(search, err);
    if (status == STATUS_OK)
        status = match(search, err);
    if (status == STATUS_OK && search->request->has_blame)
        status = advise(search, err);
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
