/*
 * `lede-index add`: whatever is found goes in.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/intake.h"

/* clang-format off */
static const struct option_row rows[] = {
    INTAKE_ROWS_INDEX,
    INTAKE_ROWS_INPUT,
    INTAKE_ROWS_PROBLEMS,
    INTAKE_ROW_DRY_RUN,
    {KEY_DUMP, "dump", OPTION_REQUIRED, "STAGE", NULL,
     "print articles, paragraphs or terms in place of indexing"},
    INTAKE_ROWS_WORDS,
};
/* clang-format on */

static const struct option_table table = {
    "lede-index add",
    "lede-index add [OPTION]... PATH...\n"
    "lede-index add [OPTION]... -",
    "Adds articles to an index, or replaces those with the same id.",
    rows,
    sizeof(rows) / sizeof(rows[0]),
    "A PATH that is a directory is walked in the order of names; - is "
    "standard\n"
    "input. Exit status: 0 all done, 1 done but some articles were skipped,\n"
    "2 nothing done.",
};

static enum status walk_all(struct intake *intake, struct error *err)
{
    struct walk walk = {&intake->ingest, ingest_file, ingest_skip, 0,
                        intake->index_path};
    struct intake_place place = {0, NULL};
    const char *operand;
    enum status status = STATUS_OK;

    while (status == STATUS_OK &&
           (operand = intake_next(intake, &place)) != NULL)
        status = intake_walk(intake, &walk, operand, err);
    intake->n_hidden = walk.n_hidden;
    return status;
}

static void print_summary(const struct intake *intake)
{
    CLEANUP(str_release) struct str line = STR_INIT;

    if (intake->options->is_quiet)
        return;
    progress_add_summary(&intake->ingest.counts,
                         progress_seconds(&intake->progress), &line);
    (void)fprintf(stderr, "%s\n", str_view(&line).bytes);
    intake_print_more(intake);
}

static enum status run(struct intake *intake, int *ret_exit, struct error *err)
{
    const struct progress_counts *counts = &intake->ingest.counts;
    enum status status = intake_open(intake, err);

    if (status != STATUS_OK)
        return status;
    status = walk_all(intake, err);
    status = intake_finish(intake, status, err);
    /* Nothing is changed when nothing came in but trouble. */
    if (status == STATUS_OK && intake->ingest.writer != NULL &&
        (counts->n_articles > 0 || counts->n_skipped == 0))
        status = intake_commit(intake, err);
    if (status != STATUS_OK)
        return status;
    print_summary(intake);
    *ret_exit = intake_exit(intake);
    return STATUS_OK;
}

static enum status add(int argc, char **argv, int *ret_exit, struct error *err)
{
    struct intake_options options;
    struct intake intake;
    int first = 0;

    intake_options_init(&options);

    enum status status = option_parse(&table, argc, argv, intake_options_set,
                                      &options, &first, err);

    if (status != STATUS_OK)
        return status;
    if (options.is_help || options.is_version)
        return command_answer(&table, options.is_help, err);
    if (first == argc && options.files_from == NULL) {
        (void)error_set(err, STATUS_BAD_USAGE, "nothing to add");
        error_hint(err, "name files or directories, or - for standard input");
        return STATUS_BAD_USAGE;
    }
    intake_init(&intake, &options, argv + first);
    status = run(&intake, ret_exit, err);
    intake_release(&intake);
    return status;
}

const struct command command_add = {"add", &table, add};
