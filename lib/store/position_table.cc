/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/position_table.hh"

#include <new>

position_table::~position_table()
{
    position_reader_free(reader);
    position_list_release(&list);
}

void position_table::open(const struct index *index,
                          const Xapian::Database &db_)
{
    db = db_;
    position_reader_free(reader);
    reader = nullptr;
    if (!index)
        return;
    const std::string uuid = db.get_uuid();
    for (const shard &shard : index->shards)
        if (shard.db.get_uuid() == uuid &&
            position_reader_open(shard.path.c_str(), &reader, nullptr) !=
                STATUS_OK)
            reader = nullptr;
}

void position_table::read_by_xapian(Xapian::docid docid,
                                    const std::string &term)
{
    by_xapian.clear();
    auto end = db.positionlist_end(docid, term);
    for (auto at = db.positionlist_begin(docid, term); at != end; ++at)
        by_xapian.push_back(*at);
}

struct span_positions position_table::read(Xapian::docid docid,
                                           const std::string &term)
{
    struct error err = ERROR_INIT;
    if (!reader) {
        read_by_xapian(docid, term);
        return {by_xapian.data(), by_xapian.size()};
    }
    enum status status = position_reader_find(
        reader, {term.data(), term.size()}, docid, &list, &err);
    if (status == STATUS_NO_MEMORY)
        throw std::bad_alloc();
    if (status != STATUS_OK)
        throw Xapian::DatabaseCorruptError(err.message);
    return {list.positions, list.n_positions};
}
