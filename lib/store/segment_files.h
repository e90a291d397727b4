/*
 * The files of a segment as the manifest knows them: their sizes and
 * checksums, taken once when they are done, and the list of its dead.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SEGMENT_FILES_H
#define LEDE_STORE_SEGMENT_FILES_H

#include "store/dead.h"
#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Appends the path of a segment's directory, or of a file in it. */
void segment_path(struct str *out, const char *index_path,
                  const struct segment_entry *entry, const char *file);

/* Fills in files: each is read, checksummed and synced; so is the directory
   that holds them. */
MUST_CHECK enum status segment_measure(const char *index_path,
                                       struct segment_entry *entry,
                                       struct error *err);

/* Brings its files into the order that the manifest has them in. */
void segment_sort_files(struct segment_entry *entry);

/* Whether all files are there in the size that they had. Cheap: no byte is
   read. STATUS_NOT_FOUND: one is missing; STATUS_CORRUPT: a size is wrong. */
MUST_CHECK enum status segment_check_sizes(const char *index_path,
                                           const struct segment_entry *entry,
                                           struct error *err);

/* Whether the version file, some hundred bytes, is what was written: Xapian
   (1.4.22) trusts it, and crashes on some that are not. To be asked before a
   segment is opened. STATUS_NOT_FOUND, STATUS_CORRUPT. */
MUST_CHECK enum status segment_check_version(const char *index_path,
                                             const struct segment_entry *entry,
                                             struct error *err);

/* Size and checksum of one file. STATUS_NOT_FOUND, STATUS_IO. */
MUST_CHECK enum status kept_file_measure(const char *path, bool is_to_sync,
                                         struct kept_file *file,
                                         struct error *err);

/*
 * Files that stand beside the segments. Reading appends the bytes:
 * STATUS_NOT_FOUND: it is missing, perhaps because the index was written
 * meanwhile; STATUS_CORRUPT: it is not what was written. Writing makes the
 * file PREFIX-REVISION; it is synced, its name is not.
 */
MUST_CHECK enum status kept_file_read(const char *index_path,
                                      const struct kept_file *file,
                                      size_t max_bytes, struct str *out,
                                      struct error *err);
MUST_CHECK enum status kept_file_write(const char *index_path,
                                       const char *prefix, uint64_t revision,
                                       struct str_span bytes,
                                       struct kept_file *ret_file,
                                       struct error *err);

/* The dead of a segment, none if it has no list. STATUS_NOT_FOUND when the
   file is missing. Release with dead_release(), also on failure. */
MUST_CHECK enum status segment_read_dead(const char *index_path,
                                         const struct segment_entry *entry,
                                         struct dead_set *ret_dead,
                                         struct error *err);
/* Writes the list of revision; entry->dead and n_articles tell of it then.
   The file is synced, its name is not. */
MUST_CHECK enum status segment_write_dead(const char *index_path,
                                          uint64_t revision,
                                          const struct dead_set *dead,
                                          struct segment_entry *entry,
                                          struct error *err);

#ifdef __cplusplus
}
#endif

#endif
