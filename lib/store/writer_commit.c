/*
 * The commit of a run. New files are written, synced and measured; then the
 * names of all of them are synced; then the manifest is switched; only then
 * what it no longer names is removed. A kill before the switch leaves the old
 * state and files that the next writer sweeps away, one after it the new state
 * and such files.
 *
 * Readers that opened the old state have all its files open. One that is
 * about to open them finds some missing, and the manifest changed, and opens
 * the new state (index_open.cc).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"
#include "store/columns.h"
#include "store/directory.h"
#include "store/lexicon.h"
#include "store/segment_files.h"
#include "store/writer_state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- a new segment */

enum status new_segment_name(struct writer *writer, struct new_segment *segment,
                             struct error *err)
{
    struct str path = STR_INIT;
    enum status status = STATUS_OK;
    struct stat st;
    /* One that is there could not be swept: somebody put a file in it. */
    do {
        memset(segment, 0, sizeof *segment);
        if (writer->manifest.next_segment == UINT32_MAX)
            return error_set(err, STATUS_INTERNAL,
                             "the index has had too many segments");
        (void)snprintf(segment->entry.name, sizeof segment->entry.name,
                       "seg-%06u", writer->manifest.next_segment++);
        str_reset(&path);
        segment_path(&path, writer->path.bytes, &segment->entry, NULL);
        status = str_status(&path, err);
    } while (status == STATUS_OK && lstat(path.bytes, &st) == 0);
    str_release(&path);
    return status;
}

enum status new_segment_begin(struct writer *writer, uint32_t first_docid,
                              struct new_segment *segment, struct error *err)
{
    struct str path = STR_INIT;
    enum status status = new_segment_name(writer, segment, err);
    segment->entry.first_docid = first_docid;
    segment->entry.last_docid = first_docid - 1;
    segment_path(&path, writer->path.bytes, &segment->entry, NULL);
    if (status == STATUS_OK)
        status = str_status(&path, err);
    writer_probe(writer);
    if (status == STATUS_OK)
        status = writer->how.is_api
                     ? segment_open_xapian(path.bytes, first_docid,
                                           &segment->out, err)
                     : segment_open_glass(
                           path.bytes, first_docid, writer->how.memory_bytes,
                           writer->how.n_jobs, &segment->out, err);
    str_release(&path);
    return status;
}

/* The lexicon of what Xapian wrote, and the columns, made of a segment that is
   done. *ret_file tells of the columns. */
static enum status make_files(const struct writer *writer,
                              const struct new_segment *segment,
                              bool has_lexicon, struct kept_file *ret_file,
                              struct error *err)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    segment_path(&path, writer->path.bytes, &segment->entry, NULL);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK && !has_lexicon)
        status = lexicon_make(path.bytes, err);
    if (status == STATUS_OK)
        status = columns_make(path.bytes, segment->entry.first_docid,
                              segment->entry.last_docid, ret_file, err);
    return status;
}

enum status new_segment_end(struct writer *writer, struct new_segment *segment,
                            struct error *err)
{
    const struct segment_verbs *verbs = segment->out.verbs;
    bool is_measured = verbs && verbs->list_files;
    struct kept_file columns;
    enum status status =
        verbs ? verbs->finish(segment->out.state, err) : STATUS_OK;
    segment->entry.n_articles = segment->entry.n_documents;
    if (status == STATUS_OK)
        status = make_files(writer, segment, is_measured, &columns, err);
    if (status != STATUS_OK)
        return status;
    if (!is_measured)
        return segment_measure(writer->path.bytes, &segment->entry, err);
    verbs->list_files(segment->out.state, &segment->entry);
    segment->entry.files[segment->entry.n_files++] = columns;
    segment_sort_files(&segment->entry);
    return STATUS_OK;
}

void new_segment_drop(struct writer *writer, struct new_segment *segment,
                      bool is_to_remove)
{
    if (segment->out.verbs)
        segment->out.verbs->free(segment->out.state);
    if (is_to_remove && *segment->entry.name) {
        enum status removed = directory_remove_segment(
            writer->path.bytes, segment->entry.name, NULL);
        (void)removed; /* what is left, the next run sweeps */
    }
    memset(segment, 0, sizeof *segment);
}

/* ---- the switch */

/* Undoes the first manifest of an index. */
static bool take_back_first(const char *path, const char *manifest)
{
    if (unlink(manifest) != 0)
        return errno == ENOENT;
    return file_sync_directory(path, NULL) == STATUS_OK;
}

/* Whether the manifest is still, or again, the old one and will stay it. */
static bool take_back(struct writer *writer, const char *manifest,
                      const char *old)
{
    const char *path = writer->path.bytes;
    struct manifest there;
    enum status status = manifest_read(path, &there, NULL, NULL);
    if (status == STATUS_OK && there.revision == writer->manifest.revision)
        return true;
    if (manifest_write(path, &writer->manifest, &writer->list, NULL) ==
        STATUS_OK)
        return true;
    /* Nothing can be written any more. So that at least what we say is what
       everybody sees; which of the two a power cut leaves, nobody knows. */
    (void)rename(old, manifest);
    return false;
}

/* Writes the new manifest in the place of the old one, or leaves the old. */
static enum status replace_manifest(struct writer *writer,
                                    const struct manifest *manifest,
                                    const struct segment_list *list,
                                    bool *ret_is_safe, struct error *err)
{
    struct str now = STR_INIT;
    struct str old = STR_INIT;
    directory_join(&now, writer->path.bytes, DIRECTORY_MANIFEST);
    directory_join(&old, writer->path.bytes, DIRECTORY_OLD_MANIFEST);
    enum status status = str_status(&now, err);
    if (status == STATUS_OK)
        status = str_status(&old, err);
    if (status == STATUS_OK) {
        /* Some file systems have no second names: then there is none. */
        (void)unlink(old.bytes);
        int linked = link(now.bytes, old.bytes);
        (void)linked;
        status = manifest_write(writer->path.bytes, manifest, list, err);
        if (status != STATUS_OK)
            *ret_is_safe = writer->is_new
                               ? take_back_first(writer->path.bytes, now.bytes)
                               : take_back(writer, now.bytes, old.bytes);
        if (!*ret_is_safe)
            error_hint(err, "nothing can be written any more, and this run may "
                            "be there all the same: see `lede-index stats`");
        (void)unlink(old.bytes);
    }
    str_release(&old);
    str_release(&now);
    return status;
}

enum status writer_switch(struct writer *writer,
                          const struct segment_list *list, bool *ret_is_safe,
                          struct error *err)
{
    const char *path = writer->path.bytes;
    struct manifest manifest = writer->manifest;
    manifest.revision++;
    if (writer->avdl > 0)
        manifest.avdl = writer->avdl;
    manifest_stamp(&manifest);
    *ret_is_safe = true;
    enum status status = file_sync_directory(path, err);
    if (status == STATUS_OK && writer->made_directory)
        status = directory_sync_parent(path, err);
    if (status != STATUS_OK)
        return status;
    status = replace_manifest(writer, &manifest, list, ret_is_safe, err);
    if (status != STATUS_OK)
        return status;
    writer->manifest = manifest;
    writer->is_new = false;
    writer->made_directory = false;
    directory_sweep(path, list);
    return STATUS_OK;
}

/* ---- the commit */

/* An old segment as it is after the run: without it if all of it is dead. */
static enum status list_old(struct writer *writer, size_t i,
                            struct segment_list *list, struct error *err)
{
    const struct old_segment *old = &writer->olds[i];
    struct segment_entry entry = writer->list.entries[i];
    enum status status = STATUS_OK;
    if (dead_next_live(&old->now, entry.first_docid) == 0)
        return STATUS_OK;
    if (old->now.n_dead != old->before.n_dead)
        status = segment_write_dead(writer->path.bytes,
                                    writer->manifest.revision + 1, &old->now,
                                    &entry, err);
    return status == STATUS_OK ? segment_list_add(list, &entry, err) : status;
}

enum status writer_list_gone(const struct writer *writer,
                             struct dead_set *ret_gone, struct error *err)
{
    const struct segment_entry *fresh = &writer->fresh.entry;
    enum status status = STATUS_OK;
    dead_init(ret_gone, fresh->first_docid, fresh->last_docid);
    for (size_t i = 0; status == STATUS_OK && i < writer->n_gone; i++)
        status = dead_add(ret_gone, writer->gone[i], writer->gone[i], err);
    return status;
}

/* Whether the run's segment will have anything in it. */
static bool has_fresh(const struct writer *writer)
{
    return writer->fresh.entry.n_documents > writer->n_gone;
}

static enum status list_fresh(struct writer *writer, struct segment_list *list,
                              struct error *err)
{
    struct new_segment *fresh = &writer->fresh;
    struct dead_set gone;
    enum status status = new_segment_end(writer, fresh, err);
    if (status != STATUS_OK)
        return status;
    status = writer_list_gone(writer, &gone, err);
    if (status == STATUS_OK && gone.n_dead > 0)
        status = segment_write_dead(writer->path.bytes,
                                    writer->manifest.revision + 1, &gone,
                                    &fresh->entry, err);
    dead_release(&gone);
    return status == STATUS_OK ? segment_list_add(list, &fresh->entry, err)
                               : status;
}

static void list_sources(const struct writer *writer, struct segment_list *list)
{
    segment_list_copy_sources(list, &writer->list);
    if (!writer->has_sources)
        return;
    list->n_sources = writer->n_kept_sources;
    if (*writer->sources.name)
        list->sources[list->n_sources++] = writer->sources;
}

/* Takes up what was committed, for a fold that may follow. */
static enum status go_on(struct writer *writer, struct segment_list *list,
                         struct error *err)
{
    new_segment_drop(writer, &writer->fresh, false);
    writer_unload(writer);
    segment_list_release(&writer->list);
    writer->list = *list;
    *list = (struct segment_list)SEGMENT_LIST_INIT;
    writer->is_changed = false;
    writer->has_sources = false;
    return writer_load(writer, err);
}

/* How common words are decides too; as long as the archive is hardly another
   than when that was last looked at, what was found then holds. */
static bool is_much_more(const struct writer *writer)
{
    return writer->fresh.entry.n_documents - writer->n_gone >=
           segment_list_n_articles(&writer->list) / 4;
}

/* The segment of the run, and the list of reprints. What is deleted, readers
   leave out of the groups themselves. */
static enum status list_added(struct writer *writer, struct segment_list *list,
                              struct error *err)
{
    const struct segment_entry *fresh = &writer->fresh.entry;
    bool is_anew = is_much_more(writer);
    struct reprint_search *search = NULL;
    list->reprints = writer->list.reprints;
    if (!has_fresh(writer))
        return STATUS_OK;
    enum status status = reprint_search_begin(writer, is_anew, &search, err);
    if (status == STATUS_OK)
        status = list_fresh(writer, list, err);
    if (status == STATUS_OK)
        status = search ? reprint_search_end(writer, search, fresh,
                                             &list->reprints, err)
                        : writer_list_reprints(writer, writer->n_olds, fresh,
                                               is_anew, &list->reprints, err);
    reprint_search_free(search);
    return status;
}

static enum status commit(struct writer *writer, struct error *err)
{
    struct segment_list list = SEGMENT_LIST_INIT;
    bool is_safe = true;
    enum status status = writer_end_sample(writer, err);
    for (size_t i = 0; status == STATUS_OK && i < writer->n_olds; i++)
        status = list_old(writer, i, &list, err);
    if (status == STATUS_OK)
        status = list_added(writer, &list, err);
    list_sources(writer, &list);
    if (status == STATUS_OK)
        status = writer_switch(writer, &list, &is_safe, err);
    if (status == STATUS_OK) {
        /* It is committed: what fails now, a fold will say. */
        if (go_on(writer, &list, NULL) != STATUS_OK)
            writer_unload(writer);
    } else if (is_safe) {
        new_segment_drop(writer, &writer->fresh, true);
        if (!writer->is_new)
            directory_sweep(writer->path.bytes, &writer->list);
    } else {
        /* Nobody knows which manifest will be there: keep both whole. */
        new_segment_drop(writer, &writer->fresh, false);
        writer->is_new = writer->made_directory = false;
        writer->has_sources = false;
    }
    segment_list_release(&list);
    return status;
}

enum status writer_commit(struct writer *writer, struct error *err)
{
    struct error cause = ERROR_INIT;
    err = err ? err : &cause;
    enum status status = writer_check(writer, err);
    if (status == STATUS_OK && (writer->is_changed || writer->is_new))
        status = commit(writer, err);
    else if (status != STATUS_OK)
        return status;
    return writer_end(writer, status, err);
}
