/*
 * Walking by fts(3), physically: it holds against loops, depth and long
 * paths.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/walk.h"

#include "store/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

static int compare_names(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static enum status tell(struct walk *walk, const char *path, const char *reason,
                        struct error *err)
{
    if (walk->skip == NULL)
        return STATUS_OK;
    return walk->skip(walk->context, path, reason, err);
}

static enum status tell_errno(struct walk *walk, const char *path,
                              const char *what, int errno_value,
                              struct error *err)
{
    struct error reason = ERROR_INIT;

    (void)error_set_errno(&reason, STATUS_IO, errno_value, "%s", what);
    return tell(walk, path, reason.message, err);
}

static enum status take(struct walk *walk, const char *path,
                        const char *relative, const struct stat *target,
                        struct error *err)
{
    struct walk_file file = {path, relative, (uint64_t)target->st_size,
                             (int64_t)target->st_mtim.tv_sec * 1000000000 +
                                 target->st_mtim.tv_nsec};

    return walk->file(walk->context, &file, err);
}

static enum status take_link(struct walk *walk, const char *path,
                             const char *relative, struct error *err)
{
    struct stat target;

    if (stat(path, &target) != 0)
        return tell_errno(walk, path, "symbolic link that leads nowhere", errno,
                          err);
    if (S_ISDIR(target.st_mode))
        return tell(walk, path,
                    "symbolic link to a directory: not followed (name it to "
                    "have it read)",
                    err);
    if (!S_ISREG(target.st_mode))
        return tell(walk, path, "not a regular file", err);
    return take(walk, path, relative, &target, err);
}

/* What path/name is; false: it is not there. */
static bool look_at(const char *path, const char *name, struct stat *ret_entry)
{
    CLEANUP(str_release) struct str whole = STR_INIT;

    directory_join(&whole, path, name);
    return str_status(&whole, NULL) == STATUS_OK &&
           lstat(whole.bytes, ret_entry) == 0;
}

static bool has_entry(const char *path, const char *name)
{
    struct stat entry;

    return look_at(path, name, &entry);
}

static bool has_segment(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    bool has = false;

    if (directory == NULL)
        return false;
    while (!has && (entry = readdir(directory)) != NULL)
        has = directory_is_segment(entry->d_name);
    (void)closedir(directory);
    return has;
}

/* An index has a lock and segments, and a manifest unless its first run goes
   on or was killed; then it has nothing else. */
static bool is_index(const struct walk *walk, const char *path,
                     const struct stat *status)
{
    enum directory_kind kind = DIRECTORY_FOREIGN;
    struct stat own;

    if (walk->index != NULL && stat(walk->index, &own) == 0 &&
        own.st_dev == status->st_dev && own.st_ino == status->st_ino)
        return true;
    return has_entry(path, DIRECTORY_LOCK) && has_segment(path) &&
           directory_look(path, &kind, NULL) == STATUS_OK &&
           (kind == DIRECTORY_INDEX || kind == DIRECTORY_LEFTOVER ||
            kind == DIRECTORY_LOST);
}

static bool has_folder(const char *path, const char *name)
{
    struct stat entry;

    return look_at(path, name, &entry) && S_ISDIR(entry.st_mode);
}

/* A folder of mail as qmail defined it; its folders of the same kind have names
   that begin with a dot (Maildir++). */
static bool is_maildir(const char *path)
{
    return has_folder(path, "cur") && has_folder(path, "new") &&
           has_folder(path, "tmp");
}

/* Set for a directory that is a Maildir, so that its entries know. */
#define IN_MAILDIR 1

/* Notes that programs keep beside mail are none, nor is what is on its way. A
   folder that can't be read is told. */
static bool is_left_out_of_maildir(const FTSENT *entry)
{
    if (entry->fts_info == FTS_F)
        return true;
    if (entry->fts_name[0] == '.')
        return !is_maildir(entry->fts_accpath);
    return strcmp(entry->fts_name, "tmp") == 0;
}

static bool is_left_out(const FTSENT *entry)
{
    if (entry->fts_level == 0)
        return false;
    return entry->fts_parent->fts_number == IN_MAILDIR
               ? is_left_out_of_maildir(entry)
               : entry->fts_name[0] == '.';
}

static enum status visit(struct walk *walk, const FTSENT *entry, size_t n_root,
                         struct error *err)
{
    const char *relative = entry->fts_path + n_root;

    while (*relative == '/')
        relative++;
    switch (entry->fts_info) {
    case FTS_D:
    case FTS_DP:
        return STATUS_OK;
    case FTS_F:
        return take(walk, entry->fts_path, relative, entry->fts_statp, err);
    case FTS_SL:
    case FTS_SLNONE:
        return take_link(walk, entry->fts_path, relative, err);
    case FTS_DNR:
        return tell_errno(walk, entry->fts_path, "directory cannot be read",
                          entry->fts_errno, err);
    case FTS_NS:
    case FTS_ERR:
        return tell_errno(walk, entry->fts_path, "cannot be examined",
                          entry->fts_errno, err);
    case FTS_DC:
        return tell(walk, entry->fts_path, "directory that contains itself",
                    err);
    default:
        return tell(walk, entry->fts_path, "not a regular file", err);
    }
}

static enum status walk_directory(struct walk *walk, const char *operand,
                                  struct error *err)
{
    char *const paths[] = {(char *)operand, NULL};
    enum status status = STATUS_OK;
    FTSENT *entry;
    FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR,
                        compare_names);

    if (fts == NULL)
        return error_no_memory(err);
    while (status == STATUS_OK && (errno = 0, entry = fts_read(fts)) != NULL) {
        if (is_left_out(entry)) {
            walk->n_hidden += entry->fts_info != FTS_DP;
            (void)fts_set(fts, entry, FTS_SKIP);
            continue;
        }
        if (entry->fts_info == FTS_D &&
            is_index(walk, entry->fts_accpath, entry->fts_statp)) {
            (void)fts_set(fts, entry, FTS_SKIP);
            if (entry->fts_level > 0)
                walk->n_hidden++;
            else
                status = tell(walk, operand, "an index, not an archive", err);
            continue;
        }
        if (entry->fts_info == FTS_D && is_maildir(entry->fts_accpath))
            entry->fts_number = IN_MAILDIR;
        status = visit(walk, entry, strlen(operand), err);
    }
    if (status == STATUS_OK && errno != 0)
        status =
            tell_errno(walk, operand, "directory cannot be read", errno, err);
    (void)fts_close(fts);
    return status;
}

enum status walk_operand(struct walk *walk, const char *operand,
                         struct error *err)
{
    struct stat target;

    memset(&target, 0, sizeof(target));
    if (strcmp(operand, "-") == 0)
        return take(walk, operand, operand, &target, err);
    if (stat(operand, &target) != 0)
        return tell_errno(walk, operand, "cannot be examined", errno, err);
    if (S_ISDIR(target.st_mode))
        return walk_directory(walk, operand, err);
    if (!S_ISREG(target.st_mode))
        return tell(walk, operand, "not a regular file", err);
    return take(walk, operand, operand, &target, err);
}
