/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/intake_options.h"

#include "text/charset.h"

#include <string.h>

/* One article of the largest kind has to fit. */
#define MEMORY_MIN_BYTES ((size_t)64 << 20)

#define JOBS_MAX 256

void intake_options_init(struct intake_options *options)
{
    memset(options, 0, sizeof(*options));
    options->lock_timeout_ms = COMMAND_LOCK_TIMEOUT_MS;
}

static enum status set_format(struct intake_options *options, const char *value,
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

static enum status set_language(struct intake_options *options,
                                const char *value, struct error *err)
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

static enum status set_choice(struct intake_options *options, int key,
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

static enum status set_memory(struct intake_options *options, const char *value,
                              struct error *err)
{
    uint64_t n_bytes = 0;
    enum status status = option_size("memory", value, &n_bytes, err);

    if (status == STATUS_OK && n_bytes < MEMORY_MIN_BYTES)
        return error_set(err, STATUS_BAD_USAGE,
                         "option '--memory' wants at least %zuM",
                         MEMORY_MIN_BYTES >> 20);
    options->memory_bytes = (size_t)n_bytes;
    return status;
}

static enum status set_jobs(struct intake_options *options, const char *value,
                            struct error *err)
{
    uint64_t n = 0;
    enum status status = option_number("jobs", value, 1, JOBS_MAX, &n, err);

    options->n_jobs = (unsigned)n;
    return status;
}

static enum status set_charset(struct intake_options *options,
                               const char *value, struct error *err)
{
    if (!charset_is_known(str_span_of(value)))
        return error_set(err, STATUS_BAD_USAGE,
                         "option '--charset' knows no charset '%s'", value);
    options->settings.charset = value;
    return STATUS_OK;
}

static void set_flag(struct intake_options *options, int key)
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
    case KEY_NO_MERGE:
        options->is_merge_left = true;
        break;
    case KEY_ALLOW_EMPTY:
        options->is_empty_allowed = true;
        break;
    default:
        options->is_version = true;
    }
}

enum status intake_options_set(void *context, int key, const char *value,
                               struct error *err)
{
    struct intake_options *options = context;

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
    case KEY_MEMORY:
        return set_memory(options, value, err);
    case KEY_JOBS:
        return set_jobs(options, value, err);
    case KEY_LOCK_TIMEOUT:
        return command_set_lock_timeout(value, &options->lock_timeout_ms, err);
    case KEY_LANGUAGE:
        return set_language(options, value, err);
    case KEY_FORMAT:
        return set_format(options, value, err);
    case KEY_MAP:
        return reader_map_set(&options->settings.map, value, err);
    case KEY_CHARSET:
        return set_charset(options, value, err);
    case KEY_DUMP:
    case KEY_ON_ERROR:
    case KEY_ID_FROM:
        return set_choice(options, key, value, err);
    default:
        set_flag(options, key);
        return STATUS_OK;
    }
}
