/*
 * Rows and cells of a table, for the forms that are one: CSV, TSV, and text in
 * a pipe.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_RENDER_TABLE_H
#define LEDE_SEARCHER_RENDER_TABLE_H

#include "searcher/render.h"

struct table_writer {
    struct str *out; /* borrowed; failures are its (sticky) */
    bool is_csv;     /* private from here */
    bool is_terminal;
    bool is_guarded;
    bool has_cell;
};

void table_begin(struct table_writer *writer, const struct render_style *style,
                 struct str *out);
void table_text(struct table_writer *writer, struct str_span text);
void table_number(struct table_writer *writer, uint64_t number);
void table_real(struct table_writer *writer, double number,
                unsigned n_decimals);
void table_end_row(struct table_writer *writer);

/* A row for each hit, with the columns of the style. */
void table_add_hits(struct table_writer *writer, const struct render *render);

/* Facets and timeline, each a table of its own behind an empty line unless
   there is nothing from byte start of the output on. */
void table_add_survey(struct table_writer *writer, const struct render *render,
                      size_t start);

#endif
