/*
 * `lede-index merge`: one segment, without the articles that were deleted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/command.h"
#include "indexer/progress.h"
#include "store/writer.h"

#include <string.h>

/* clang-format off */
static const struct option_row rows[] = {
    COMMAND_ROW_INDEX,
    COMMAND_ROW_LOCK_TIMEOUT,
    {'q', "quiet", OPTION_FLAG, NULL, "Output",
     "no summary; errors only"},
    COMMAND_ROW_HELP,
    COMMAND_ROW_VERSION,
};
/* clang-format on */

static const struct option_table table = {
    "lede-index merge",
    "lede-index merge [OPTION]...",
    "Folds all segments into one, without what was deleted.",
    rows,
    sizeof(rows) / sizeof(rows[0]),
    "Searches go on meanwhile. It takes as much room on the disk again as the\n"
    "index has, until it is done.",
};

struct merge_options {
    const char *index;
    uint32_t lock_timeout_ms;
    bool is_quiet;
    bool is_help;
    bool is_version;
};

static enum status set_option(void *context, int key, const char *value,
                              struct error *err)
{
    struct merge_options *options = context;

    switch (key) {
    case 'i':
        options->index = value;
        break;
    case KEY_LOCK_TIMEOUT:
        return command_set_lock_timeout(value, &options->lock_timeout_ms, err);
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

static uint64_t count_bytes(const struct segment_list *list)
{
    uint64_t n_bytes = 0;

    for (size_t i = 0; i < list->n_entries; i++)
        n_bytes += segment_entry_n_bytes(&list->entries[i]) +
                   list->entries[i].dead.n_bytes;
    return n_bytes;
}

static void print_summary(const struct fold_result *result,
                          uint64_t n_bytes_before, uint64_t n_bytes,
                          double n_seconds)
{
    CLEANUP(str_release) struct str line = STR_INIT;

    if (result->n_segments == 0) {
        (void)fputs("nothing to merge\n", stderr);
        return;
    }
    command_add_noun(&line, result->n_segments, "segment");
    str_add_text(&line, " folded into one of ");
    command_add_noun(&line, result->n_articles, "article");
    str_add_text(&line, ", ");
    command_add_count(&line, result->n_dropped);
    str_add_format(&line, " dead dropped, %.1f MB to %.1f MB in %.1f s",
                   (double)n_bytes_before / 1e6, (double)n_bytes / 1e6,
                   n_seconds);
    (void)fprintf(stderr, "%s\n", str_view(&line).bytes);
}

static enum status run(const struct merge_options *options, struct error *err)
{
    const struct writer_settings how = {.lock_timeout_ms =
                                            options->lock_timeout_ms};
    struct fold_result result = {0, 0, 0};
    struct writer *writer = NULL;
    struct progress clock;
    uint64_t n_bytes;
    enum status status = writer_open_existing(
        command_index_path(options->index), &how, &writer, err);

    if (status != STATUS_OK)
        return status;
    progress_init(&clock, stderr, false);
    n_bytes = count_bytes(writer_segments(writer));
    status = writer_fold(writer, FOLD_ALL, &result, err);
    if (status == STATUS_OK && !options->is_quiet)
        print_summary(&result, n_bytes, count_bytes(writer_segments(writer)),
                      progress_seconds(&clock));
    writer_free(writer);
    return status;
}

static enum status merge(int argc, char **argv, int *ret_exit,
                         struct error *err)
{
    struct merge_options options;
    int first = 0;

    memset(&options, 0, sizeof(options));
    options.lock_timeout_ms = COMMAND_LOCK_TIMEOUT_MS;

    enum status status =
        option_parse(&table, argc, argv, set_option, &options, &first, err);

    *ret_exit = EXIT_DONE;
    if (status != STATUS_OK)
        return status;
    if (options.is_help || options.is_version)
        return command_answer(&table, options.is_help, err);
    if (first < argc)
        return error_set(err, STATUS_BAD_USAGE, "operand '%s' is not wanted",
                         argv[first]);
    return run(&options, err);
}

const struct command command_merge = {"merge", &table, merge};
