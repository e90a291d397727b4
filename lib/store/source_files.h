/*
 * The catalogue of sources: from which files the articles came. The store
 * keeps its parts beside the segments, checksummed, and switches them with the
 * manifest, so that a crash cannot separate the two; what is in them is the
 * indexer's (indexer/source_form.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SOURCE_FILES_H
#define LEDE_STORE_SOURCE_FILES_H

#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Ten million files of one article each. */
#define SOURCES_MAX_BYTES ((size_t)2 << 30)

/* Appends the bytes of one part. STATUS_NOT_FOUND: it is missing, perhaps
   because the index was written meanwhile; STATUS_CORRUPT: it is not what was
   written. */
MUST_CHECK enum status source_file_read(const char *index_path,
                                        const struct kept_file *part,
                                        struct str *out, struct error *err);

/* For the writer: makes the part of revision, synced; its name is not. */
MUST_CHECK enum status source_file_write(const char *index_path,
                                         uint64_t revision,
                                         struct str_span bytes,
                                         struct kept_file *ret_part,
                                         struct error *err);
void source_file_remove(const char *index_path, const struct kept_file *part);

#ifdef __cplusplus
}
#endif

#endif
