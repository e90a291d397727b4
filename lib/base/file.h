/*
 * Files read within a ceiling and written so that a crash leaves either the
 * old or the new one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_FILE_H
#define LEDE_BASE_FILE_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Appends all of an open descriptor to str. name is for messages only.
 * STATUS_TOO_BIG when there is more than max_bytes (what was read so far
 * stays in str); STATUS_IO when a read fails. Retries EINTR.
 */
MUST_CHECK enum status file_read_all(int fd, const char *name, size_t max_bytes,
                                     struct str *str, struct error *err);

/* Opens path for reading and appends all of it; STATUS_NOT_FOUND if there is
   no such file. */
MUST_CHECK enum status file_read(const char *path, size_t max_bytes,
                                 struct str *str, struct error *err);

/* Writes a file anew and syncs it, but not its name. On failure some of it may
   be there. */
MUST_CHECK enum status file_write_synced(const char *path,
                                         struct str_span bytes,
                                         struct error *err);

/*
 * Replaces path by bytes: writes path.tmp, syncs it, renames it, syncs the
 * directory. On failure the old file stands and path.tmp is removed.
 */
MUST_CHECK enum status file_replace(const char *path, struct str_span bytes,
                                    struct error *err);

/* Writes all bytes to fd; retries EINTR and short writes. */
MUST_CHECK enum status file_write_all(int fd, const char *name,
                                      struct str_span bytes, struct error *err);

/* fsync of a directory, so that the names in it outlive a power cut. */
MUST_CHECK enum status file_sync_directory(const char *path, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
