/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_line.h"

#include "searcher/query.h"

#include <errno.h>
#include <string.h>

/* Name, tab, query, and one byte too many; three more, because a character
   that is cut through is left out. */
#define KEPT_MAX_BYTES (QUERY_NAME_MAX_BYTES + 1 + QUERY_MAX_BYTES + 1 + 3)

/* Whether there was a line; *ret_is_cut: it was longer than what is kept. */
static bool read_line(FILE *file, struct str *buffer, bool *ret_is_cut)
{
    int byte = getc(file);
    bool is_there = byte != EOF;

    str_reset(buffer);
    *ret_is_cut = false;
    for (; byte != EOF && byte != '\n'; byte = getc(file)) {
        if (buffer->n_bytes < KEPT_MAX_BYTES)
            str_add_char(buffer, (char)byte);
        else
            *ret_is_cut = true;
    }
    return is_there;
}

/* Leaves out the last character if it may be cut through. */
static void drop_partial(struct str_span *line)
{
    for (int i = 0; i < 3 && line->n_bytes > 0; i++) {
        unsigned char last = (unsigned char)line->bytes[line->n_bytes - 1];
        if (last < 0x80)
            return;
        line->n_bytes--;
        if (last >= 0xc0)
            return;
    }
}

static void split(struct str_span line, bool is_cut, struct query_line *result)
{
    size_t n_max = line.n_bytes;

    /* Behind a name that is too long, what was kept of the query could be
       a query of its own. */
    if (is_cut)
        n_max = QUERY_NAME_MAX_BYTES + 1;
    const char *tab = memchr(line.bytes, '\t', n_max);
    size_t n_name = tab ? (size_t)(tab - line.bytes) : 0;
    size_t n_skipped = tab ? n_name + 1 : 0;

    result->name = str_span_trim(str_span(line.bytes, n_name));
    result->query = str_span(line.bytes + n_skipped, line.n_bytes - n_skipped);
    /* White space counts, too, or else its end would not be missed. */
    if (!is_cut)
        result->query = str_span_trim(result->query);
    result->is_blank = str_span_trim(line).n_bytes == 0 && !is_cut;
}

enum status query_line_read(FILE *file, const char *name, struct str *buffer,
                            struct query_line *ret_line, struct error *err)
{
    bool is_cut;
    bool is_there = read_line(file, buffer, &is_cut);
    enum status status = str_status(buffer, err);

    if (status != STATUS_OK)
        return status;
    if (ferror(file))
        return error_set_errno(err, STATUS_IO, errno, "cannot read '%s'", name);
    if (!is_there)
        return STATUS_DONE;
    struct str_span line = str_view(buffer);
    if (is_cut)
        drop_partial(&line);
    split(line, is_cut, ret_line);
    return STATUS_OK;
}
