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
#include "store/term_batch.hh"

#include <memory>

/* Some terms. Cursors are a heap by docid. */
class term_cursors
{
  public:
    void open(const Xapian::Database &db, const struct str_span *all,
              size_t n_terms);
    /* Whether the article has one of them; docid is at least the last one. */
    bool has(Xapian::docid docid);

    bool is_empty() const
    {
        return cursors.empty();
    }

    /* Adds their positions in the article, of which has() told; rising if one
       term has it, which is true then. */
    bool read(Xapian::docid docid, position_table *table,
              std::vector<uint32_t> *out) const;

  private:
    struct cursor {
        Xapian::PostingIterator at;
        size_t i_term;
    };

    static bool is_later(const cursor &a, const cursor &b);

    std::vector<std::string> terms;
    std::vector<cursor> cursors; /* of those that occur */
};

/* One set of terms: those of SPAN_TERMS. */
class term_list
{
  public:
    void open(const Xapian::Database &db, const struct span_node *terms,
              position_table *table_);
    bool has(Xapian::docid docid);
    /* Where; after has() said so. Borrowed until the next call. */
    struct span_positions positions(Xapian::docid docid);
    /* The first position from `from` on, which does not fall in one article;
       SPAN_POSITION_NONE: none. */
    uint64_t seek(Xapian::docid docid, uint64_t from);

    /* NULL: its terms are few, and each article is looked up as it comes. */
    term_batch *batch() const
    {
        return many.get();
    }

  private:
    void read(Xapian::docid docid);
    void leave_odd_out(Xapian::docid docid);

    std::unique_ptr<term_batch> many; /* in place of all below */
    term_cursors sure;
    term_cursors unsure; /* less where an odd one is */
    term_cursors stem;
    term_cursors odd;
    bool has_sure = false; /* of the article asked about last */
    bool has_unsure = false;
    bool has_stem = false; /* at a position */
    bool has_odd = false;
    std::vector<uint32_t> places;
    std::vector<uint32_t> odd_places;
    Xapian::docid read_docid = 0; /* whose are in places */
    Xapian::docid seek_docid = 0;
    size_t i_sought = 0; /* in the positions of that */
    position_table *table = nullptr;
};

class term_lists
{
  public:
    void open(const struct index *index, const Xapian::Database &db,
              const struct expr_check *check);
    /* Whether the article may pass, which is all that is told without a look at
       positions. Comes before all that is asked of its lists. */
    bool may_pass(Xapian::docid docid);
    /* After that: of _AT_LEAST, too, positions are to be asked for. */
    void read_ahead();

    term_list &at(size_t i_list)
    {
        return lists[i_list];
    }

  private:
    void look_ahead(Xapian::docid first);
    void choose_length();

    const struct span_node *tree = nullptr;
    position_table positions;
    std::vector<term_list> lists;
    bool has_batches = false;
    bool is_read = false;
    docid_marks wanted;    /* of the run of articles at hand */
    size_t n_ahead = 1;    /* articles of the next run */
    size_t n_asked = 0;    /* of this one */
    size_t n_postings = 0; /* of this one, in all batches */
};

#endif
