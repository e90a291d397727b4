/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/manifest.h"

#include "base/file.h"
#include "store/directory.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* Ours has some 300 bytes; a segment list of the future some thousands. */
#define MANIFEST_MAX_BYTES ((size_t)1 << 20)
#define PROGRAM            "lede"

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

/* ---- reading */

static bool get_number(const json_t *root, const char *key, uint64_t max,
                       uint64_t *ret_number)
{
    const json_t *value = json_object_get(root, key);
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 0 || (uint64_t)number > max)
        return false;
    *ret_number = (uint64_t)number;
    return true;
}

static bool get_text(const json_t *root, const char *key, char *ret_text,
                     size_t n_room)
{
    const char *text = json_string_value(json_object_get(root, key));
    if (!text || strlen(text) >= n_room)
        return false;
    memcpy(ret_text, text, strlen(text) + 1);
    return true;
}

/* The name of the member that is missing or wrong; NULL if all are good. */
static const char *get_members(const json_t *root, struct manifest *manifest)
{
    uint64_t analysis;
    if (!get_number(root, "analysis", UINT32_MAX, &analysis))
        return "analysis";
    manifest->analysis = (uint32_t)analysis;
    if (!get_number(root, "revision", INT64_MAX - 1, &manifest->revision))
        return "revision";

    const struct {
        const char *key;
        char *text;
        size_t n_room;
    } texts[] = {
        {"language", manifest->language, sizeof manifest->language},
        {"versions", manifest->versions, sizeof manifest->versions},
        {"uuid", manifest->uuid, sizeof manifest->uuid},
        {"updated", manifest->updated, sizeof manifest->updated},
        {"segment", manifest->segment, sizeof manifest->segment},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (!get_text(root, texts[i].key, texts[i].text, texts[i].n_room))
            return texts[i].key;
    /* It becomes part of a path: nothing but the name of a segment will do. */
    return directory_is_segment(manifest->segment) ? NULL : "segment";
}

static enum status read_json(const char *path, const json_t *root,
                             struct manifest *ret_manifest, struct error *err)
{
    const char *program = json_string_value(json_object_get(root, "program"));
    if (!program || strcmp(program, PROGRAM) != 0) {
        error_set(err, STATUS_NOT_FOUND,
                  "cannot open index '%s': its manifest.json is not lede's",
                  path);
        error_hint(err, "name a directory that lede-index made, or a new one");
        return STATUS_NOT_FOUND;
    }
    uint64_t format;
    if (!get_number(root, "format", UINT32_MAX, &format) || format == 0)
        return say_corrupt(path, "format", err);
    if (format > INDEX_FORMAT_VERSION) {
        error_set(err, STATUS_OUTDATED,
                  "index '%s' has format %llu, this lede knows up to %d", path,
                  (unsigned long long)format, INDEX_FORMAT_VERSION);
        error_hint(err, "use the newer lede that made it");
        return STATUS_OUTDATED;
    }
    struct manifest manifest;
    memset(&manifest, 0, sizeof manifest);
    manifest.format = (uint32_t)format;
    const char *wrong = get_members(root, &manifest);
    if (wrong)
        return say_corrupt(path, wrong, err);
    *ret_manifest = manifest;
    return STATUS_OK;
}

enum status manifest_read(const char *index_path, struct manifest *ret_manifest,
                          struct error *err)
{
    struct str path = STR_INIT;
    struct str text = STR_INIT;
    json_t *root = NULL;
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
    json_error_t reason;
    struct str_span view = str_view(&text);
    root =
        json_loadb(view.bytes, view.n_bytes, JSON_REJECT_DUPLICATES, &reason);
    status = json_is_object(root)
                 ? read_json(index_path, root, ret_manifest, err)
                 : say_corrupt(index_path, "no JSON", err);
out:
    json_decref(root);
    str_release(&text);
    str_release(&path);
    return status;
}

/* ---- writing */

static int add_bytes(const char *bytes, size_t n_bytes, void *out)
{
    str_add(out, bytes, n_bytes);
    return 0;
}

static enum status print_json(const struct manifest *manifest, struct str *out,
                              struct error *err)
{
    json_t *root = json_pack(
        "{ss si si ss ss ss sI ss ss}", "program", PROGRAM, "format",
        (int)manifest->format, "analysis", (int)manifest->analysis, "language",
        manifest->language, "versions", manifest->versions, "uuid",
        manifest->uuid, "revision", (json_int_t)manifest->revision, "updated",
        manifest->updated, "segment", manifest->segment);
    if (!root)
        return error_set(err, STATUS_INTERNAL,
                         "the manifest's settings are not UTF-8");
    int result = json_dump_callback(root, add_bytes, out,
                                    JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    json_decref(root);
    str_add_char(out, '\n');
    if (result != 0)
        return error_no_memory(err);
    return str_status(out, err);
}

enum status manifest_write(const char *index_path,
                           const struct manifest *manifest, struct error *err)
{
    struct str path = STR_INIT;
    struct str text = STR_INIT;
    directory_join(&path, index_path, DIRECTORY_MANIFEST);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = print_json(manifest, &text, err);
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
