/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/deadline_source.hh"

namespace
{

/* Articles between two looks at the clock: some microseconds. */
constexpr unsigned n_between_looks = 64;

/* All docids of a shard, whether there are such documents or not: it is always
   asked of those that something else has found. As its lists are as long as
   can be, Xapian asks it last. */
class deadline_source : public Xapian::PostingSource
{
  public:
    explicit deadline_source(struct match_time *time_) : time(time_)
    {
    }

    deadline_source *clone() const override
    {
        return new deadline_source(time);
    }

    void init(const Xapian::Database &db) override
    {
        n_documents = db.get_doccount();
        last_docid = db.get_lastdocid();
        docid = 0;
        set_maxweight(0);
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
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
        go_to(docid + 1);
    }

    void skip_to(Xapian::docid wanted, double) override
    {
        if (wanted > docid)
            go_to(wanted);
    }

    bool at_end() const override
    {
        return docid > last_docid;
    }

    Xapian::docid get_docid() const override
    {
        return docid;
    }

    std::string get_description() const override
    {
        return "deadline";
    }

  private:
    void go_to(Xapian::docid wanted)
    {
        docid =
            time_has_ended(time, wanted, n_between_looks) ? UINT32_MAX : wanted;
    }

    struct match_time *time;
    Xapian::doccount n_documents = 0;
    Xapian::docid last_docid = 0;
    Xapian::docid docid = 0;
};

} // namespace

Xapian::Query until_deadline(const Xapian::Query &query,
                             struct match_time *time)
{
    if (time->deadline->at_ns == 0)
        return query;
    auto *source = new deadline_source(time);
    return {Xapian::Query::OP_FILTER, query, Xapian::Query(source->release())};
}
