/*
 * What the files of lede-search's main share: they are the only ones of the
 * searcher that print.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_MAIN_PARTS_H
#define LEDE_SEARCHER_MAIN_PARTS_H

#include "searcher/arguments.h"

enum exit_code {
    EXIT_FOUND = 0,
    EXIT_NOTHING = 1,
    EXIT_ERROR = 2,
    EXIT_PARTIAL = 4, /* not all could be looked at: W204 */
};

struct program {
    struct arguments arguments;
    struct render_style style;
    struct index *index;
    struct analyser *analyser;
    struct saved_queries *saved; /* NULL: none are named */
    struct answer answer;
    struct str out;       /* what is about to be printed */
    const char *excluded; /* see arguments_excluded_word() */
    bool is_continued;    /* an answer was printed before */
    bool is_paged;        /* a pager reads, and may have had enough */
};

/* To standard error. What that makes of it, nobody is left to be told. */
void program_print_error(const struct error *err);
/* The same for errno, "cannot WHAT 'NAME'"; EXIT_ERROR. */
enum exit_code program_fail(const char *what, const char *name);
/* Prints program->out and empties it; a reader that has gone away is told
   nothing. */
MUST_CHECK enum status program_print_out(struct program *program,
                                         struct error *err);

/* Asks the query of the command line, or each of a file. */
enum exit_code program_ask(struct program *program);
enum exit_code program_ask_file(struct program *program);

/* --timeout begins: for a question, or for opening the index, which a damaged
   one may never let end. Nothing without it. */
MUST_CHECK enum status program_start_clock(struct program *program,
                                           struct error *err);

#endif
