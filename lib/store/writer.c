/*
 * The run of a writer around whatever writes its segment: the lock, the
 * manifest, the directory and their undoing.
 *
 * Which comes last in a commit, the segment or the manifest, is chosen so
 * that the last step is what makes the run visible, and the one before it can
 * be taken back:
 *
 *  - First run: the segment is committed, then the manifest appears. Without
 *    one the directory is no index, so all of it can still be removed.
 *  - Later runs: the manifest gets its new revision and time, then the segment
 *    is committed. If that fails, the old manifest is put back. Should that
 *    fail too, or the process be killed in between, then a revision was
 *    counted that holds nothing new, which harms nobody; the other order could
 *    report a failure for articles that are there.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/writer.h"

#include "base/file.h"
#include "store/directory.h"
#include "store/lock.h"
#include "store/segment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_SEGMENT "seg-000001"

struct writer {
    struct str path; /* of the index */
    struct str segment_path;
    struct lock lock;
    struct manifest manifest; /* of the last commit */
    struct segment_writer segment;
    bool is_new;         /* no commit yet: all that is there, we made */
    bool made_directory; /* also the directory itself */
    bool is_over;        /* committed, or failed: see cause */
    struct error cause;
};

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
    status = lock_take(path, &writer->lock, err);
    if (status == STATUS_OK)
        status = directory_look(path, ret_kind, err);
    if (status == STATUS_OK && *ret_kind == DIRECTORY_FOREIGN) {
        lock_remove(path, &writer->lock);
        status = refuse_foreign(path, err);
    }
    return status;
}

static enum status open_segment(struct writer *writer, struct error *err)
{
    directory_join(&writer->segment_path, writer->path.bytes,
                   writer->manifest.segment);
    enum status status = str_status(&writer->segment_path, err);
    if (status != STATUS_OK)
        return status;
    if (!writer->is_new) {
        status = directory_check_segment(writer->segment_path.bytes, true, err);
        if (status != STATUS_OK)
            return status;
    }
    return segment_open_xapian(writer->segment_path.bytes, writer->is_new,
                               &writer->segment, err);
}

static enum status open_new(struct writer *writer,
                            const struct manifest *settings, struct error *err)
{
    struct manifest *manifest = &writer->manifest;
    writer->is_new = true;
    *manifest = *settings;
    manifest->format = INDEX_FORMAT_VERSION;
    manifest->revision = 0;
    (void)snprintf(manifest->segment, sizeof manifest->segment, "%s",
                   FIRST_SEGMENT);
    enum status status = manifest_make_uuid(manifest, err);
    /* What a killed first run left. */
    if (status == STATUS_OK)
        status = directory_remove_index(writer->path.bytes, err);
    if (status == STATUS_OK)
        status = open_segment(writer, err);
    return status;
}

static enum status open_existing(struct writer *writer,
                                 const struct manifest *settings,
                                 struct error *err)
{
    enum status status =
        manifest_read(writer->path.bytes, &writer->manifest, err);
    if (status != STATUS_OK)
        return status;
    if (writer->manifest.analysis != settings->analysis) {
        error_set(err, STATUS_OUTDATED,
                  "index '%s' was made with analysis %u, this lede has %u",
                  writer->path.bytes, writer->manifest.analysis,
                  settings->analysis);
        error_hint(err, "make it anew: `lede-index dump` it with the lede "
                        "that made it, and add that to a new index");
        return STATUS_OUTDATED;
    }
    return open_segment(writer, err);
}

enum status writer_open(const char *path, struct manifest *settings,
                        struct writer **ret_writer, struct error *err)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return error_no_memory(err);
    writer->lock = (struct lock)LOCK_INIT;
    str_add_text(&writer->path, path);
    enum directory_kind kind = DIRECTORY_MISSING;
    enum status status = str_status(&writer->path, err);
    if (status == STATUS_OK)
        status = lock_directory(writer, &kind, err);
    if (status == STATUS_OK)
        status = kind == DIRECTORY_INDEX ? open_existing(writer, settings, err)
                                         : open_new(writer, settings, err);
    if (status != STATUS_OK) {
        writer_free(writer);
        return status;
    }
    *settings = writer->manifest;
    *ret_writer = writer;
    return STATUS_OK;
}

/* ---- the run */

/* After a failure Xapian has dropped all that the run gathered; going on
   would commit the rest and lose that in silence. */
static enum status end_run(struct writer *writer, enum status status,
                           struct error *err)
{
    writer->is_over = true;
    writer->cause.status = status;
    (void)snprintf(writer->cause.message, sizeof writer->cause.message, "%s",
                   err ? err->message : status_name(status));
    return status;
}

static enum status check_run(const struct writer *writer, struct error *err)
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

enum status writer_has(struct writer *writer, struct str_span id_term,
                       bool *ret_has, struct error *err)
{
    return writer->segment.verbs->has(writer->segment.state, id_term, ret_has,
                                      err);
}

enum status writer_add(struct writer *writer, const struct document *document,
                       struct error *err)
{
    enum status status = check_run(writer, err);
    if (status == STATUS_OK)
        status = document_check(document, err);
    if (status != STATUS_OK)
        return status;
    struct error cause = ERROR_INIT;
    status = writer->segment.verbs->add(writer->segment.state, document,
                                        err ? err : &cause);
    if (status != STATUS_OK)
        return end_run(writer, status, err ? err : &cause);
    return STATUS_OK;
}

/* The segment, then all names above it, then the manifest. */
static enum status commit_first(struct writer *writer,
                                const struct manifest *manifest,
                                struct error *err)
{
    const char *path = writer->path.bytes;
    enum status status =
        writer->segment.verbs->commit(writer->segment.state, err);
    if (status == STATUS_OK)
        status = file_sync_directory(path, err);
    if (status == STATUS_OK && writer->made_directory)
        status = directory_sync_parent(path, err);
    if (status == STATUS_OK)
        status = manifest_write(path, manifest, err);
    return status;
}

static enum status commit_later(struct writer *writer,
                                const struct manifest *manifest,
                                struct error *err)
{
    const char *path = writer->path.bytes;
    enum status status = manifest_write(path, manifest, err);
    if (status != STATUS_OK)
        return status;
    status = writer->segment.verbs->commit(writer->segment.state, err);
    if (status != STATUS_OK) {
        /* See the head of this file for why this may fail unheard. */
        enum status restored = manifest_write(path, &writer->manifest, NULL);
        (void)restored;
    }
    return status;
}

enum status writer_commit(struct writer *writer, struct error *err)
{
    enum status status = check_run(writer, err);
    if (status != STATUS_OK)
        return status;
    struct manifest manifest = writer->manifest;
    manifest.revision++;
    manifest_stamp(&manifest);
    struct error cause = ERROR_INIT;
    status = writer->is_new
                 ? commit_first(writer, &manifest, err ? err : &cause)
                 : commit_later(writer, &manifest, err ? err : &cause);
    if (status == STATUS_OK) {
        writer->manifest = manifest;
        writer->is_new = false;
    }
    return end_run(writer, status, err ? err : &cause);
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
    if (writer->segment.verbs)
        writer->segment.verbs->free(writer->segment.state);
    if (writer->is_new && writer->lock.fd >= 0)
        remove_all(writer);
    else if (writer->made_directory)
        (void)rmdir(writer->path.bytes);
    lock_release(&writer->lock);
    str_release(&writer->segment_path);
    str_release(&writer->path);
    free(writer);
}
