/*
 * What went not as the archive keeper would wish, article by article: the
 * first lines of it on standard error, all of it as JSON Lines where --report
 * says, and the counts that make the exit status.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_REPORT_H
#define LEDE_INDEXER_REPORT_H

#include "base/str.h"

#include <stdio.h>

enum report_action {
    REPORT_SKIPPED,  /* not in the index */
    REPORT_REPAIRED, /* in the index, with changes */
    REPORT_REPLACED, /* pushed out an article of this same run */
    REPORT_UNDATED,  /* in the index, its date kept as text only */
    REPORT_N_ACTIONS,
};

struct report_place {
    const char *path;
    uint64_t line;      /* 0: the whole input */
    struct str_span id; /* may be empty */
};

struct report {
    uint64_t counts[REPORT_N_ACTIONS]; /* read-only */
    FILE *screen;                      /* private: NULL with --quiet */
    FILE *file;                        /* private: NULL without --report */
    const char *path;
    uint64_t n_shown;
    void (*before)(void *context); /* called before a line on the screen */
    void *context;
};

/* path NULL: no file; screen NULL: nothing on the screen. */
MUST_CHECK enum status report_open(struct report *report, const char *path,
                                   FILE *screen, struct error *err);
void report_release(struct report *report);

void report_add(struct report *report, enum report_action action,
                const struct report_place *place, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* "and 7 more (use --report FILE)", if lines were held back. */
void report_summary(struct report *report);
/* Whether all of the file could be written; before the index is committed. */
MUST_CHECK enum status report_finish(struct report *report, struct error *err);

#endif
