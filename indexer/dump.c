/*
 * `lede-index dump`: every article as JSON Lines, complete, so that
 * `lede-index dump -i A | lede-index add -i B --format=jsonl -` makes the same
 * archive again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/command.h"
#include "indexer/stage_out.h"
#include "store/index.h"

#include <string.h>

/* clang-format off */
static const struct option_row rows[] = {
    COMMAND_ROW_INDEX,
    COMMAND_ROW_HELP,
    COMMAND_ROW_VERSION,
};
/* clang-format on */

static const struct option_table table = {
    "lede-index dump",
    "lede-index dump [OPTION]...",
    "Prints every article as JSON Lines, in the order they were added.",
    rows,
    sizeof(rows) / sizeof(rows[0]),
    "To restore: lede-index dump -i A | lede-index add -i B --format=jsonl -",
};

struct dump_options {
    const char *index;
    bool is_help;
    bool is_version;
};

static enum status set_option(void *context, int key, const char *value,
                              struct error *err)
{
    struct dump_options *options = context;

    (void)err;
    if (key == 'i')
        options->index = value;
    else if (key == 'h')
        options->is_help = true;
    else
        options->is_version = true;
    return STATUS_OK;
}

static enum status print_article(struct index *index, uint32_t docid,
                                 struct arena *arena, struct error *err)
{
    struct str_span record;
    struct article article;
    enum status status = index_record(index, docid, &record, err);

    arena_reset(arena);
    if (status == STATUS_OK)
        status = article_decode(record, arena, &article, err);
    if (status == STATUS_OK)
        status = stage_out_record(stdout, &article, err);
    return status;
}

static enum status print_index(const char *path, struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct index *index = NULL;
    uint32_t docid = 0;
    enum status status = index_open(path, &index, err);

    while (status == STATUS_OK) {
        status = index_next(index, docid, &docid, err);
        if (status == STATUS_OK)
            status = print_article(index, docid, &arena, err);
    }
    arena_release(&arena);
    index_free(index);
    if (status != STATUS_DONE)
        return status;
    return stage_out_finish(stdout, err);
}

static enum status dump(int argc, char **argv, int *ret_exit, struct error *err)
{
    struct dump_options options;
    int first = 0;

    memset(&options, 0, sizeof(options));

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
    return print_index(command_index_path(options.index), err);
}

const struct command command_dump = {"dump", &table, dump};
