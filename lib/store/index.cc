/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"

namespace
{

/* The decimal number of a slot; one that is none counts as the digits that it
   begins with. */
uint64_t number_of(const std::string &value)
{
    uint64_t number = 0;
    for (char byte : value) {
        if (byte < '0' || byte > '9' || number > UINT32_MAX)
            break;
        number = number * 10 + static_cast<uint64_t>(byte - '0');
    }
    return number;
}

/* Over the living. */
uint64_t sum_of_slot(const shard &shard, enum slot slot)
{
    uint64_t sum = 0;
    auto end = shard.db.valuestream_end(slot);
    for (auto it = shard.db.valuestream_begin(slot); it != end; ++it)
        if (!dead_has(shard.dead.get(), it.get_docid()))
            sum += number_of(*it);
    return sum;
}

uint64_t length_of(const shard &shard)
{
    uint64_t n = shard.db.get_total_length();
    const std::string every; /* the empty term */
    auto end = shard.db.postlist_end(every);
    if (shard.dead->n_dead == 0)
        return n;
    for (auto it = shard.db.postlist_begin(every); it != end; ++it)
        if (dead_has(shard.dead.get(), *it))
            n -= shard.db.get_doclength(*it);
    return n;
}

/* The first living docid of the term; 0: none. */
uint32_t find_living(const struct index *index, const std::string &term)
{
    for (const shard &shard : index->shards) {
        auto end = shard.db.postlist_end(term);
        for (auto it = shard.db.postlist_begin(term); it != end; ++it)
            if (!dead_has(shard.dead.get(), *it))
                return *it;
    }
    return 0;
}

} // namespace

shard *index_shard(struct index *index, uint32_t docid)
{
    for (shard &shard : index->shards)
        if (docid >= shard.dead->first && docid <= shard.dead->last)
            return &shard;
    return nullptr;
}

uint32_t index_termfreq(const struct index *index, const std::string &term)
{
    /* Of many queries' words. */
    constexpr size_t n_kept = 1024;
    auto at = index->frequencies.find(term);
    if (at != index->frequencies.end())
        return at->second;
    uint32_t n = index->all.get_termfreq(term);
    if (index->frequencies.size() >= n_kept)
        index->frequencies.clear();
    index->frequencies.emplace(term, n);
    return n;
}

void index_spend(struct index *index)
{
    /* It is not asked again, so what it was comes first. */
    struct error cause = ERROR_INIT;
    enum status status = fence_status(&cause);
    error_set(&index->spent, status, "index '%s': %s", index->path.c_str(),
              cause.message);
    if (*cause.hint)
        error_hint(&index->spent, "%s", cause.hint);
}

extern "C" {

void index_set_deadline(struct index *index, struct deadline deadline)
{
    index->deadline = deadline;
}

bool index_is_late(const struct index *index)
{
    return deadline_is_past(&index->deadline);
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
        return index_ask(index, err, [&] {
            struct index_stats stats = {};
            stats.n_articles = index->n_articles;
            stats.n_dead = index->n_dead;
            stats.n_disk_bytes = index->n_bytes;
            stats.n_segments = index->shards.size();
            index_count_groups(index, &stats.n_groups, &stats.n_reprints);
            for (const shard &shard : index->shards) {
                stats.n_terms_total += length_of(shard);
                stats.n_paragraphs += sum_of_slot(shard, SLOT_PARAGRAPHS);
                stats.n_words += sum_of_slot(shard, SLOT_WORDS);
            }
            *ret_stats = stats;
            return STATUS_OK;
        });
    });
}

enum status index_record(struct index *index, uint32_t docid,
                         struct str_span *ret_record, struct error *err)
{
    return guard(err, [&] {
        const shard *shard = index_shard(index, docid);
        if (!shard || dead_has(shard->dead.get(), docid))
            return error_set(err, STATUS_NOT_FOUND, "document %u not found",
                             docid);
        /* What looks damaged there, Xapian may name. */
        if (shard->data && index->spent.status == STATUS_OK &&
            tag_reader_find(shard->data.get(), docid, ret_record, nullptr) ==
                STATUS_OK)
            return STATUS_OK;
        return index_ask(index, err, [&] {
            index->record = shard->db.get_document(docid).get_data();
            *ret_record = {index->record.data(), index->record.size()};
            return STATUS_OK;
        });
    });
}

enum status index_find(struct index *index, struct str_span id_term,
                       uint32_t *ret_docid, struct error *err)
{
    return guard(err, [&] {
        const std::string term = string_of(id_term);
        /* The empty term is in every document. */
        if (term.empty())
            return error_set(err, STATUS_NOT_FOUND, "%s", "");
        return index_ask(index, err, [&] {
            *ret_docid = find_living(index, term);
            return *ret_docid != 0 ? STATUS_OK
                                   : error_set(err, STATUS_NOT_FOUND, "%s", "");
        });
    });
}

/* Of the docids in a segment's range all that are not dead have a document;
   so no table is read. */
enum status index_next(struct index *index, uint32_t after, uint32_t *ret_docid,
                       struct error *err)
{
    return guard(err, [&] {
        if (after == UINT32_MAX)
            return STATUS_DONE;
        for (const shard &shard : index->shards) {
            uint32_t docid = dead_next_live(shard.dead.get(), after + 1);
            if (docid != 0) {
                *ret_docid = docid;
                return STATUS_OK;
            }
        }
        return STATUS_DONE;
    });
}

enum status index_term_articles(struct index *index, struct str_span term,
                                uint64_t *ret_n_articles, struct error *err)
{
    return guard(err, [&] {
        return index_ask(index, err, [&] {
            *ret_n_articles = index_termfreq(index, string_of(term));
            return STATUS_OK;
        });
    });
}

} // extern "C"
