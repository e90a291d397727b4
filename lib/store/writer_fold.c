/*
 * Puts segments together, in one of three ways:
 *
 *  - Joining: Xapian copies the tables from front to back, at some 100 MB/s;
 *    all documents keep their docids, and the dead stay dead. For the small
 *    folds of every day.
 *  - Sifting: joined, the dead deleted from that, joined once more to close
 *    the gaps. Takes two joins, and some milliseconds for each of the dead.
 *  - Copying: each living article is read and added to a new segment. That
 *    takes a millisecond or two for each, most of it to look up positions; so
 *    it pays when most are dead.
 *
 * Only neighbours are folded, so the order of articles stays.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/directory.h"
#include "store/segment_entries.h"
#include "store/segment_files.h"
#include "store/writer_state.h"

#include <stdlib.h>
#include <string.h>

/* Readers multiply docids by the number of segments; see writer_add(). */
#define MAX_DOCID (UINT32_MAX / 16)

/* ---- what to fold */

/* The part of a segment's bytes that is alive. */
static uint64_t live_bytes(const struct segment_entry *entry)
{
    double share = (double)entry->n_articles / (double)entry->n_documents;
    return (uint64_t)((double)segment_entry_n_bytes(entry) * share);
}

/* The first segment that is not larger than all behind it together; n if all
   are. Folding from there on leaves sizes that go down by half or more. */
static size_t find_small(const struct segment_list *list)
{
    size_t i_first = list->n_entries;
    uint64_t n_behind = 0;
    for (size_t i = list->n_entries; i-- > 0;) {
        uint64_t n_bytes = live_bytes(&list->entries[i]);
        if (n_behind > 0 && n_bytes <= n_behind)
            i_first = i;
        n_behind += n_bytes;
    }
    return i_first;
}

struct share {
    uint64_t n_documents;
    uint64_t n_dead;
};

static struct share count_share(const struct segment_list *list, size_t i_first)
{
    struct share share = {0, 0};
    for (size_t i = i_first; i < list->n_entries; i++) {
        share.n_documents += list->entries[i].n_documents;
        share.n_dead +=
            list->entries[i].n_documents - list->entries[i].n_articles;
    }
    return share;
}

/* ---- copying */

static enum status copy_segment(struct writer *writer, size_t i,
                                struct document *document,
                                struct new_segment *into, struct error *err)
{
    struct segment_reader *reader;
    const struct dead_set *dead = &writer->olds[i].now;
    uint32_t docid = dead_next_live(dead, dead->first);
    enum status status = writer_reader(writer, i, &reader, err);
    while (status == STATUS_OK && docid != 0) {
        status = segment_reader_document(reader, docid, document, err);
        if (status == STATUS_OK)
            status = into->out.verbs->add(into->out.state, document, err);
        into->entry.last_docid++;
        into->entry.n_documents++;
        docid = docid == dead->last ? 0 : dead_next_live(dead, docid + 1);
    }
    return status;
}

static enum status copy_segments(struct writer *writer, size_t i_first,
                                 struct new_segment *into, struct error *err)
{
    struct document document;
    document_init(&document);
    /* All of them begin anew at 1; else docids stay between the neighbours'. */
    uint32_t first =
        i_first == 0 ? 1 : writer->list.entries[i_first].first_docid;
    enum status status = new_segment_begin(writer, first, into, err);
    for (size_t i = i_first; status == STATUS_OK && i < writer->n_olds; i++)
        status = copy_segment(writer, i, &document, into, err);
    document_release(&document);
    return status == STATUS_OK ? new_segment_end(writer, into, err) : status;
}

/* ---- joining */

/* The dead of all, and the docids between two segments, which nobody has. */
static enum status gather_dead(struct writer *writer, size_t i_first,
                               struct dead_set *dead, struct error *err)
{
    uint32_t end = dead->first - 1;
    enum status status = STATUS_OK;
    for (size_t i = i_first; status == STATUS_OK && i < writer->n_olds; i++) {
        const struct segment_entry *entry = &writer->list.entries[i];
        if (entry->first_docid > end + 1)
            status = dead_add(dead, end + 1, entry->first_docid - 1, err);
        if (status == STATUS_OK)
            status = dead_add_all(dead, &writer->olds[i].now, err);
        end = entry->last_docid;
    }
    return status;
}

/* Joins n segments at paths into a new one, and looks whether all came. */
static enum status join_paths(const char *const *paths, size_t n,
                              const char *into, struct error *err)
{
    struct segment_entries made;
    struct segment_entries *sources = calloc(n, sizeof *sources);
    enum status status = sources ? STATUS_OK : error_no_memory(err);
    for (size_t i = 0; status == STATUS_OK && i < n; i++)
        status = segment_entries_read(paths[i], &sources[i], err);
    if (status == STATUS_OK)
        status = segment_join(paths, n, into, err);
    if (status == STATUS_OK)
        status = segment_entries_read(into, &made, err);
    if (status == STATUS_OK)
        status = segment_entries_check(&made, sources, n, err);
    free(sources);
    return status;
}

/* Joins n segments into the directory of another. */
static enum status join_entries(struct writer *writer,
                                const struct segment_entry *entries, size_t n,
                                const struct segment_entry *into,
                                struct error *err)
{
    struct str path = STR_INIT;
    struct str *paths = calloc(n, sizeof *paths);
    const char **names = calloc(n, sizeof *names);
    enum status status = STATUS_OK;
    if (!paths || !names)
        status = error_no_memory(err);
    for (size_t i = 0; paths && names && status == STATUS_OK && i < n; i++) {
        segment_path(&paths[i], writer->path.bytes, &entries[i], NULL);
        status = str_status(&paths[i], err);
        names[i] = paths[i].bytes;
    }
    segment_path(&path, writer->path.bytes, into, NULL);
    if (status == STATUS_OK)
        status = str_status(&path, err);
    if (status == STATUS_OK)
        status = join_paths(names, n, path.bytes, err);
    for (size_t i = 0; paths && i < n; i++)
        str_release(&paths[i]);
    free(paths);
    free(names);
    str_release(&path);
    return status;
}

/* Makes one segment of those from i_first on, with the same docids. */
static enum status join_segments(struct writer *writer, size_t i_first,
                                 struct new_segment *into, struct error *err)
{
    const struct segment_entry *entries = &writer->list.entries[i_first];
    enum status status = new_segment_name(writer, into, err);
    if (status == STATUS_OK)
        status = join_entries(writer, entries, writer->n_olds - i_first,
                              &into->entry, err);
    into->entry.first_docid = entries->first_docid;
    into->entry.last_docid = segment_list_last_docid(&writer->list);
    into->entry.n_documents =
        (uint32_t)count_share(&writer->list, i_first).n_documents;
    return status;
}

static enum status end_joined(struct writer *writer,
                              const struct dead_set *dead,
                              struct new_segment *into, struct error *err)
{
    enum status status = new_segment_end(writer, into, err);
    if (status != STATUS_OK || dead->n_dead == 0)
        return status;
    return segment_write_dead(writer->path.bytes, writer->manifest.revision + 1,
                              dead, &into->entry, err);
}

/* ---- sifting */

/* Takes the dead out, and looks whether all others are still whole: a record
   each, and no table that was there is gone. */
static enum status bury(const char *path, const struct dead_set *dead,
                        uint64_t n_living, struct error *err)
{
    struct segment_entries before;
    struct segment_entries after;
    enum status status = segment_entries_read(path, &before, err);
    if (status == STATUS_OK)
        status = segment_bury(path, dead, err);
    if (status == STATUS_OK)
        status = segment_entries_read(path, &after, err);
    if (status != STATUS_OK || n_living == 0)
        return status;
    if (after.n_records == n_living && after.n_termlists >= n_living &&
        (after.n_positions > 0 || before.n_positions == 0))
        return STATUS_OK;
    return error_set(err, STATUS_IO,
                     "a segment could not be read whole: of %llu articles "
                     "%llu have a record",
                     (unsigned long long)n_living,
                     (unsigned long long)after.n_records);
}

/* Puts in place of a joined segment one without the dead. Docids stay, so the
   list of the dead does: none of those has a document any more. */
static enum status sift(struct writer *writer, const struct dead_set *dead,
                        struct new_segment *joined, struct error *err)
{
    struct new_segment sifted;
    struct str path = STR_INIT;
    memset(&sifted, 0, sizeof sifted);
    segment_path(&path, writer->path.bytes, &joined->entry, NULL);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = bury(path.bytes, dead,
                      joined->entry.last_docid - joined->entry.first_docid + 1 -
                          dead->n_dead,
                      err);
    if (status == STATUS_OK)
        status = new_segment_name(writer, &sifted, err);
    if (status == STATUS_OK)
        status = join_entries(writer, &joined->entry, 1, &sifted.entry, err);
    sifted.entry.first_docid = joined->entry.first_docid;
    sifted.entry.last_docid = joined->entry.last_docid;
    sifted.entry.n_documents =
        sifted.entry.last_docid - sifted.entry.first_docid + 1 - dead->n_dead;
    new_segment_drop(writer, joined, true);
    *joined = sifted;
    str_release(&path);
    return status;
}

static enum status make_joined(struct writer *writer, size_t i_first,
                               bool is_sifted, struct new_segment *into,
                               struct error *err)
{
    struct dead_set dead;
    enum status status = join_segments(writer, i_first, into, err);
    dead_init(&dead, into->entry.first_docid, into->entry.last_docid);
    if (status == STATUS_OK)
        status = gather_dead(writer, i_first, &dead, err);
    if (status == STATUS_OK && is_sifted)
        status = sift(writer, &dead, into, err);
    if (status == STATUS_OK)
        status = end_joined(writer, &dead, into, err);
    dead_release(&dead);
    return status;
}

/* ---- the fold */

/* Whether what the new segment says of itself is what it was made from: the
   last look before the old ones go. */
static enum status check_counts(struct writer *writer, size_t i_first,
                                const struct new_segment *into,
                                struct error *err)
{
    struct share share = count_share(&writer->list, i_first);
    struct segment_reader *reader = NULL;
    struct segment_counts counts = {0, 0};
    struct str path = STR_INIT;
    segment_path(&path, writer->path.bytes, &into->entry, NULL);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = segment_reader_open(path.bytes, &reader, err);
    if (status == STATUS_OK)
        status = segment_reader_counts(reader, &counts, err);
    if (status == STATUS_OK &&
        (counts.n_documents != into->entry.n_documents ||
         counts.last_docid > into->entry.last_docid ||
         into->entry.n_articles != share.n_documents - share.n_dead))
        status =
            error_set(err, STATUS_INTERNAL,
                      "segments with %llu articles make one with %u",
                      (unsigned long long)(share.n_documents - share.n_dead),
                      into->entry.n_articles);
    segment_reader_free(reader);
    str_release(&path);
    return status;
}

/* A copy has other docids. */
static enum status commit_fold(struct writer *writer, size_t i_first,
                               bool is_copy, struct new_segment *into,
                               struct error *err)
{
    struct segment_list list = SEGMENT_LIST_INIT;
    bool is_safe = true;
    enum status status = STATUS_OK;
    segment_list_copy_sources(&list, &writer->list);
    for (size_t i = 0; status == STATUS_OK && i < i_first; i++)
        status = segment_list_add(&list, &writer->list.entries[i], err);
    if (status == STATUS_OK)
        status = segment_list_add(&list, &into->entry, err);
    list.reprints = writer->list.reprints;
    if (status == STATUS_OK && (is_copy || i_first == 0))
        status = writer_list_reprints(writer, i_first, &into->entry, true,
                                      &list.reprints, err);
    if (status == STATUS_OK)
        status = writer_switch(writer, &list, &is_safe, err);
    if (status == STATUS_OK) {
        writer_unload(writer);
        segment_list_release(&writer->list);
        writer->list = list;
        new_segment_drop(writer, into, false);
        return writer_load(writer, err);
    }
    new_segment_drop(writer, into, is_safe);
    segment_list_release(&list);
    return status;
}

enum way {
    WAY_JOIN,
    WAY_SIFT,
    WAY_COPY,
};

/* What a fold of every day leaves dead, a quarter at most, is not worth the
   work. Docids that come near their end begin anew with a copy. */
static enum way choose_way(const struct segment_list *list, enum fold how,
                           struct share share)
{
    if (how == FOLD_ALL && segment_list_last_docid(list) > MAX_DOCID)
        return WAY_COPY;
    if (share.n_dead == 0 ||
        (how != FOLD_ALL && share.n_dead * 4 <= share.n_documents))
        return WAY_JOIN;
    return share.n_dead * 3 <= share.n_documents ? WAY_SIFT : WAY_COPY;
}

static enum status fold(struct writer *writer, size_t i_first, enum way way,
                        struct error *err)
{
    struct new_segment into;
    memset(&into, 0, sizeof into);
    enum status status =
        way == WAY_COPY
            ? copy_segments(writer, i_first, &into, err)
            : make_joined(writer, i_first, way == WAY_SIFT, &into, err);
    if (status == STATUS_OK)
        status = check_counts(writer, i_first, &into, err);
    if (status == STATUS_OK)
        return commit_fold(writer, i_first, way == WAY_COPY, &into, err);
    new_segment_drop(writer, &into, true);
    directory_sweep(writer->path.bytes, &writer->list);
    return status;
}

/* Between runs only: not with changes that wait for their commit. */
static enum status check_fold(const struct writer *writer, struct error *err)
{
    bool is_idle = writer->is_over ? writer->cause.status == STATUS_OK
                                   : !writer->is_changed && !writer->is_new;
    if (!is_idle || writer->n_olds != writer->list.n_entries)
        return error_set(err, STATUS_INTERNAL,
                         "segments can be folded between two runs only");
    return STATUS_OK;
}

enum status writer_fold(struct writer *writer, enum fold how,
                        struct fold_result *ret_result, struct error *err)
{
    struct fold_result result = {0, 0, 0};
    enum status status = check_fold(writer, err);
    if (ret_result)
        *ret_result = result;
    if (status != STATUS_OK)
        return status;
    const struct segment_list *list = &writer->list;
    size_t i_first = how == FOLD_ALL ? 0 : find_small(list);
    struct share share = count_share(list, i_first);
    if (i_first == list->n_entries ||
        (i_first == list->n_entries - 1 && share.n_dead == 0 &&
         segment_list_last_docid(list) <= MAX_DOCID))
        return STATUS_OK;
    enum way way = choose_way(list, how, share);
    result.n_segments = list->n_entries - i_first;
    result.n_articles = share.n_documents - share.n_dead;
    result.n_dropped = way == WAY_JOIN ? 0 : share.n_dead;
    status = fold(writer, i_first, way, err);
    if (status == STATUS_OK && ret_result)
        *ret_result = result;
    return status;
}
