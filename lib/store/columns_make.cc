/*
 * The columns of a segment, from its value slots. Whoever wrote them, lib/glass
 * or Xapian, anew or by a fold: they are read once, slot by slot, from front to
 * back.
 *
 * In memory is one column at a time: a number for each document and its
 * values, each once.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/columns_encode.hh"
#include "store/fence.hh"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace
{

/* One column as it is gathered: numbers in the order in which values came. */
struct gathered {
    std::vector<uint32_t> numbers; /* from 1; 0: none */
    std::unordered_map<std::string, uint32_t> known;
    std::vector<const std::string *> values; /* of number i + 1 */

    void note(size_t i, const std::string &value)
    {
        auto [it, is_new] =
            known.try_emplace(value, static_cast<uint32_t>(values.size() + 1));
        if (is_new)
            values.push_back(&it->first);
        numbers.at(i) = it->second;
    }
};

/* Calls note(docid, value) for each document with a value. */
template <typename Note>
void walk_slot(const Xapian::Database &db, Xapian::valueno slot, Note note)
{
    auto end = db.valuestream_end(slot);
    for (auto it = db.valuestream_begin(slot); it != end; ++it)
        note(it.get_docid(), *it);
}

/* Both days, where there are both. */
void gather_dates(const Xapian::Database &db, uint32_t first, gathered *column)
{
    std::vector<std::string> mins(column->numbers.size());
    walk_slot(db, SLOT_DATE_MIN,
              [&](Xapian::docid docid, const std::string &value) {
                  mins.at(docid - first) = value;
              });
    walk_slot(db, SLOT_DATE_MAX,
              [&](Xapian::docid docid, const std::string &value) {
                  const std::string &min = mins.at(docid - first);
                  if (!min.empty())
                      column->note(docid - first, min + value);
              });
}

void gather_texts(const Xapian::Database &db, uint32_t first, gathered *column)
{
    walk_slot(db, SLOT_PARAGRAPHS,
              [&](Xapian::docid docid, const std::string &value) {
                  if (value.find_first_not_of('0') != std::string::npos)
                      column->note(docid - first, "1");
              });
}

void gather_slot(const Xapian::Database &db, enum slot slot, uint32_t first,
                 gathered *column)
{
    walk_slot(db, slot, [&](Xapian::docid docid, const std::string &value) {
        column->note(docid - first, value);
    });
}

void gather(const Xapian::Database &db, enum column_kind kind, uint32_t first,
            gathered *column)
{
    switch (kind) {
    case COLUMN_DATE:
        return gather_dates(db, first, column);
    case COLUMN_SOURCE:
        return gather_slot(db, SLOT_SOURCE, first, column);
    case COLUMN_SECTION:
        return gather_slot(db, SLOT_SECTION, first, column);
    case COLUMN_LANGUAGE:
        return gather_slot(db, SLOT_LANGUAGE, first, column);
    case COLUMN_AUTHORS:
        return gather_slot(db, SLOT_AUTHORS, first, column);
    case COLUMN_TAGS:
        return gather_slot(db, SLOT_TAGS, first, column);
    case COLUMN_TEXT:
        return gather_texts(db, first, column);
    }
}

/* Numbers the values by their bytes instead. */
void sort_values(gathered *column)
{
    std::vector<uint32_t> order(column->values.size());
    for (size_t i = 0; i < order.size(); i++)
        order[i] = static_cast<uint32_t>(i);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return *column->values[a] < *column->values[b];
    });
    std::vector<uint32_t> places(order.size() + 1);
    std::vector<const std::string *> values(order.size());
    for (size_t i = 0; i < order.size(); i++) {
        places[order[i] + 1] = static_cast<uint32_t>(i + 1);
        values[i] = column->values[order[i]];
    }
    for (uint32_t &number : column->numbers)
        number = places[number];
    column->values.swap(values);
}

void add_number(std::string *out, uint64_t number, unsigned n_bytes)
{
    for (unsigned i = 0; i < n_bytes; i++)
        out->push_back(static_cast<char>(number >> (8 * i)));
}

enum status write_out(int fd, const std::string &path, const std::string &bytes,
                      struct checksum_sum *sum, struct kept_file *file,
                      struct error *err)
{
    const struct str_span span = {bytes.data(), bytes.size()};
    checksum_sum_add(sum, span);
    file->n_bytes += span.n_bytes;
    return file_write_all(fd, path.c_str(), span, err);
}

enum status write_columns(int fd, const std::string &path,
                          const std::string &segment_path, uint32_t first,
                          uint32_t last, struct kept_file *file,
                          struct error *err)
{
    const Xapian::Database db(segment_path, Xapian::DB_BACKEND_GLASS);
    const std::unique_ptr<struct checksum_sum, void (*)(struct checksum_sum *)>
        sum(checksum_sum_new(), checksum_sum_free);
    std::string foot;
    enum status status = sum ? STATUS_OK : error_no_memory(err);
    for (int i = 0; status == STATUS_OK && i < COLUMN_KINDS; i++) {
        std::string bytes;
        status = columns_encode(db, static_cast<enum column_kind>(i), first,
                                last, &bytes, &foot, err);
        if (status == STATUS_OK)
            status = write_out(fd, path, bytes, sum.get(), file, err);
    }
    if (status != STATUS_OK)
        return status;
    columns_end_foot(first, last, &foot);
    status = write_out(fd, path, foot, sum.get(), file, err);
    file->checksum = checksum_sum_get(sum.get());
    return status;
}

} // namespace

enum status columns_encode(const Xapian::Database &db, enum column_kind kind,
                           uint32_t first, uint32_t last, std::string *bytes,
                           std::string *foot, struct error *err)
{
    gathered column;
    column.numbers.resize(last - first + size_t{1});
    gather(db, kind, first, &column);
    sort_values(&column);

    size_t n_values = column.values.size();
    unsigned width = n_values < 0x100 ? 1 : n_values < 0x10000 ? 2 : 4;
    uint64_t end = 0;
    for (uint32_t number : column.numbers)
        add_number(bytes, number, width);
    for (const std::string *value : column.values)
        add_number(bytes, end += value->size(), 4);
    if (end > COLUMNS_MAX_VALUES_BYTES)
        return error_set(err, STATUS_TOO_BIG,
                         "the values of a column have over 4 GiB");
    for (const std::string *value : column.values)
        bytes->append(*value);
    add_number(foot, bytes->size(), 8);
    add_number(foot, n_values, 4);
    add_number(foot, width, 4);
    add_number(foot, checksum_of({bytes->data(), bytes->size()}), 8);
    return STATUS_OK;
}

void columns_end_foot(uint32_t first, uint32_t last, std::string *foot)
{
    add_number(foot, first, 4);
    add_number(foot, last - first + 1, 4);
    foot->append(COLUMNS_MAGIC, COLUMNS_MAGIC_BYTES);
    add_number(foot, checksum_of({foot->data(), foot->size()}), 8);
}

extern "C" enum status columns_make(const char *segment_path, uint32_t first,
                                    uint32_t last, struct kept_file *ret_file,
                                    struct error *err)
{
    return guard(err, [&] {
        const std::string path = std::string(segment_path) + "/" COLUMNS_FILE;
        struct kept_file file = {COLUMNS_FILE, 0, {0, 0}};
        int fd =
            open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (fd < 0)
            return error_set_errno(err, STATUS_IO, errno, "cannot create '%s'",
                                   path.c_str());
        enum status status = guard(err, [&] {
            return write_columns(fd, path, segment_path, first, last, &file,
                                 err);
        });
        if (status == STATUS_OK && fsync(fd) != 0)
            status = error_set_errno(err, STATUS_IO, errno, "cannot sync '%s'",
                                     path.c_str());
        if (close(fd) != 0 && status == STATUS_OK)
            status = error_set_errno(err, STATUS_IO, errno, "cannot write '%s'",
                                     path.c_str());
        *ret_file = file;
        return status;
    });
}
