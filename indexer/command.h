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
extern const struct command command_sync;
extern const struct command command_delete;
extern const struct command command_merge;
extern const struct command command_verify;
extern const struct command command_stats;
extern const struct command command_dump;

/* The index meant: given, else $LEDE_INDEX, else ./lede.index. */
const char *command_index_path(const char *given);

/* Prints --help (or else --version) of a command on standard output. */
MUST_CHECK enum status command_answer(const struct option_table *table,
                                      bool is_help, struct error *err);

/* How long a writer waits for another one unless it is told: enough for a run
   that adds a day's articles, and short enough to sit out. */
#define COMMAND_LOCK_TIMEOUT_MS 5000

/* The value of --lock-timeout. */
MUST_CHECK enum status command_set_lock_timeout(const char *value,
                                                uint32_t *ret_timeout_ms,
                                                struct error *err);

/* Appends a number for people: "63,681". */
void command_add_count(struct str *out, uint64_t n);

/* "1 article", "63,681 articles" */
void command_add_noun(struct str *out, uint64_t n, const char *noun);

/* Rows that every command has, or every one that writes, and their keys. */
enum command_key {
    KEY_LOCK_TIMEOUT = 256,
    KEY_COMMAND_FIRST = 300, /* from here on a command's own */
};

/* clang-format off */
#define COMMAND_ROW_INDEX                                                      \
    {'i', "index", OPTION_REQUIRED, "DIR", "Index",                            \
     "the index; else $LEDE_INDEX, else ./lede.index"}
#define COMMAND_ROW_LOCK_TIMEOUT                                               \
    {KEY_LOCK_TIMEOUT, "lock-timeout", OPTION_REQUIRED, "SEC", NULL,           \
     "wait so long when another process writes it (default: 5)"}
#define COMMAND_ROW_HELP                                                       \
    {'h', "help", OPTION_FLAG, NULL, "Help", "print this help and exit"}
#define COMMAND_ROW_VERSION                                                    \
    {'V', "version", OPTION_FLAG, NULL, NULL, "print the version and exit"}
/* clang-format on */

#endif
