/*
 * What many articles at once are asked for, by columns: dates, sources,
 * authors and so on of all documents of a segment, as numbers into a sorted
 * list of the values that there are. Facets and timelines are counted in them;
 * the value slots, from which they are made, would take a hundred times as
 * long.
 *
 * doc/index-format.md has the file. It is dictionary encoding as column stores
 * have it: Abadi, Madden, Ferreira, Integrating Compression and Execution in
 * Column-Oriented Database Systems (2006), 4.2.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_COLUMNS_H
#define LEDE_STORE_COLUMNS_H

#include "store/column_kind.h"
#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In the directory of its segment. */
#define COLUMNS_FILE "columns"

/* ---- writing */

/* Makes the file of the finished segment at path, whose docids are first to
   last, or fills it in if it is there, so that its name could be synced with
   those of the others; it is synced itself. *ret_file tells what it is. */
MUST_CHECK enum status columns_make(const char *segment_path, uint32_t first,
                                    uint32_t last, struct kept_file *ret_file,
                                    struct error *err);

/* ---- reading */

struct columns;

/* One column. */
struct column {
    uint32_t n_values; /* numbered from 1; 0 stands for none */
    /* private: */
    const unsigned char *numbers;
    unsigned n_number_bytes; /* 1, 2 or 4 */
    const unsigned char *ends;
    const char *values;
    size_t n_values_bytes;
};

/* Maps the file of a segment with these docids. STATUS_NOT_FOUND: there is
   none; STATUS_CORRUPT. owned by the caller; release with columns_free() */
MUST_CHECK enum status columns_open(const char *path, uint32_t first,
                                    uint32_t last, struct columns **ret_columns,
                                    struct error *err);
void columns_free(struct columns *columns);

/* A column, borrowed with columns. The first time it is summed up, at some
   GB/s: STATUS_CORRUPT when it is not what was written. */
MUST_CHECK enum status columns_get(struct columns *columns,
                                   enum column_kind kind,
                                   struct column *ret_column,
                                   struct error *err);

/* The number of the value of the document that is i-th from the first docid
   on; over n_values in a file that is none of ours. */
static inline uint32_t column_number(const struct column *column, size_t i)
{
    const unsigned char *at = column->numbers + i * column->n_number_bytes;

    if (column->n_number_bytes == 1)
        return at[0];
    if (column->n_number_bytes == 2)
        return at[0] | (uint32_t)at[1] << 8;
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

/* The value of a number from 1 to n_values; empty if the file is none of ours.
   Values rise by bytes. */
struct str_span column_value(const struct column *column, uint32_t number);

#ifdef __cplusplus
}
#endif

#endif
