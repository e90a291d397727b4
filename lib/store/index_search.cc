/*
 * Matching: an expression in, a page of document numbers out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/compile.hh"
#include "store/dead_source.hh"
#include "store/deadline_source.hh"
#include "store/docid_source.hh"
#include "store/fence.hh"
#include "store/filter_source.hh"
#include "store/index_query.hh"
#include "store/required_phrases.hh"

#include <algorithm>
#include <memory>

namespace
{

/*
 * Okapi BM25. The usual values of the literature, but for k3: queries hold a
 * word once as a rule. k2 would weigh the query's length: the same for all
 * articles. min_normlen keeps one-line articles from rising above all others.
 */
constexpr double bm25_k1 = 1.2;
constexpr double bm25_k2 = 0;
constexpr double bm25_k3 = 1;
constexpr double bm25_b = 0.75;
constexpr double bm25_min_normlen = 0.5;

/* Frequencies that were normalised when they were written have all but k1 in
   them, in sixteenths: see doc/index-format.md. */
constexpr double normalised_unit = 16;

/* Sorts above all dates and folded titles. */
constexpr char last_key[] = "\xff";

/* Ascending by a slot, documents without a value last. Xapian's own order by
   value would put them first. Remote shards do not take a KeyMaker. */
void sort_up(Xapian::Enquire &enquire, Xapian::valueno slot)
{
    auto maker = std::make_unique<Xapian::MultiValueKeyMaker>();
    maker->add_value(slot, false, last_key);
    enquire.set_sort_by_key_then_relevance(maker.release()->release(), false);
}

void set_sort(Xapian::Enquire &enquire, enum search_sort sort)
{
    switch (sort) {
    case SORT_RELEVANCE:
        break;
    case SORT_DATE:
        sort_up(enquire, SLOT_DATE_MIN);
        break;
    case SORT_DATE_DOWN:
        /* Downwards the empty value of an undated one is last by itself. */
        enquire.set_sort_by_value_then_relevance(SLOT_DATE_MIN, true);
        break;
    case SORT_TITLE:
        sort_up(enquire, SLOT_TITLE);
        break;
    }
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
}

Xapian::BM25Weight weight_of(const struct index *index)
{
    if (index->manifest.avdl > 0)
        return {normalised_unit * bm25_k1, bm25_k2, bm25_k3, 0,
                bm25_min_normlen};
    return {bm25_k1, bm25_k2, bm25_k3, bm25_b, bm25_min_normlen};
}

bool has_decider(const struct check_state &state)
{
    return state.required && !state.required->is_empty();
}

Xapian::MSet run(const struct index *index, const Xapian::Query &query,
                 const struct search_range *range,
                 const struct check_state &state)
{
    Xapian::Enquire enquire(index->all);
    enquire.set_query(until_deadline(without_dead(index, query), state.time));
    if (range->limit == 0) {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    } else {
        enquire.set_weighting_scheme(weight_of(index));
        set_sort(enquire, range->sort);
    }
    uint64_t n_docs = index->all.get_doccount();
    uint64_t first = std::min(range->offset, n_docs);
    uint64_t limit = std::min(range->limit, n_docs - first);
    uint64_t checked = range->is_exact_count || range->limit == 0 ? n_docs : 0;
    return enquire.get_mset(static_cast<Xapian::doccount>(first),
                            static_cast<Xapian::doccount>(limit),
                            static_cast<Xapian::doccount>(checked), nullptr,
                            has_decider(state) ? state.required : nullptr);
}

enum status copy_matches(const Xapian::MSet &mset,
                         const struct search_range *range,
                         const struct check_state &state, struct arena *arena,
                         struct match_list *ret_list, struct error *err)
{
    const struct match_time &time = *state.time;
    struct match_list list = {};
    list.matches = static_cast<struct match *>(arena_alloc_array(
        arena, std::max<size_t>(mset.size(), 1), sizeof(struct match)));
    if (!list.matches)
        return error_no_memory(err);
    for (auto it = mset.begin(); it != mset.end(); ++it) {
        uint32_t docid = index_local_docid(state.index, *it);
        if (docid != time.late_docid)
            list.matches[list.n_matches++] = {docid, it.get_weight()};
    }
    if (has_decider(state)) {
        /* Xapian's bounds are those of what is not decided yet. The first page
           that is not full holds all there are. */
        list.n_total = mset.size();
        list.is_total_exact = !time.is_late && mset.size() < range->limit;
    } else {
        list.n_total = mset.get_matches_lower_bound();
        list.is_total_exact =
            !time.is_late && list.n_total == mset.get_matches_upper_bound();
    }
    list.is_late = time.is_late;
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
            return index->all.get_termfreq(a) == index->all.get_termfreq(b) &&
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
        status = index_match(index, &state, err, [&] {
            const Xapian::MSet mset = run(index, query, range, state);
            return copy_matches(mset, range, state, arena, ret_list, err);
        });
        ret_list->n_cut = state.n_cut;
        return status;
    });
}
