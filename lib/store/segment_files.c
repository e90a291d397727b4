/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/segment_files.h"

#include "base/file.h"
#include "store/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of every glass database; its readers take no more of it. */
#define VERSION_FILE      "iamglass"
#define VERSION_MAX_BYTES ((size_t)8192)

/* Ten million docids that are dead by turns take 2 bytes a range. */
#define DEAD_MAX_BYTES ((size_t)1 << 30)

void segment_path(struct str *out, const char *index_path,
                  const struct segment_entry *entry, const char *file)
{
    directory_join(out, index_path, entry->name);
    if (file) {
        str_add_char(out, '/');
        str_add_text(out, file);
    }
}

enum status kept_file_measure(const char *path, bool is_to_sync,
                              struct kept_file *file, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return error_set_errno(err,
                               errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO,
                               errno, "cannot open '%s'", path);
    enum status status =
        checksum128_of_file(fd, path, &file->n_bytes, &file->checksum, err);
    if (status == STATUS_OK && is_to_sync && fsync(fd) != 0)
        status =
            error_set_errno(err, STATUS_IO, errno, "cannot sync '%s'", path);
    close(fd);
    return status;
}

/* ---- a segment that is done */

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct kept_file *)a)->name,
                  ((const struct kept_file *)b)->name);
}

void segment_sort_files(struct segment_entry *entry)
{
    qsort(entry->files, entry->n_files, sizeof *entry->files, compare_files);
}

static enum status list_files(DIR *dir, const char *path,
                              struct segment_entry *entry, struct error *err)
{
    const struct dirent *found;
    entry->n_files = 0;
    while ((found = readdir(dir))) {
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
            continue;
        /* The lock of a database that can be changed, which this is not. */
        if (strcmp(found->d_name, "flintlock") == 0) {
            if (unlinkat(dirfd(dir), found->d_name, 0) != 0)
                return error_set_errno(err, STATUS_IO, errno,
                                       "cannot remove '%s/flintlock'", path);
            continue;
        }
        struct kept_file *file = &entry->files[entry->n_files];
        if (entry->n_files == SEGMENT_MAX_FILES ||
            strlen(found->d_name) >= sizeof file->name)
            return error_set(err, STATUS_INTERNAL,
                             "'%s' has files that no segment has", path);
        memset(file, 0, sizeof *file);
        memcpy(file->name, found->d_name, strlen(found->d_name) + 1);
        entry->n_files++;
    }
    segment_sort_files(entry);
    return STATUS_OK;
}

enum status segment_measure(const char *index_path, struct segment_entry *entry,
                            struct error *err)
{
    struct str path = STR_INIT;
    segment_path(&path, index_path, entry, NULL);
    enum status status = str_status(&path, err);
    if (status != STATUS_OK)
        return status;
    DIR *dir = opendir(path.bytes);
    if (dir)
        status = list_files(dir, path.bytes, entry, err);
    else
        status = error_set_errno(err, STATUS_IO, errno, "cannot read '%s'",
                                 path.bytes);
    for (size_t i = 0; status == STATUS_OK && i < entry->n_files; i++) {
        str_reset(&path);
        segment_path(&path, index_path, entry, entry->files[i].name);
        status = str_status(&path, err);
        if (status == STATUS_OK)
            status = kept_file_measure(path.bytes, true, &entry->files[i], err);
    }
    if (status == STATUS_OK && dir && fsync(dirfd(dir)) != 0)
        status = error_set_errno(err, STATUS_IO, errno, "cannot sync '%s'",
                                 path.bytes);
    if (dir)
        closedir(dir);
    str_release(&path);
    return status;
}

static enum status say_damaged(enum status status, const char *path,
                               const char *what, struct error *err)
{
    error_set(err, status, "the index is damaged: '%s' %s", path, what);
    error_hint(err, "make the index anew from the articles");
    return status;
}

static enum status check_size(const char *path, const struct kept_file *file,
                              struct error *err)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return say_damaged(STATUS_NOT_FOUND, path, "is missing", err);
        return error_set_errno(err, STATUS_IO, errno, "cannot open '%s'", path);
    }
    if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size != file->n_bytes)
        return say_damaged(STATUS_CORRUPT, path, "has another size", err);
    return STATUS_OK;
}

enum status segment_check_sizes(const char *index_path,
                                const struct segment_entry *entry,
                                struct error *err)
{
    struct str path = STR_INIT;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < entry->n_files; i++) {
        str_reset(&path);
        segment_path(&path, index_path, entry, entry->files[i].name);
        status = str_status(&path, err);
        if (status == STATUS_OK)
            status = check_size(path.bytes, &entry->files[i], err);
    }
    str_release(&path);
    return status;
}

enum status segment_check_version(const char *index_path,
                                  const struct segment_entry *entry,
                                  struct error *err)
{
    struct str path = STR_INIT;
    struct str bytes = STR_INIT;
    const struct kept_file *file = NULL;
    for (size_t i = 0; i < entry->n_files; i++)
        if (strcmp(entry->files[i].name, VERSION_FILE) == 0)
            file = &entry->files[i];
    segment_path(&path, index_path, entry, VERSION_FILE);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK && !file)
        status = say_damaged(STATUS_CORRUPT, path.bytes,
                             "is not in its manifest", err);
    if (status == STATUS_OK)
        status = file_read(path.bytes, VERSION_MAX_BYTES, &bytes, err);
    if (status == STATUS_TOO_BIG ||
        (status == STATUS_OK &&
         !checksum128_equal(checksum128_of(str_view(&bytes)), file->checksum)))
        status = say_damaged(STATUS_CORRUPT, path.bytes,
                             "is not what was written", err);
    str_release(&bytes);
    str_release(&path);
    return status;
}

/* ---- files beside the segments */

enum status kept_file_read(const char *index_path, const struct kept_file *file,
                           size_t max_bytes, struct str *out, struct error *err)
{
    struct str path = STR_INIT;
    struct str bytes = STR_INIT;
    str_init(&bytes, max_bytes);
    directory_join(&path, index_path, file->name);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = file_read(path.bytes, max_bytes, &bytes, err);
    if (status == STATUS_OK &&
        (bytes.n_bytes != file->n_bytes ||
         !checksum128_equal(checksum128_of(str_view(&bytes)), file->checksum)))
        status = say_damaged(STATUS_CORRUPT, path.bytes,
                             "is not what was written", err);
    if (status == STATUS_OK) {
        str_add_span(out, str_view(&bytes));
        status = str_status(out, err);
    }
    str_release(&bytes);
    str_release(&path);
    return status;
}

enum status kept_file_write(const char *index_path, const char *prefix,
                            uint64_t revision, struct str_span bytes,
                            struct kept_file *ret_file, struct error *err)
{
    struct str path = STR_INIT;
    memset(ret_file, 0, sizeof *ret_file);
    (void)snprintf(ret_file->name, sizeof ret_file->name, "%s%06llu", prefix,
                   (unsigned long long)revision);
    ret_file->n_bytes = bytes.n_bytes;
    ret_file->checksum = checksum128_of(bytes);
    directory_join(&path, index_path, ret_file->name);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = file_write_synced(path.bytes, bytes, err);
    str_release(&path);
    return status;
}

/* ---- the dead */

enum status segment_read_dead(const char *index_path,
                              const struct segment_entry *entry,
                              struct dead_set *ret_dead, struct error *err)
{
    struct str path = STR_INIT;
    struct str bytes = STR_INIT;
    dead_init(ret_dead, entry->first_docid, entry->last_docid);
    if (!*entry->dead.name)
        return STATUS_OK;
    directory_join(&path, index_path, entry->dead.name);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = check_size(path.bytes, &entry->dead, err);
    if (status == STATUS_OK)
        status = file_read(path.bytes, DEAD_MAX_BYTES, &bytes, err);
    if (status == STATUS_OK)
        status = dead_decode(str_view(&bytes), ret_dead, err);
    if (status == STATUS_CORRUPT)
        status =
            say_damaged(status, path.bytes, "is not what was written", err);
    str_release(&bytes);
    str_release(&path);
    return status;
}

enum status segment_write_dead(const char *index_path, uint64_t revision,
                               const struct dead_set *dead,
                               struct segment_entry *entry, struct error *err)
{
    struct str path = STR_INIT;
    struct str bytes = STR_INIT;
    struct kept_file file;
    memset(&file, 0, sizeof file);
    int n = snprintf(file.name, sizeof file.name, "%s.dead-%06llu", entry->name,
                     (unsigned long long)revision);
    if (n < 0 || (size_t)n >= sizeof file.name)
        return error_set(err, STATUS_INTERNAL, "the index has too many runs");
    directory_join(&path, index_path, file.name);
    dead_encode(dead, &bytes);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = str_status(&bytes, err);
    if (status == STATUS_OK)
        status = file_write_synced(path.bytes, str_view(&bytes), err);
    if (status == STATUS_OK) {
        file.n_bytes = bytes.n_bytes;
        file.checksum = checksum128_of(str_view(&bytes));
        entry->dead = file;
        entry->n_articles =
            entry->last_docid - entry->first_docid + 1 - dead->n_dead;
    }
    str_release(&bytes);
    str_release(&path);
    return status;
}
