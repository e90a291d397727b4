/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/dead_source.hh"

namespace
{

/* Of one shard: Xapian clones it for each and tells it by init() which one it
   is for. Databases have random uuids; that is how it is known again. */
class dead_source : public Xapian::PostingSource
{
  public:
    explicit dead_source(const struct index *index_) : index(index_)
    {
    }

    dead_source *clone() const override
    {
        return new dead_source(index);
    }

    void init(const Xapian::Database &db) override
    {
        dead = nullptr;
        docid = 0;
        is_begun = false;
        const std::string uuid = db.get_uuid();
        for (const shard &shard : index->shards)
            if (shard.db.get_uuid() == uuid)
                dead = shard.dead.get();
        if (!dead)
            throw Xapian::DatabaseCorruptError("a segment has changed");
        set_maxweight(0);
    }

    /* Docids that no document has are in the list too. */
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return dead->n_dead;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return dead->n_dead;
    }

    void next(double) override
    {
        docid = docid == UINT32_MAX ? 0 : dead_next(dead, docid + 1);
        is_begun = true;
    }

    void skip_to(Xapian::docid wanted, double) override
    {
        if (!is_begun || (docid != 0 && docid < wanted))
            docid = dead_next(dead, wanted);
        is_begun = true;
    }

    bool at_end() const override
    {
        return is_begun && docid == 0;
    }

    Xapian::docid get_docid() const override
    {
        return docid;
    }

    std::string get_description() const override
    {
        return "dead";
    }

  private:
    const struct index *index;
    const struct dead_set *dead = nullptr;
    Xapian::docid docid = 0;
    bool is_begun = false;
};

} // namespace

Xapian::Query without_dead(const struct index *index,
                           const Xapian::Query &query)
{
    if (index->n_dead == 0)
        return query;
    auto *source = new dead_source(index);
    return {Xapian::Query::OP_AND_NOT, query, Xapian::Query(source->release())};
}
