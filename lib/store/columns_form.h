/*
 * The form of a file of columns, for its writer and its reader. See
 * doc/index-format.md, "The columns".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_COLUMNS_FORM_H
#define LEDE_STORE_COLUMNS_FORM_H

#include "store/columns.h"

/* Its name and version. */
#define COLUMNS_MAGIC       "columns\1"
#define COLUMNS_MAGIC_BYTES ((size_t)8)
/* Of a column: bytes of the whole, values, bytes of a number, checksum. */
#define COLUMNS_ROW_BYTES ((size_t)24)
/* The rows; first docid, documents; magic, checksum. */
#define COLUMNS_FOOT_BYTES                                                     \
    (COLUMN_KINDS * COLUMNS_ROW_BYTES + 8 + COLUMNS_MAGIC_BYTES + 8)

/* What the values of a column together may have, and so their ends. */
#define COLUMNS_MAX_VALUES_BYTES ((size_t)UINT32_MAX)

#endif
