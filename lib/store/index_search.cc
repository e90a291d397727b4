/*
 * Matching: an expression in, a page of document numbers out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/closeness.hh"
#include "store/compile.hh"
#include "store/dead_source.hh"
#include "store/deadline_source.hh"
#include "store/docid_source.hh"
#include "store/fence.hh"
#include "store/filter_source.hh"
#include "store/index_query.hh"
#include "store/likeness.hh"
#include "store/ranking.h"
#include "store/recent_source.hh"
#include "store/required_phrases.hh"

#include <algorithm>
#include <memory>

namespace
{

/* Of BM25 in Xapian: a word that a query holds twice is there twice, so k3 has
   nothing to do; k2 would weigh the query's length: the same for all articles.
 */
constexpr double bm25_k2 = 0;
constexpr double bm25_k3 = 1;

/* What one search is, as far as matching goes. */
struct task {
    struct index *index;
    const struct search_range *range;
    const struct search_ranking *ranking; /* may be NULL */
    struct match_time *time;
    uint64_t n_reranked; /* 0: none are */
    const struct check_state *state;
};

/* Sorts above all dates and folded titles. */
constexpr char last_key[] = "\xff";

/* Articles without the value last, in either direction. Remote shards do not
   take a KeyMaker. */
void add_key(Xapian::MultiValueKeyMaker *maker, enum search_sort sort)
{
    switch (sort) {
    case SORT_RELEVANCE:
        break;
    case SORT_DATE:
        maker->add_value(SLOT_DATE_MIN, false, last_key);
        break;
    case SORT_DATE_DOWN:
        maker->add_value(SLOT_DATE_MIN, true);
        break;
    case SORT_TITLE:
        maker->add_value(SLOT_TITLE, false, last_key);
        break;
    case SORT_INDEXED:
        maker->add_value(SLOT_INDEXED, false, last_key);
        break;
    case SORT_INDEXED_DOWN:
        maker->add_value(SLOT_INDEXED, true);
        break;
    }
}

void set_sort(Xapian::Enquire &enquire, enum search_sort sort,
              const struct search_ranking *ranking)
{
    size_t n_next = ranking ? ranking->n_next : 0;
    enquire.set_docid_order(sort == SORT_INDEXED_DOWN
                                ? Xapian::Enquire::DESCENDING
                                : Xapian::Enquire::ASCENDING);
    if (sort == SORT_RELEVANCE && n_next == 0)
        return;
    if (sort == SORT_DATE_DOWN && n_next == 0) {
        /* Downwards the empty value of an undated one is last by itself. */
        enquire.set_sort_by_value_then_relevance(SLOT_DATE_MIN, true);
        return;
    }
    auto maker = std::make_unique<Xapian::MultiValueKeyMaker>();
    add_key(maker.get(), sort);
    for (size_t i = 0; i < n_next; i++)
        add_key(maker.get(), ranking->next[i]);
    if (sort == SORT_RELEVANCE)
        enquire.set_sort_by_relevance_then_key(maker.release()->release(),
                                               false);
    else
        enquire.set_sort_by_key_then_relevance(maker.release()->release(),
                                               false);
}

/* Frequencies that were normalised when they were written have all but k1 in
   them: see doc/index-format.md. */
Xapian::BM25Weight weight_of(const struct index *index)
{
    if (index->manifest.avdl > 0)
        return {RANKING_UNIT * RANKING_K1, bm25_k2, bm25_k3, 0,
                RANKING_MIN_LENGTH};
    return {RANKING_K1, bm25_k2, bm25_k3, RANKING_B, RANKING_MIN_LENGTH};
}

/* How many of the best are put in a new order: always the same ones, whatever
   part of the list is asked for. */
uint64_t count_reranked(const struct search_range *range,
                        const struct search_ranking *ranking)
{
    if (range->limit == 0 || range->sort != SORT_RELEVANCE || !ranking)
        return 0;
    if (ranking->is_likened)
        return RANKING_LIKE_ARTICLES;
    return ranking->n_pairs > 0 ? RANKING_CLOSE_ARTICLES : 0;
}

Xapian::Query more_terms(const struct search_ranking *ranking)
{
    std::vector<Xapian::Query> all;
    for (size_t i = 0; i < ranking->n_more; i++) {
        const struct search_term &one = ranking->more[i];
        all.emplace_back(one.factor, Xapian::Query(std::string(
                                         one.term.bytes, one.term.n_bytes)));
    }
    return {Xapian::Query::OP_OR, all.begin(), all.end()};
}

/* The query, with what some articles get besides. */
Xapian::Query with_extras(const struct index *index, const Xapian::Query &query,
                          const struct search_ranking *ranking)
{
    Xapian::Query done = query;
    if (!ranking)
        return done;
    if (ranking->n_more > 0)
        done = {Xapian::Query::OP_AND_MAYBE, done, more_terms(ranking)};
    const std::string title(ranking->whole_title.bytes,
                            ranking->whole_title.n_bytes);
    if (ranking->recent > 0)
        done = {Xapian::Query::OP_AND_MAYBE, done,
                recent_by(index, ranking->today, ranking->recent)};
    if (!title.empty() && index->all.term_exists(title)) {
        auto *source =
            new Xapian::FixedWeightPostingSource(RANKING_WHOLE_TITLE);
        done = {Xapian::Query::OP_AND_MAYBE, done,
                Xapian::Query(Xapian::Query::OP_FILTER,
                              Xapian::Query(source->release()),
                              Xapian::Query(title))};
    }
    return done;
}

bool has_decider(const struct task &task)
{
    return task.state->required && !task.state->required->is_empty();
}

Xapian::MSet run(const struct task &task, const Xapian::Query &query)
{
    const struct index *index = task.index;
    const struct search_range *range = task.range;
    Xapian::Enquire enquire(index->all);
    if (range->limit == 0) {
        enquire.set_query(
            until_deadline(without_dead(index, query), task.time));
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    } else {
        enquire.set_query(until_deadline(
            without_dead(index, with_extras(index, query, task.ranking)),
            task.time));
        enquire.set_weighting_scheme(weight_of(index));
        set_sort(enquire, range->sort, task.ranking);
    }
    uint64_t n_docs = index->all.get_doccount();
    uint64_t first = std::min(range->offset, n_docs);
    uint64_t limit = std::min(range->limit, n_docs - first);
    uint64_t checked = range->is_exact_count || range->limit == 0 ? n_docs : 0;
    if (first < task.n_reranked) {
        limit = std::max(std::min(task.n_reranked, n_docs), first + limit);
        first = 0;
    }
    return enquire.get_mset(static_cast<Xapian::doccount>(first),
                            static_cast<Xapian::doccount>(limit),
                            static_cast<Xapian::doccount>(checked), nullptr,
                            has_decider(task) ? task.state->required : nullptr);
}

std::vector<scored> read_matches(const struct task &task,
                                 const Xapian::MSet &mset)
{
    std::vector<scored> all;
    all.reserve(mset.size());
    for (auto it = mset.begin(); it != mset.end(); ++it) {
        uint32_t docid = index_local_docid(task.index, *it);
        if (docid != task.time->late_docid)
            all.push_back({docid, it.get_weight()});
    }
    return all;
}

/* Those whose title was asked for stay in front, whatever their scores. */
void rerank(const struct task &task, std::vector<scored> *all)
{
    const struct search_ranking *ranking = task.ranking;
    auto begin =
        std::partition_point(all->begin(), all->end(), [](const scored &one) {
            return one.score >= RANKING_WHOLE_TITLE;
        });
    auto end = all->begin() + static_cast<std::ptrdiff_t>(std::min<uint64_t>(
                                  task.n_reranked, all->size()));
    if (begin >= end)
        return;
    /* All of them or none, so that the order does not hang on how far it came:
       from here on it is some milliseconds. */
    std::vector<scored> best(begin, end);
    if (ranking->is_likened)
        rank_by_likeness(task.index, &best);
    if (ranking->n_pairs > 0)
        rank_by_closeness(task.index, ranking->pairs, ranking->n_pairs, &best);
    std::stable_sort(
        best.begin(), best.end(),
        [](const scored &a, const scored &b) { return a.score > b.score; });
    std::copy(best.begin(), best.end(), begin);
}

/* What put a title in front is not what its words are worth. */
double shown_score(double score)
{
    return score >= RANKING_WHOLE_TITLE ? score - RANKING_WHOLE_TITLE : score;
}

enum status copy_matches(const std::vector<scored> &all, uint64_t first,
                         uint64_t limit, struct arena *arena,
                         struct match_list *list, struct error *err)
{
    uint64_t n = first < all.size() ? all.size() - first : 0;
    n = std::min(n, limit);
    list->matches = static_cast<struct match *>(arena_alloc_array(
        arena, std::max<uint64_t>(n, 1), sizeof(struct match)));
    if (!list->matches)
        return error_no_memory(err);
    for (uint64_t i = first; i < first + n; i++)
        list->matches[list->n_matches++] = {
            all[i].docid, shown_score(all[i].score),
            all[i].score >= RANKING_WHOLE_TITLE};
    return STATUS_OK;
}

enum status find_matches(const struct task &task, const Xapian::Query &query,
                         struct arena *arena, struct match_list *ret_list,
                         struct error *err)
{
    const Xapian::MSet mset = run(task, query);
    std::vector<scored> all = read_matches(task, mset);
    struct match_list list = {};
    bool is_from_start = task.range->offset < task.n_reranked;
    /* Without the time for it they stay in the order they have. */
    if (is_from_start && deadline_is_past(task.time->deadline))
        task.time->is_late = true;
    if (is_from_start && !task.time->is_late)
        rerank(task, &all);
    enum status status =
        copy_matches(all, is_from_start ? task.range->offset : 0,
                     task.range->limit, arena, &list, err);
    if (status != STATUS_OK)
        return status;
    if (has_decider(task)) {
        /* Xapian's bounds are those of what is not decided yet. The first page
           that is not full holds all there are. */
        list.n_total = mset.size();
        list.is_total_exact =
            !task.time->is_late &&
            mset.size() < std::max(task.range->limit, task.n_reranked);
    } else {
        list.n_total = mset.get_matches_lower_bound();
        list.is_total_exact = !task.time->is_late &&
                              list.n_total == mset.get_matches_upper_bound();
    }
    list.is_late = task.time->is_late;
    *ret_list = list;
    return STATUS_OK;
}

} // namespace

enum status index_compile(struct index *index, const struct expr *expr,
                          bool is_scored, struct check_state *state,
                          Xapian::Query *ret_query, struct error *err)
{
    const struct expr_makers makers = {
        [&](const std::string &term) { return filter_by(index, term); },
        [&](const uint32_t *docids, size_t n_docids) {
            return n_docids == 0 ? Xapian::Query()
                                 : docids_of(index, docids, n_docids);
        },
        [&](const struct expr_check *check) {
            return checked_by(check, state);
        },
        [&](const std::vector<std::string> &terms) {
            return checked_phrase(terms, state);
        },
        [&](const std::vector<std::string> &terms) {
            if (state->required)
                state->required->add(terms);
            return state->required != nullptr;
        },
        [&](const std::string &a, const std::string &b) {
            /* The sums of frequencies, which lengths of articles went into, do
               not agree by chance. */
            return index_termfreq(index, a) == index_termfreq(index, b) &&
                   index->all.get_collection_freq(a) ==
                       index->all.get_collection_freq(b);
        },
    };
    return index_ask(index, err, [&] {
        return compile_expr(expr, is_scored, makers, ret_query, err);
    });
}

extern "C" enum status index_search(struct index *index,
                                    const struct expr *expr,
                                    const struct search_range *range,
                                    struct arena *arena,
                                    struct match_list *ret_list,
                                    struct error *err)
{
    return index_search_ranked(index, expr, range, nullptr, arena, ret_list,
                               err);
}

/* NOLINTNEXTLINE(readability-function-size): what a search is asked */
extern "C" enum status index_search_ranked(
    struct index *index, const struct expr *expr,
    const struct search_range *range, const struct search_ranking *ranking,
    struct arena *arena, struct match_list *ret_list, struct error *err)
{
    return guard(err, [&] {
        Xapian::Query query;
        struct match_time time = {&index->deadline};
        struct check_state state;
        state.index = index;
        state.time = &time;
        required_phrases required(index);
        if (range->limit > 0 && range->offset == 0 && !range->is_exact_count)
            state.required = &required;
        enum status status =
            index_compile(index, expr, range->limit > 0, &state, &query, err);
        if (status != STATUS_OK)
            return status;
        /* Counted already; and Xapian takes no query to no database. */
        if (index->shards.empty() ||
            (expr->op == EXPR_ALL && range->limit == 0)) {
            *ret_list = {nullptr, 0, index->n_articles, true, 0, false};
            if (expr->op != EXPR_ALL)
                ret_list->n_total = 0;
            return STATUS_OK;
        }
        const struct task task = {
            index, range, ranking, &time, count_reranked(range, ranking),
            &state};
        status = index_match(index, &state, err, [&] {
            return find_matches(task, query, arena, ret_list, err);
        });
        ret_list->n_cut = state.n_cut;
        return status;
    });
}
