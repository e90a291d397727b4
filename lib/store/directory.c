/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/directory.h"

#include "base/file.h"
#include "store/columns.h"
#include "store/lexicon.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEGMENT_PREFIX "seg-"
#define DEAD_INFIX     ".dead-"
#define VERSION_FILE   "iamglass"
#define MANIFEST_TMP   DIRECTORY_MANIFEST ".tmp"

void directory_join(struct str *out, const char *path, const char *name)
{
    str_add_text(out, path);
    if (out->n_bytes > 0 && out->bytes[out->n_bytes - 1] != '/')
        str_add_char(out, '/');
    str_add_text(out, name);
}

/* The prefix, six or more digits, and no more. */
static bool is_numbered(const char *name, const char *prefix)
{
    size_t n_prefix = strlen(prefix);
    if (strncmp(name, prefix, n_prefix) != 0)
        return false;
    size_t n_digits = strspn(name + n_prefix, "0123456789");
    return n_digits >= 6 && name[n_prefix + n_digits] == '\0';
}

bool directory_is_segment(const char *name)
{
    return is_numbered(name, SEGMENT_PREFIX);
}

bool directory_is_sources(const char *name)
{
    return is_numbered(name, DIRECTORY_SOURCES);
}

bool directory_is_reprints(const char *name)
{
    return is_numbered(name, DIRECTORY_REPRINTS);
}

bool directory_is_dead_list(const char *name)
{
    char segment[64];
    size_t n_bytes = strcspn(name, ".");
    if (n_bytes >= sizeof segment ||
        strncmp(name + n_bytes, DEAD_INFIX, strlen(DEAD_INFIX)) != 0)
        return false;
    memcpy(segment, name, n_bytes);
    segment[n_bytes] = '\0';
    const char *digits = name + n_bytes + strlen(DEAD_INFIX);
    size_t n_digits = strspn(digits, "0123456789");
    return directory_is_segment(segment) && n_digits >= 6 &&
           digits[n_digits] == '\0';
}

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* ---- whose it is */

/* The names that Xapian's glass backend gives its files, and ours. */
static bool is_segment_file(const char *name)
{
    static const char *const names[] = {
        "iamglass",       "flintlock",      "v.tmp",         "iamglass.tmp",
        "spill.tmp",      "postlist.glass", "docdata.glass", "termlist.glass",
        "position.glass", "spelling.glass", "synonym.glass", LEXICON_FILE,
        COLUMNS_FILE,
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Whether all that is in the directory name of fd is a segment's. */
static bool has_only_segment(int fd, const char *name)
{
    int inner_fd =
        openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = inner_fd >= 0 ? fdopendir(inner_fd) : NULL;
    if (!dir) {
        if (inner_fd >= 0)
            close(inner_fd);
        return false;
    }
    bool is_known = true;
    const struct dirent *entry;
    while (is_known && (entry = readdir(dir)))
        is_known = is_dot(entry->d_name) || is_segment_file(entry->d_name);
    closedir(dir);
    return is_known;
}

static bool is_first_run(const char *name)
{
    return strcmp(name, DIRECTORY_FIRST_RUN) == 0;
}

/* A file of ours beside the manifest; also one that is not renamed yet. */
static bool is_loose_file(const char *name)
{
    char stem[64];
    size_t n_bytes = strlen(name);
    if (strcmp(name, MANIFEST_TMP) == 0 ||
        strcmp(name, DIRECTORY_OLD_MANIFEST) == 0 || is_first_run(name) ||
        directory_is_dead_list(name) || directory_is_sources(name) ||
        directory_is_reprints(name))
        return true;
    if (n_bytes <= 4 || n_bytes - 4 >= sizeof stem ||
        strcmp(name + n_bytes - 4, ".tmp") != 0)
        return false;
    memcpy(stem, name, n_bytes - 4);
    stem[n_bytes - 4] = '\0';
    return directory_is_dead_list(stem);
}

static bool is_ours(int fd, const char *name)
{
    if (strcmp(name, DIRECTORY_LOCK) == 0 || is_loose_file(name))
        return true;
    return directory_is_segment(name) && has_only_segment(fd, name);
}

static enum directory_kind kind_of_entries(DIR *dir)
{
    enum directory_kind kind = DIRECTORY_EMPTY;
    bool has_segment = false;
    bool has_first_run = false;
    const struct dirent *entry;
    while ((entry = readdir(dir))) {
        if (is_dot(entry->d_name))
            continue;
        if (strcmp(entry->d_name, DIRECTORY_MANIFEST) == 0)
            return DIRECTORY_INDEX;
        has_segment = has_segment || directory_is_segment(entry->d_name);
        has_first_run = has_first_run || is_first_run(entry->d_name);
        if (!is_ours(dirfd(dir), entry->d_name))
            kind = DIRECTORY_FOREIGN;
        else if (kind == DIRECTORY_EMPTY)
            kind = DIRECTORY_LEFTOVER;
    }
    if (kind == DIRECTORY_LEFTOVER && has_segment && !has_first_run)
        kind = DIRECTORY_LOST;
    return kind;
}

enum status directory_look(const char *path, enum directory_kind *ret_kind,
                           struct error *err)
{
    DIR *dir = opendir(path);
    if (!dir && errno == ENOENT) {
        *ret_kind = DIRECTORY_MISSING;
        return STATUS_OK;
    }
    if (!dir && errno == ENOTDIR) {
        struct stat st;
        /* A file above it, or it is a file itself. */
        if (stat(path, &st) != 0)
            return error_set_errno(err, STATUS_IO, errno,
                                   "cannot open index '%s'", path);
        *ret_kind = DIRECTORY_FOREIGN;
        return STATUS_OK;
    }
    if (!dir)
        return error_set_errno(err, STATUS_IO, errno, "cannot open index '%s'",
                               path);
    errno = 0;
    *ret_kind = kind_of_entries(dir);
    int reason = *ret_kind == DIRECTORY_INDEX ? 0 : errno; /* of readdir() */
    closedir(dir);
    if (reason != 0)
        return error_set_errno(err, STATUS_IO, reason, "cannot read index '%s'",
                               path);
    return STATUS_OK;
}

/* ---- what it is instead */

struct mark {
    const char *name; /* in the directory */
    const char *what;
};

/* The first that is there names it; so the programs that stand on Xapian or
   SQLite come before these. */
static const struct mark marks[] = {
    {".notmuch", "a notmuch mail store"},
    {"xapian/iamglass", "a notmuch or mu index"},
    {"recoll.conf", "a Recoll configuration"},
    {"xapiandb", "a Recoll index"},
    {"iamglass", "a Xapian database"},
    {"iamhoney", "a Xapian database"},
    {"iamchert", "an old Xapian database"},
    {"XAPIANDB", "a Xapian stub database"},
    {"segments.gen", "a Lucene index"},
    {"segments_1", "a Lucene index"},
    {"write.lock", "a Lucene index"},
};

static const char *name_of_file(const char *path)
{
    static const char sqlite[] = "SQLite format 3";
    static const char glass[] = "\017\015Xapian Glass";
    char head[sizeof sqlite] = "";
    FILE *file = fopen(path, "re");
    if (!file)
        return "not a directory";
    size_t n_bytes = fread(head, 1, sizeof head, file);
    (void)fclose(file);
    if (n_bytes == sizeof sqlite && memcmp(head, sqlite, sizeof sqlite) == 0)
        return "an SQLite database";
    if (n_bytes >= sizeof glass - 1 &&
        memcmp(head, glass, sizeof glass - 1) == 0)
        return "a Xapian database in one file";
    return "not a directory";
}

/* Lucene names its commits segments_1, segments_2, ... segments_zz. */
static bool has_lucene_segments(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir)
        return false;
    bool is_found = false;
    const struct dirent *entry;
    while (!is_found && (entry = readdir(dir)))
        is_found = strncmp(entry->d_name, "segments_", 9) == 0;
    closedir(dir);
    return is_found;
}

const char *directory_foreign_name(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        return S_ISREG(st.st_mode) ? name_of_file(path) : "not a directory";
    const char *what = NULL;
    for (size_t i = 0; !what && i < sizeof(marks) / sizeof(*marks); i++) {
        struct str name = STR_INIT;
        directory_join(&name, path, marks[i].name);
        if (str_status(&name, NULL) == STATUS_OK &&
            access(name.bytes, F_OK) == 0)
            what = marks[i].what;
        str_release(&name);
    }
    if (!what && has_lucene_segments(path))
        what = "a Lucene index";
    return what ? what : "not a lede index";
}

enum status directory_say_lost(const char *path, struct error *err)
{
    error_set(err, STATUS_CORRUPT,
              "the manifest of index '%s' is missing, but its segments are "
              "there",
              path);
    error_hint(err, "restore manifest.json from a copy, or move the directory "
                    "away and make the index anew from the articles");
    return STATUS_CORRUPT;
}

/* ---- removal */

/* Removes a segment's files of the directory name in fd, then itself. rmdir
   refuses when something else is left in it. */
static int remove_segment(int fd, const char *name)
{
    int inner_fd =
        openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner_fd < 0)
        return -1;
    DIR *dir = fdopendir(inner_fd);
    if (!dir) {
        close(inner_fd);
        return -1;
    }
    (void)unlinkat(inner_fd, VERSION_FILE, 0);
    const struct dirent *entry;
    while ((entry = readdir(dir)))
        if (is_segment_file(entry->d_name))
            (void)unlinkat(inner_fd, entry->d_name, 0);
    closedir(dir);
    return unlinkat(fd, name, AT_REMOVEDIR);
}

enum status directory_remove_index(const char *path, struct error *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return error_set_errno(err, STATUS_IO, errno, "cannot open '%s'", path);
    /* First what makes it an index: without it the rest is a leftover. */
    int result = unlinkat(dirfd(dir), DIRECTORY_MANIFEST, 0);
    enum status status = STATUS_OK;
    if (result != 0 && errno != ENOENT)
        status = error_set_errno(err, STATUS_IO, errno,
                                 "cannot remove the manifest of '%s'", path);
    const struct dirent *entry;
    while (status == STATUS_OK && (entry = readdir(dir))) {
        result = 0;
        if (is_first_run(entry->d_name))
            continue; /* last: see below */
        if (is_loose_file(entry->d_name))
            result = unlinkat(dirfd(dir), entry->d_name, 0);
        else if (directory_is_segment(entry->d_name))
            result = remove_segment(dirfd(dir), entry->d_name);
        if (result != 0)
            status =
                error_set_errno(err, STATUS_IO, errno, "cannot remove '%s/%s'",
                                path, entry->d_name);
    }
    /* As long as a segment is there this says that nothing is lost. */
    if (status == STATUS_OK)
        (void)unlinkat(dirfd(dir), DIRECTORY_FIRST_RUN, 0);
    closedir(dir);
    return status;
}

enum status directory_begin_first_run(const char *path, struct error *err)
{
    struct str name = STR_INIT;
    directory_join(&name, path, DIRECTORY_FIRST_RUN);
    enum status status = str_status(&name, err);
    if (status == STATUS_OK) {
        int fd = open(name.bytes, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0)
            status = error_set_errno(err, STATUS_IO, errno,
                                     "cannot create '%s'", name.bytes);
        else
            close(fd);
    }
    if (status == STATUS_OK)
        status = file_sync_directory(path, err);
    str_release(&name);
    return status;
}

enum status directory_remove_segment(const char *path, const char *name,
                                     struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status status = STATUS_OK;
    if (fd < 0 || remove_segment(fd, name) != 0)
        status = error_set_errno(err, STATUS_IO, errno, "cannot remove '%s/%s'",
                                 path, name);
    if (fd >= 0)
        close(fd);
    return status;
}

static bool is_kept(const struct segment_list *list, const char *name)
{
    for (size_t i = 0; i < list->n_entries; i++)
        if (strcmp(list->entries[i].name, name) == 0 ||
            strcmp(list->entries[i].dead.name, name) == 0)
            return true;
    for (size_t i = 0; i < list->n_sources; i++)
        if (strcmp(list->sources[i].name, name) == 0)
            return true;
    return strcmp(list->reprints.name, name) == 0;
}

void directory_sweep(const char *path, const struct segment_list *list)
{
    DIR *dir = opendir(path);
    if (!dir)
        return;
    const struct dirent *entry;
    while ((entry = readdir(dir))) {
        if (is_kept(list, entry->d_name))
            continue;
        if (is_loose_file(entry->d_name))
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
        else if (directory_is_segment(entry->d_name))
            (void)remove_segment(dirfd(dir), entry->d_name);
    }
    closedir(dir);
}

/* ---- measures */

enum status directory_size(const char *path, uint64_t *ret_n_bytes,
                           struct error *err)
{
    struct str copy = STR_INIT;
    str_add_text(&copy, path);
    enum status status = str_status(&copy, err);
    if (status != STATUS_OK)
        return status;
    char *const roots[] = {copy.bytes, NULL};
    FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    uint64_t n_bytes = 0;
    const FTSENT *entry = NULL;
    /* A file that a writer replaces meanwhile is counted or not. */
    while (fts && (entry = fts_read(fts)))
        if (entry->fts_info == FTS_F && entry->fts_statp->st_size > 0)
            n_bytes += (uint64_t)entry->fts_statp->st_size;
    if (!fts || fts_close(fts) != 0)
        status =
            error_set_errno(err, STATUS_IO, errno, "cannot read '%s'", path);
    else
        *ret_n_bytes = n_bytes;
    str_release(&copy);
    return status;
}

enum status directory_sync_parent(const char *path, struct error *err)
{
    struct str copy = STR_INIT;
    str_add_text(&copy, path);
    enum status status = str_status(&copy, err);
    if (status == STATUS_OK)
        status = file_sync_directory(dirname(copy.bytes), err);
    str_release(&copy);
    return status;
}
