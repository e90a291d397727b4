/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/docid_source.hh"

#include <algorithm>

namespace
{

/* What of the list lies in one shard: Xapian clones it for each and tells it
   by init() which one it is for. */
class docid_source : public Xapian::PostingSource
{
  public:
    docid_source(const struct index *index_, const uint32_t *docids_,
                 size_t n_docids_)
        : index(index_), docids(docids_), n_docids(n_docids_)
    {
    }

    docid_source *clone() const override
    {
        return new docid_source(index, docids, n_docids);
    }

    void init(const Xapian::Database &db) override
    {
        const std::string uuid = db.get_uuid();
        const struct dead_set *range = nullptr;
        for (const shard &shard : index->shards)
            if (shard.db.get_uuid() == uuid)
                range = shard.dead.get();
        if (!range)
            throw Xapian::DatabaseCorruptError("a segment has changed");
        at = first = std::lower_bound(docids, docids + n_docids, range->first);
        end = std::upper_bound(first, docids + n_docids, range->last);
        is_begun = false;
        set_maxweight(0);
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(end - first);
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return static_cast<Xapian::doccount>(end - first);
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return static_cast<Xapian::doccount>(end - first);
    }

    void next(double) override
    {
        if (is_begun)
            ++at;
        is_begun = true;
    }

    void skip_to(Xapian::docid wanted, double) override
    {
        at = std::lower_bound(at, end, wanted);
        is_begun = true;
    }

    bool at_end() const override
    {
        return is_begun && at == end;
    }

    Xapian::docid get_docid() const override
    {
        return *at;
    }

    std::string get_description() const override
    {
        return "docids";
    }

  private:
    const struct index *index;
    const uint32_t *docids;
    size_t n_docids;
    const uint32_t *first = nullptr;
    const uint32_t *end = nullptr;
    const uint32_t *at = nullptr;
    bool is_begun = false;
};

} // namespace

Xapian::Query docids_of(const struct index *index, const uint32_t *docids,
                        size_t n_docids)
{
    auto *source = new docid_source(index, docids, n_docids);
    return Xapian::Query(source->release());
}
