/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/verify.h"

#include "base/file.h"
#include "store/directory.h"
#include "store/groups.h"
#include "store/manifest.h"
#include "store/segment_files.h"
#include "store/verify_child.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct verifier {
    const char *path;
    struct manifest manifest;
    struct segment_list list;
    verify_tell tell;
    void *context;
    struct verify_result result;
};

static enum status tell(struct verifier *verifier, bool is_damage,
                        const char *path, const char *text, struct error *err)
{
    const struct finding finding = {is_damage, path, text};
    if (is_damage)
        verifier->result.n_damages++;
    else
        verifier->result.n_remarks++;
    return verifier->tell(verifier->context, &finding, err);
}

/* ---- files */

static enum status check_file(struct verifier *verifier, const char *path,
                              const struct kept_file *file, struct error *err)
{
    struct kept_file found;
    struct error reason = ERROR_INIT;
    char text[128];
    memset(&found, 0, sizeof found);
    enum status status = kept_file_measure(path, false, &found, &reason);
    if (status == STATUS_NOT_FOUND)
        return tell(verifier, true, path, "it is missing", err);
    if (status != STATUS_OK)
        return tell(verifier, true, path, reason.message, err);
    verifier->result.n_bytes += found.n_bytes;
    if (found.n_bytes != file->n_bytes) {
        (void)snprintf(text, sizeof text, "it has %llu bytes, not %llu",
                       (unsigned long long)found.n_bytes,
                       (unsigned long long)file->n_bytes);
        return tell(verifier, true, path, text, err);
    }
    if (!checksum128_equal(found.checksum, file->checksum))
        return tell(verifier, true, path,
                    "its checksum is not that of the manifest", err);
    return STATUS_OK;
}

static bool is_file_of(const struct segment_entry *entry, const char *name)
{
    for (size_t i = 0; i < entry->n_files; i++)
        if (strcmp(entry->files[i].name, name) == 0)
            return true;
    return false;
}

static bool is_known(const struct segment_list *list, const char *name)
{
    if (strcmp(name, DIRECTORY_MANIFEST) == 0 ||
        strcmp(name, DIRECTORY_LOCK) == 0)
        return true;
    for (size_t i = 0; i < list->n_entries; i++)
        if (strcmp(list->entries[i].name, name) == 0 ||
            strcmp(list->entries[i].dead.name, name) == 0)
            return true;
    for (size_t i = 0; i < list->n_sources; i++)
        if (strcmp(list->sources[i].name, name) == 0)
            return true;
    return strcmp(list->reprints.name, name) == 0;
}

/* What is in a directory besides what the manifest names: of a segment, or of
   the index when entry is NULL. */
static enum status find_unknown(struct verifier *verifier, const char *path,
                                const struct segment_entry *entry,
                                struct error *err)
{
    DIR *dir = opendir(path);
    enum status status = STATUS_OK;
    const struct dirent *found;
    if (!dir) /* then its files were told as missing */
        return STATUS_OK;
    while (status == STATUS_OK && (found = readdir(dir))) {
        const char *name = found->d_name;
        struct str full = STR_INIT;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
            (entry ? is_file_of(entry, name) : is_known(&verifier->list, name)))
            continue;
        directory_join(&full, path, name);
        status = str_status(&full, err);
        if (status == STATUS_OK)
            status = tell(verifier, false, full.bytes,
                          "the manifest does not name it", err);
        str_release(&full);
    }
    closedir(dir);
    return status;
}

static enum status check_files(struct verifier *verifier,
                               const struct segment_entry *entry,
                               struct error *err)
{
    struct str path = STR_INIT;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < entry->n_files; i++) {
        str_reset(&path);
        segment_path(&path, verifier->path, entry, entry->files[i].name);
        status = str_status(&path, err);
        if (status == STATUS_OK)
            status = check_file(verifier, path.bytes, &entry->files[i], err);
    }
    str_reset(&path);
    segment_path(&path, verifier->path, entry, NULL);
    if (status == STATUS_OK)
        status = str_status(&path, err);
    if (status == STATUS_OK)
        status = find_unknown(verifier, path.bytes, entry, err);
    str_release(&path);
    return status;
}

/* The list of the dead: its bytes, and whether it says what the manifest
   does. */
static enum status check_dead(struct verifier *verifier,
                              const struct segment_entry *entry,
                              struct dead_set *dead, struct error *err)
{
    struct str path = STR_INIT;
    struct error reason = ERROR_INIT;
    dead_init(dead, entry->first_docid, entry->last_docid);
    if (!*entry->dead.name)
        return STATUS_OK;
    directory_join(&path, verifier->path, entry->dead.name);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = check_file(verifier, path.bytes, &entry->dead, err);
    if (status == STATUS_OK &&
        segment_read_dead(verifier->path, entry, dead, &reason) != STATUS_OK)
        status = tell(verifier, true, path.bytes, reason.message, err);
    else if (status == STATUS_OK &&
             entry->last_docid - entry->first_docid + 1 - dead->n_dead !=
                 entry->n_articles)
        status = tell(verifier, true, path.bytes,
                      "its count is not that of the manifest", err);
    str_release(&path);
    return status;
}

/* ---- the tables */

struct teller {
    struct verifier *verifier;
    const char *path;
};

static enum status tell_of_tables(void *context, const char *text,
                                  struct error *err)
{
    const struct teller *teller = context;
    return tell(teller->verifier, true, teller->path, text, err);
}

static enum status check_segment(struct verifier *verifier,
                                 const struct segment_entry *entry,
                                 struct error *err)
{
    struct str path = STR_INIT;
    struct dead_set dead;
    enum status status = check_files(verifier, entry, err);
    dead_init(&dead, 1, 0);
    if (status == STATUS_OK)
        status = check_dead(verifier, entry, &dead, err);
    segment_path(&path, verifier->path, entry, NULL);
    if (status == STATUS_OK)
        status = str_status(&path, err);
    /* With a wrong version file Xapian's checker, which opens tables to write
       as well, would empty one. That the file is wrong has been told. */
    bool is_safe =
        status == STATUS_OK &&
        segment_check_version(verifier->path, entry, NULL) == STATUS_OK;
    if (is_safe) {
        struct teller teller = {verifier, path.bytes};
        status = verify_in_child(path.bytes, entry, &dead, tell_of_tables,
                                 &teller, err);
    }
    verifier->result.n_articles += entry->n_articles;
    dead_release(&dead);
    str_release(&path);
    return status;
}

static enum status check_sources(struct verifier *verifier, struct error *err)
{
    struct str path = STR_INIT;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < verifier->list.n_sources;
         i++) {
        str_reset(&path);
        directory_join(&path, verifier->path, verifier->list.sources[i].name);
        status = str_status(&path, err);
        if (status == STATUS_OK)
            status = check_file(verifier, path.bytes,
                                &verifier->list.sources[i], err);
    }
    str_release(&path);
    return status;
}

/* Its bytes, and whether they say anything. */
static enum status check_reprints(struct verifier *verifier, struct error *err)
{
    const struct kept_file *file = &verifier->list.reprints;
    CLEANUP(str_release) struct str path = STR_INIT;
    CLEANUP(group_table_release) struct group_table table = GROUP_TABLE_INIT;
    struct error reason = ERROR_INIT;
    if (!*file->name)
        return STATUS_OK;
    directory_join(&path, verifier->path, file->name);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = check_file(verifier, path.bytes, file, err);
    if (status != STATUS_OK)
        return status;
    status = group_table_read(verifier->path, file, &table, &reason);
    /* What check_file() has told is not told again. */
    if (status != STATUS_OK && status != STATUS_NOT_FOUND &&
        status != STATUS_CORRUPT)
        return tell(verifier, true, path.bytes, reason.message, err);
    return STATUS_OK;
}

static enum status check_all(struct verifier *verifier, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < verifier->list.n_entries; i++)
        status = check_segment(verifier, &verifier->list.entries[i], err);
    if (status == STATUS_OK)
        status = check_sources(verifier, err);
    if (status == STATUS_OK)
        status = check_reprints(verifier, err);
    if (status == STATUS_OK)
        status = find_unknown(verifier, verifier->path, NULL, err);
    return status;
}

enum status index_verify(const char *path, verify_tell tell_one, void *context,
                         struct verify_result *ret_result, struct error *err)
{
    struct verifier verifier;
    struct error reason = ERROR_INIT;
    memset(&verifier, 0, sizeof verifier);
    verifier.path = path;
    verifier.tell = tell_one;
    verifier.context = context;
    enum status status =
        manifest_read(path, &verifier.manifest, &verifier.list, &reason);
    if (status == STATUS_OK) {
        status = check_all(&verifier, err);
    } else if (status == STATUS_CORRUPT) {
        status = tell(&verifier, true, path, reason.message, err);
    } else if (err) {
        *err = reason;
    }
    *ret_result = verifier.result;
    segment_list_release(&verifier.list);
    return status;
}
