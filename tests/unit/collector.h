/*
 * For the tests of the readers: bytes go in, and what the reader pushed comes
 * out as lines of text that can be compared.
 *
 *   {"title":"T","text":"x"}          an article, as JSON
 *   {...} repaired 2; note            with what its facts said
 *   skipped 3: reason                 a problem, at line 3
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_COLLECTOR_H
#define LEDE_TESTS_COLLECTOR_H

#include "indexer/json_out.h"
#include "indexer/reader.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline enum status collect_article(void *context,
                                          struct article *article,
                                          const struct reader_facts *facts,
                                          struct error *err)
{
    CLEANUP(str_release) struct str line = STR_INIT;

    json_add_article(&line, article, false);

    struct str_span view = str_view(&line);
    json_t *object = json_loadb(view.bytes, view.n_bytes,
                                JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);

    ck_assert_msg(object != NULL, "no JSON, or a key twice: %s", view.bytes);
    json_decref(object);
    if (facts->n_repaired > 0)
        str_add_format(&line, " repaired %zu", facts->n_repaired);
    if (facts->note != NULL)
        str_add_format(&line, "; %s", facts->note);
    str_add_char(&line, '\n');
    str_add_span(context, str_view(&line));
    return str_status(context, err);
}

static inline enum status collect_skip(void *context, uint64_t line,
                                       const char *reason, struct error *err)
{
    str_add_format(context, "skipped %d: %s\n", (int)line, reason);
    return str_status(context, err);
}

/* A file that holds bytes; the path is owned by the caller. */
static inline char *make_file(struct str_span bytes)
{
    char *path = strdup("/tmp/lede-check-XXXXXX");
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes.bytes, bytes.n_bytes),
                     (ssize_t)bytes.n_bytes);
    close(fd);
    return path;
}

/* owned by the caller; release with free() */
static inline char *collect(const struct reader *reader,
                            const struct reader_settings *settings,
                            struct str_span bytes)
{
    struct str lines = STR_INIT;
    struct error err = ERROR_INIT;
    const struct reader_sink sink = {&lines, collect_article, collect_skip};
    char *path = make_file(bytes);
    struct input *input = NULL;

    ck_assert_int_eq(input_open(path, &input, &err), STATUS_OK);
    ck_assert_int_eq(reader->read(input, settings, &sink, &err), STATUS_OK);
    input_free(input);
    unlink(path);
    free(path);
    str_add_text(&lines, "");
    return str_detach(&lines);
}

struct reader_row {
    struct str_span input;
    const char *output;
};

static inline void check_row(const struct reader *reader,
                             const struct reader_row *row)
{
    char *output = collect(reader, NULL, row->input);

    ck_assert_str_eq(output, row->output);
    free(output);
}

static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);

    srunner_run_all(runner, CK_ENV);

    int n_failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return n_failed != 0;
}

#endif
