/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/segment_entries.h"

#include "base/file.h"
#include "glass/version.h"

/* Some 130 bytes as a rule; Xapian's readers take no more than 256. */
#define VERSION_FILE_MAX_BYTES ((size_t)4096)

enum status segment_entries_read(const char *path,
                                 struct segment_entries *ret_entries,
                                 struct error *err)
{
    CLEANUP(str_release) struct str name = STR_INIT;
    CLEANUP(str_release) struct str bytes = STR_INIT;
    uint64_t n_entries[N_TABLE_KINDS] = {0};
    str_add_format(&name, "%s/" VERSION_FILE_NAME, path);
    enum status status = str_status(&name, err);
    if (status == STATUS_OK)
        status = file_read(name.bytes, VERSION_FILE_MAX_BYTES, &bytes, err);
    if (status == STATUS_OK)
        status = version_read_entries(str_view(&bytes), n_entries, err);
    ret_entries->n_records = n_entries[TABLE_DOCDATA];
    ret_entries->n_termlists = n_entries[TABLE_TERMLIST];
    ret_entries->n_positions = n_entries[TABLE_POSITION];
    return status;
}

enum status segment_entries_check(const struct segment_entries *made,
                                  const struct segment_entries *sources,
                                  size_t n_sources, struct error *err)
{
    struct segment_entries sum = {0, 0, 0};
    for (size_t i = 0; i < n_sources; i++) {
        sum.n_records += sources[i].n_records;
        sum.n_termlists += sources[i].n_termlists;
        sum.n_positions += sources[i].n_positions;
    }
    if (made->n_records == sum.n_records &&
        made->n_termlists == sum.n_termlists &&
        made->n_positions == sum.n_positions)
        return STATUS_OK;
    return error_set(err, STATUS_IO,
                     "segments could not be read whole: of %llu records, %llu "
                     "term lists and %llu positions came %llu, %llu and %llu",
                     (unsigned long long)sum.n_records,
                     (unsigned long long)sum.n_termlists,
                     (unsigned long long)sum.n_positions,
                     (unsigned long long)made->n_records,
                     (unsigned long long)made->n_termlists,
                     (unsigned long long)made->n_positions);
}

enum status segment_entries_positions(const char *path, bool has_positions,
                                      struct error *err)
{
    struct segment_entries entries;
    enum status status = segment_entries_read(path, &entries, err);
    if (status == STATUS_OK && entries.n_positions > 0 && !has_positions)
        return error_set(err, STATUS_IO, "cannot read the positions of '%s'",
                         path);
    return status;
}
