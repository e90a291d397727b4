/*
 * How fast text becomes terms: the ways side by side over one file, in turn,
 * so that what else the machine does touches all of them alike. Figures are
 * of the best of five rounds.
 *
 *     make bench/bench_analyser && bench/bench_analyser FILE [LANGUAGE]
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"
#include "text/analyser.h"
#include "text/paragraph.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MAX_BYTES ((size_t)400 << 20)
#define N_ROUNDS  5

struct way {
    const char *name;
    bool is_fast;
    bool is_stemmed;
    double best_s;
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* All paragraphs; the number of tokens keeps the work from being left out. */
static enum status analyse(struct analyser *analyser, struct str_span text,
                           size_t *ret_n_tokens, struct error *err)
{
    struct paragraph_iter iter;
    struct str_span paragraph;
    struct token token;
    size_t n_tokens = 0;
    paragraph_iter_init(&iter, text);
    while (paragraph_next(&iter, &paragraph) == STATUS_OK) {
        enum status status = analyser_start(analyser, paragraph, err);
        while (status == STATUS_OK &&
               (status = analyser_next(analyser, &token, err)) == STATUS_OK)
            n_tokens++;
        if (status != STATUS_DONE)
            return status;
    }
    *ret_n_tokens = n_tokens;
    return STATUS_OK;
}

static enum status run(struct way *ways, size_t n_ways, struct str_span text,
                       const struct language *language, struct error *err)
{
    struct analyser *analyser = NULL;
    size_t n_tokens = 0;
    enum status status = analyser_new(language, &analyser, err);
    for (size_t i = 0; status == STATUS_OK && i < N_ROUNDS * n_ways; i++) {
        struct way *way = &ways[i % n_ways];
        analyser_set_fast(analyser, way->is_fast);
        status = analyser_set_language(analyser,
                                       way->is_stemmed ? language : NULL, err);
        double start_s = now_s();
        if (status == STATUS_OK)
            status = analyse(analyser, text, &n_tokens, err);
        double used_s = now_s() - start_s;
        if (i < n_ways || used_s < way->best_s)
            way->best_s = used_s;
    }
    analyser_free(analyser);
    printf("bytes\t%zu\ntokens\t%zu\n", text.n_bytes, n_tokens);
    return status;
}

int main(int argc, char **argv)
{
    struct way ways[] = {
        {"fast, stems", true, true, 0},
        {"fast, no stems", true, false, 0},
        {"icu, no tables, stems", false, true, 0},
    };
    const size_t n_ways = sizeof(ways) / sizeof(ways[0]);
    if (argc < 2) {
        (void)fputs("usage: bench_analyser FILE [LANGUAGE]\n", stderr);
        return 2;
    }
    CLEANUP(str_release) struct str raw = STR_INIT;
    CLEANUP(str_release) struct str text = STR_INIT;
    struct error err = ERROR_INIT;
    size_t n_repaired = 0;
    enum status status = file_read(argv[1], MAX_BYTES, &raw, &err);
    if (status == STATUS_OK) {
        utf8_repair(str_view(&raw), &text, &n_repaired);
        status =
            run(ways, n_ways, str_view(&text),
                language_find(str_span_of(argc > 2 ? argv[2] : "en")), &err);
    }
    if (status != STATUS_OK) {
        (void)fprintf(stderr, "bench_analyser: %s\n", err.message);
        return 2;
    }
    for (size_t i = 0; i < n_ways; i++)
        printf("%s\t%.1f MB/s\t%.2f of the first\n", ways[i].name,
               (double)text.n_bytes * 1e-6 / ways[i].best_s,
               ways[0].best_s / ways[i].best_s);
    return 0;
}
