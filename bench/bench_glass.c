/*
 * How fast documents become a database: lib/glass and Xapian's API side by
 * side, over the same articles and in the same run. Reading and analysis are
 * not counted. What one takes is processor time (cpu) and what passes on the
 * clock (wall), until all is durable.
 *
 *     make bench/bench_glass
 *     bench/bench_glass FILE.jsonl DIRECTORY [none|zlib|fast] [MEMORY_MB]
 *                       [API_MB]
 *
 * The API gets the first API_MB of the text only (default 10; 0: none). The
 * databases are left in DIRECTORY, which must not exist.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/builder.h"
#include "indexer/build.h"
#include "indexer/reader.h"
#include "store/segment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#define MEGABYTE 1e6

struct stopwatch {
    double cpu_s;
    double wall_s;
};

struct bench {
    struct analyser *analyser;
    struct arena arena;
    struct str record;
    struct document document;
    struct builder *builder;
    struct segment_writer api; /* verbs NULL: not asked for, or done */
    double api_max_mb;
    size_t n_documents;
    double text_mb;
    double api_text_mb;
    double data_mb;
    struct stopwatch builder_time;
    struct stopwatch api_time;
};

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void start(struct stopwatch *watch)
{
    watch->cpu_s -= seconds(CLOCK_PROCESS_CPUTIME_ID);
    watch->wall_s -= seconds(CLOCK_MONOTONIC);
}

static void stop(struct stopwatch *watch)
{
    watch->cpu_s += seconds(CLOCK_PROCESS_CPUTIME_ID);
    watch->wall_s += seconds(CLOCK_MONOTONIC);
}

static enum status add_to_builder(struct bench *bench, struct error *err)
{
    const struct document *document = &bench->document;
    struct glass_document glass = {
        .terms = document->terms,
        .n_terms = document->n_terms,
        .postings = document->postings,
        .n_postings = document->n_postings,
        .values = document->values,
        .n_values = document->n_values,
        .data = document->record,
    };
    start(&bench->builder_time);
    enum status status = builder_add(bench->builder, &glass, err);
    stop(&bench->builder_time);
    return status;
}

static enum status end_api(struct bench *bench, struct error *err)
{
    if (!bench->api.verbs)
        return STATUS_OK;
    start(&bench->api_time);
    enum status status = bench->api.verbs->finish(bench->api.state, err);
    bench->api.verbs->free(bench->api.state);
    stop(&bench->api_time);
    bench->api.verbs = NULL;
    return status;
}

static enum status add_to_api(struct bench *bench, double text_mb,
                              struct error *err)
{
    if (!bench->api.verbs)
        return STATUS_OK;
    bench->api_text_mb += text_mb;
    start(&bench->api_time);
    enum status status =
        bench->api.verbs->add(bench->api.state, &bench->document, err);
    stop(&bench->api_time);
    if (status == STATUS_OK && bench->api_text_mb >= bench->api_max_mb)
        status = end_api(bench, err);
    return status;
}

static enum status add(void *context, struct article *article,
                       const struct reader_facts *facts, struct error *err)
{
    struct bench *bench = context;
    bool is_dated = false;
    struct str id = STR_INIT;
    (void)facts;
    arena_reset(&bench->arena);
    document_reset(&bench->document);
    str_reset(&bench->record);
    enum status status =
        build_article(article, &bench->arena, &is_dated, NULL, err);
    if (status == STATUS_OK)
        status = build_document(bench->analyser, article,
                                &(const struct origin){.form = "jsonl"},
                                &bench->document, err);
    if (status == STATUS_OK)
        status = article_encode(article, &bench->record, err);
    if (status != STATUS_OK)
        return status;
    bench->document.record = str_view(&bench->record);
    build_id_term(article->id, &id);
    bench->document.id_term = str_view(&id);
    double text_mb = (double)article->text.n_bytes / MEGABYTE;
    bench->text_mb += text_mb;
    bench->data_mb += (double)bench->record.n_bytes / MEGABYTE;
    bench->n_documents++;
    status = add_to_builder(bench, err);
    if (status == STATUS_OK)
        status = add_to_api(bench, text_mb, err);
    str_release(&id);
    return status;
}

static enum status skip(void *context, uint64_t line, const char *reason,
                        struct error *err)
{
    (void)context;
    (void)err;
    fprintf(stderr, "line %llu: %s\n", (unsigned long long)line, reason);
    return STATUS_OK;
}

static void print_rate(const char *name, double text_mb,
                       const struct stopwatch *watch)
{
    printf("%-10s %8.1f MB of text  %7.2f s cpu %7.2f s wall  %6.1f MB/s cpu "
           "%6.1f MB/s wall\n",
           name, text_mb, watch->cpu_s, watch->wall_s, text_mb / watch->cpu_s,
           text_mb / watch->wall_s);
}

static void print_sizes(const char *directory, double text_mb)
{
    static const char *const names[] = {"postlist", "position", "termlist",
                                        "docdata"};
    double total = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[4096];
        struct stat file;
        snprintf(path, sizeof path, "%s/glass/%s.glass", directory, names[i]);
        if (stat(path, &file) != 0)
            continue;
        double mb = (double)file.st_size / MEGABYTE;
        total += mb;
        printf("  %-10s %8.1f MB  %.3f of the text\n", names[i], mb,
               mb / text_mb);
    }
    printf("  %-10s %8.1f MB  %.3f of the text\n", "all", total,
           total / text_mb);
}

static enum status run(struct bench *bench, const char *path, struct error *err)
{
    struct input *input = NULL;
    struct reader_settings settings = {.charset = NULL};
    struct reader_sink sink = {bench, add, skip};
    enum status status = input_open(path, &input, err);
    if (status == STATUS_OK)
        status = reader_jsonl.read(input, &settings, &sink, err);
    input_free(input);
    if (status == STATUS_OK)
        status = end_api(bench, err);
    if (status != STATUS_OK)
        return status;
    start(&bench->builder_time);
    status = builder_finish(bench->builder, err);
    stop(&bench->builder_time);
    return status;
}

static enum compression compression_of(const char *name)
{
    if (strcmp(name, "zlib") == 0)
        return COMPRESSION_ZLIB;
    return strcmp(name, "none") == 0 ? COMPRESSION_NONE : COMPRESSION_FAST;
}

/* Makes directory/glass and, if asked for, directory/xapian. */
static enum status open_both(struct bench *bench, const char *directory,
                             const struct builder_settings *settings,
                             struct error *err)
{
    char path[4096];
    if (mkdir(directory, 0777) != 0)
        return error_set(err, STATUS_IO, "cannot create '%s'", directory);
    snprintf(path, sizeof path, "%s/glass", directory);
    enum status status = builder_new(path, settings, &bench->builder, err);
    snprintf(path, sizeof path, "%s/xapian", directory);
    if (status == STATUS_OK && bench->api_max_mb > 0)
        status = segment_open_xapian(path, 1, &bench->api, err);
    if (status == STATUS_OK)
        status = analyser_new(language_find(SPAN("en")), &bench->analyser, err);
    return status;
}

static const char *argument(int n_arguments, char **arguments, int i,
                            const char *otherwise)
{
    return i < n_arguments ? arguments[i] : otherwise;
}

int main(int argc, char **argv)
{
    struct error err = ERROR_INIT;
    struct rusage usage;
    struct bench bench = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: bench_glass FILE.jsonl DIRECTORY "
                        "[none|zlib|fast] [MEMORY_MB] [API_MB]\n");
        return 2;
    }
    struct builder_settings settings = {
        .compression = compression_of(argument(argc, argv, 3, "fast")),
        .memory_bytes = strtoul(argument(argc, argv, 4, "512"), NULL, 10) << 20,
    };
    bench.api_max_mb = strtod(argument(argc, argv, 5, "10"), NULL);
    arena_init(&bench.arena);
    document_init(&bench.document);
    enum status status = open_both(&bench, argv[2], &settings, &err);
    if (status == STATUS_OK)
        status = run(&bench, argv[1], &err);
    if (status == STATUS_OK) {
        printf("%zu articles\n", bench.n_documents);
        print_rate("lib/glass", bench.text_mb, &bench.builder_time);
        if (bench.api_text_mb > 0)
            print_rate("Xapian", bench.api_text_mb, &bench.api_time);
        print_sizes(argv[2], bench.text_mb);
        getrusage(RUSAGE_SELF, &usage);
        printf("  peak RSS   %8.1f MB\n", (double)usage.ru_maxrss / 1024);
    } else {
        fprintf(stderr, "bench_glass: %s\n", err.message);
    }
    if (bench.api.verbs)
        bench.api.verbs->free(bench.api.state);
    builder_free(bench.builder);
    analyser_free(bench.analyser);
    document_release(&bench.document);
    str_release(&bench.record);
    arena_release(&bench.arena);
    return status == STATUS_OK ? 0 : 1;
}
