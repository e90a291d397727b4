/*
 * Opening an index without a lock while a writer may switch its manifest and
 * remove segments that the new one does not name.
 *
 * A reader reads the manifest, then opens the segments that it names. Xapian
 * opens all tables of a glass database at once (tried on 1.4.22: a phrase, a
 * termlist and a record can be read after the files are gone), so from then on
 * nothing can be missing. In between it can; but not unseen: a table of
 * positions that is missing would be taken for one without entries, so after
 * the opening all files must still be there, in the size that they had. If
 * they are not and the manifest is another by now, the reader begins again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/index.hh"

#include "store/fence.hh"

#include <cstring>
#include <memory>

namespace
{

/* Each time a writer must have committed meanwhile. */
constexpr int max_tries = 100;

void free_dead(struct dead_set *dead)
{
    dead_release(dead);
    delete dead;
}

bool has_file(const struct segment_entry *entry, const char *name)
{
    for (size_t i = 0; i < entry->n_files; i++)
        if (strcmp(entry->files[i].name, name) == 0)
            return true;
    return false;
}

enum status open_lexicon(const struct segment_entry *entry,
                         const std::string &path, shard *shard,
                         struct error *err)
{
    struct lexicon *words = nullptr;
    if (!has_file(entry, LEXICON_FILE))
        return STATUS_OK;
    enum status status =
        lexicon_open((path + "/" LEXICON_FILE).c_str(), &words, err);
    if (status == STATUS_OK)
        shard->words = {words, lexicon_free};
    return status;
}

/* Without it records are read all the same. */
void open_data(const std::string &path, shard *shard)
{
    struct tag_reader *data = nullptr;
    if (tag_reader_open(path.c_str(), TAG_OF_DATA, &data, nullptr) == STATUS_OK)
        shard->data = {data, tag_reader_free};
}

enum status open_columns(const struct segment_entry *entry,
                         const std::string &path, shard *shard,
                         struct error *err)
{
    struct columns *columns = nullptr;
    if (!has_file(entry, COLUMNS_FILE))
        return STATUS_OK;
    enum status status =
        columns_open((path + "/" COLUMNS_FILE).c_str(), entry->first_docid,
                     entry->last_docid, &columns, err);
    if (status == STATUS_OK)
        shard->columns = {columns, columns_free};
    return status;
}

enum status open_shard(struct index *index, const struct segment_entry *entry,
                       struct error *err)
{
    const std::string path = index->path + "/" + entry->name;
    /* Of zeros from the first: where it finds no memory to count its users,
       the pointer frees what it was given. */
    shard shard = {path,
                   {},
                   {new struct dead_set(), free_dead},
                   {},
                   {},
                   {},
                   entry->first_docid,
                   entry->last_docid};
    dead_init(shard.dead.get(), 1, 0);
    enum status status = segment_check_sizes(index->path.c_str(), entry, err);
    if (status == STATUS_OK)
        status = segment_check_version(index->path.c_str(), entry, err);
    if (status != STATUS_OK)
        return status;
    try {
        shard.db = Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
    } catch (const Xapian::DatabaseVersionError &) {
        throw;
    } catch (const Xapian::DatabaseOpeningError &error) {
        /* It was there, as was just seen: gone, or no database any more. */
        return error_set(err, STATUS_CORRUPT,
                         "cannot open the segment '%s': %s", path.c_str(),
                         error.get_msg().c_str());
    }
    if (shard.db.get_doccount() != entry->n_documents ||
        shard.db.get_lastdocid() > entry->last_docid)
        return error_set(err, STATUS_CORRUPT,
                         "'%s' is not the segment that the manifest names",
                         path.c_str());
    open_data(path, &shard);
    status = open_lexicon(entry, path, &shard, err);
    if (status == STATUS_OK)
        status = open_columns(entry, path, &shard, err);
    if (status == STATUS_OK)
        status = segment_read_dead(index->path.c_str(), entry, shard.dead.get(),
                                   err);
    if (status == STATUS_OK)
        status = segment_check_sizes(index->path.c_str(), entry, err);
    if (status == STATUS_OK)
        status = segment_entries_positions(path.c_str(),
                                           shard.db.has_positions(), err);
    if (status != STATUS_OK)
        return status;
    index->n_articles += entry->n_articles;
    index->n_dead += entry->n_documents - entry->n_articles;
    index->n_bytes += segment_entry_n_bytes(entry) + entry->dead.n_bytes;
    index->all.add_database(shard.db);
    index->shards.push_back(std::move(shard));
    return STATUS_OK;
}

enum status open_shards(struct index *index, const struct segment_list *list,
                        struct error *err)
{
    enum status status = STATUS_OK;
    index->shards.reserve(list->n_entries);
    for (size_t i = 0; status == STATUS_OK && i < list->n_entries; i++)
        status = guard(
            err, [&] { return open_shard(index, &list->entries[i], err); });
    if (status == STATUS_OK && list->n_entries > 0 &&
        segment_list_last_docid(list) > UINT32_MAX / list->n_entries) {
        error_set(err, STATUS_TOO_BIG,
                  "index '%s' has too many segments for its articles",
                  index->path.c_str());
        error_hint(err, "run `lede-index merge`");
        return STATUS_TOO_BIG;
    }
    return status;
}

void free_groups(struct group_table *groups)
{
    group_table_release(groups);
    delete groups;
}

bool is_living(const void *context, uint32_t docid)
{
    const auto *index = static_cast<const struct index *>(context);
    for (const shard &shard : index->shards)
        if (docid >= shard.dead->first && docid <= shard.dead->last)
            return !dead_has(shard.dead.get(), docid);
    return false;
}

enum status open_groups(struct index *index, const struct segment_list *list,
                        struct error *err)
{
    return guard(err, [&] {
        index->groups = {new struct group_table(), free_groups};
        struct group_table *groups = index->groups.get();
        enum status status =
            group_table_read(index->path.c_str(), &list->reprints, groups, err);
        if (status != STATUS_OK || groups->n_groups == 0)
            return status;
        index->n_bytes += list->reprints.n_bytes;
        group_table_keep(groups, is_living, index);
        return group_table_settle(groups, err);
    });
}

/* One try; *ret_revision is that of the manifest that was read. */
enum status try_to_open(const char *path, std::unique_ptr<struct index> *ret,
                        struct error *err)
{
    struct segment_list list = SEGMENT_LIST_INIT;
    const std::unique_ptr<struct segment_list, void (*)(struct segment_list *)>
        holder(&list, segment_list_release);
    *ret = std::make_unique<struct index>();
    struct index *index = ret->get();
    index->path = path;
    enum status status = manifest_read(path, &index->manifest, &list, err);
    if (status == STATUS_OK)
        status = open_shards(index, &list, err);
    return status == STATUS_OK ? open_groups(index, &list, err) : status;
}

/* Whether a writer committed since. A try that failed is then no wonder. */
bool is_changed(const struct index *index)
{
    struct manifest now;
    return manifest_read(index->path.c_str(), &now, nullptr, nullptr) ==
               STATUS_OK &&
           now.revision != index->manifest.revision;
}

} // namespace

extern "C" enum status index_open(const char *path, struct index **ret_index,
                                  struct error *err)
{
    return guard(err, [&] {
        std::unique_ptr<struct index> index;
        enum status status = STATUS_OK;
        for (int i = 0; i < max_tries; i++) {
            status = try_to_open(path, &index, err);
            if (status == STATUS_OK) {
                *ret_index = index.release();
                return STATUS_OK;
            }
            if (index->manifest.format == 0 || !is_changed(index.get()))
                break;
        }
        /* Of an index that is there, what is missing is damage. */
        return status == STATUS_NOT_FOUND && index->manifest.format != 0
                   ? STATUS_CORRUPT
                   : status;
    });
}
