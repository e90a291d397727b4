/*
 * Where any of many terms is, for a run of articles at once. Positions lie in
 * the table by term, then by article: to read those of a thousand terms in one
 * article takes a thousand blocks, to read those of one term in a thousand
 * articles takes a few. So the articles ahead are read together, term by term.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_TERM_BATCH_HH
#define LEDE_STORE_TERM_BATCH_HH

#include "store/position_table.hh"

/* A mark for each docid from `first` on. */
struct docid_marks {
    Xapian::docid first = 0;
    std::vector<uint8_t> is_in;
};

inline bool marks_cover(const docid_marks &marks, Xapian::docid docid)
{
    return docid >= marks.first && docid - marks.first < marks.is_in.size();
}

inline bool marks_has(const docid_marks &marks, Xapian::docid docid)
{
    return marks.is_in[docid - marks.first] != 0;
}

class term_batch
{
  public:
    void open(const Xapian::Database &db, const struct str_span *all,
              size_t n_terms);
    /* Looks which of the articles have one of the terms. Runs of articles only
       rise. */
    void look(Xapian::docid first, size_t n_articles);
    /* Reads the positions in those that are wanted; the same articles. */
    void read(const docid_marks &wanted, position_table *table);

    const docid_marks &marks() const
    {
        return found;
    }

    /* In an article that was read; borrowed until the next look(). */
    struct span_positions positions(Xapian::docid docid) const;

    /* Of one run: a term in an article. */
    size_t n_postings() const
    {
        return postings.size();
    }

  private:
    struct posting {
        uint32_t i_term;
        Xapian::docid docid;
    };

    struct place {
        uint32_t i_article; /* of the run */
        uint32_t position;
    };

    void sort_places();

    std::vector<std::string> terms; /* those that occur */
    std::vector<Xapian::PostingIterator> cursors;
    docid_marks found;
    std::vector<posting> postings;
    std::vector<place> places;    /* as they are read */
    std::vector<uint32_t> sorted; /* positions, article by article */
    std::vector<size_t> starts;   /* of each article in sorted */
    std::vector<size_t> ends;
};

#endif
