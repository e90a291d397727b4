/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/filter_source.hh"

namespace
{

/* The postings of a term in one shard, read through the public API. */
class filter_source : public Xapian::PostingSource
{
  public:
    explicit filter_source(const std::string &term_) : term(term_)
    {
    }

    filter_source *clone() const override
    {
        return new filter_source(term);
    }

    void init(const Xapian::Database &db) override
    {
        n_documents = db.get_termfreq(term);
        it = db.postlist_begin(term);
        end = db.postlist_end(term);
        is_begun = false;
        set_maxweight(0);
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return n_documents;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return n_documents;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return n_documents;
    }

    void next(double) override
    {
        if (is_begun)
            ++it;
        is_begun = true;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        if (it != end)
            it.skip_to(docid);
        is_begun = true;
    }

    bool at_end() const override
    {
        return is_begun && it == end;
    }

    Xapian::docid get_docid() const override
    {
        return *it;
    }

    std::string get_description() const override
    {
        return "filter";
    }

  private:
    std::string term;
    Xapian::PostingIterator it;
    Xapian::PostingIterator end;
    Xapian::doccount n_documents = 0;
    bool is_begun = false;
};

} // namespace

Xapian::Query filter_by(const struct index *index, const std::string &term)
{
    for (const shard &shard : index->shards) {
        Xapian::doccount n = shard.db.get_doccount();
        if (shard.db.get_lastdocid() != n && shard.db.get_termfreq(term) == n) {
            auto *source = new filter_source(term);
            return Xapian::Query(source->release());
        }
    }
    return Xapian::Query(term);
}
