/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/c_headers.hh"

#include "store/fence.hh"

#include <xapian.h>

#include <memory>
#include <vector>

struct segment_reader {
    Xapian::Database db;
};

namespace
{

struct str_span span_of(const std::string &text)
{
    return {text.data(), text.size()};
}

/* In the order of positions; the first one carries the frequency of all. */
enum status copy_term(const Xapian::TermIterator &it, const std::string &term,
                      struct document *document, struct error *err)
{
    uint32_t wdf = it.get_wdf();
    auto position = it.positionlist_begin();
    if (position == it.positionlist_end())
        return document_add_term(document, "", span_of(term), POSITION_NONE,
                                 wdf, err);
    enum status status =
        document_add_term(document, "", span_of(term), *position, wdf, err);
    auto i_term = static_cast<uint32_t>(document->n_terms - 1);
    while (status == STATUS_OK && ++position != it.positionlist_end())
        status = document_add_again(document, i_term, *position, 0, err);
    return status;
}

enum status copy_terms(const Xapian::Document &from, struct document *document,
                       struct error *err)
{
    const std::string id_prefix = schema_row(FIELD_ID)->prefix;
    enum status status = STATUS_OK;
    auto end = from.termlist_end();
    for (auto it = from.termlist_begin(); status == STATUS_OK && it != end;
         ++it) {
        const std::string term = *it;
        if (term.compare(0, id_prefix.size(), id_prefix) == 0)
            document->id_term = arena_copy(&document->arena, span_of(term));
        else
            status = copy_term(it, term, document, err);
    }
    if (status == STATUS_OK && document->id_term.n_bytes == 0)
        return error_set(err, STATUS_CORRUPT, "a document has no id");
    return status;
}

enum status copy_values(const Xapian::Document &from, struct document *document,
                        struct error *err)
{
    enum status status = STATUS_OK;
    auto end = from.values_end();
    for (auto it = from.values_begin(); status == STATUS_OK && it != end; ++it)
        status =
            document_add_value(document, it.get_valueno(), span_of(*it), err);
    return status;
}

} // namespace

extern "C" {

enum status segment_reader_open(const char *path,
                                struct segment_reader **ret_reader,
                                struct error *err)
{
    return guard(err, [&] {
        auto reader = std::make_unique<struct segment_reader>();
        reader->db = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
        enum status status =
            segment_entries_positions(path, reader->db.has_positions(), err);
        if (status == STATUS_OK)
            *ret_reader = reader.release();
        return status;
    });
}

void segment_reader_free(struct segment_reader *reader)
{
    guard(nullptr, [&] {
        delete reader;
        return STATUS_OK;
    });
}

enum status segment_reader_find(struct segment_reader *reader,
                                struct str_span term, uint32_t after,
                                uint32_t *ret_docid, struct error *err)
{
    return guard(err, [&] {
        if (term.n_bytes == 0 || after == UINT32_MAX)
            return STATUS_DONE;
        const std::string name = string_of(term);
        auto it = reader->db.postlist_begin(name);
        auto end = reader->db.postlist_end(name);
        if (it != end && after > 0)
            it.skip_to(after + 1);
        if (it == end)
            return STATUS_DONE;
        *ret_docid = *it;
        return STATUS_OK;
    });
}

enum status segment_reader_document(struct segment_reader *reader,
                                    uint32_t docid, struct document *document,
                                    struct error *err)
{
    return guard(err, [&] {
        document_reset(document);
        Xapian::Document from = reader->db.get_document(docid);
        enum status status = copy_terms(from, document, err);
        if (status == STATUS_OK)
            status = copy_values(from, document, err);
        if (status != STATUS_OK)
            return status;
        const std::string record = from.get_data();
        document->record = arena_copy(&document->arena, span_of(record));
        return document->record.bytes ? STATUS_OK : error_no_memory(err);
    });
}

enum status segment_reader_values(struct segment_reader *reader, uint32_t slot,
                                  segment_value_each each, void *context,
                                  struct error *err)
{
    return guard(err, [&] {
        enum status status = STATUS_OK;
        auto end = reader->db.valuestream_end(slot);
        for (auto it = reader->db.valuestream_begin(slot);
             status == STATUS_OK && it != end; ++it)
            status = each(context, it.get_docid(), span_of(*it), err);
        return status;
    });
}

enum status segment_reader_counts(struct segment_reader *reader,
                                  struct segment_counts *ret_counts,
                                  struct error *err)
{
    return guard(err, [&] {
        ret_counts->n_documents = reader->db.get_doccount();
        ret_counts->last_docid = reader->db.get_lastdocid();
        return STATUS_OK;
    });
}

enum status segment_join(const char *const *paths, size_t n_paths,
                         const char *path, struct error *err)
{
    return guard(err, [&] {
        Xapian::Database all;
        for (size_t i = 0; i < n_paths; i++)
            all.add_database(
                Xapian::Database(paths[i], Xapian::DB_BACKEND_GLASS));
        all.compact(path, Xapian::DBCOMPACT_NO_RENUMBER);
        return STATUS_OK;
    });
}

enum status segment_bury(const char *path, const struct dead_set *dead,
                         struct error *err)
{
    return guard(err, [&] {
        Xapian::WritableDatabase db(
            path, Xapian::DB_OPEN | Xapian::DB_DANGEROUS | Xapian::DB_NO_SYNC |
                      Xapian::DB_BACKEND_GLASS);
        std::vector<Xapian::docid> docids;
        const std::string every; /* the empty term */
        auto end = db.postlist_end(every);
        for (auto it = db.postlist_begin(every); it != end; ++it)
            if (dead_has(dead, *it))
                docids.push_back(*it);
        for (Xapian::docid docid : docids)
            db.delete_document(docid);
        db.commit();
        return STATUS_OK;
    });
}

} // extern "C"
