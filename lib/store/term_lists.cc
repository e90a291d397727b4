/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/term_lists.hh"

#include <algorithm>

namespace
{

/* The heap has the least docid on top. */
bool is_later(const Xapian::PostingIterator &a,
              const Xapian::PostingIterator &b)
{
    return *a > *b;
}

} // namespace

void term_list::open(const Xapian::Database &db, const struct str_span *terms,
                     size_t n_terms)
{
    cursors.clear();
    read_docid = 0;
    for (size_t i = 0; i < n_terms; i++) {
        const std::string term = string_of(terms[i]);
        Xapian::PostingIterator cursor = db.postlist_begin(term);
        if (cursor != db.postlist_end(term))
            cursors.push_back(std::move(cursor));
    }
    std::make_heap(cursors.begin(), cursors.end(), is_later);
}

void term_list::open_except(const Xapian::Database &db, struct str_span term)
{
    if (term.n_bytes == 0 || cursors.empty())
        return;
    except = std::make_unique<term_list>();
    except->open(db, &term, 1);
}

bool term_list::has(Xapian::docid docid)
{
    while (!cursors.empty() && *cursors.front() < docid) {
        std::pop_heap(cursors.begin(), cursors.end(), is_later);
        Xapian::PostingIterator &cursor = cursors.back();
        cursor.skip_to(docid);
        if (cursor == Xapian::PostingIterator())
            cursors.pop_back();
        else
            std::push_heap(cursors.begin(), cursors.end(), is_later);
    }
    return !cursors.empty() && *cursors.front() == docid;
}

/* Cursors at the same docid stand together on top of the heap. */
void term_list::read(size_t at,
                     Xapian::docid docid) // NOLINT(misc-no-recursion)
{
    if (at >= cursors.size() || *cursors[at] != docid)
        return;
    n_read++;
    auto end = cursors[at].positionlist_end();
    for (auto it = cursors[at].positionlist_begin(); it != end; ++it)
        places.push_back(*it);
    read(2 * at + 1, docid);
    read(2 * at + 2, docid);
}

void term_list::leave_out(Xapian::docid docid)
{
    if (!except || !except->has(docid))
        return;
    const struct span_positions out = except->positions(docid);
    places.erase(std::remove_if(places.begin(), places.end(),
                                [&](uint32_t place) {
                                    return std::binary_search(
                                        out.at, out.at + out.n, place);
                                }),
                 places.end());
}

struct span_positions term_list::positions(Xapian::docid docid)
{
    if (read_docid != docid) {
        places.clear();
        n_read = 0;
        read(0, docid);
        read_docid = docid;
        if (n_read > 1) {
            std::sort(places.begin(), places.end());
            places.erase(std::unique(places.begin(), places.end()),
                         places.end());
        }
        leave_out(docid);
    }
    return {places.data(), places.size()};
}

namespace
{

/* Trees nest as deep as queries do. */
void open_below(const Xapian::Database &db, // NOLINT(misc-no-recursion)
                const struct span_node *node, std::vector<term_list> *lists)
{
    if (node->op == SPAN_TERMS) {
        term_list &list = lists->at(node->i_list);
        list.open(db, node->terms, node->n_terms);
        list.open_except(db, node->except);
    }
    for (size_t i = 0; i < node->n_children; i++)
        open_below(db, node->children[i], lists);
}

} // namespace

void term_lists::open(const Xapian::Database &db,
                      const struct expr_check *check)
{
    lists.clear();
    lists.resize(check->n_lists);
    open_below(db, check->tree, &lists);
}
