/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/source_files.h"

#include "base/file.h"
#include "store/directory.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum status say_damaged(const char *path, struct error *err)
{
    error_set(err, STATUS_CORRUPT,
              "the index is damaged: '%s' is not what was written", path);
    error_hint(err, "`lede-index dump` it and add that to a new index");
    return STATUS_CORRUPT;
}

enum status source_file_read(const char *index_path,
                             const struct kept_file *part, struct str *out,
                             struct error *err)
{
    struct str path = STR_INIT;
    struct str bytes = STR_INIT;
    str_init(&bytes, SOURCES_MAX_BYTES);
    directory_join(&path, index_path, part->name);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = file_read(path.bytes, SOURCES_MAX_BYTES, &bytes, err);
    if (status == STATUS_OK &&
        (bytes.n_bytes != part->n_bytes ||
         !checksum128_equal(checksum128_of(str_view(&bytes)), part->checksum)))
        status = say_damaged(path.bytes, err);
    if (status == STATUS_OK) {
        str_add_span(out, str_view(&bytes));
        status = str_status(out, err);
    }
    str_release(&bytes);
    str_release(&path);
    return status;
}

enum status source_file_write(const char *index_path, uint64_t revision,
                              struct str_span bytes, struct kept_file *ret_part,
                              struct error *err)
{
    struct str path = STR_INIT;
    memset(ret_part, 0, sizeof *ret_part);
    (void)snprintf(ret_part->name, sizeof ret_part->name, "sources-%06llu",
                   (unsigned long long)revision);
    ret_part->n_bytes = bytes.n_bytes;
    ret_part->checksum = checksum128_of(bytes);
    directory_join(&path, index_path, ret_part->name);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = file_write_synced(path.bytes, bytes, err);
    str_release(&path);
    return status;
}

void source_file_remove(const char *index_path, const struct kept_file *part)
{
    struct str path = STR_INIT;
    directory_join(&path, index_path, part->name);
    if (*part->name && str_status(&path, NULL) == STATUS_OK)
        (void)unlink(path.bytes); /* what is left, the next run sweeps */
    str_release(&path);
}
