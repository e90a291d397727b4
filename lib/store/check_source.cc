/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/check_source.hh"

#include "store/deadline_source.hh"
#include "store/phrase_check.hh"

namespace
{

/* Checks between two looks at the clock: each may take some 100 microseconds.
 */
constexpr unsigned n_between_looks = 8;

/* Check has open(), exists() and again(), as phrase_check has. */
template <typename Check> class check_source : public Xapian::PostingSource
{
  public:
    check_source(std::unique_ptr<Check> the_check_, struct match_time *time_)
        : the_check(std::move(the_check_)), time(time_)
    {
    }

    check_source(const check_source &) = delete;
    check_source &operator=(const check_source &) = delete;

    check_source *clone() const override
    {
        return new check_source(the_check->again(), time);
    }

    void init(const Xapian::Database &db_) override
    {
        db = db_;
        is_open = is_ended = false;
        now = 0;
        n_documents = db.get_doccount();
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
        find(now + 1);
    }

    void skip_to(Xapian::docid wanted, double) override
    {
        if (wanted > now)
            find(wanted);
    }

    bool check(Xapian::docid wanted, double) override
    {
        begin();
        now = wanted;
        is_ended = has_ended(wanted);
        return is_ended || the_check->exists(wanted);
    }

    bool at_end() const override
    {
        return is_ended;
    }

    Xapian::docid get_docid() const override
    {
        return now;
    }

    std::string get_description() const override
    {
        return "check";
    }

  private:
    /* Opening many terms takes time: only when there is something to check. */
    void begin()
    {
        if (is_open)
            return;
        is_open = true;
        all = db.postlist_begin(std::string());
        the_check->open(db);
    }

    void find(Xapian::docid from)
    {
        const auto end = Xapian::PostingIterator();
        begin();
        if (all != end)
            all.skip_to(from);
        while (all != end && !has_ended(*all) && !the_check->exists(*all))
            ++all;
        is_ended = all == end || time->is_late;
        if (!is_ended)
            now = *all;
    }

    bool has_ended(Xapian::docid docid)
    {
        return time_has_ended(time, docid, n_between_looks);
    }

    std::unique_ptr<Check> the_check;
    struct match_time *time;
    Xapian::Database db;
    Xapian::PostingIterator all; /* of the segment's articles */
    Xapian::doccount n_documents = 0;
    Xapian::docid now = 0; /* where we are */
    bool is_open = false;
    bool is_ended = false;
};

template <typename Check>
Xapian::Query query_of(std::unique_ptr<Check> check, struct match_time *time)
{
    auto *source = new check_source<Check>(std::move(check), time);
    return Xapian::Query(source->release());
}

} // namespace

Xapian::Query checked_by(const struct expr_check *check,
                         struct check_state *state)
{
    return query_of(std::make_unique<article_spans>(check, state), state->time);
}

Xapian::Query checked_phrase(const std::vector<std::string> &terms,
                             struct check_state *state)
{
    return query_of(std::make_unique<phrase_check>(state->index, terms),
                    state->time);
}
