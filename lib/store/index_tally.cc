/*
 * Counting in columns: which articles match is found once, then each column is
 * a walk through an array.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/fence.hh"
#include "store/index.hh"
#include "store/index_tally.h"

#include <algorithm>
#include <vector>

namespace
{

/* Documents of one segment, from 0 for its first docid. */
using document_list = std::vector<uint32_t>;

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

/* Deals the docids to their segments. */
std::vector<document_list> deal(const struct index *index,
                                const struct all_matches *matches)
{
    std::vector<document_list> dealt(index->shards.size());
    const uint32_t *at = matches->docids;
    const uint32_t *end = at + matches->n_docids;
    for (size_t i = 0; i < dealt.size(); i++) {
        const shard &shard = index->shards[i];
        for (; at < end && *at <= shard.last; at++)
            dealt[i].push_back(*at - shard.first);
    }
    return dealt;
}

std::vector<document_list> deal_all(const struct index *index)
{
    std::vector<document_list> dealt;
    for (const shard &shard : index->shards)
        dealt.push_back(living_of(shard));
    return dealt;
}

/* The values of one column over all segments. */
class row_table
{
  public:
    explicit row_table(size_t n_segments_) : n_segments(n_segments_)
    {
    }

    void add(struct tally_row row)
    {
        if (row.n_matches > 0 || row.n_articles > 0)
            rows.push_back(row);
    }

    /* By their bytes, each value once. */
    enum status finish(struct arena *arena, struct tally *tally,
                       struct error *err)
    {
        if (n_segments > 1)
            merge();
        tally->rows = static_cast<struct tally_row *>(arena_alloc_array(
            arena, rows.size() + 1, sizeof(struct tally_row)));
        if (!tally->rows)
            return error_no_memory(err);
        std::copy(rows.begin(), rows.end(), tally->rows);
        tally->n_rows = rows.size();
        return STATUS_OK;
    }

  private:
    /* Of one segment they are so already. */
    void merge()
    {
        std::sort(rows.begin(), rows.end(),
                  [](const struct tally_row &a, const struct tally_row &b) {
                      return str_span_compare(a.value, b.value) < 0;
                  });
        size_t n_kept = 0;
        for (const struct tally_row &row : rows) {
            struct tally_row *last = n_kept > 0 ? &rows[n_kept - 1] : nullptr;
            if (!last || !str_span_equal(last->value, row.value)) {
                rows[n_kept++] = row;
                continue;
            }
            last->n_matches += row.n_matches;
            last->n_articles += row.n_articles;
            last->n_empty += row.n_empty;
        }
        rows.resize(n_kept);
    }

    size_t n_segments;
    std::vector<struct tally_row> rows;
};

/* What of a column is counted: for each number, and under 0 what has none, and
   what is none of ours, too. */
class counts
{
  public:
    explicit counts(const struct column &column_)
        : column(column_), by_number(column.n_values + size_t{1})
    {
    }

    void add(uint32_t i_document)
    {
        uint32_t number = column_number(&column, i_document);
        by_number[number <= column.n_values ? number : 0]++;
    }

    uint32_t operator[](uint32_t number) const
    {
        return by_number[number];
    }

  private:
    const struct column &column;
    std::vector<uint32_t> by_number;
};

/* Counts who lives, and who of these has no text. */
enum status count_living(const shard &shard, counts *all, counts *empty,
                         struct error *err)
{
    const struct dead_set *dead = shard.dead.get();
    struct column texts;
    enum status status =
        columns_get(shard.columns.get(), COLUMN_TEXT, &texts, err);
    if (status != STATUS_OK)
        return status;
    for (uint32_t i = 0; i <= shard.last - shard.first; i++) {
        if (dead->n_dead > 0 && dead_has(dead, shard.first + i))
            continue;
        all->add(i);
        if (column_number(&texts, i) == 0)
            empty->add(i);
    }
    return STATUS_OK;
}

enum status tally_shard(const shard &shard, const document_list &matches,
                        const struct tally *tally, row_table *table,
                        struct error *err)
{
    struct column column;
    enum status status =
        columns_get(shard.columns.get(), tally->kind, &column, err);
    if (status != STATUS_OK)
        return status;
    counts found(column);
    counts all(column);
    counts empty(column);
    for (uint32_t i : matches)
        found.add(i);
    if (tally->has_articles)
        status = count_living(shard, &all, &empty, err);
    for (uint32_t i = 0; i <= column.n_values; i++)
        table->add({i > 0 ? column_value(&column, i) : str_span("", 0),
                    found[i], all[i], empty[i]});
    return status;
}

enum status tally_all(const struct index *index,
                      const std::vector<document_list> &matches,
                      struct tally *tally, struct arena *arena,
                      struct error *err)
{
    row_table table(matches.size());
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

} // namespace

extern "C" enum status index_tally(struct index *index,
                                   const struct all_matches *matches,
                                   struct tally *tallies, size_t n_tallies,
                                   struct arena *arena, struct error *err)
{
    return guard(err, [&] {
        enum status status = check_columns(index, err);
        if (status != STATUS_OK)
            return status;
        const auto dealt = matches ? deal(index, matches) : deal_all(index);
        for (size_t i = 0; status == STATUS_OK && i < n_tallies; i++)
            status = tally_all(index, dealt, &tallies[i], arena, err);
        return status;
    });
}
