/*
 * The terms of a tree of spans (span.h) in one segment: which sets of terms an
 * article has, and at which positions. Articles are asked about in rising
 * order; a set costs what its postings cost, however many terms it has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_TERM_LISTS_HH
#define LEDE_STORE_TERM_LISTS_HH

#include "store/index.hh"

/* One set of terms. Cursors are a heap by docid. */
class term_list
{
  public:
    void open(const Xapian::Database &db, const struct str_span *terms,
              size_t n_terms);
    void open_except(const Xapian::Database &db, struct str_span term);
    /* Whether the article has one of them; docid is at least the last one. */
    bool has(Xapian::docid docid);
    /* Where; after has() said so. Borrowed until the next call. */
    struct span_positions positions(Xapian::docid docid);

  private:
    void read(size_t at, Xapian::docid docid);
    void leave_out(Xapian::docid docid);

    std::vector<Xapian::PostingIterator> cursors;
    std::unique_ptr<term_list> except; /* whose positions are left out */
    std::vector<uint32_t> places;
    Xapian::docid read_docid = 0;
    size_t n_read = 0; /* of the cursors, for places */
};

class term_lists
{
  public:
    void open(const Xapian::Database &db, const struct expr_check *check);

    term_list &at(size_t i_list)
    {
        return lists[i_list];
    }

  private:
    std::vector<term_list> lists;
};

#endif
