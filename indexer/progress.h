/*
 * How far the run is: one line redrawn on a terminal, nothing in a pipe, and
 * the line at the end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_PROGRESS_H
#define LEDE_INDEXER_PROGRESS_H

#include "base/str.h"

#include <stdio.h>
#include <time.h>

struct progress {
    FILE *screen; /* NULL: not a terminal, or --quiet */
    struct timespec start;
    double shown_at;        /* seconds after start */
    uint64_t n_total_bytes; /* 0: not known */
    bool is_drawn;
};

struct progress_counts {
    uint64_t n_articles;
    uint64_t n_paragraphs;
    uint64_t n_bytes; /* of input */
    uint64_t n_skipped;
};

void progress_init(struct progress *progress, FILE *screen, bool is_live);
/* Redraws the line, at most ten times a second. */
void progress_show(struct progress *progress,
                   const struct progress_counts *counts);
/* Takes the line away, so that something else can be written. */
void progress_clear(struct progress *progress);
/*
 * Appends the line at the end: "21577 articles, 128431 paragraphs, 16.6 MB in
 * 0.4 s (41 MB/s); 3 skipped", the skipped only if there are any.
 */
void progress_add_summary(const struct progress_counts *counts,
                          double n_seconds, struct str *out);
double progress_seconds(const struct progress *progress);

#endif
