/*
 * Where terms are in the articles of one segment: read by lib/glass from its
 * table, or by Xapian, where that table can't be opened any more because a
 * writer has removed the segment meanwhile.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_POSITION_TABLE_HH
#define LEDE_STORE_POSITION_TABLE_HH

#include "store/index.hh"

class position_table
{
  public:
    position_table() = default;
    position_table(const position_table &) = delete;
    position_table &operator=(const position_table &) = delete;
    ~position_table();

    /* db is one of the index's segments. */
    void open(const struct index *index, const Xapian::Database &db);
    /* Rising, each once; borrowed until the next call. Throws what Xapian
       throws, DatabaseCorruptError for what is no list of positions. cursor:
       of this table and the term, where several terms are read by turns. */
    struct span_positions read(Xapian::docid docid, const std::string &term,
                               struct position_cursor *cursor);

    struct span_positions read(Xapian::docid docid, const std::string &term)
    {
        return read(docid, term, &last);
    }

  private:
    friend class position_walk;
    void read_by_xapian(Xapian::docid docid, const std::string &term);

    Xapian::Database db;
    struct position_reader *reader = nullptr; /* the segment's */
    struct position_cursor last = {nullptr, 0};
    struct position_list list = {nullptr, 0, 0};
    std::vector<uint32_t> by_xapian;
};

/* The positions of one term, article by article, each read no further than is
   asked for. */
class position_walk
{
  public:
    /* Both must outlive it. */
    position_walk(position_table *table_, const std::string &term_)
        : table(table_), term(&term_)
    {
    }

    position_walk(const position_walk &) = delete;
    position_walk &operator=(const position_walk &) = delete;

    ~position_walk()
    {
        str_release(&pieces);
    }

    /* Fast where docid rises. Throws as position_table does, like seek(). */
    void start(Xapian::docid docid);

    /* The first position from `from` on, which does not fall in one article;
       SPAN_POSITION_NONE: none. */
    uint64_t seek(uint64_t from);

  private:
    bool go_on(uint64_t from);

    position_table *table;
    const std::string *term;
    struct position_cursor cursor = {nullptr, 0};
    struct position_stream stream = {};
    struct str pieces = STR_INIT;
    bool is_ended = true;
    size_t i_by_xapian = 0; /* where the table can't be read: in that of the
                               table, of which this keeps a copy */
    std::vector<uint32_t> by_xapian;
};

#endif
