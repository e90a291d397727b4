/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/intake.h"

#include "indexer/interrupt.h"
#include "indexer/stage_out.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* One thread deals and writes, which is about a tenth of the work. */
#define DEFAULT_MAX_JOBS 16
/* Of the year 9999. */
#define LAST_SECOND 253402300799

void intake_init(struct intake *intake, const struct intake_options *options,
                 char *const *operands)
{
    memset(intake, 0, sizeof(*intake));
    intake->options = options;
    intake->index_path = command_index_path(options->index);
    intake->operands = operands;
    ingest_init(&intake->ingest);
    source_log_init(&intake->log);
}

void intake_release(struct intake *intake)
{
    ingest_end_crew(&intake->ingest);
    writer_free(intake->ingest.writer);
    index_free(intake->ingest.index);
    analyser_free(intake->ingest.analyser);
    ingest_release(&intake->ingest);
    source_log_release(&intake->log);
    report_release(&intake->report);
    name_list_release(&intake->listed);
}

/* ---- operands */

const char *intake_next(const struct intake *intake, struct intake_place *place)
{
    if (intake->operands[place->i_operand] != NULL)
        return intake->operands[place->i_operand++];
    place->listed = name_list_next(&intake->listed, place->listed);
    return place->listed;
}

enum status intake_walk(struct intake *intake, struct walk *walk,
                        const char *operand, struct error *err)
{
    struct stat st;
    bool is_directory = stat(operand, &st) == 0 && S_ISDIR(st.st_mode);
    enum status status =
        source_log_set_operand(&intake->log, operand, is_directory, err);

    if (status == STATUS_OK)
        status = walk_operand(walk, operand, err);
    /* The next operand gives files other names. */
    return status == STATUS_OK ? ingest_drain(&intake->ingest, err) : status;
}

static enum status count_file(void *context, const struct walk_file *file,
                              struct error *err)
{
    uint64_t *n_bytes = context;

    (void)err;
    *n_bytes += file->n_bytes;
    return STATUS_OK;
}

static enum status count_bytes(struct intake *intake, struct error *err)
{
    struct walk walk = {&intake->progress.n_total_bytes, count_file, NULL, 0,
                        intake->index_path};
    struct intake_place place = {0, NULL};
    const char *operand;
    enum status status = STATUS_OK;

    while (status == STATUS_OK &&
           (operand = intake_next(intake, &place)) != NULL)
        status = walk_operand(&walk, operand, err);
    return status;
}

/* ---- opening */

static void clear_progress(void *context)
{
    progress_clear(context);
}

/* The language that stems: that of the index, else the one asked for. */
static enum status settle_language(struct intake *intake, struct error *err)
{
    const char *wanted = intake->options->language;
    struct manifest *settings = &intake->settings;

    if (wanted != NULL && strcmp(wanted, settings->language) != 0) {
        (void)error_set(err, STATUS_BAD_USAGE,
                        "cannot add with --language=%s: the index was made "
                        "with '%s'",
                        wanted, settings->language);
        error_hint(err, "leave out --language, or begin another index");
        return STATUS_BAD_USAGE;
    }
    return analyser_new(language_find(str_span_of(settings->language)),
                        &intake->ingest.analyser, err);
}

static unsigned count_jobs(const struct intake_options *options)
{
    long n_processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (options->n_jobs > 0)
        return options->n_jobs;
    if (n_processors < 1)
        return 1;
    return n_processors < DEFAULT_MAX_JOBS ? (unsigned)n_processors
                                           : DEFAULT_MAX_JOBS;
}

static enum status start_crew(struct intake *intake, struct error *err)
{
    const struct intake_options *options = intake->options;

    return ingest_start_crew(
        &intake->ingest, count_jobs(options), options->memory_bytes,
        language_find(str_span_of(intake->settings.language)), err);
}

/* Today, once for all articles of the run. SOURCE_DATE_EPOCH, as
   reproducible-builds.org has it, stands for the clock, so that the same
   files make the same index on any day. */
static enum status settle_day(struct intake *intake, struct error *err)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    time_t now = given != NULL ? (time_t)strtoll(given, &end, 10) : time(NULL);
    struct tm day;

    if (given != NULL &&
        (end == given || *end != '\0' || now < 0 || now > LAST_SECOND)) {
        (void)error_set(err, STATUS_BAD_USAGE,
                        "SOURCE_DATE_EPOCH is '%.40s', which is no time",
                        given);
        error_hint(err, "set it to seconds since 1970, or unset it");
        return STATUS_BAD_USAGE;
    }
    if (gmtime_r(&now, &day) == NULL)
        return error_set(err, STATUS_INTERNAL, "the clock has no date");
    intake->ingest.day = (uint32_t)((day.tm_year + 1900) * 10000 +
                                    (day.tm_mon + 1) * 100 + day.tm_mday);
    return STATUS_OK;
}

static void say_why_slow(const struct intake *intake)
{
    const char *why = intake->ingest.writer != NULL
                          ? writer_why_api(intake->ingest.writer)
                          : NULL;

    if (why != NULL && !intake->options->is_quiet)
        (void)fprintf(stderr,
                      "lede-index: writing through Xapian, which takes over "
                      "ten times as long: %s\n",
                      why);
}

/* A variable that leaves something out, so that its cost can be measured: it
   has that word, or is not there. */
static enum status read_switch(const char *variable, const char *word,
                               bool *ret_is_on, struct error *err)
{
    const char *value = getenv(variable);

    *ret_is_on = value != NULL && strcmp(value, word) == 0;
    if (value == NULL || *ret_is_on)
        return STATUS_OK;
    error_set(err, STATUS_BAD_USAGE, "%s is '%.40s'", variable, value);
    error_hint(err, "unset it; only to measure costs it may be '%s'", word);
    return STATUS_BAD_USAGE;
}

static enum status open_index(struct intake *intake, struct error *err)
{
    const struct intake_options *options = intake->options;
    const struct writer_settings how = {
        .lock_timeout_ms = options->lock_timeout_ms,
        .memory_bytes = options->memory_bytes,
        .n_jobs = count_jobs(options),
    };
    struct manifest *settings = &intake->settings;
    struct manifest there;
    bool is_apart = false;
    bool is_off = false; /* build.c asks itself */
    enum status status = read_switch("LEDE_REPRINTS", "off", &is_off, err);

    if (status == STATUS_OK)
        status = read_switch("LEDE_LENGTHS", "apart", &is_apart, err);
    if (status != STATUS_OK)
        return status;
    settings->analysis = ANALYSIS_VERSION;
    (void)snprintf(settings->language, sizeof(settings->language), "%s",
                   options->language != NULL ? options->language : "en");
    (void)snprintf(settings->versions, sizeof(settings->versions), "%s",
                   analyser_versions());
    if (options->stage == STAGE_INDEX)
        status = writer_open(intake->index_path, &how, settings,
                             &intake->ingest.writer, err);
    else if (options->language == NULL &&
             manifest_read(intake->index_path, &there, NULL, NULL) == STATUS_OK)
        *settings = there;
    if (status != STATUS_OK)
        return status;
    if (options->stage == STAGE_INDEX && is_apart)
        writer_set_avdl(intake->ingest.writer, 0);
    say_why_slow(intake);
    return settle_language(intake, err);
}

enum status intake_open(struct intake *intake, struct error *err)
{
    const struct intake_options *options = intake->options;
    struct ingest *ingest = &intake->ingest;
    bool is_live = !options->is_quiet && isatty(STDERR_FILENO) == 1 &&
                   options->stage <= STAGE_CHECK;
    enum status status = STATUS_OK;

    if (options->files_from != NULL)
        status = name_list_load(&intake->listed, options->files_from,
                                options->is_null_ended, err);
    if (status == STATUS_OK)
        status = report_open(&intake->report, options->report,
                             options->is_quiet ? NULL : stderr, err);
    if (status == STATUS_OK)
        status = settle_day(intake, err);
    if (status == STATUS_OK)
        status = open_index(intake, err);
    if (status != STATUS_OK)
        return status;
    ingest->stage = options->stage;
    ingest->id_from = options->id_from;
    ingest->is_stop_on_error = options->is_stop_on_error;
    ingest->reader = options->reader;
    ingest->settings = options->settings;
    ingest->settings.wanted = options->reader;
    ingest->log = options->stage <= STAGE_CHECK ? &intake->log : NULL;
    ingest->report = &intake->report;
    ingest->progress = &intake->progress;
    ingest->out = stdout;
    progress_init(&intake->progress, stderr, is_live);
    intake->report.before = clear_progress;
    intake->report.context = &intake->progress;
    status = start_crew(intake, err);
    if (status == STATUS_OK && is_live)
        status = count_bytes(intake, err);
    return status;
}

/* ---- the end */

enum status intake_finish(struct intake *intake, enum status status,
                          struct error *err)
{
    ingest_end_crew(&intake->ingest);
    progress_clear(&intake->progress);
    report_summary(&intake->report);
    if (status == STATUS_OK)
        status = report_finish(&intake->report, err);
    if (status == STATUS_OK)
        status = stage_out_finish(stdout, err);
    if (status == STATUS_OK && interrupt_is_set())
        return error_set(err, STATUS_IO, "interrupted: the index is as it was");
    return status;
}

enum status intake_commit(struct intake *intake, struct error *err)
{
    struct writer *writer = intake->ingest.writer;
    struct error reason = ERROR_INIT;
    enum status status =
        source_log_commit(&intake->log, intake->index_path, writer, err);

    if (status == STATUS_OK)
        status = writer_commit(writer, err);
    if (status != STATUS_OK || intake->options->is_merge_left)
        return status;
    /* The articles are in: a fold that fails is tried again by the next run. */
    if (writer_fold(writer, FOLD_SMALL, NULL, &reason) != STATUS_OK &&
        !intake->options->is_quiet)
        (void)fprintf(stderr,
                      "lede-index: all is in, but small segments could not be "
                      "folded: %s\n",
                      reason.message);
    return STATUS_OK;
}

void intake_print_more(const struct intake *intake)
{
    const uint64_t *counts = intake->report.counts;

    if (intake->options->is_quiet || !intake->options->is_verbose)
        return;
    (void)fprintf(stderr,
                  "%llu replaced from earlier runs, %llu within this one; %llu "
                  "repaired, %llu undated, %llu hidden names left out\n",
                  (unsigned long long)intake->ingest.n_replaced,
                  (unsigned long long)counts[REPORT_REPLACED],
                  (unsigned long long)counts[REPORT_REPAIRED],
                  (unsigned long long)counts[REPORT_UNDATED],
                  (unsigned long long)intake->n_hidden);
}

int intake_exit(const struct intake *intake)
{
    const uint64_t *counts = intake->report.counts;

    return counts[REPORT_SKIPPED] > 0 || counts[REPORT_REPLACED] > 0
               ? EXIT_SKIPPED
               : EXIT_DONE;
}
