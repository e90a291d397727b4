/*
 * The commands of lede-index: what each is called and how it is run. Each has
 * its own option table and its own file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_COMMAND_H
#define LEDE_INDEXER_COMMAND_H

#include "base/option.h"

/* Exit statuses, as lede-index(1) promises them. */
enum command_exit {
    EXIT_DONE = 0,
    EXIT_SKIPPED = 1, /* done, but some articles were skipped or replaced */
    EXIT_NOTHING = 2, /* nothing done */
};

struct command {
    const char *name;
    const struct option_table *table;
    /* argv[0] is the command's name. A failure means EXIT_NOTHING. */
    enum status (*run)(int argc, char **argv, int *ret_exit, struct error *err);
};

extern const struct command command_add;
extern const struct command command_stats;
extern const struct command command_dump;

/* The index meant: given, else $LEDE_INDEX, else ./lede.index. */
const char *command_index_path(const char *given);

/* Prints --help (or else --version) of a command on standard output. */
MUST_CHECK enum status command_answer(const struct option_table *table,
                                      bool is_help, struct error *err);

/* Rows that every command has, and their keys. */
/* clang-format off */
#define COMMAND_ROW_INDEX                                                      \
    {'i', "index", OPTION_REQUIRED, "DIR", "Index",                            \
     "the index; else $LEDE_INDEX, else ./lede.index"}
#define COMMAND_ROW_HELP                                                       \
    {'h', "help", OPTION_FLAG, NULL, "Help", "print this help and exit"}
#define COMMAND_ROW_VERSION                                                    \
    {'V', "version", OPTION_FLAG, NULL, NULL, "print the version and exit"}
/* clang-format on */

#endif
