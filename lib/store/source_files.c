/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/source_files.h"

#include "store/directory.h"
#include "store/segment_files.h"

#include <unistd.h>

enum status source_file_read(const char *index_path,
                             const struct kept_file *part, struct str *out,
                             struct error *err)
{
    enum status status =
        kept_file_read(index_path, part, SOURCES_MAX_BYTES, out, err);
    /* No article is damaged by that. */
    if (status == STATUS_CORRUPT)
        error_hint(err, "`lede-index dump` it and add that to a new index");
    return status;
}

enum status source_file_write(const char *index_path, uint64_t revision,
                              struct str_span bytes, struct kept_file *ret_part,
                              struct error *err)
{
    return kept_file_write(index_path, DIRECTORY_SOURCES, revision, bytes,
                           ret_part, err);
}

void source_file_remove(const char *index_path, const struct kept_file *part)
{
    struct str path = STR_INIT;
    directory_join(&path, index_path, part->name);
    if (*part->name && str_status(&path, NULL) == STATUS_OK)
        (void)unlink(path.bytes); /* what is left, the next run sweeps */
    str_release(&path);
}
