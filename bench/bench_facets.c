/*
 * How long it takes to count all facets and the timeline of a question, in one
 * process and warm.
 *
 *     bench_facets INDEX QUERY...
 *
 * Prints a line for each: articles that match; milliseconds to match them all
 * without counting anything in them; the same with all six facets and the
 * timeline by day; what that adds; and the user time of the latter. Each is the
 * best of eleven. bench/facets uses it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#define N_PASSES 11

struct bench {
    struct index *index;
    struct analyser *analyser;
    struct answer answer;
};

struct times {
    double wall_ms;
    double user_ms;
};

static double now_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static bool ask(struct bench *bench, const struct search_request *request,
                struct times *best)
{
    struct error err = ERROR_INIT;

    *best = (struct times){1e9, 1e9};
    for (int i = 0; i < N_PASSES; i++) {
        double wall = now_ms(CLOCK_MONOTONIC);
        double user = now_ms(CLOCK_PROCESS_CPUTIME_ID);
        if (search_run(bench->index, bench->analyser, request, &bench->answer,
                       &err) != STATUS_OK) {
            (void)fprintf(stderr, "bench_facets: %s\n", err.message);
            return false;
        }
        wall = now_ms(CLOCK_MONOTONIC) - wall;
        user = now_ms(CLOCK_PROCESS_CPUTIME_ID) - user;
        best->wall_ms = wall < best->wall_ms ? wall : best->wall_ms;
        best->user_ms = user < best->user_ms ? user : best->user_ms;
    }
    return true;
}

static bool measure(struct bench *bench, const char *query)
{
    struct facet_wish wishes[FACET_FIELDS];
    struct search_request request = {.query = str_span_of(query),
                                     .range = {.limit = 0}};
    struct times bare;
    struct times full;

    for (size_t i = 0; i < FACET_FIELDS; i++)
        wishes[i] = (struct facet_wish){(enum facet_field)i, FACET_N_DEFAULT};
    if (!ask(bench, &request, &bare))
        return false;
    request.survey = (struct survey_wish){wishes, FACET_FIELDS, TIMELINE_DAY};
    if (!ask(bench, &request, &full))
        return false;
    (void)printf("%9" PRIu64 " %9.2f %9.2f %9.2f %9.2f  %s\n",
                 bench->answer.n_total, bare.wall_ms, full.wall_ms,
                 full.wall_ms - bare.wall_ms, full.user_ms, query);
    return true;
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    struct error err = ERROR_INIT;
    bool is_good = true;

    if (argc < 3) {
        (void)fprintf(stderr, "usage: bench_facets INDEX QUERY...\n");
        return 2;
    }
    if (search_open(argv[1], &bench.index, &bench.analyser, &err) !=
        STATUS_OK) {
        (void)fprintf(stderr, "bench_facets: %s\n", err.message);
        return 2;
    }
    answer_init(&bench.answer);
    (void)printf("%9s %9s %9s %9s %9s  %s\n", "articles", "match ms", "all ms",
                 "more ms", "user ms", "query");
    for (int i = 2; i < argc && is_good; i++)
        is_good = measure(&bench, argv[i]);
    answer_release(&bench.answer);
    analyser_free(bench.analyser);
    index_free(bench.index);
    return is_good ? 0 : 2;
}
