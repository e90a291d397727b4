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
       throws, DatabaseCorruptError for what is no list of positions. */
    struct span_positions read(Xapian::docid docid, const std::string &term);

  private:
    void read_by_xapian(Xapian::docid docid, const std::string &term);

    Xapian::Database db;
    struct position_reader *reader = nullptr;
    struct position_list list = {nullptr, 0, 0};
    std::vector<uint32_t> by_xapian;
};

#endif
