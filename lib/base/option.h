/*
 * Command-line options, each written once: the table that a program gives
 * feeds the parser (getopt_long), --help and the tests that hold man pages
 * and completion against it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_OPTION_H
#define LEDE_BASE_OPTION_H

#include "base/str.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

enum option_argument {
    OPTION_FLAG,     /* --quiet */
    OPTION_REQUIRED, /* --limit=N, --limit N */
    OPTION_OPTIONAL, /* --timeline[=UNIT] */
};

struct option_row {
    int key;          /* what the handler gets: a letter, or >= 256 if the
                         option has no letter */
    const char *name; /* long name without dashes */
    enum option_argument argument;
    const char *metavar; /* "N", "DIR", NULL for a flag */
    const char *group;   /* heading in --help; NULL: as the row before */
    const char *help;    /* one line, lower case, no full stop */
};

struct option_table {
    const char *program; /* "lede-search" */
    const char *usage;   /* lines after "Usage: ", divided by \n */
    const char *summary; /* one sentence */
    const struct option_row *rows;
    size_t n_rows;
    const char *epilog; /* printed last in --help; may be NULL */
};

/* Called for each option in the order given; value is NULL for a flag. */
typedef enum status (*option_handler)(void *context, int key, const char *value,
                                      struct error *err);

/*
 * Reads argv. Options may stand between operands; "--" ends them; a lone "-"
 * is an operand. argv is permuted as getopt_long does, *ret_first is the
 * index of the first operand. STATUS_BAD_USAGE names the option and, for an
 * unknown one, the nearest known. --help and --version are ordinary rows.
 */
MUST_CHECK enum status option_parse(const struct option_table *table, int argc,
                                    char **argv, option_handler handler,
                                    void *context, int *ret_first,
                                    struct error *err);

/* Writes the --help text, at most 79 columns wide. */
void option_help(const struct option_table *table, FILE *out);

/* A decimal number from min to max and nothing else. */
MUST_CHECK enum status option_number(const char *name, const char *value,
                                     uint64_t min, uint64_t max,
                                     uint64_t *ret_number, struct error *err);
/* Bytes: a number with an optional K, M or G (powers of 1024). */
MUST_CHECK enum status option_size(const char *name, const char *value,
                                   uint64_t *ret_n_bytes, struct error *err);
/* Seconds with up to three decimals, "2" or "0.5", as milliseconds; more than
   0, at most a year. */
MUST_CHECK enum status option_seconds(const char *name, const char *value,
                                      uint64_t *ret_ms, struct error *err);
/* The index of value in words (n_words of them); lists them when it fails. */
MUST_CHECK enum status option_choice(const char *name, const char *value,
                                     const char *const *words, size_t n_words,
                                     size_t *ret_i, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
