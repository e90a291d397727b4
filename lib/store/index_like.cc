/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"
#include "store/stem_list.hh"

#include <algorithm>
#include <cmath>

namespace
{

struct candidate {
    std::string term;
    uint64_t n_articles;
    double weight;
};

uint64_t count_articles(const struct index *index, const std::string &term)
{
    uint64_t n = 0;
    for (const shard &shard : index->shards)
        n += shard.db.get_termfreq(term);
    return n;
}

std::vector<candidate> read_stems(const struct index *index, const shard &in,
                                  Xapian::docid docid)
{
    std::vector<candidate> all;
    const double n_documents = index->all.get_doccount();
    stem_list list;
    for (const stem &one : list.read(in, docid, SIZE_MAX)) {
        const std::string term = string_of(one.term);
        uint64_t n = count_articles(index, term);
        if (n < 2)
            continue;
        double rarity = std::log(n_documents / static_cast<double>(n));
        all.push_back({term, n, one.wdf * rarity});
    }
    return all;
}

bool tells_more(const candidate &a, const candidate &b)
{
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

enum status copy_terms(const std::vector<candidate> &all, struct arena *arena,
                       struct telling_terms *ret_terms, struct error *err)
{
    auto *terms = static_cast<struct telling_term *>(
        arena_alloc_array(arena, all.size() + 1, sizeof(struct telling_term)));
    if (!terms)
        return error_no_memory(err);
    for (size_t i = 0; i < all.size(); i++) {
        terms[i] = {arena_copy(arena, {all[i].term.data(), all[i].term.size()}),
                    all[i].n_articles, all[i].weight};
        if (!terms[i].term.bytes)
            return error_no_memory(err);
    }
    *ret_terms = {terms, all.size()};
    return STATUS_OK;
}

} // namespace

extern "C" enum status index_telling_terms(struct index *index, uint32_t docid,
                                           size_t n_most, struct arena *arena,
                                           struct telling_terms *ret_terms,
                                           struct error *err)
{
    return guard(err, [&] {
        const shard *shard = index_shard(index, docid);
        if (!shard || dead_has(shard->dead.get(), docid))
            return error_set(err, STATUS_NOT_FOUND, "document %u not found",
                             docid);
        return index_ask(index, err, [&] {
            auto all = read_stems(index, *shard, docid);
            size_t n = std::min(n_most, all.size());
            std::partial_sort(all.begin(),
                              all.begin() + static_cast<std::ptrdiff_t>(n),
                              all.end(), tells_more);
            all.resize(n);
            return copy_terms(all, arena, ret_terms, err);
        });
    });
}
