/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/csv_cells.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

static const char *find(struct str_span text, char c)
{
    return text.n_bytes > 0 ? memchr(text.bytes, c, text.n_bytes) : NULL;
}

void csv_cells_release(struct csv_cells *cells)
{
    free(cells->items);
    str_release(&cells->unquoted);
}

char csv_divider(struct str_span line)
{
    static const char dividers[] = {',', ';', '\t', '|'};
    char best = ',';
    size_t n_best = 0;

    for (size_t i = 0; i < sizeof(dividers); i++) {
        size_t n = 0;

        for (size_t j = 0; j < line.n_bytes; j++)
            n += line.bytes[j] == dividers[i];
        if (n > n_best) {
            n_best = n;
            best = dividers[i];
        }
    }
    return best;
}

/* Behind the quote that closes what begins behind an opening one; 0: none. */
static size_t quoted_end(struct str_span rest)
{
    size_t i = 0;

    for (;;) {
        const char *quote = find(behind(rest, i), '"');

        if (quote == NULL)
            return 0;
        i = (size_t)(quote - rest.bytes) + 1;
        if (i == rest.n_bytes || rest.bytes[i] != '"')
            return i;
        i++; /* two are one that is meant */
    }
}

bool csv_follow_quotes(struct str_span text, char divider, bool *is_open)
{
    bool was_open = *is_open;

    while (text.n_bytes > 0) {
        const char *end;

        if (*is_open) {
            size_t n = quoted_end(text);

            if (n == 0)
                return true;
            *is_open = false;
            text = behind(text, n);
            if (was_open && text.n_bytes > 0 && text.bytes[0] != divider)
                return false;
        }
        was_open = false;
        /* What stands behind a closing quote belongs to the cell. */
        if (text.n_bytes > 0 && text.bytes[0] == '"') {
            *is_open = true;
            text = behind(text, 1);
            continue;
        }
        end = find(text, '"') != NULL ? find(text, divider) : NULL;
        if (end == NULL)
            return true;
        text = behind(text, (size_t)(end + 1 - text.bytes));
    }
    return true;
}

/* The cell that text begins with, and how far it goes. */
static struct str_span take_cell(struct csv_cells *cells, struct str_span text,
                                 char divider, size_t *ret_n)
{
    size_t start = cells->unquoted.n_bytes;
    size_t n = text.n_bytes > 0 && text.bytes[0] == '"'
                   ? quoted_end(behind(text, 1))
                   : 0;
    const char *end;

    if (n > 0 && (n + 1 == text.n_bytes || text.bytes[n + 1] == divider)) {
        struct str_span inside = str_span(text.bytes + 1, n - 1);
        const char *quote;

        *ret_n = n + 1;
        if (find(inside, '"') == NULL)
            return inside;
        while ((quote = find(inside, '"')) != NULL) {
            size_t n_before = (size_t)(quote + 1 - inside.bytes);

            str_add(&cells->unquoted, inside.bytes, n_before);
            inside = behind(inside, n_before + 1);
        }
        str_add_span(&cells->unquoted, inside);
        return behind(str_view(&cells->unquoted), start);
    }
    /* Not as the RFC has it: as it stands, with its quotes. */
    end = find(behind(text, n), divider);
    *ret_n = end != NULL ? (size_t)(end - text.bytes) : text.n_bytes;
    return str_span(text.bytes, *ret_n);
}

enum status csv_split(struct csv_cells *cells, struct str_span record,
                      char divider, struct error *err)
{
    size_t n = 0;

    str_reset(&cells->unquoted);
    /* So that what cells point to never moves. */
    if (!str_reserve(&cells->unquoted, record.n_bytes))
        return error_no_memory(err);
    cells->n_items = 0;
    for (;;) {
        if (VEC_RESERVE(&cells->items, &cells->n_room, cells->n_items, 1,
                        err) != STATUS_OK)
            return STATUS_NO_MEMORY;
        cells->items[cells->n_items++] = take_cell(cells, record, divider, &n);
        if (n == record.n_bytes || cells->n_items > CSV_CELLS_MAX)
            return STATUS_OK;
        record = behind(record, n + 1);
    }
}
