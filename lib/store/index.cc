/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"

#include <memory>

namespace
{

std::string text_of(struct str_span span)
{
    return span.n_bytes > 0 ? std::string(span.bytes, span.n_bytes)
                            : std::string();
}

/* The sum of the decimal numbers in a slot; a value that is none counts as
   the digits that it begins with. */
uint64_t sum_of_slot(const Xapian::Database &db, enum slot slot)
{
    uint64_t sum = 0;
    for (auto it = db.valuestream_begin(slot); it != db.valuestream_end(slot);
         ++it) {
        uint64_t number = 0;
        for (char byte : *it) {
            if (byte < '0' || byte > '9' || number > UINT32_MAX)
                break;
            number = number * 10 + static_cast<uint64_t>(byte - '0');
        }
        sum += number;
    }
    return sum;
}

std::string segment_path(const struct index *index)
{
    return index->path + "/" + index->manifest.segment;
}

enum status open_database(struct index *index, struct error *err)
{
    std::string path = segment_path(index);
    enum status status = directory_check_segment(path.c_str(), false, err);
    if (status != STATUS_OK)
        return status;
    try {
        index->db = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
    } catch (const Xapian::DatabaseVersionError &) {
        throw;
    } catch (const Xapian::DatabaseOpeningError &error) {
        /* It is there, as was just seen: so it is no database any more. */
        throw Xapian::DatabaseCorruptError(error.get_msg());
    }
    return STATUS_OK;
}

} // namespace

void index_reopen(struct index *index)
{
    index->db = Xapian::Database(segment_path(index), Xapian::DB_BACKEND_GLASS);
    index->is_spent = index->is_modified = false;
    /* For people; one that cannot be read leaves the old. */
    struct manifest manifest;
    if (manifest_read(index->path.c_str(), &manifest, nullptr) == STATUS_OK)
        index->manifest = manifest;
}

extern "C" {

enum status index_open(const char *path, struct index **ret_index,
                       struct error *err)
{
    return guard(err, [&] {
        auto index = std::make_unique<struct index>();
        index->path = path;
        enum status status = manifest_read(path, &index->manifest, err);
        if (status == STATUS_OK)
            status = open_database(index.get(), err);
        if (status == STATUS_OK)
            *ret_index = index.release();
        return status;
    });
}

void index_free(struct index *index)
{
    guard(nullptr, [&] {
        delete index;
        return STATUS_OK;
    });
}

const struct manifest *index_manifest(const struct index *index)
{
    return &index->manifest;
}

enum status index_stats(struct index *index, struct index_stats *ret_stats,
                        struct error *err)
{
    return guard(err, [&] {
        struct index_stats stats = {};
        enum status status =
            directory_size(index->path.c_str(), &stats.n_disk_bytes, err);
        if (status != STATUS_OK)
            return status;
        stats.n_segments = 1;
        return index_retry(index, [&] {
            stats.n_articles = index->db.get_doccount();
            stats.n_terms_total = index->db.get_total_length();
            stats.n_paragraphs = sum_of_slot(index->db, SLOT_PARAGRAPHS);
            stats.n_words = sum_of_slot(index->db, SLOT_WORDS);
            *ret_stats = stats;
            return STATUS_OK;
        });
    });
}

enum status index_record(struct index *index, uint32_t docid,
                         struct str_span *ret_record, struct error *err)
{
    return guard(err, [&] {
        if (docid == 0)
            return error_set(err, STATUS_NOT_FOUND, "document 0 not found");
        return index_ask(index, [&] {
            index->record = index->db.get_document(docid).get_data();
            *ret_record = {index->record.data(), index->record.size()};
            return STATUS_OK;
        });
    });
}

enum status index_find(struct index *index, struct str_span id_term,
                       uint32_t *ret_docid, struct error *err)
{
    return guard(err, [&] {
        std::string term = text_of(id_term);
        /* The empty term is in every document. */
        if (term.empty())
            return error_set(err, STATUS_NOT_FOUND, "%s", "");
        return index_ask(index, [&] {
            auto it = index->db.postlist_begin(term);
            if (it == index->db.postlist_end(term))
                return error_set(err, STATUS_NOT_FOUND, "%s", "");
            *ret_docid = *it;
            return STATUS_OK;
        });
    });
}

enum status index_next(struct index *index, uint32_t after, uint32_t *ret_docid,
                       struct error *err)
{
    return guard(err, [&] {
        if (after == UINT32_MAX)
            return STATUS_DONE;
        return index_ask(index, [&] {
            const std::string every; /* the empty term */
            auto it = index->db.postlist_begin(every);
            auto end = index->db.postlist_end(every);
            if (it != end)
                it.skip_to(after + 1);
            if (it == end)
                return STATUS_DONE;
            *ret_docid = *it;
            return STATUS_OK;
        });
    });
}

enum status index_term_articles(struct index *index, struct str_span term,
                                uint64_t *ret_n_articles, struct error *err)
{
    return guard(err, [&] {
        return index_ask(index, [&] {
            *ret_n_articles = index->db.get_termfreq(text_of(term));
            return STATUS_OK;
        });
    });
}

} // extern "C"
