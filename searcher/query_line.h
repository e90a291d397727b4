/*
 * The lines of a batch of queries: "QUERY", or "NAME tab QUERY".
 *
 * A line is kept as far as a name and a query can reach; the rest of a longer
 * one is read over. So any file costs no more than one line of the largest
 * size, and what is too long is an error of its own line: its query has more
 * than QUERY_MAX_BYTES, which query_parse() refuses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_LINE_H
#define LEDE_SEARCHER_QUERY_LINE_H

#include "base/str.h"

#include <stdio.h>

/* Longer than any name of a query that people or test collections use. */
#define QUERY_NAME_MAX_BYTES ((size_t)1024)

struct query_line {
    struct str_span name; /* empty: none was given */
    struct str_span query;
    bool is_blank; /* nothing but white space: no query at all */
};

/*
 * Reads the next line. Its spans are in buffer, borrowed until the next call.
 * STATUS_DONE at the end; STATUS_IO, naming name, if file can't be read.
 */
MUST_CHECK enum status query_line_read(FILE *file, const char *name,
                                       struct str *buffer,
                                       struct query_line *ret_line,
                                       struct error *err);

#endif
