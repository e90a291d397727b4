/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/dead_source.hh"
#include "store/deadline_source.hh"
#include "store/fence.hh"
#include "store/index_matches.h"
#include "store/index_query.hh"

#include <algorithm>
#include <vector>

namespace
{

/* Thrown through Xapian, which has no other way to end a match. */
struct enough {
};

/* Takes the number of each article that matches: that in its own segment, and
   segments have no docid in common. */
class docid_spy : public Xapian::MatchSpy
{
  public:
    docid_spy(std::vector<uint32_t> *docids_, size_t n_enough_)
        : docids(docids_), n_enough(n_enough_)
    {
    }

    void operator()(const Xapian::Document &document,
                    double /*weight*/) override
    {
        docids->push_back(document.get_docid());
        if (docids->size() >= n_enough)
            throw enough();
    }

  private:
    std::vector<uint32_t> *docids;
    size_t n_enough;
};

void match_all(const struct index *index, const Xapian::Query &query,
               struct match_time *time, size_t n_enough,
               std::vector<uint32_t> *docids)
{
    Xapian::Enquire enquire(index->all);
    docid_spy spy(docids, n_enough);
    enquire.set_query(until_deadline(without_dead(index, query), time));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.add_matchspy(&spy);
    try {
        enquire.get_mset(0, 0, index->all.get_doccount());
    } catch (const enough &) {
        /* docids has them */
    }
    docids->erase(std::remove(docids->begin(), docids->end(), time->late_docid),
                  docids->end());
    /* Of one segment they come so. */
    if (!std::is_sorted(docids->begin(), docids->end()))
        std::sort(docids->begin(), docids->end());
}

} // namespace

extern "C" enum status index_matches(struct index *index,
                                     const struct expr *expr, size_t n_enough,
                                     struct arena *arena,
                                     struct all_matches *ret_matches,
                                     struct error *err)
{
    return guard(err, [&] {
        Xapian::Query query;
        std::vector<uint32_t> found;
        struct match_time time = {&index->deadline};
        struct check_state state;
        state.index = index;
        state.time = &time;
        enum status status =
            index_compile(index, expr, false, &state, &query, err);
        if (status == STATUS_OK && !index->shards.empty())
            status = index_match(index, &state, err, [&] {
                match_all(index, query, &time, n_enough, &found);
                return STATUS_OK;
            });
        if (status != STATUS_OK)
            return status;
        auto *docids = static_cast<uint32_t *>(
            arena_alloc_array(arena, found.size() + 1, sizeof(uint32_t)));
        if (!docids)
            return error_no_memory(err);
        std::copy(found.begin(), found.end(), docids);
        *ret_matches = {docids, found.size(), state.n_cut, time.is_late};
        return STATUS_OK;
    });
}
