/*
 * What the command line of lede-search says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_ARGUMENTS_H
#define LEDE_SEARCHER_ARGUMENTS_H

#include "base/option.h"
#include "searcher/render.h"

enum arguments_color {
    COLOR_AUTO,
    COLOR_ALWAYS,
    COLOR_NEVER,
};

/* What --help prints. */
enum arguments_help {
    HELP_NONE,
    HELP_OPTIONS,
    HELP_QUERY, /* the language of queries */
};

struct arguments {
    const char *index_path;
    bool has_index;      /* it was named, so it has to be there */
    const char *show;    /* --show; NULL without */
    const char *saved;   /* --saved, or $LEDE_SAVED; NULL without */
    const char *queries; /* --queries; NULL without */
    struct str query;    /* the operands, joined by spaces */
    size_t n_operands;
    const char *similar;    /* --similar; NULL without: query asks for it */
    struct address address; /* what is asked; q is left to who asks */
    bool has_reprints;      /* --reprints; else they depend on the form */
    enum form form;
    bool has_count;
    bool has_ids;
    bool has_format; /* --format */
    bool has_form;   /* given; else it depends on where the output goes */
    enum table_field fields[TABLE_FIELDS]; /* --fields; none without */
    size_t n_fields;
    uint64_t n_context;
    uint64_t timeout_ms; /* --timeout, for each query; 0 without */
    uint64_t n_columns;  /* --width; 0 without */
    enum arguments_color color;
    char line_end;
    bool is_full;
    bool has_pager;
    enum arguments_color hyperlink; /* when ids are links on a terminal */
    bool is_quiet;
    bool is_explain;
    bool is_lint;
    enum arguments_help help;
    bool is_version;
};

/* The options, for --help and for the tests of its documents. Static. */
const struct option_table *arguments_table(void);

void arguments_release(struct arguments *arguments);

/*
 * Reads argv, which is permuted. STATUS_BAD_USAGE with a hint. The strings of
 * ret_arguments point into argv and the environment; release it also after a
 * failure.
 */
MUST_CHECK enum status arguments_read(int argc, char **argv,
                                      struct arguments *ret_arguments,
                                      struct error *err);

/*
 * The first argument that looks like a word to be excluded, "-committee", but
 * is read as options; NULL if there is none. Ask before arguments_read().
 */
const char *arguments_excluded_word(int argc, char **argv);

#endif
