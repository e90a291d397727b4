/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/term_batch.hh"

#include <algorithm>

void term_batch::open(const Xapian::Database &db, const struct str_span *all,
                      size_t n_terms)
{
    terms.clear();
    cursors.clear();
    for (size_t i = 0; i < n_terms; i++) {
        std::string term = string_of(all[i]);
        Xapian::PostingIterator cursor = db.postlist_begin(term);
        if (cursor == db.postlist_end(term))
            continue;
        terms.push_back(std::move(term));
        cursors.push_back(std::move(cursor));
    }
}

void term_batch::look(Xapian::docid first, size_t n_articles)
{
    const Xapian::PostingIterator end;
    found.first = first;
    found.is_in.assign(n_articles, 0);
    postings.clear();
    for (size_t i = 0; i < cursors.size(); i++) {
        Xapian::PostingIterator &cursor = cursors[i];
        if (cursor != end && *cursor < first)
            cursor.skip_to(first);
        for (; cursor != end && *cursor - first < n_articles; ++cursor) {
            found.is_in[*cursor - first] = 1;
            postings.push_back({static_cast<uint32_t>(i), *cursor});
        }
    }
}

void term_batch::read(const docid_marks &wanted, position_table *table)
{
    places.clear();
    for (const posting &one : postings) {
        if (!marks_has(wanted, one.docid))
            continue;
        const struct span_positions list =
            table->read(one.docid, terms[one.i_term]);
        for (size_t i = 0; i < list.n; i++)
            places.push_back({one.docid - found.first, list.at[i]});
    }
    sort_places();
}

/* By counting, then each article for itself: they are short. */
void term_batch::sort_places()
{
    starts.assign(found.is_in.size() + 2, 0);
    for (const place &one : places)
        starts[one.i_article + 2]++;
    for (size_t i = 2; i < starts.size(); i++)
        starts[i] += starts[i - 1];
    sorted.resize(places.size());
    for (const place &one : places)
        sorted[starts[one.i_article + 1]++] = one.position;
    ends.resize(found.is_in.size());
    for (size_t i = 0; i < ends.size(); i++) {
        uint32_t *begin = sorted.data() + starts[i];
        uint32_t *end = sorted.data() + starts[i + 1];
        std::sort(begin, end);
        ends[i] = std::unique(begin, end) - sorted.data();
    }
}

struct span_positions term_batch::positions(Xapian::docid docid) const
{
    size_t i = docid - found.first;
    return {sorted.data() + starts[i], ends[i] - starts[i]};
}
