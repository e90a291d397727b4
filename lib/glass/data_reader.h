/*
 * The documents' data of a finished database, read at the speed of ISA-L: a
 * long one takes a quarter of the time that Xapian needs, which inflates with
 * zlib. doc/glass.md, "Tables", has the layout.
 *
 * Only for databases that were written front to back and not changed since,
 * as all segments are. Whoever cannot be served here asks Xapian; nothing is
 * trusted, but only what the document's own checksum tells is known to be
 * right.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_DATA_READER_H
#define LEDE_GLASS_DATA_READER_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Longest data that is read. */
#define DATA_READER_MAX_BYTES ((size_t)256 << 20)

struct data_reader;

/* Opens the file, and keeps it open. STATUS_NOT_FOUND: this cannot be read
   here. owned by the caller; release with data_reader_free() */
MUST_CHECK enum status data_reader_open(const char *folder,
                                        struct data_reader **ret_reader,
                                        struct error *err);
void data_reader_free(struct data_reader *reader);

/* Of a document; borrowed until the next call. STATUS_NOT_FOUND: it has none;
   _CORRUPT: it does not read as it was written. */
MUST_CHECK enum status data_reader_find(struct data_reader *reader,
                                        uint32_t docid,
                                        struct str_span *ret_data,
                                        struct error *err);

#ifdef __cplusplus
}
#endif

#endif
