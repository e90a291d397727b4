/*
 * `lede-index add`: options, and the run from opening the index to its
 * commit.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"
#include "indexer/command.h"
#include "indexer/ingest.h"
#include "indexer/interrupt.h"
#include "indexer/stage_out.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum add_key {
    KEY_FORMAT = 256,
    KEY_MAP,
    KEY_ID_FROM,
    KEY_LANGUAGE,
    KEY_FILES_FROM,
    KEY_REPORT,
    KEY_ON_ERROR,
    KEY_DRY_RUN,
    KEY_DUMP,
};

/* clang-format off */
static const struct option_row rows[] = {
    COMMAND_ROW_INDEX,
    {KEY_LANGUAGE, "language", OPTION_REQUIRED, "CODE", NULL,
     "language of a new index, for stems: en (default), de, ..."},
    {KEY_FORMAT, "format", OPTION_REQUIRED, "FORM", "Input",
     "auto (default: by content, then name), text, html, jsonl"},
    {KEY_MAP, "map", OPTION_REQUIRED, "FIELD=KEY", NULL,
     "take FIELD from KEY of JSON (a.b: b inside a); may come again"},
    {KEY_ID_FROM, "id-from", OPTION_REQUIRED, "WHAT", NULL,
     "field (default: the article's id, else its path), path, url, hash"},
    {KEY_FILES_FROM, "files-from", OPTION_REQUIRED, "FILE", NULL,
     "read more paths from FILE (- for standard input), one a line"},
    {'0', "null", OPTION_FLAG, NULL, NULL,
     "paths in --files-from end with NUL in place of a line end"},
    {KEY_ON_ERROR, "on-error", OPTION_REQUIRED, "WHAT", "Problems",
     "skip (default) the article, or stop and leave the index as it was"},
    {KEY_REPORT, "report", OPTION_REQUIRED, "FILE", NULL,
     "write each problem to FILE as JSON Lines"},
    {'n', "dry-run", OPTION_FLAG, NULL, "Output",
     "read and check everything, change nothing"},
    {KEY_DUMP, "dump", OPTION_REQUIRED, "STAGE", NULL,
     "print articles, paragraphs or terms in place of indexing"},
    {'q', "quiet", OPTION_FLAG, NULL, NULL,
     "no progress, problems or summary; errors only"},
    {'v', "verbose", OPTION_FLAG, NULL, NULL,
     "say more at the end: replaced, repaired, undated, left out"},
    COMMAND_ROW_HELP,
    COMMAND_ROW_VERSION,
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

struct add_options {
    const char *index;
    const char *language; /* NULL: not given */
    const char *files_from;
    const char *report;
    const struct reader *reader;
    struct reader_map map;
    enum id_from id_from;
    enum ingest_stage stage;
    bool is_null_ended;
    bool is_stop_on_error;
    bool is_quiet;
    bool is_verbose;
    bool is_help;
    bool is_version;
};

static enum status set_format(struct add_options *options, const char *value,
                              struct error *err)
{
    size_t n_rows;
    const struct reader *const *readers = reader_rows(&n_rows);

    options->reader = reader_find(value);
    if (options->reader != NULL || strcmp(value, "auto") == 0)
        return STATUS_OK;
    (void)error_set(err, STATUS_BAD_USAGE,
                    "option '--format' knows no form '%s'", value);

    CLEANUP(str_release) struct str names = STR_INIT;

    str_add_text(&names, "auto");
    for (size_t i = 0; i < n_rows; i++)
        str_add_format(&names, ", %s", readers[i]->name);
    error_hint(err, "forms are %s", str_view(&names).bytes);
    return STATUS_BAD_USAGE;
}

static enum status set_language(struct add_options *options, const char *value,
                                struct error *err)
{
    const struct language *language = language_find(str_span_of(value));

    if (language == NULL) {
        (void)error_set(err, STATUS_BAD_USAGE,
                        "option '--language' knows no language '%s'", value);
        error_hint(err, "give an ISO 639-1 code: en, de, fr, ja, ...");
        return STATUS_BAD_USAGE;
    }
    options->language = language->code;
    return STATUS_OK;
}

static enum status set_choice(struct add_options *options, int key,
                              const char *value, struct error *err)
{
    static const char *const stages[] = {"articles", "paragraphs", "terms"};
    static const char *const ends[] = {"skip", "stop"};
    size_t i = 0;
    size_t n_words;
    enum status status;

    if (key == KEY_DUMP) {
        status = option_choice("dump", value, stages, 3, &i, err);
        options->stage = (enum ingest_stage)(STAGE_ARTICLES + (int)i);
    } else if (key == KEY_ON_ERROR) {
        status = option_choice("on-error", value, ends, 2, &i, err);
        options->is_stop_on_error = i == 1;
    } else {
        const char *const *words = identity_words(&n_words);

        status = option_choice("id-from", value, words, n_words, &i, err);
        options->id_from = (enum id_from)i;
    }
    return status;
}

static void set_flag(struct add_options *options, int key)
{
    switch (key) {
    case '0':
        options->is_null_ended = true;
        break;
    case 'n':
        options->stage = STAGE_CHECK;
        break;
    case 'q':
        options->is_quiet = true;
        break;
    case 'v':
        options->is_verbose = true;
        break;
    case 'h':
        options->is_help = true;
        break;
    default:
        options->is_version = true;
    }
}

static enum status set_option(void *context, int key, const char *value,
                              struct error *err)
{
    struct add_options *options = context;

    switch (key) {
    case 'i':
        options->index = value;
        return STATUS_OK;
    case KEY_FILES_FROM:
        options->files_from = value;
        return STATUS_OK;
    case KEY_REPORT:
        options->report = value;
        return STATUS_OK;
    case KEY_LANGUAGE:
        return set_language(options, value, err);
    case KEY_FORMAT:
        return set_format(options, value, err);
    case KEY_MAP:
        return reader_map_set(&options->map, value, err);
    case KEY_DUMP:
    case KEY_ON_ERROR:
    case KEY_ID_FROM:
        return set_choice(options, key, value, err);
    default:
        set_flag(options, key);
        return STATUS_OK;
    }
}

/* Everything that a run holds. */
struct run {
    const struct add_options *options;
    char *const *operands;
    struct str listed; /* --files-from, each path ended by NUL */
    struct ingest ingest;
    struct report report;
    struct progress progress;
    struct manifest settings;
    uint64_t n_hidden;
};

static enum status load_list(struct run *run, struct error *err)
{
    const char *path = run->options->files_from;
    enum status status = STATUS_OK;

    if (path == NULL)
        return STATUS_OK;
    if (strcmp(path, "-") == 0)
        status = file_read_all(STDIN_FILENO, "standard input", STR_MAX_BYTES,
                               &run->listed, err);
    else
        status = file_read(path, STR_MAX_BYTES, &run->listed, err);
    str_add_char(&run->listed, '\0');
    if (status != STATUS_OK)
        return status;
    status = str_status(&run->listed, err);
    if (status != STATUS_OK || run->options->is_null_ended)
        return status;
    for (size_t i = 0; i < run->listed.n_bytes; i++)
        if (run->listed.bytes[i] == '\n')
            run->listed.bytes[i] = '\0';
    return STATUS_OK;
}

static enum status walk_all(struct run *run, struct walk *walk,
                            struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; run->operands[i] != NULL && status == STATUS_OK; i++)
        status = walk_operand(walk, run->operands[i], err);
    for (size_t i = 0; i < run->listed.n_bytes && status == STATUS_OK;) {
        const char *path = run->listed.bytes + i;

        if (*path != '\0')
            status = walk_operand(walk, path, err);
        i += strlen(path) + 1;
    }
    return status;
}

static enum status count_file(void *context, const struct walk_file *file,
                              struct error *err)
{
    uint64_t *n_bytes = context;

    (void)err;
    *n_bytes += file->n_bytes;
    return STATUS_OK;
}

static void clear_progress(void *context)
{
    progress_clear(context);
}

/* The language that stems: that of the index, else the one asked for. */
static enum status settle_language(struct run *run, struct error *err)
{
    const char *wanted = run->options->language;
    struct manifest *settings = &run->settings;

    if (wanted != NULL && strcmp(wanted, settings->language) != 0) {
        (void)error_set(err, STATUS_BAD_USAGE,
                        "cannot add with --language=%s: the index was made "
                        "with '%s'",
                        wanted, settings->language);
        error_hint(err, "leave out --language, or begin another index");
        return STATUS_BAD_USAGE;
    }
    return analyser_new(language_find(str_span_of(settings->language)),
                        &run->ingest.analyser, err);
}

static enum status open_index(struct run *run, struct error *err)
{
    const struct add_options *options = run->options;
    struct manifest *settings = &run->settings;
    const char *path = command_index_path(options->index);
    struct manifest there;
    enum status status = STATUS_OK;

    settings->analysis = ANALYSIS_VERSION;
    (void)snprintf(settings->language, sizeof(settings->language), "%s",
                   options->language != NULL ? options->language : "en");
    (void)snprintf(settings->versions, sizeof(settings->versions), "%s",
                   analyser_versions());
    if (options->stage == STAGE_INDEX)
        status = writer_open(path, NULL, settings, &run->ingest.writer, err);
    else if (options->language == NULL &&
             manifest_read(path, &there, NULL, NULL) == STATUS_OK)
        *settings = there;
    if (status != STATUS_OK)
        return status;
    return settle_language(run, err);
}

static enum status open_run(struct run *run, struct error *err)
{
    const struct add_options *options = run->options;
    bool is_live = !options->is_quiet && isatty(STDERR_FILENO) == 1 &&
                   options->stage <= STAGE_CHECK;
    enum status status = load_list(run, err);

    if (status == STATUS_OK)
        status = report_open(&run->report, options->report,
                             options->is_quiet ? NULL : stderr, err);
    if (status == STATUS_OK)
        status = open_index(run, err);
    if (status != STATUS_OK)
        return status;
    run->ingest.stage = options->stage;
    run->ingest.id_from = options->id_from;
    run->ingest.is_stop_on_error = options->is_stop_on_error;
    run->ingest.reader = options->reader;
    run->ingest.map = options->map;
    run->ingest.report = &run->report;
    run->ingest.progress = &run->progress;
    run->ingest.out = stdout;
    progress_init(&run->progress, stderr, is_live);
    run->report.before = clear_progress;
    run->report.context = &run->progress;
    if (is_live) {
        struct walk sizes = {&run->progress.n_total_bytes, count_file, NULL, 0,
                             command_index_path(options->index)};

        status = walk_all(run, &sizes, err);
    }
    return status;
}

/* Nothing is changed when nothing came in but trouble. */
static enum status commit(struct run *run, struct error *err)
{
    enum status status = report_finish(&run->report, err);
    bool is_in_vain =
        run->ingest.counts.n_articles == 0 && run->ingest.counts.n_skipped > 0;

    if (status == STATUS_OK)
        status = stage_out_finish(stdout, err);
    if (status == STATUS_OK && interrupt_is_set())
        return error_set(err, STATUS_IO, "interrupted: the index is as it was");
    if (status == STATUS_OK && run->ingest.writer != NULL && !is_in_vain)
        status = writer_commit(run->ingest.writer, err);
    if (status == STATUS_OK && run->ingest.writer != NULL && !is_in_vain) {
        enum status folded =
            writer_fold(run->ingest.writer, FOLD_SMALL, NULL, NULL);

        (void)folded; /* what is committed stays so; the next run tries again */
    }
    return status;
}

static void print_summary(const struct run *run)
{
    CLEANUP(str_release) struct str line = STR_INIT;
    const struct report *report = &run->report;

    if (run->options->is_quiet)
        return;
    progress_add_summary(&run->ingest.counts, progress_seconds(&run->progress),
                         &line);
    (void)fprintf(stderr, "%s\n", str_view(&line).bytes);
    if (!run->options->is_verbose)
        return;
    (void)fprintf(stderr,
                  "%llu replaced from earlier runs, %llu within this one; %llu "
                  "repaired, %llu undated, %llu hidden names left out\n",
                  (unsigned long long)run->ingest.n_replaced,
                  (unsigned long long)report->counts[REPORT_REPLACED],
                  (unsigned long long)report->counts[REPORT_REPAIRED],
                  (unsigned long long)report->counts[REPORT_UNDATED],
                  (unsigned long long)run->n_hidden);
}

static enum status run_add(struct run *run, int *ret_exit, struct error *err)
{
    struct walk walk = {&run->ingest, ingest_file, ingest_skip, 0,
                        command_index_path(run->options->index)};
    enum status status = open_run(run, err);

    if (status != STATUS_OK)
        return status;
    status = walk_all(run, &walk, err);
    progress_clear(&run->progress);
    run->n_hidden = walk.n_hidden;
    report_summary(&run->report);
    if (status == STATUS_OK)
        status = commit(run, err);
    if (status != STATUS_OK)
        return status;
    print_summary(run);
    *ret_exit = run->report.counts[REPORT_SKIPPED] > 0 ||
                        run->report.counts[REPORT_REPLACED] > 0
                    ? EXIT_SKIPPED
                    : EXIT_DONE;
    return STATUS_OK;
}

static enum status add(int argc, char **argv, int *ret_exit, struct error *err)
{
    struct add_options options;
    int first = 0;

    memset(&options, 0, sizeof(options));

    enum status status =
        option_parse(&table, argc, argv, set_option, &options, &first, err);

    if (status != STATUS_OK)
        return status;
    if (options.is_help || options.is_version)
        return command_answer(&table, options.is_help, err);
    if (first == argc && options.files_from == NULL) {
        (void)error_set(err, STATUS_BAD_USAGE, "nothing to add");
        error_hint(err, "name files or directories, or - for standard input");
        return STATUS_BAD_USAGE;
    }

    struct run run = {.options = &options, .operands = argv + first};

    str_init(&run.listed, 0);
    ingest_init(&run.ingest);
    status = run_add(&run, ret_exit, err);
    writer_free(run.ingest.writer);
    analyser_free(run.ingest.analyser);
    ingest_release(&run.ingest);
    report_release(&run.report);
    str_release(&run.listed);
    return status;
}

const struct command command_add = {"add", &table, add};
