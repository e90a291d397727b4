/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/position_table.hh"

#include <new>

namespace
{

[[noreturn]] void throw_failure(enum status status, const struct error &err)
{
    if (status == STATUS_NO_MEMORY)
        throw std::bad_alloc();
    throw Xapian::DatabaseCorruptError(err.message);
}

/* NULL: it can't be opened. */
struct position_reader *reader_of(const shard &in)
{
    struct position_reader *reader = nullptr;
    if (!in.positions &&
        position_reader_open(in.path.c_str(), &reader, nullptr) == STATUS_OK)
        in.positions = {reader, position_reader_free};
    return in.positions.get();
}

} // namespace

position_table::~position_table()
{
    position_list_release(&list);
}

void position_table::open(const struct index *index,
                          const Xapian::Database &db_)
{
    db = db_;
    reader = nullptr;
    last = {nullptr, 0};
    if (!index)
        return;
    const std::string uuid = db.get_uuid();
    for (const shard &shard : index->shards)
        if (shard.db.get_uuid() == uuid)
            reader = reader_of(shard);
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
                                           const std::string &term,
                                           struct position_cursor *cursor)
{
    struct error err = ERROR_INIT;
    if (!reader) {
        read_by_xapian(docid, term);
        return {by_xapian.data(), by_xapian.size()};
    }
    enum status status = position_reader_find(
        reader, cursor, {term.data(), term.size()}, docid, &list, &err);
    if (status != STATUS_OK)
        throw_failure(status, err);
    return {list.positions, list.n_positions};
}

/* ---- walks */

void position_walk::start(Xapian::docid docid)
{
    struct error err = ERROR_INIT;
    if (!table->reader) {
        table->read_by_xapian(docid, *term);
        by_xapian.swap(table->by_xapian);
        i_by_xapian = 0;
        is_ended = by_xapian.empty();
        return;
    }
    enum status status = position_reader_stream(table->reader, &cursor,
                                                {term->data(), term->size()},
                                                docid, &pieces, &stream, &err);
    is_ended = status == STATUS_NOT_FOUND;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        throw_failure(status, err);
}

bool position_walk::go_on(uint64_t from)
{
    if (table->reader) {
        bool is_there = position_stream_seek(&stream, from);
        if (stream.is_damaged)
            throw Xapian::DatabaseCorruptError(
                "the table of positions is damaged");
        return is_there;
    }
    while (i_by_xapian < by_xapian.size() && by_xapian[i_by_xapian] < from)
        i_by_xapian++;
    return i_by_xapian < by_xapian.size();
}

uint64_t position_walk::seek(uint64_t from)
{
    is_ended = is_ended || !go_on(from);
    if (is_ended)
        return SPAN_POSITION_NONE;
    return table->reader ? stream.at.position : by_xapian[i_by_xapian];
}
