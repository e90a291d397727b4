/*
 * The language of queries on one screen, or a page: what can be written, and
 * what the diagnostics mean. Fields, operators and codes come from the tables
 * that the program itself reads; the whole story is lede-query(7), and a test
 * holds the two together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_HELP_H
#define LEDE_SEARCHER_QUERY_HELP_H

#include "base/str.h"

/* Somewhere to write it: headings, and under each its rows. Texts are borrowed
   for the call. */
struct query_help_writer {
    void (*heading)(void *context, const char *text);
    void (*row)(void *context, const char *written, const char *finds);
    void *context;
};

void query_help_write(const struct query_help_writer *writer);

/* Appends the text, at most 79 columns wide. Failures are out's (sticky). */
void query_help(struct str *out);

#endif
