/*
 * How long each question of a file takes, in one process and warm: only the
 * ten best, and with their records and the exact number besides, as
 * lede-search shows them.
 *
 *     bench_query INDEX QUERIES.tsv
 *
 * QUERIES.tsv: CLASS tab QUERY; those of the class "long" are asked as with
 * --any. Prints a line each: CLASS, milliseconds of the best of three passes
 * for the ten best, the same for all of it; tabs between. bench/query uses it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_PASSES 3

struct question {
    char *line; /* class and query, a NUL between */
    const char *query;
    double best_ms; /* the ten best articles' numbers */
    double full_ms; /* records and exact number, too */
    bool is_refused;
};

struct bench {
    struct index *index;
    struct analyser *analyser;
    struct answer answer;
    struct question *questions;
    size_t n_questions;
    size_t n_room;
};

static bool read_questions(struct bench *bench, const char *path)
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t n_room = 0;
    if (file == NULL)
        return false;
    while (getline(&line, &n_room, file) > 0) {
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            continue;
        line[strcspn(line, "\n")] = '\0';
        if (bench->n_questions == bench->n_room) {
            bench->n_room = bench->n_room * 2 + 64;
            bench->questions = realloc(
                bench->questions, bench->n_room * sizeof *bench->questions);
            if (bench->questions == NULL)
                abort();
        }
        *tab = '\0';
        bench->questions[bench->n_questions++] =
            (struct question){line, tab + 1, 1e9, 1e9, false};
        line = NULL;
        n_room = 0;
    }
    free(line);
    (void)fclose(file);
    return true;
}

/* Keeps the milliseconds if they are fewer; what is refused once is not asked
   again. */
static void ask(struct bench *bench, struct question *question, bool is_full)
{
    struct error err = ERROR_INIT;
    struct search_request request = {
        .query = str_span_of(question->query),
        .mode = strcmp(question->line, "long") == 0 ? QUERY_ANY_WORD
                                                    : QUERY_ALL_WORDS,
        .range = {.limit = 10, .is_exact_count = is_full},
        .has_fields = is_full,
    };
    if (question->is_refused)
        return;
    if (search_run(bench->index, bench->analyser, &request, &bench->answer,
                   &err) != STATUS_OK) {
        (void)fprintf(stderr, "bench_query: left out: '%s': %s\n",
                      question->query, err.message);
        question->is_refused = true;
        return;
    }
    double *ms = is_full ? &question->full_ms : &question->best_ms;
    if (bench->answer.time_ms < *ms)
        *ms = bench->answer.time_ms;
}

static void run(struct bench *bench)
{
    for (int i_pass = 0; i_pass < 2 * N_PASSES; i_pass++)
        for (size_t i = 0; i < bench->n_questions; i++)
            ask(bench, &bench->questions[i], i_pass % 2 == 1);
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    struct error err = ERROR_INIT;
    if (argc != 3) {
        (void)fprintf(stderr, "usage: bench_query INDEX QUERIES.tsv\n");
        return 2;
    }
    if (search_open(argv[1], &bench.index, &bench.analyser, &err) !=
        STATUS_OK) {
        (void)fprintf(stderr, "bench_query: %s\n", err.message);
        return 2;
    }
    if (!read_questions(&bench, argv[2])) {
        (void)fprintf(stderr, "bench_query: cannot read '%s'\n", argv[2]);
        return 2;
    }
    answer_init(&bench.answer);
    run(&bench);
    for (size_t i = 0; i < bench.n_questions; i++) {
        const struct question *question = &bench.questions[i];
        if (question->is_refused)
            (void)printf("%s\t-\t-\n", question->line);
        else
            (void)printf("%s\t%.4f\t%.4f\n", question->line, question->best_ms,
                         question->full_ms);
        free(question->line);
    }
    free(bench.questions);
    answer_release(&bench.answer);
    analyser_free(bench.analyser);
    index_free(bench.index);
    return 0;
}
