/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A zip's table of contents stands at its end. Larger ones are read as they
   come, which is enough for most. */
#define ZIP_MAX_BYTES ((size_t)256 << 20)

struct unpack {
    struct archive *archive;
    struct input *input;
    struct str zip; /* all of one */
    struct str name;
    struct error reason; /* of input, when it failed */
    uint64_t n_in_bytes;
    uint64_t n_out_bytes;
    uint64_t n_files;
    bool is_raw; /* one file without a name */
    bool is_over;
};

static const struct magic {
    struct str_span bytes;
    size_t off_bytes;
    const char *name;
} magics[] = {
    {{"\x1f\x8b\x08", 3}, 0, "gzip"},
    {{"BZh", 3}, 0, "bzip2"},
    {{"\xfd"
      "7zXZ\0",
      6},
     0,
     "xz"},
    {{"\x28\xb5\x2f\xfd", 4}, 0, "zstd"},
    {{"PK\x03\x04", 4}, 0, "zip"},
    {{"PK\x05\x06", 4}, 0, "zip"},
    {{"ustar", 5}, 257, "tar"},
};

const char *unpack_kind(struct str_span head)
{
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        const struct magic *magic = &magics[i];

        if (head.n_bytes >= magic->off_bytes + magic->bytes.n_bytes &&
            memcmp(head.bytes + magic->off_bytes, magic->bytes.bytes,
                   magic->bytes.n_bytes) == 0)
            return magic->name;
    }
    return NULL;
}

/* A libarchive callback. */
static la_ssize_t give(struct archive *archive, void *context,
                       const void **ret_bytes)
{
    struct unpack *unpack = context;
    struct str_span bytes = str_span(NULL, 0);
    enum status status = input_take(unpack->input, &bytes, &unpack->reason);

    *ret_bytes = bytes.bytes;
    if (status == STATUS_DONE)
        return 0;
    if (status != STATUS_OK) {
        archive_set_error(archive, EIO, "%s", unpack->reason.message);
        return -1;
    }
    unpack->n_in_bytes += bytes.n_bytes;
    return (la_ssize_t)bytes.n_bytes;
}

static enum status say_why(struct unpack *unpack, enum status status,
                           struct error *err)
{
    const char *why = archive_error_string(unpack->archive);

    return error_set(err, status, "cannot be unpacked: %s",
                     why != NULL ? why : "damaged");
}

static int support(struct archive *archive)
{
    int (*const calls[])(struct archive *) = {
        archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
        archive_read_support_filter_xz,   archive_read_support_filter_zstd,
        archive_read_support_format_tar,  archive_read_support_format_zip,
        archive_read_support_format_raw,
    };

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        if (calls[i](archive) < ARCHIVE_WARN)
            return ARCHIVE_FATAL;
    return ARCHIVE_OK;
}

static enum status open_archive(struct unpack *unpack, struct error *err)
{
    struct str_span head;
    const char *kind;
    enum status status = input_head(unpack->input, &head, err);
    int result = ARCHIVE_FATAL;

    if (status != STATUS_OK)
        return status;
    kind = unpack_kind(head);
    if (kind != NULL && strcmp(kind, "zip") == 0) {
        status =
            input_read_all(unpack->input, ZIP_MAX_BYTES, &unpack->zip, err);
        if (status != STATUS_OK)
            return status;
        unpack->n_in_bytes = unpack->zip.n_bytes;
        result = archive_read_open_memory(unpack->archive, unpack->zip.bytes,
                                          unpack->zip.n_bytes);
    } else {
        result = archive_read_open(unpack->archive, unpack, NULL, give, NULL);
    }
    if (result < ARCHIVE_WARN)
        return say_why(unpack, STATUS_BAD_TEXT, err);
    /* libarchive unpacks what is packed again without being asked. */
    if (archive_filter_count(unpack->archive) > 2)
        return error_set(err, STATUS_BAD_TEXT, "compressed more than once");
    return STATUS_OK;
}

enum status unpack_open(struct input *input, struct unpack **ret_unpack,
                        struct error *err)
{
    struct unpack *unpack = calloc(1, sizeof(*unpack));
    enum status status = STATUS_NO_MEMORY;

    if (unpack == NULL)
        return error_no_memory(err);
    unpack->input = input;
    str_init(&unpack->name, 0);
    str_init(&unpack->zip, 0);
    unpack->archive = archive_read_new();
    if (unpack->archive != NULL && support(unpack->archive) == ARCHIVE_OK)
        status = open_archive(unpack, err);
    else
        (void)error_no_memory(err);
    if (status == STATUS_OK)
        *ret_unpack = unpack;
    else
        unpack_free(unpack);
    return status;
}

void unpack_free(struct unpack *unpack)
{
    if (unpack == NULL)
        return;
    (void)archive_read_free(unpack->archive);
    str_release(&unpack->zip);
    str_release(&unpack->name);
    free(unpack);
}

/* ---- files */

/* A part that is ".." leads out, wherever it stands; so does "/" in front. */
static bool leads_out(const char *name)
{
    if (name[0] == '/')
        return true;
    for (; name != NULL; name = strchr(name, '/')) {
        name += *name == '/';
        if (name[0] == '.' && name[1] == '.' &&
            (name[2] == '/' || name[2] == '\0'))
            return true;
    }
    return false;
}

/* As walk.h has it for directories. */
static bool is_hidden(const char *name)
{
    if (strncmp(name, "__MACOSX/", 9) == 0)
        return true;
    for (; name != NULL; name = strchr(name, '/')) {
        name += *name == '/';
        if (name[0] == '.' && name[1] != '/' && name[1] != '\0')
            return true;
    }
    return false;
}

static enum status refuse_file(const char *reason, struct error *err)
{
    enum status status = error_set(err, STATUS_BAD_TEXT, "%s", reason);

    if (err != NULL)
        err->offset_bytes = 1;
    return status;
}

static enum status check_name(struct unpack *unpack,
                              struct archive_entry *entry,
                              const char **ret_name, struct error *err)
{
    const char *name = archive_entry_pathname_utf8(entry);

    if (name == NULL)
        name = archive_entry_pathname(entry);
    str_reset(&unpack->name);
    if (name != NULL && name[0] != '\0')
        str_add_text(&unpack->name, name);
    else
        str_add_format(&unpack->name, "%llu",
                       (unsigned long long)unpack->n_files);
    if (str_status(&unpack->name, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    *ret_name = unpack->name.bytes;
    if (unpack->name.n_bytes > UNPACK_MAX_NAME_BYTES) {
        str_truncate(&unpack->name, 80);
        return refuse_file("a name of over 1024 bytes", err);
    }
    if (leads_out(unpack->name.bytes))
        return refuse_file("a name that leads out of the archive", err);
    if (archive_entry_is_encrypted(entry))
        return refuse_file("encrypted", err);
    return STATUS_OK;
}

enum status unpack_next(struct unpack *unpack, const char **ret_name,
                        struct error *err)
{
    struct archive_entry *entry = NULL;

    for (;;) {
        if (unpack->is_over)
            return STATUS_DONE;

        int result = archive_read_next_header(unpack->archive, &entry);

        unpack->is_over = result < ARCHIVE_WARN;
        if (result == ARCHIVE_EOF)
            return STATUS_DONE;
        if (result < ARCHIVE_WARN)
            return say_why(unpack, STATUS_BAD_TEXT, err);
        unpack->is_raw = archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW;
        *ret_name = NULL;
        if (unpack->is_raw)
            return STATUS_OK;
        if (++unpack->n_files > UNPACK_MAX_FILES) {
            unpack->is_over = true;
            return error_set(err, STATUS_TOO_BIG, "over %d files in it",
                             UNPACK_MAX_FILES);
        }
        if (archive_entry_filetype(entry) != AE_IFREG ||
            archive_entry_hardlink(entry) != NULL)
            continue;

        enum status status = check_name(unpack, entry, ret_name, err);

        if (status != STATUS_OK || !is_hidden(*ret_name))
            return status;
    }
}

enum status unpack_read(void *context, char *room, size_t n_room, size_t *ret_n,
                        struct error *err)
{
    struct unpack *unpack = context;
    la_ssize_t n;

    *ret_n = 0;
    if (unpack->is_over)
        return STATUS_OK;
    n = archive_read_data(unpack->archive, room, n_room);
    if (n < 0) {
        unpack->is_over |= n == ARCHIVE_FATAL;
        return say_why(unpack, STATUS_BAD_TEXT, err);
    }
    unpack->n_out_bytes += (uint64_t)n;
    if (unpack->n_out_bytes > UNPACK_FREE_BYTES &&
        unpack->n_out_bytes / UNPACK_MAX_RATIO > unpack->n_in_bytes) {
        unpack->is_over = true;
        return error_set(err, STATUS_TOO_BIG,
                         "unpacks to over %d times its size", UNPACK_MAX_RATIO);
    }
    *ret_n = (size_t)n;
    return STATUS_OK;
}
