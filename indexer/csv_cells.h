/*
 * The cells of a record of CSV (RFC 4180): quoted, then with quotes doubled in
 * them, or as they are. A cell that begins with a quote and goes on behind the
 * closing one is none of the RFC's; it is taken as it stands.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_CSV_CELLS_H
#define LEDE_INDEXER_CSV_CELLS_H

#include "base/str.h"

/* Spreadsheets end at 16,384 columns, people's tables far below; what is over
   is one last cell. */
#define CSV_CELLS_MAX 2000

struct csv_cells {
    struct str_span *items; /* of the record, or of unquoted */
    size_t n_items;

    /* private */
    size_t n_room;
    struct str unquoted;
};

void csv_cells_release(struct csv_cells *cells);

/* What divides a header's line: the comma, semicolon, tab or bar it has most
   of. */
char csv_divider(struct str_span line);

/* Whether a quoted cell is open behind text, at whose begin *is_open says so;
   text begins a record, or goes on in it. False: what closes the cell that was
   open is no divider's neighbour, so this was no cell of several lines. */
bool csv_follow_quotes(struct str_span text, char divider, bool *is_open);

/* Takes a record apart; its cells are borrowed until the next call, and from
   the record. */
MUST_CHECK enum status csv_split(struct csv_cells *cells,
                                 struct str_span record, char divider,
                                 struct error *err);

#endif
