/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/manifest.h"

#include "base/file.h"
#include "store/directory.h"
#include "store/manifest_form.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* A segment takes about a thousand; a merged index has some ten. */
#define MANIFEST_MAX_BYTES ((size_t)64 << 20)

/* ---- what to say when there is none */

static enum status say_missing(const char *path, struct error *err)
{
    enum directory_kind kind = DIRECTORY_MISSING;
    enum status status = directory_look(path, &kind, err);
    if (status != STATUS_OK)
        return status;
    switch (kind) {
    case DIRECTORY_MISSING:
        error_set(err, STATUS_NOT_FOUND,
                  "cannot open index '%s': no such directory", path);
        error_hint(err, "make it with `lede-index add -i '%s' PATH`", path);
        break;
    case DIRECTORY_EMPTY:
        error_set(err, STATUS_NOT_FOUND,
                  "cannot open index '%s': the directory is empty", path);
        error_hint(err, "make it with `lede-index add -i '%s' PATH`", path);
        break;
    case DIRECTORY_LEFTOVER:
        error_set(err, STATUS_NOT_FOUND,
                  "cannot open index '%s': its first run is not done", path);
        error_hint(err, "wait for it or run `lede-index add` again");
        break;
    case DIRECTORY_LOST:
        return directory_say_lost(path, err);
    case DIRECTORY_INDEX: /* it came this moment, or is not readable */
    case DIRECTORY_FOREIGN:
        error_set(err, STATUS_NOT_FOUND, "cannot open index '%s': it is %s",
                  path, directory_foreign_name(path));
        error_hint(err, "name a directory that lede-index made, or a new one");
        break;
    }
    return STATUS_NOT_FOUND;
}

static enum status say_corrupt(const char *path, const char *what,
                               struct error *err)
{
    error_set(err, STATUS_CORRUPT, "the manifest of index '%s' is damaged: %s",
              path, what);
    error_hint(err, "restore manifest.json from a copy, or make the index "
                    "anew from the articles");
    return STATUS_CORRUPT;
}

static enum status say_foreign(const char *path, struct error *err)
{
    error_set(err, STATUS_NOT_FOUND,
              "cannot open index '%s': its manifest.json is not lede's", path);
    error_hint(err, "name a directory that lede-index made, or a new one");
    return STATUS_NOT_FOUND;
}

static enum status say_outdated(const char *path, uint32_t format,
                                struct error *err)
{
    error_set(err, STATUS_OUTDATED,
              "index '%s' has format %u, this lede knows %d", path, format,
              INDEX_FORMAT_VERSION);
    error_hint(err, format > INDEX_FORMAT_VERSION
                        ? "use the newer lede that made it"
                        : "build it again from the articles");
    return STATUS_OUTDATED;
}

/* ---- the file */

enum status manifest_read(const char *index_path, struct manifest *ret_manifest,
                          struct segment_list *ret_list, struct error *err)
{
    struct str path = STR_INIT;
    struct str text = STR_INIT;
    struct segment_list list = SEGMENT_LIST_INIT;
    const char *wrong = NULL;
    directory_join(&path, index_path, DIRECTORY_MANIFEST);
    enum status status = str_status(&path, err);
    if (status != STATUS_OK)
        goto out;
    errno = 0;
    status = file_read(path.bytes, MANIFEST_MAX_BYTES, &text, err);
    if (status == STATUS_NOT_FOUND || (status == STATUS_IO && errno == ENOTDIR))
        status = say_missing(index_path, err);
    if (status == STATUS_TOO_BIG)
        status = say_corrupt(index_path, "it is too long", err);
    if (status != STATUS_OK)
        goto out;
    status = manifest_parse(str_view(&text), ret_manifest, &list, &wrong, err);
    if (status == STATUS_CORRUPT)
        status = say_corrupt(index_path, wrong, err);
    if (status == STATUS_NOT_FOUND)
        status = say_foreign(index_path, err);
    if (status == STATUS_OUTDATED)
        status = say_outdated(index_path, ret_manifest->format, err);
    if (status == STATUS_OK && ret_list) {
        *ret_list = list;
        list = (struct segment_list)SEGMENT_LIST_INIT;
    }
out:
    segment_list_release(&list);
    str_release(&text);
    str_release(&path);
    return status;
}

enum status manifest_write(const char *index_path,
                           const struct manifest *manifest,
                           const struct segment_list *list, struct error *err)
{
    struct str path = STR_INIT;
    struct str text = STR_INIT;
    directory_join(&path, index_path, DIRECTORY_MANIFEST);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = manifest_print(manifest, list, &text, err);
    if (status == STATUS_OK)
        status = file_replace(path.bytes, str_view(&text), err);
    str_release(&text);
    str_release(&path);
    return status;
}

enum status manifest_make_uuid(struct manifest *manifest, struct error *err)
{
    unsigned char bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return error_set_errno(err, STATUS_IO, errno,
                               "cannot get random bytes");
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    static const char digits[] = "0123456789abcdef";
    char *out = manifest->uuid;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 0x0f];
    }
    *out = '\0';
    return STATUS_OK;
}

void manifest_stamp(struct manifest *manifest)
{
    time_t now = time(NULL);
    struct tm utc;
    if (!gmtime_r(&now, &utc) ||
        strftime(manifest->updated, sizeof manifest->updated,
                 "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        manifest->updated[0] = '\0';
}
