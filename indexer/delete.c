/*
 * `lede-index delete`: withdraws articles by their ids, or those that a query
 * finds; which these are, lede-search says (doc/decisions/0012).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/build.h"
#include "indexer/command.h"
#include "indexer/identity.h"
#include "indexer/interrupt.h"
#include "indexer/name_list.h"
#include "indexer/progress.h"
#include "indexer/query_ids.h"
#include "indexer/report.h"
#include "store/index.h"
#include "store/writer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum delete_key {
    KEY_IDS_FROM = KEY_COMMAND_FIRST,
    KEY_QUERY,
};

/* clang-format off */
static const struct option_row rows[] = {
    COMMAND_ROW_INDEX,
    COMMAND_ROW_LOCK_TIMEOUT,
    {KEY_IDS_FROM, "ids-from", OPTION_REQUIRED, "FILE", "Input",
     "read more ids from FILE (- for standard input), one a line"},
    {KEY_QUERY, "query", OPTION_REQUIRED, "QUERY", NULL,
     "all articles that QUERY finds; prints their ids"},
    {'0', "null", OPTION_FLAG, NULL, NULL,
     "ids end with NUL in place of a line end, read or printed"},
    {'n', "dry-run", OPTION_FLAG, NULL, "Output",
     "say what would be deleted, change nothing"},
    {'q', "quiet", OPTION_FLAG, NULL, NULL,
     "no ids found, no unknown ones, no summary; errors only"},
    COMMAND_ROW_HELP,
    COMMAND_ROW_VERSION,
};
/* clang-format on */

static const struct option_table table = {
    "lede-index delete",
    "lede-index delete [OPTION]... ID...\n"
    "lede-index delete [OPTION]... --ids-from=FILE\n"
    "lede-index delete [OPTION]... --query=QUERY",
    "Withdraws articles.",
    rows,
    sizeof(rows) / sizeof(rows[0]),
    "--query runs lede-search, and is refused where that refuses the query.\n"
    "Exit status: 0 all done, 1 done but some ids are unknown, 2 nothing "
    "done.",
};

struct delete_options {
    const char *index;
    const char *ids_from;
    const char *query;
    uint32_t lock_timeout_ms;
    bool is_null_ended;
    bool is_dry_run;
    bool is_quiet;
    bool is_help;
    bool is_version;
};

static enum status set_option(void *context, int key, const char *value,
                              struct error *err)
{
    struct delete_options *options = context;

    switch (key) {
    case 'i':
        options->index = value;
        break;
    case KEY_IDS_FROM:
        options->ids_from = value;
        break;
    case KEY_QUERY:
        options->query = value;
        break;
    case KEY_LOCK_TIMEOUT:
        return command_set_lock_timeout(value, &options->lock_timeout_ms, err);
    case '0':
        options->is_null_ended = true;
        break;
    case 'n':
        options->is_dry_run = true;
        break;
    case 'q':
        options->is_quiet = true;
        break;
    case 'h':
        options->is_help = true;
        break;
    default:
        options->is_version = true;
    }
    return STATUS_OK;
}

struct deletion {
    struct writer *writer;    /* NULL: a dry run */
    struct index *index;      /* of a dry run */
    struct identity_set seen; /* an id that is given twice is meant once */
    struct report report;
    uint64_t n_deleted;
};

static enum status delete_id(struct deletion *deletion, const char *id,
                             struct error *err)
{
    CLEANUP(str_release) struct str term = STR_INIT;
    const struct report_place place = {id, 0, str_span(NULL, 0)};
    uint32_t docid;
    bool is_new = true;
    enum status status =
        identity_set_put(&deletion->seen, str_span_of(id), &is_new, err);

    build_id_term(str_span_of(id), &term);
    if (status == STATUS_OK)
        status = str_status(&term, err);
    if (status != STATUS_OK || !is_new)
        return status;
    if (interrupt_is_set())
        return error_set(err, STATUS_IO, "interrupted: the index is as it was");
    if (deletion->writer != NULL)
        status = writer_delete(deletion->writer, str_view(&term), err);
    else
        status = index_find(deletion->index, str_view(&term), &docid, err);
    if (status == STATUS_OK)
        deletion->n_deleted++;
    if (status != STATUS_NOT_FOUND)
        return status;
    report_add(&deletion->report, REPORT_SKIPPED, &place, "no such article");
    return STATUS_OK;
}

/* Names those that the query found, before they go: what cannot be told is
   not done. */
static enum status print_ids(const struct name_list *found, bool is_null_ended,
                             struct error *err)
{
    const char *id = NULL;

    while ((id = name_list_next(found, id)) != NULL) {
        (void)fputs(id, stdout);
        (void)putchar(is_null_ended ? '\0' : '\n');
    }
    if (fflush(stdout) != 0 || ferror(stdout))
        return error_set_errno(err, STATUS_IO, errno,
                               "nothing was deleted: cannot write to standard "
                               "output");
    return STATUS_OK;
}

/* What the query finds while nobody else can write. */
static enum status find_all(const char *path,
                            const struct delete_options *options,
                            struct name_list *listed, struct error *err)
{
    CLEANUP(name_list_release) struct name_list found = NAME_LIST_INIT;
    enum status status = query_ids_find(path, options->query, &found, err);

    if (status == STATUS_OK && !options->is_quiet)
        status = print_ids(&found, options->is_null_ended, err);
    if (status == STATUS_OK)
        status = name_list_append(listed, &found, err);
    return status;
}

static enum status delete_all(struct deletion *deletion, char *const *ids,
                              const struct name_list *listed, struct error *err)
{
    const char *id = NULL;
    enum status status = STATUS_OK;

    for (; status == STATUS_OK && *ids != NULL; ids++)
        status = delete_id(deletion, *ids, err);
    while (status == STATUS_OK && (id = name_list_next(listed, id)) != NULL)
        status = delete_id(deletion, id, err);
    report_summary(&deletion->report);
    if (status == STATUS_OK && deletion->writer != NULL)
        status = writer_commit(deletion->writer, err);
    return status;
}

static void print_summary(const struct deletion *deletion, double n_seconds)
{
    CLEANUP(str_release) struct str line = STR_INIT;
    uint64_t n_unknown = deletion->report.counts[REPORT_SKIPPED];

    if (deletion->report.screen == NULL)
        return;
    if (deletion->writer == NULL)
        str_add_text(&line, "dry run: ");
    command_add_count(&line, deletion->n_deleted);
    str_add_format(&line, " deleted in %.1f s", n_seconds);
    if (n_unknown > 0) {
        str_add_text(&line, "; ");
        command_add_count(&line, n_unknown);
        str_add_text(&line, " unknown");
    }
    (void)fprintf(stderr, "%s\n", str_view(&line).bytes);
}

static enum status run(const struct delete_options *options, char *const *ids,
                       int *ret_exit, struct error *err)
{
    CLEANUP(name_list_release) struct name_list listed = NAME_LIST_INIT;
    const struct writer_settings how = {.lock_timeout_ms =
                                            options->lock_timeout_ms};
    const char *path = command_index_path(options->index);
    struct deletion deletion = {NULL, NULL, {NULL, 0, 0}, {.screen = NULL}, 0};
    struct progress clock;
    enum status status = STATUS_OK;

    progress_init(&clock, stderr, false);
    if (options->ids_from != NULL)
        status = name_list_load(&listed, options->ids_from,
                                options->is_null_ended, err);
    if (status == STATUS_OK)
        status = report_open(&deletion.report, NULL,
                             options->is_quiet ? NULL : stderr, err);
    if (status == STATUS_OK && options->is_dry_run)
        status = index_open(path, &deletion.index, err);
    else if (status == STATUS_OK)
        status = writer_open_existing(path, &how, &deletion.writer, err);
    if (status == STATUS_OK && options->query != NULL)
        status = find_all(path, options, &listed, err);
    if (status == STATUS_OK)
        status = delete_all(&deletion, ids, &listed, err);
    if (status == STATUS_OK) {
        print_summary(&deletion, progress_seconds(&clock));
        *ret_exit = deletion.report.counts[REPORT_SKIPPED] > 0 ? EXIT_SKIPPED
                                                               : EXIT_DONE;
    }
    writer_free(deletion.writer);
    index_free(deletion.index);
    identity_set_release(&deletion.seen);
    report_release(&deletion.report);
    return status;
}

static enum status delete_articles(int argc, char **argv, int *ret_exit,
                                   struct error *err)
{
    struct delete_options options;
    int first = 0;

    memset(&options, 0, sizeof(options));
    options.lock_timeout_ms = COMMAND_LOCK_TIMEOUT_MS;

    enum status status =
        option_parse(&table, argc, argv, set_option, &options, &first, err);

    if (status != STATUS_OK)
        return status;
    if (options.is_help || options.is_version)
        return command_answer(&table, options.is_help, err);
    if (first == argc && options.ids_from == NULL && options.query == NULL) {
        (void)error_set(err, STATUS_BAD_USAGE, "nothing to delete");
        error_hint(err, "name ids, --ids-from=FILE, or --query=QUERY");
        return STATUS_BAD_USAGE;
    }
    return run(&options, argv + first, ret_exit, err);
}

const struct command command_delete = {"delete", &table, delete_articles};
