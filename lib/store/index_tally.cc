/*
 * Counting in columns: which articles match is found once, then each column is
 * a walk through an array.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/dead_source.hh"
#include "store/deadline_source.hh"
#include "store/fence.hh"
#include "store/index_query.hh"
#include "store/index_tally.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace
{

/* Documents of one segment, from 0 for its first docid. */
using document_list = std::vector<uint32_t>;

/* Takes the number of each article that matches: that in its own segment, and
   segments have no docid in common. */
class docid_spy : public Xapian::MatchSpy
{
  public:
    explicit docid_spy(document_list *docids_) : docids(docids_)
    {
    }

    void operator()(const Xapian::Document &document,
                    double /*weight*/) override
    {
        docids->push_back(document.get_docid());
    }

  private:
    document_list *docids;
};

void match_all(const struct index *index, const Xapian::Query &query,
               struct match_time *time, document_list *docids)
{
    Xapian::Enquire enquire(index->all);
    docid_spy spy(docids);
    enquire.set_query(until_deadline(without_dead(index, query), time));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.add_matchspy(&spy);
    enquire.get_mset(0, 0, index->all.get_doccount());
    docids->erase(std::remove(docids->begin(), docids->end(), time->late_docid),
                  docids->end());
}

document_list living_of(const shard &shard)
{
    document_list found;
    found.reserve(shard.last - shard.first + size_t{1});
    uint32_t docid = dead_next_live(shard.dead.get(), shard.first);
    while (docid != 0) {
        found.push_back(docid - shard.first);
        docid = docid == shard.last
                    ? 0
                    : dead_next_live(shard.dead.get(), docid + 1);
    }
    return found;
}

/* Deals docids to their segments. */
std::vector<document_list> deal(const struct index *index,
                                document_list *docids)
{
    std::vector<document_list> dealt(index->shards.size());
    std::sort(docids->begin(), docids->end());
    auto at = docids->cbegin();
    for (size_t i = 0; i < dealt.size(); i++) {
        const shard &shard = index->shards[i];
        for (; at != docids->cend() && *at <= shard.last; ++at)
            dealt[i].push_back(*at - shard.first);
    }
    return dealt;
}

/* The values of one column over all segments. */
class row_table
{
  public:
    /* Adds to what is counted of a value; made anew if it is not there. */
    void add(struct str_span value, uint64_t n_matches, uint64_t n_articles,
             uint64_t n_empty)
    {
        if (n_matches == 0 && n_articles == 0)
            return;
        auto [it, is_new] = places.try_emplace(string_of(value), rows.size());
        if (is_new)
            rows.push_back({value, 0, 0, 0});
        struct tally_row *row = &rows[it->second];
        row->n_matches += n_matches;
        row->n_articles += n_articles;
        row->n_empty += n_empty;
    }

    enum status finish(struct arena *arena, struct tally *tally,
                       struct error *err)
    {
        std::sort(rows.begin(), rows.end(),
                  [](const struct tally_row &a, const struct tally_row &b) {
                      return str_span_compare(a.value, b.value) < 0;
                  });
        tally->rows = static_cast<struct tally_row *>(arena_alloc_array(
            arena, rows.size() + 1, sizeof(struct tally_row)));
        if (!tally->rows)
            return error_no_memory(err);
        for (struct tally_row &row : rows) {
            row.value = arena_copy(arena, row.value);
            if (!row.value.bytes)
                return error_no_memory(err);
        }
        std::copy(rows.begin(), rows.end(), tally->rows);
        tally->n_rows = rows.size();
        return STATUS_OK;
    }

  private:
    std::unordered_map<std::string, size_t> places;
    std::vector<struct tally_row> rows;
};

/* How many of the documents have each number; one of none is counted under 0,
   and what is none of ours, too. */
std::vector<uint32_t> count(const struct column &column,
                            const document_list &documents)
{
    std::vector<uint32_t> counts(column.n_values + size_t{1});
    for (uint32_t i : documents) {
        uint32_t number = column_number(&column, i);
        counts[number <= column.n_values ? number : 0]++;
    }
    return counts;
}

/* Those without a text. */
enum status keep_empty(const shard &shard, document_list *documents,
                       struct error *err)
{
    struct column column;
    enum status status =
        columns_get(shard.columns.get(), COLUMN_TEXT, &column, err);
    if (status == STATUS_OK)
        documents->erase(std::remove_if(documents->begin(), documents->end(),
                                        [&](uint32_t i) {
                                            return column_number(&column, i) !=
                                                   0;
                                        }),
                         documents->end());
    return status;
}

enum status tally_shard(const shard &shard, const document_list &matches,
                        const struct tally *tally, row_table *table,
                        struct error *err)
{
    struct column column;
    document_list all;
    document_list empty;
    enum status status =
        columns_get(shard.columns.get(), tally->kind, &column, err);
    if (status == STATUS_OK && tally->has_articles) {
        all = living_of(shard);
        empty = all;
        status = keep_empty(shard, &empty, err);
    }
    if (status != STATUS_OK)
        return status;
    const auto n_matches = count(column, matches);
    const auto n_articles = count(column, all);
    const auto n_empty = count(column, empty);
    for (uint32_t i = 0; i <= column.n_values; i++)
        table->add(i > 0 ? column_value(&column, i) : str_span("", 0),
                   n_matches[i], n_articles[i], n_empty[i]);
    return STATUS_OK;
}

enum status tally_all(const struct index *index,
                      const std::vector<document_list> &matches,
                      struct tally *tally, struct arena *arena,
                      struct error *err)
{
    row_table table;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < matches.size(); i++)
        status = tally_shard(index->shards[i], matches[i], tally, &table, err);
    return status == STATUS_OK ? table.finish(arena, tally, err) : status;
}

enum status check_columns(const struct index *index, struct error *err)
{
    for (const shard &shard : index->shards) {
        if (shard.columns)
            continue;
        error_set(err, STATUS_OUTDATED,
                  "the index '%s' has no columns to count in",
                  index->path.c_str());
        error_hint(err, "index the articles again");
        return STATUS_OUTDATED;
    }
    return STATUS_OK;
}

/* The documents of each segment that match. */
enum status find_matches(struct index *index, const struct expr *expr,
                         std::vector<document_list> *ret_matches,
                         struct tally_total *total, struct error *err)
{
    Xapian::Query query;
    struct match_time time = {&index->deadline};
    struct check_state state;
    document_list docids;
    state.index = index;
    state.time = &time;
    if (expr->op == EXPR_ALL) {
        for (const shard &shard : index->shards)
            ret_matches->push_back(living_of(shard));
        return STATUS_OK;
    }
    enum status status = index_compile(index, expr, false, &state, &query, err);
    if (status == STATUS_OK && !index->shards.empty())
        status = index_match(index, &state, err, [&] {
            match_all(index, query, &time, &docids);
            return STATUS_OK;
        });
    *ret_matches = deal(index, &docids);
    total->n_cut = state.n_cut;
    total->is_late = time.is_late;
    return status;
}

} // namespace

extern "C" enum status index_tally(struct index *index, const struct expr *expr,
                                   struct tally *tallies, size_t n_tallies,
                                   struct arena *arena,
                                   struct tally_total *ret_total,
                                   struct error *err)
{
    return guard(err, [&] {
        std::vector<document_list> matches;
        struct tally_total total = {0, 0, false};
        enum status status = check_columns(index, err);
        if (status == STATUS_OK)
            status = find_matches(index, expr, &matches, &total, err);
        for (size_t i = 0; status == STATUS_OK && i < n_tallies; i++)
            status = tally_all(index, matches, &tallies[i], arena, err);
        for (const document_list &some : matches)
            total.n_matches += some.size();
        *ret_total = total;
        return status;
    });
}
