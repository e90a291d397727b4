/*
 * A run of the writer from its lock to its end: the directory, what is in it,
 * and the undoing of a run that is not committed. Nothing that is committed is
 * ever changed: a run makes new files, and its commit is the switch of the
 * manifest to them (writer_commit.c).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/writer.h"

#include "base/file.h"
#include "store/directory.h"
#include "store/probe.h"
#include "store/segment_files.h"
#include "store/source_files.h"
#include "store/writer_state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- opening */

/* Makes the directory if there is none; looks at what is there. */
static enum status enter_directory(struct writer *writer,
                                   enum directory_kind *ret_kind,
                                   struct error *err)
{
    const char *path = writer->path.bytes;
    enum status status = directory_look(path, ret_kind, err);
    if (status != STATUS_OK || *ret_kind != DIRECTORY_MISSING)
        return status;
    if (mkdir(path, 0777) == 0) {
        writer->made_directory = true;
        *ret_kind = DIRECTORY_EMPTY;
        return STATUS_OK;
    }
    int reason = errno;
    /* Another process made it this moment; or it is a link to nowhere. */
    if (reason == EEXIST) {
        status = directory_look(path, ret_kind, err);
        if (status != STATUS_OK || *ret_kind != DIRECTORY_MISSING)
            return status;
    }
    status =
        error_set_errno(err, STATUS_IO, reason, "cannot make index '%s'", path);
    if (reason == ENOENT)
        error_hint(err, "make the directory above it first");
    return status;
}

static enum status refuse_foreign(const char *path, struct error *err)
{
    error_set(err, STATUS_NOT_FOUND,
              "cannot make index '%s': there is something else: %s", path,
              directory_foreign_name(path));
    error_hint(err, "name a directory that lede-index made, or a new one");
    return STATUS_NOT_FOUND;
}

/* Takes the lock, then looks again: what was seen before it may be gone. */
static enum status lock_directory(struct writer *writer,
                                  enum directory_kind *ret_kind,
                                  struct error *err)
{
    const char *path = writer->path.bytes;
    enum status status = enter_directory(writer, ret_kind, err);
    if (status != STATUS_OK)
        return status;
    if (*ret_kind == DIRECTORY_FOREIGN)
        return refuse_foreign(path, err);
    if (*ret_kind == DIRECTORY_LOST)
        return directory_say_lost(path, err);
    status = lock_take(path, writer->how.lock_timeout_ms, &writer->lock, err);
    if (status == STATUS_OK)
        status = directory_look(path, ret_kind, err);
    if (status == STATUS_OK && *ret_kind == DIRECTORY_FOREIGN) {
        lock_remove(path, &writer->lock);
        status = refuse_foreign(path, err);
    }
    if (status == STATUS_OK && *ret_kind == DIRECTORY_LOST)
        status = directory_say_lost(path, err);
    return status;
}

static enum status open_new(struct writer *writer,
                            const struct manifest *settings, struct error *err)
{
    struct manifest *manifest = &writer->manifest;
    writer->is_new = true;
    *manifest = *settings;
    manifest->format = INDEX_FORMAT_VERSION;
    manifest->revision = 0;
    manifest->next_segment = 1;
    enum status status = manifest_make_uuid(manifest, err);
    /* What a killed first run left. That its manifest is gone, if it had one,
       has to be certain before what the manifest named goes. */
    if (status == STATUS_OK && !writer->made_directory)
        status = file_sync_directory(writer->path.bytes, err);
    if (status == STATUS_OK)
        status = directory_remove_index(writer->path.bytes, err);
    if (status == STATUS_OK)
        status = directory_begin_first_run(writer->path.bytes, err);
    return status;
}

static enum status check_analysis(const struct writer *writer,
                                  uint32_t analysis, struct error *err)
{
    if (writer->manifest.analysis == analysis)
        return STATUS_OK;
    error_set(err, STATUS_OUTDATED,
              "index '%s' was made with analysis %u, this lede has %u",
              writer->path.bytes, writer->manifest.analysis, analysis);
    error_hint(err, "make it anew: `lede-index dump` it with the lede "
                    "that made it, and add that to a new index");
    return STATUS_OUTDATED;
}

static enum status open_existing(struct writer *writer, struct error *err)
{
    const char *path = writer->path.bytes;
    enum status status =
        manifest_read(path, &writer->manifest, &writer->list, err);
    if (status != STATUS_OK)
        return status;
    /* What killed runs left, and what a commit could not remove. */
    directory_sweep(path, &writer->list);
    for (size_t i = 0; status == STATUS_OK && i < writer->list.n_entries; i++) {
        status = segment_check_sizes(path, &writer->list.entries[i], err);
        if (status == STATUS_OK)
            status = segment_check_version(path, &writer->list.entries[i], err);
    }
    if (status == STATUS_OK)
        status = writer_load(writer, err);
    /* Nobody else removes files: so it is damaged. */
    return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

static enum status make_writer(const char *path,
                               const struct writer_settings *how,
                               struct writer **ret_writer, struct error *err)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return error_no_memory(err);
    writer->lock = (struct lock)LOCK_INIT;
    if (how)
        writer->how = *how;
    str_add_text(&writer->path, path);
    enum status status = str_status(&writer->path, err);
    if (status == STATUS_OK)
        *ret_writer = writer;
    else
        writer_free(writer);
    return status;
}

enum status writer_open(const char *path, const struct writer_settings *how,
                        struct manifest *settings, struct writer **ret_writer,
                        struct error *err)
{
    struct writer *writer = NULL;
    enum directory_kind kind = DIRECTORY_MISSING;
    enum status status = make_writer(path, how, &writer, err);
    if (!writer)
        return status;
    status = lock_directory(writer, &kind, err);
    if (status == STATUS_OK && kind == DIRECTORY_INDEX) {
        status = open_existing(writer, err);
        if (status == STATUS_OK)
            status = check_analysis(writer, settings->analysis, err);
    } else if (status == STATUS_OK) {
        status = open_new(writer, settings, err);
    }
    if (status != STATUS_OK) {
        writer_free(writer);
        return status;
    }
    /* Now, for writer_is_parallel() has to know. */
    writer_probe(writer);
    *settings = writer->manifest;
    *ret_writer = writer;
    return STATUS_OK;
}

_Static_assert(sizeof((struct manifest *)0)->probe == PROBE_KEY_BYTES,
               "the manifest keeps a key");

void writer_probe(struct writer *writer)
{
    if (writer->is_probed || writer->how.is_api)
        return;
    char key[PROBE_KEY_BYTES];
    char *last = writer->manifest.probe;
    writer->is_probed = true;
    /* A probe that is told how to end has to be made. */
    bool has_key = !getenv("LEDE_PROBE") && probe_key(key);
    if (has_key && strcmp(key, last) == 0)
        return;
    writer->how.is_api =
        probe_glass(writer->path.bytes, &writer->probe) != STATUS_OK;
    /* Goes with the next commit. */
    (void)snprintf(last, sizeof writer->manifest.probe, "%s",
                   has_key && !writer->how.is_api ? key : "");
}

const char *writer_why_api(const struct writer *writer)
{
    return writer->is_probed && writer->how.is_api ? writer->probe.message
                                                   : NULL;
}

enum status writer_open_existing(const char *path,
                                 const struct writer_settings *how,
                                 struct writer **ret_writer, struct error *err)
{
    struct writer *writer = NULL;
    struct manifest there;
    /* Says what is wrong before anything is locked or made. */
    enum status status = manifest_read(path, &there, NULL, err);
    if (status == STATUS_OK)
        status = make_writer(path, how, &writer, err);
    if (!writer)
        return status;
    status = lock_take(path, writer->how.lock_timeout_ms, &writer->lock, err);
    if (status == STATUS_OK)
        status = open_existing(writer, err);
    if (status == STATUS_OK)
        *ret_writer = writer;
    else
        writer_free(writer);
    return status;
}

const struct manifest *writer_manifest(const struct writer *writer)
{
    return &writer->manifest;
}

const struct segment_list *writer_segments(const struct writer *writer)
{
    return &writer->list;
}

/* ---- the segments that are there */

enum status writer_load(struct writer *writer, struct error *err)
{
    size_t n = writer->list.n_entries;
    enum status status = STATUS_OK;
    writer->olds = calloc(n + 1, sizeof *writer->olds);
    if (!writer->olds)
        return error_no_memory(err);
    writer->n_olds = n;
    writer->i_asked = n;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        struct old_segment *old = &writer->olds[i];
        const struct segment_entry *entry = &writer->list.entries[i];
        dead_init(&old->now, entry->first_docid, entry->last_docid);
        status =
            segment_read_dead(writer->path.bytes, entry, &old->before, err);
        if (status == STATUS_OK)
            status = dead_add_all(&old->now, &old->before, err);
    }
    return status;
}

void writer_unload(struct writer *writer)
{
    for (size_t i = 0; i < writer->n_olds; i++) {
        segment_reader_free(writer->olds[i].reader);
        dead_release(&writer->olds[i].before);
        dead_release(&writer->olds[i].now);
    }
    free(writer->olds);
    writer->olds = NULL;
    writer->n_olds = writer->i_asked = 0;
    str_reset(&writer->asked);
}

enum status writer_reader(struct writer *writer, size_t i_segment,
                          struct segment_reader **ret_reader, struct error *err)
{
    struct old_segment *old = &writer->olds[i_segment];
    enum status status = STATUS_OK;
    if (!old->reader) {
        struct str path = STR_INIT;
        segment_path(&path, writer->path.bytes,
                     &writer->list.entries[i_segment], NULL);
        status = str_status(&path, err);
        if (status == STATUS_OK)
            status = segment_reader_open(path.bytes, &old->reader, err);
        str_release(&path);
    }
    *ret_reader = old->reader;
    return status;
}

/* ---- whether it goes on */

/* After a failure the run lacks what it was given; going on would commit the
   rest and lose that in silence. */
enum status writer_end(struct writer *writer, enum status status,
                       struct error *err)
{
    writer->is_over = true;
    writer->cause.status = status;
    (void)snprintf(writer->cause.message, sizeof writer->cause.message, "%s",
                   err->message);
    return status;
}

enum status writer_check(const struct writer *writer, struct error *err)
{
    if (!writer->is_over)
        return STATUS_OK;
    if (writer->cause.status == STATUS_OK)
        return error_set(err, STATUS_INTERNAL,
                         "this run is committed and takes nothing more");
    return error_set(err, writer->cause.status,
                     "this run cannot be committed any more: %s",
                     writer->cause.message);
}

/* ---- the end */

/* Only what this run made; a directory that was there stays. */
static void remove_all(struct writer *writer)
{
    const char *path = writer->path.bytes;
    enum status removed = directory_remove_index(path, NULL);
    (void)removed; /* what is left, the next run recognises */
    lock_remove(path, &writer->lock);
    if (writer->made_directory)
        (void)rmdir(path);
}

void writer_free(struct writer *writer)
{
    if (!writer)
        return;
    new_segment_drop(writer, &writer->fresh, true);
    writer_unload(writer);
    if (writer->has_sources)
        source_file_remove(writer->path.bytes, &writer->sources);
    if (writer->is_new && writer->lock.fd >= 0)
        remove_all(writer);
    else if (writer->made_directory)
        (void)rmdir(writer->path.bytes);
    lock_release(&writer->lock);
    writer_drop_sample(writer);
    id_table_release(&writer->ids);
    sketch_list_release(&writer->sketches);
    segment_list_release(&writer->list);
    free(writer->gone);
    str_release(&writer->asked);
    str_release(&writer->path);
    free(writer);
}
