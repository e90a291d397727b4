/*
 * `lede-index verify`: whether the index is what was written, and what to do
 * if not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/verify.h"

#include "indexer/command.h"
#include "indexer/json_out.h"
#include "indexer/progress.h"
#include "indexer/source_log.h"
#include "indexer/stage_out.h"
#include "store/manifest.h"
#include "text/utf8.h"

#include <string.h>

enum verify_key {
    KEY_FORMAT = KEY_COMMAND_FIRST,
};

/* clang-format off */
static const struct option_row rows[] = {
    COMMAND_ROW_INDEX,
    {KEY_FORMAT, "format", OPTION_REQUIRED, "FORM", "Output",
     "text (default) or json"},
    {'q', "quiet", OPTION_FLAG, NULL, NULL,
     "no remarks, no summary; damage only"},
    COMMAND_ROW_HELP,
    COMMAND_ROW_VERSION,
};
/* clang-format on */

static const struct option_table table = {
    "lede-index verify",
    "lede-index verify [OPTION]...",
    "Compares an index with its checksums and with itself.",
    rows,
    sizeof(rows) / sizeof(rows[0]),
    "Exit status: 0 it is whole, 2 it is damaged or cannot be verified.",
};

struct verify_options {
    const char *index;
    bool is_json;
    bool is_quiet;
    bool is_help;
    bool is_version;
};

static enum status set_option(void *context, int key, const char *value,
                              struct error *err)
{
    static const char *const forms[] = {"text", "json"};
    struct verify_options *options = context;
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
    case 'q':
        options->is_quiet = true;
        break;
    case 'h':
        options->is_help = true;
        break;
    default:
        options->is_version = true;
    }
    return status;
}

struct verification {
    const struct verify_options *options;
    const char *path;
    struct str json; /* the findings so far */
    struct verify_result result;
    size_t n_segments;
    double n_seconds;
};

static void add_clean_member(struct str *out, const char *name,
                             const char *text)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    size_t n_repaired = 0;

    utf8_repair(str_span_of(text), &clean, &n_repaired);
    json_add_member(out, name, str_view(&clean));
}

/* Called for each finding, at once: a large index takes its time. */
static enum status tell(void *context, const struct finding *finding,
                        struct error *err)
{
    struct verification *verification = context;
    struct str *json = &verification->json;

    if (verification->options->is_json) {
        if (json->n_bytes > 0)
            str_add_char(json, ',');
        str_add_char(json, '{');
        json_add_member(json, "kind",
                        finding->is_damage ? SPAN("damage") : SPAN("remark"));
        add_clean_member(json, "path", finding->path);
        add_clean_member(json, "text", finding->text);
        str_add_char(json, '}');
        return str_status(json, err);
    }
    if (finding->is_damage || !verification->options->is_quiet)
        (void)printf("%s: %s: %s\n", finding->is_damage ? "damage" : "remark",
                     finding->path, finding->text);
    return STATUS_OK;
}

/* What the store does not look into: it only knows that the bytes are those
   that were written. */
static enum status check_sources(struct verification *verification,
                                 struct error *err)
{
    struct segment_list segments = SEGMENT_LIST_INIT;
    struct source_list sources = SOURCE_LIST_INIT;
    struct manifest manifest;
    struct error reason = ERROR_INIT;
    enum status status =
        manifest_read(verification->path, &manifest, &segments, NULL);

    verification->n_segments = segments.n_entries;
    /* The manifest is told of already, and so are wrong checksums. */
    if (status != STATUS_OK || verification->result.n_damages > 0) {
        segment_list_release(&segments);
        return STATUS_OK;
    }
    status = source_load(verification->path, &segments, 0, &sources, &reason);
    source_list_release(&sources);
    segment_list_release(&segments);
    if (status != STATUS_CORRUPT)
        return STATUS_OK;
    verification->result.n_damages++;

    const struct finding finding = {true, verification->path, reason.message};

    return tell(verification, &finding, err);
}

/* ---- what it came to */

static void add_number(struct str *out, const char *name, uint64_t number)
{
    json_add_key(out, str_span_of(name));
    str_add_format(out, "%llu", (unsigned long long)number);
}

static const char *advise(const struct verification *verification)
{
    if (verification->result.n_damages == 0)
        return "";
    return "restore the index from a copy, or make it anew from the articles; "
           "what can still be read comes with `lede-index dump`";
}

static void print_json(const struct verification *verification)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    const struct verify_result *result = &verification->result;

    str_add_char(&out, '{');
    json_add_member(&out, "index", str_span_of(verification->path));
    json_add_key(&out, SPAN("is_clean"));
    str_add_text(&out, result->n_damages == 0 ? "true" : "false");
    add_number(&out, "damages", result->n_damages);
    add_number(&out, "remarks", result->n_remarks);
    add_number(&out, "articles", result->n_articles);
    add_number(&out, "segments", verification->n_segments);
    add_number(&out, "bytes", result->n_bytes);
    json_add_key(&out, SPAN("findings"));
    str_add_char(&out, '[');
    str_add_span(&out, str_view(&verification->json));
    str_add_char(&out, ']');
    json_add_member(&out, "advice", str_span_of(advise(verification)));
    str_add_text(&out, "}\n");
    (void)fwrite(str_view(&out).bytes, 1, out.n_bytes, stdout);
}

static void print_text(const struct verification *verification)
{
    CLEANUP(str_release) struct str line = STR_INIT;
    const struct verify_result *result = &verification->result;

    if (result->n_damages > 0)
        (void)printf("%s\n", advise(verification));
    if (verification->options->is_quiet)
        return;
    command_add_noun(&line, result->n_articles, "article");
    str_add_text(&line, ", ");
    command_add_noun(&line, verification->n_segments, "segment");
    str_add_format(&line, ", %.1f MB verified in %.1f s",
                   (double)result->n_bytes / 1e6, verification->n_seconds);
    if (result->n_damages > 0) {
        str_add_text(&line, "; ");
        command_add_noun(&line, result->n_damages, "damage");
    }
    (void)fprintf(stderr, "%s\n", str_view(&line).bytes);
}

static enum status run(struct verification *verification, int *ret_exit,
                       struct error *err)
{
    struct progress clock;
    enum status status;

    progress_init(&clock, stderr, false);
    status = index_verify(verification->path, tell, verification,
                          &verification->result, err);
    if (status == STATUS_OK)
        status = check_sources(verification, err);
    if (status != STATUS_OK)
        return status;
    verification->n_seconds = progress_seconds(&clock);
    *ret_exit = verification->result.n_damages == 0 ? EXIT_DONE : EXIT_NOTHING;
    if (verification->options->is_json)
        print_json(verification);
    else
        print_text(verification);
    return stage_out_finish(stdout, err);
}

static enum status verify(int argc, char **argv, int *ret_exit,
                          struct error *err)
{
    struct verify_options options;
    int first = 0;

    memset(&options, 0, sizeof(options));

    enum status status =
        option_parse(&table, argc, argv, set_option, &options, &first, err);

    if (status != STATUS_OK)
        return status;
    if (options.is_help || options.is_version)
        return command_answer(&table, options.is_help, err);
    if (first < argc)
        return error_set(err, STATUS_BAD_USAGE, "operand '%s' is not wanted",
                         argv[first]);

    struct verification verification = {
        .options = &options, .path = command_index_path(options.index)};

    str_init(&verification.json, 0);
    status = run(&verification, ret_exit, err);
    str_release(&verification.json);
    return status;
}

const struct command command_verify = {"verify", &table, verify};
