/*
 * The options that `add` and `sync` have in common: where articles come from
 * and what is made of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_INTAKE_OPTIONS_H
#define LEDE_INDEXER_INTAKE_OPTIONS_H

#include "indexer/command.h"
#include "indexer/ingest.h"

enum intake_key {
    KEY_FORMAT = KEY_COMMAND_FIRST,
    KEY_MAP,
    KEY_CHARSET,
    KEY_ID_FROM,
    KEY_LANGUAGE,
    KEY_FILES_FROM,
    KEY_REPORT,
    KEY_ON_ERROR,
    KEY_DRY_RUN,
    KEY_DUMP, /* add only */
    KEY_NO_MERGE,
    KEY_MEMORY,
    KEY_JOBS,
    KEY_ALLOW_EMPTY, /* sync only */
};

struct intake_options {
    const char *index;
    const char *language; /* NULL: not given */
    const char *files_from;
    const char *report;
    const struct reader *reader;
    struct reader_settings settings;
    enum id_from id_from;
    enum ingest_stage stage;
    uint32_t lock_timeout_ms;
    size_t memory_bytes; /* 0: not given */
    unsigned n_jobs;     /* 0: not given */
    bool is_null_ended;
    bool is_stop_on_error;
    bool is_merge_left;
    bool is_empty_allowed;
    bool is_quiet;
    bool is_verbose;
    bool is_help;
    bool is_version;
};

void intake_options_init(struct intake_options *options);
/* An option_handler; context is a struct intake_options. */
MUST_CHECK enum status intake_options_set(void *context, int key,
                                          const char *value, struct error *err);

/* clang-format off */
#define INTAKE_ROWS_INDEX                                                      \
    COMMAND_ROW_INDEX,                                                         \
    COMMAND_ROW_LOCK_TIMEOUT,                                                  \
    {KEY_LANGUAGE, "language", OPTION_REQUIRED, "CODE", NULL,                  \
     "language of a new index, for stems: en (default), de, ..."},             \
    {KEY_MEMORY, "memory", OPTION_REQUIRED, "SIZE", NULL,                      \
     "gather so much before it is written (default: 512M)"},                   \
    {KEY_JOBS, "jobs", OPTION_REQUIRED, "N", NULL,                             \
     "so many threads (default: one for each processor)"},                     \
    {KEY_NO_MERGE, "no-merge", OPTION_FLAG, NULL, NULL,                        \
     "leave small segments as they are"}
#define INTAKE_ROWS_INPUT                                                      \
    {KEY_FORMAT, "format", OPTION_REQUIRED, "FORM", "Input",                   \
     "by default told by content, then name: text, html, jsonl, warc, "         \
     "mediawiki, feed, mail"},              \
    {KEY_MAP, "map", OPTION_REQUIRED, "FIELD=KEY", NULL,                       \
     "take FIELD from KEY of JSON (a.b: b inside a); may come again"},         \
    {KEY_CHARSET, "charset", OPTION_REQUIRED, "NAME", NULL,                    \
     "the charset of all text that is read (default: told, or guessed)"},      \
    {KEY_ID_FROM, "id-from", OPTION_REQUIRED, "WHAT", NULL,                    \
     "field (default: the article's id, else its path), path, url, hash"},     \
    {KEY_FILES_FROM, "files-from", OPTION_REQUIRED, "FILE", NULL,              \
     "read more paths from FILE (- for standard input), one a line"},          \
    {'0', "null", OPTION_FLAG, NULL, NULL,                                     \
     "paths in --files-from end with NUL in place of a line end"}
#define INTAKE_ROWS_PROBLEMS                                                   \
    {KEY_ON_ERROR, "on-error", OPTION_REQUIRED, "WHAT", "Problems",            \
     "skip (default) the article, or stop and leave the index as it was"},     \
    {KEY_REPORT, "report", OPTION_REQUIRED, "FILE", NULL,                      \
     "write each problem to FILE as JSON Lines"}
#define INTAKE_ROW_DRY_RUN                                                     \
    {'n', "dry-run", OPTION_FLAG, NULL, "Output",                              \
     "read and check everything, change nothing"}
#define INTAKE_ROWS_WORDS                                                      \
    {'q', "quiet", OPTION_FLAG, NULL, NULL,                                    \
     "no progress, problems or summary; errors only"},                         \
    {'v', "verbose", OPTION_FLAG, NULL, NULL,                                  \
     "say more at the end: replaced, repaired, undated, left out"},            \
    COMMAND_ROW_HELP,                                                          \
    COMMAND_ROW_VERSION
/* clang-format on */

#endif
