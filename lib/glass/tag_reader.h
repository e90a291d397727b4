/*
 * What a finished database has of each document, read at the speed of ISA-L:
 * its data, or its list of terms (termlist.h). A long one takes a quarter of
 * the time that Xapian needs, which inflates with zlib. doc/glass.md,
 * "Tables", has the layout.
 *
 * Only for databases that were written front to back and not changed since,
 * as all segments are. Whoever cannot be served here asks Xapian; nothing is
 * trusted, but only what the document's own checksum tells is known to be
 * right.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_TAG_READER_H
#define LEDE_GLASS_TAG_READER_H

#include "base/str.h"
#include "glass/deflate.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Longest tag that is read. */
#define TAG_READER_MAX_BYTES ((size_t)256 << 20)

struct tag_reader;

/* Opens the file, and keeps it open. STATUS_NOT_FOUND: this cannot be read
   here. owned by the caller; release with tag_reader_free() */
MUST_CHECK enum status tag_reader_open(const char *folder, enum tag_kind kind,
                                       struct tag_reader **ret_reader,
                                       struct error *err);
void tag_reader_free(struct tag_reader *reader);

/* Of a document; borrowed until the next call. STATUS_NOT_FOUND: it has none;
   _CORRUPT: it does not read as it was written. */
MUST_CHECK enum status tag_reader_find(struct tag_reader *reader,
                                       uint32_t docid, struct str_span *ret_tag,
                                       struct error *err);

#ifdef __cplusplus
}
#endif

#endif
