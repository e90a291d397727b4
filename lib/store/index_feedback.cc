/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/index_feedback.h"

#include "store/fence.hh"
#include "store/index.hh"
#include "store/ranking.h"
#include "store/stem_list.hh"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace
{

struct candidate {
    std::string term;
    uint32_t n_articles; /* of those that were read */
    double weight;
};

using candidate_table = std::unordered_map<std::string, candidate>;

/* Frequencies saturated as in BM25, each article by its score. */
void read_stems(struct index *index, const struct match &match, double top,
                candidate_table *table)
{
    const shard *shard = index_shard(index, match.docid);
    if (!shard)
        return;
    const double half =
        RANKING_K1 * (index->manifest.avdl > 0 ? RANKING_UNIT : 1);
    const double share = top > 0 ? match.score / top : 1;
    stem_list list;
    for (const stem &one :
         list.read(*shard, match.docid, RANKING_EXPAND_READ)) {
        const std::string term = string_of(one.term);
        candidate &into =
            table->try_emplace(term, candidate{term, 0, 0}).first->second;
        double wdf = one.wdf;
        into.n_articles++;
        into.weight += share * wdf / (wdf + half);
    }
}

void keep_heaviest(std::vector<candidate> *all, size_t n_most)
{
    size_t n = std::min(n_most, all->size());
    std::partial_sort(
        all->begin(), all->begin() + static_cast<std::ptrdiff_t>(n), all->end(),
        [](const candidate &a, const candidate &b) {
            return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
        });
    all->resize(n);
}

/* Rarity is asked for those only that may be chosen. */
std::vector<candidate> choose(const struct index *index,
                              const candidate_table &table)
{
    std::vector<candidate> all;
    for (const auto &one : table)
        if (one.second.n_articles > 1)
            all.push_back(one.second);
    keep_heaviest(&all, RANKING_EXPAND_CANDIDATES);
    const double n_all = index->all.get_doccount();
    for (candidate &one : all)
        one.weight *= std::log(n_all / index->all.get_termfreq(one.term));
    keep_heaviest(&all, RANKING_EXPAND_TERMS);
    while (!all.empty() && all.back().weight <= 0)
        all.pop_back();
    return all;
}

/* The most telling one has all of the share, the others by what they weigh. */
enum status copy_terms(const std::vector<candidate> &all, struct arena *arena,
                       struct search_term **ret_terms, size_t *ret_n_terms,
                       struct error *err)
{
    auto *terms = static_cast<struct search_term *>(
        arena_alloc_array(arena, all.size() + 1, sizeof(struct search_term)));
    if (!terms)
        return error_no_memory(err);
    for (size_t i = 0; i < all.size(); i++) {
        terms[i] = {arena_copy(arena, {all[i].term.data(), all[i].term.size()}),
                    RANKING_EXPAND_SHARE * all[i].weight / all[0].weight};
        if (!terms[i].term.bytes)
            return error_no_memory(err);
    }
    *ret_terms = terms;
    *ret_n_terms = all.size();
    return STATUS_OK;
}

} // namespace

extern "C" enum status index_feedback(struct index *index,
                                      const struct expr *expr,
                                      struct arena *arena,
                                      struct search_term **ret_terms,
                                      size_t *ret_n_terms, struct error *err)
{
    const struct search_range best = {0, RANKING_EXPAND_ARTICLES,
                                      SORT_RELEVANCE, false};
    struct match_list list = {};
    *ret_terms = nullptr;
    *ret_n_terms = 0;
    enum status status = index_search(index, expr, &best, arena, &list, err);
    if (status != STATUS_OK || list.is_late || list.n_matches < 2 ||
        deadline_is_past(&index->deadline))
        return status;
    return guard(err, [&] {
        return index_ask(index, err, [&] {
            candidate_table table;
            for (size_t i = 0; i < list.n_matches; i++)
                read_stems(index, list.matches[i], list.matches[0].score,
                           &table);
            return copy_terms(choose(index, table), arena, ret_terms,
                              ret_n_terms, err);
        });
    });
}
