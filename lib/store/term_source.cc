/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/term_source.hh"

namespace
{

/* The postings of a term, read by an iterator: that one makes no mistake. */
class term_source : public Xapian::PostingSource
{
  public:
    explicit term_source(const std::string &term_) : term(term_)
    {
    }

    term_source *clone() const override
    {
        return new term_source(term);
    }

    void init(const Xapian::Database &db) override
    {
        n_postings = db.get_termfreq(term);
        here = db.postlist_begin(term);
        end = db.postlist_end(term);
        is_begun = false;
        set_maxweight(0);
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return n_postings;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return n_postings;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return n_postings;
    }

    void next(double) override
    {
        if (is_begun)
            ++here;
        is_begun = true;
    }

    void skip_to(Xapian::docid wanted, double) override
    {
        is_begun = true;
        if (here != end)
            here.skip_to(wanted);
    }

    bool at_end() const override
    {
        return is_begun && here == end;
    }

    Xapian::docid get_docid() const override
    {
        return *here;
    }

    std::string get_description() const override
    {
        return term;
    }

  private:
    std::string term;
    Xapian::doccount n_postings = 0;
    Xapian::PostingIterator here;
    Xapian::PostingIterator end;
    bool is_begun = false;
};

bool has_gaps(const Xapian::Database &db)
{
    return db.get_lastdocid() != db.get_doccount();
}

} // namespace

Xapian::Query term_query(const struct index *index, const std::string &term)
{
    bool is_safe = true;
    for (const shard &shard : index->shards)
        is_safe =
            is_safe && (!has_gaps(shard.db) ||
                        shard.db.get_termfreq(term) != shard.db.get_doccount());
    Xapian::Query plain(term);
    if (is_safe)
        return plain;
    /* Where weights count the term gives them; where not, Xapian does not look
       at the right side at all. */
    auto *source = new term_source(term);
    return {Xapian::Query::OP_AND_MAYBE, Xapian::Query(source->release()),
            plain};
}
