/*
 * `lede-index stats`: what is in an index, for people and as JSON.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/command.h"
#include "indexer/json_out.h"
#include "indexer/stage_out.h"
#include "store/index.h"

#include <string.h>

enum stats_key {
    KEY_FORMAT = KEY_COMMAND_FIRST,
};

/* clang-format off */
static const struct option_row rows[] = {
    COMMAND_ROW_INDEX,
    {KEY_FORMAT, "format", OPTION_REQUIRED, "FORM", "Output",
     "text (default) or json"},
    COMMAND_ROW_HELP,
    COMMAND_ROW_VERSION,
};
/* clang-format on */

static const struct option_table table = {
    "lede-index stats",
    "lede-index stats [OPTION]...",
    "Says what an index holds, how large it is and how it was made.",
    rows,
    sizeof(rows) / sizeof(rows[0]),
    NULL,
};

struct stats_options {
    const char *index;
    bool is_json;
    bool is_help;
    bool is_version;
};

static enum status set_option(void *context, int key, const char *value,
                              struct error *err)
{
    static const char *const forms[] = {"text", "json"};
    struct stats_options *options = context;
    size_t i = 0;
    enum status status = STATUS_OK;

    switch (key) {
    case 'i':
        options->index = value;
        break;
    case KEY_FORMAT:
        status = option_choice("format", value, forms, 2, &i, err);
        options->is_json = i == 1;
        break;
    case 'h':
        options->is_help = true;
        break;
    default:
        options->is_version = true;
    }
    return status;
}

static void add_number(struct str *out, const char *name, uint64_t number)
{
    json_add_key(out, str_span_of(name));
    str_add_format(out, "%llu", (unsigned long long)number);
}

static void add_segments_json(struct str *out, const struct segment_list *list)
{
    json_add_key(out, SPAN("segment_list"));
    str_add_char(out, '[');
    for (size_t i = 0; i < list->n_entries; i++) {
        const struct segment_entry *entry = &list->entries[i];

        str_add_text(out, i == 0 ? "{" : ",{");
        json_add_member(out, "name", str_span_of(entry->name));
        add_number(out, "articles", entry->n_articles);
        add_number(out, "dead", entry->n_documents - entry->n_articles);
        add_number(out, "bytes", segment_entry_n_bytes(entry));
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
}

static void add_json(struct str *out, const char *path,
                     const struct index_stats *stats,
                     const struct manifest *manifest,
                     const struct segment_list *list)
{
    str_add_char(out, '{');
    json_add_member(out, "index", str_span_of(path));
    add_number(out, "articles", stats->n_articles);
    add_number(out, "paragraphs", stats->n_paragraphs);
    add_number(out, "words", stats->n_words);
    add_number(out, "segments", stats->n_segments);
    add_number(out, "dead", stats->n_dead);
    add_number(out, "groups", stats->n_groups);
    add_number(out, "reprints", stats->n_reprints);
    add_number(out, "bytes", stats->n_disk_bytes);
    add_number(out, "format", manifest->format);
    add_number(out, "analysis", manifest->analysis);
    json_add_member(out, "language", str_span_of(manifest->language));
    json_add_member(out, "versions", str_span_of(manifest->versions));
    json_add_member(out, "uuid", str_span_of(manifest->uuid));
    add_number(out, "revision", manifest->revision);
    json_add_member(out, "updated", str_span_of(manifest->updated));
    add_segments_json(out, list);
    str_add_text(out, "}\n");
}

static void add_row(struct str *out, const char *name, uint64_t number)
{
    str_add_format(out, "%-11s %llu\n", name, (unsigned long long)number);
}

static void add_text(struct str *out, const char *path,
                     const struct index_stats *stats,
                     const struct manifest *manifest,
                     const struct segment_list *list)
{
    str_add_format(out, "index       %s\n", path);
    add_row(out, "articles", stats->n_articles);
    add_row(out, "paragraphs", stats->n_paragraphs);
    add_row(out, "words", stats->n_words);
    add_row(out, "segments", stats->n_segments);
    add_row(out, "dead", stats->n_dead);
    add_row(out, "groups", stats->n_groups);
    add_row(out, "reprints", stats->n_reprints);
    add_row(out, "bytes", stats->n_disk_bytes);
    str_add_format(out, "language    %s\n", manifest->language);
    str_add_format(out, "analysis    %u (%s)\n", manifest->analysis,
                   manifest->versions);
    str_add_format(out, "format      %u\n", manifest->format);
    add_row(out, "revision", manifest->revision);
    str_add_format(out, "updated     %s\n", manifest->updated);
    str_add_format(out, "uuid        %s\n", manifest->uuid);
    for (size_t i = 0; i < list->n_entries; i++) {
        const struct segment_entry *entry = &list->entries[i];

        str_add_format(out, "%s  %u articles, %u dead, %.1f MB\n", entry->name,
                       entry->n_articles,
                       entry->n_documents - entry->n_articles,
                       (double)segment_entry_n_bytes(entry) / 1e6);
    }
}

static enum status print_stats(const struct stats_options *options,
                               struct error *err)
{
    const char *path = command_index_path(options->index);
    CLEANUP(str_release) struct str out = STR_INIT;
    struct index *index = NULL;
    struct segment_list list = SEGMENT_LIST_INIT;
    struct manifest manifest;
    struct index_stats stats;
    enum status status = index_open(path, &index, err);

    if (status == STATUS_OK)
        status = manifest_read(path, &manifest, &list, err);
    if (status == STATUS_OK)
        status = index_stats(index, &stats, err);
    if (status == STATUS_OK) {
        if (options->is_json)
            add_json(&out, path, &stats, index_manifest(index), &list);
        else
            add_text(&out, path, &stats, index_manifest(index), &list);
        status = str_status(&out, err);
    }
    segment_list_release(&list);
    index_free(index);
    if (status != STATUS_OK)
        return status;
    (void)fwrite(out.bytes, 1, out.n_bytes, stdout);
    return stage_out_finish(stdout, err);
}

static enum status stats(int argc, char **argv, int *ret_exit,
                         struct error *err)
{
    struct stats_options options;
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
    return print_stats(&options, err);
}

const struct command command_stats = {"stats", &table, stats};
