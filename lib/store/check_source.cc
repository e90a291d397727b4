/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/check_source.hh"

#include "store/deadline_source.hh"

namespace
{

/* Checks between two looks at the clock: each may take some 100 microseconds.
 */
constexpr unsigned n_between_looks = 8;

class check_source : public Xapian::PostingSource
{
  public:
    check_source(const struct expr_check *check_, struct check_state *state_)
        : the_check(check_), state(state_), spans(check_, state_)
    {
    }

    check_source(const check_source &) = delete;
    check_source &operator=(const check_source &) = delete;

    check_source *clone() const override
    {
        return new check_source(the_check, state);
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
        return is_ended || spans.exists(wanted);
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
        spans.open(db);
    }

    void find(Xapian::docid from)
    {
        const auto end = Xapian::PostingIterator();
        begin();
        if (all != end)
            all.skip_to(from);
        while (all != end && !has_ended(*all) && !spans.exists(*all))
            ++all;
        is_ended = all == end || state->time->is_late;
        if (!is_ended)
            now = *all;
    }

    bool has_ended(Xapian::docid docid)
    {
        return time_has_ended(state->time, docid, n_between_looks);
    }

    const struct expr_check *the_check;
    struct check_state *state;
    article_spans spans;
    Xapian::Database db;
    Xapian::PostingIterator all; /* of the segment's articles */
    Xapian::doccount n_documents = 0;
    Xapian::docid now = 0; /* where we are */
    bool is_open = false;
    bool is_ended = false;
};

} // namespace

Xapian::Query checked_by(const struct expr_check *check,
                         struct check_state *state)
{
    auto *source = new check_source(check, state);
    return Xapian::Query(source->release());
}
