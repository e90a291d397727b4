/*
 * What a run of `add` and of `sync` goes through: the index is opened, the
 * operands are walked, then all of it is committed and said.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_INTAKE_H
#define LEDE_INDEXER_INTAKE_H

#include "indexer/ingest.h"
#include "indexer/intake_options.h"
#include "indexer/name_list.h"
#include "store/manifest.h"

struct intake {
    const struct intake_options *options;
    const char *index_path;
    char *const *operands;
    struct name_list listed; /* --files-from */
    struct ingest ingest;
    struct source_log log;
    struct report report;
    struct progress progress;
    struct manifest settings;
    uint64_t n_hidden;
};

void intake_init(struct intake *intake, const struct intake_options *options,
                 char *const *operands);
void intake_release(struct intake *intake);

/* Opens all that the run needs; with STAGE_INDEX the index for writing. */
MUST_CHECK enum status intake_open(struct intake *intake, struct error *err);

/* The operand behind one, or the first for NULL; NULL at the end. */
struct intake_place {
    size_t i_operand;
    const char *listed;
};

const char *intake_next(const struct intake *intake,
                        struct intake_place *place);

/* Walks one operand and remembers what it is called. */
MUST_CHECK enum status intake_walk(struct intake *intake, struct walk *walk,
                                   const char *operand, struct error *err);

/* Ends the reading, which came to status and err: the report, standard
   output, and whether a signal came. */
MUST_CHECK enum status intake_finish(struct intake *intake, enum status status,
                                     struct error *err);
/* Commits the articles together with where they came from, then folds small
   segments unless that is not wanted. */
MUST_CHECK enum status intake_commit(struct intake *intake, struct error *err);

/* "3 replaced from earlier runs, ..." for --verbose, if that was given. */
void intake_print_more(const struct intake *intake);
/* Of a run that was committed. */
int intake_exit(const struct intake *intake);

#endif
