/*
 * What the passages of ten hits cost: the processor's time of each question
 * with ten articles and three passages of each, and of the same question with
 * the numbers of the ten articles only, in one process and warm.
 *
 *     bench_snippets INDEX QUERY...
 *
 * Prints a line each: QUERY, milliseconds of what the passages cost (the
 * difference), of the whole question, bytes of the ten articles' texts, how
 * many passages; tabs between. Each is the best of ten passes, so that a noisy
 * moment of the machine does not count. bench/snippets uses it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define N_PASSES   10
#define N_ARTICLES 10
#define N_SNIPPETS 3
#define N_COLUMNS  240

struct bench {
    struct index *index;
    struct analyser *analyser;
    struct answer answer;
};

static double processor_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The best of all passes; below 0: the question was refused. */
static double ask(struct bench *bench, const char *query, uint32_t n_snippets)
{
    struct error err = ERROR_INIT;
    struct search_request request = {
        .query = str_span_of(query),
        .range = {.limit = N_ARTICLES},
        .has_fields = n_snippets > 0,
        .n_snippets = n_snippets,
        .snippet_columns = N_COLUMNS,
    };
    double best = 1e9;
    for (int i = 0; i < N_PASSES; i++) {
        double start = processor_ms();
        if (search_run(bench->index, bench->analyser, &request, &bench->answer,
                       &err) != STATUS_OK) {
            (void)fprintf(stderr, "bench_snippets: left out: '%s': %s\n", query,
                          err.message);
            return -1;
        }
        double ms = processor_ms() - start;
        if (ms < best)
            best = ms;
    }
    return best;
}

/* Of the articles that were found. */
static size_t count_bytes(struct bench *bench)
{
    struct error err = ERROR_INIT;
    size_t n_bytes = 0;
    struct str_span record;
    for (size_t i = 0; i < bench->answer.n_hits; i++)
        if (index_record(bench->index, bench->answer.hits[i].docid, &record,
                         &err) == STATUS_OK)
            n_bytes += record.n_bytes;
    return n_bytes;
}

static void measure(struct bench *bench, const char *query)
{
    double bare = ask(bench, query, 0);
    double full = ask(bench, query, N_SNIPPETS);
    size_t n_passages = 0;
    if (bare < 0 || full < 0)
        return;
    for (size_t i = 0; i < bench->answer.n_hits; i++)
        n_passages += bench->answer.hits[i].n_passages;
    (void)printf("%s\t%.3f\t%.3f\t%zu\t%zu\n", query, full - bare, full,
                 count_bytes(bench), n_passages);
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    struct error err = ERROR_INIT;
    if (argc < 3) {
        (void)fprintf(stderr, "usage: bench_snippets INDEX QUERY...\n");
        return 2;
    }
    if (search_open(argv[1], &bench.index, &bench.analyser, &err) !=
        STATUS_OK) {
        (void)fprintf(stderr, "bench_snippets: %s\n", err.message);
        return 2;
    }
    answer_init(&bench.answer);
    for (int i = 2; i < argc; i++)
        measure(&bench, argv[i]);
    answer_release(&bench.answer);
    analyser_free(bench.analyser);
    index_free(bench.index);
    return 0;
}
