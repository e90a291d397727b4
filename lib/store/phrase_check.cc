/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/phrase_check.hh"

#include <algorithm>

void phrase_check::open(const Xapian::Database &db)
{
    table.open(index, db);
    places.clear();
    for (uint32_t i = 0; i < terms.size(); i++)
        places.push_back({i, db.get_termfreq(terms[i]),
                          std::make_unique<position_walk>(&table, terms[i])});
    std::stable_sort(places.begin(), places.end(),
                     [](const place &a, const place &b) {
                         return a.n_documents < b.n_documents;
                     });
}

/* Where the phrase would begin, from `start` on, going by one place. */
uint64_t phrase_check::seek(Xapian::docid docid, size_t i_place, uint64_t start)
{
    const place &one = places[i_place];
    if (i_place == n_started) {
        one.walk->start(docid);
        n_started++;
    }
    uint64_t position = one.walk->seek(start + one.i_term);
    return position == SPAN_POSITION_NONE ? position : position - one.i_term;
}

bool phrase_check::exists(Xapian::docid docid)
{
    uint64_t start = 0;
    size_t i = 0;
    n_started = 0;
    while (i < places.size()) {
        uint64_t next = seek(docid, i, start);
        if (next == SPAN_POSITION_NONE)
            return false;
        if (next == start || i == 0) {
            i++;
        } else {
            i = 0;
        }
        start = next;
    }
    return true;
}
