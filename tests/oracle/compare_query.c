/*
 * Asks random queries of random archives, of the index and of the oracle, and
 * looks for any difference: in what is found, how many, what is marked,
 * which paragraphs are hits, and whether the canonical form of a query reads as
 * the query.
 *
 * Seeds are printed. COMPARE_QUERY_SEED starts with another one,
 * COMPARE_QUERY_ROUNDS takes so many; LEDE_FULL=1 asks more than 20,000
 * queries instead of some 1,500. A difference is shrunk before it is shown.
 * tests/oracle/query.seeds has those that once differed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "contest.h"
#include "demand.h"
#include "query_random.h"
#include "shrink.h"

#include <string.h>
#include <unistd.h>

#define QUERIES_A_ROUND 60
#define ROUNDS          25
#define ROUNDS_FULL     340
/* Shrinking takes a second each. */
#define SHRINK_MOST   400
#define SHOWN_A_ROUND 3
#define SHOWN_MOST    12

struct runner {
    const char *folder;
    uint32_t tastes;
    unsigned n_tests;
    unsigned n_failed;
    unsigned n_queries;
    unsigned n_with_hits;
    unsigned n_shown;
};

static const char *const difference_names[] = {
    [DIFFER_NOT] = "none",
    [DIFFER_READING] = "reading",
    [DIFFER_FAILED] = "failure",
    [DIFFER_IDS] = "ids",
    [DIFFER_TOTAL] = "total",
    [DIFFER_MARKS] = "marks",
    [DIFFER_PARAGRAPHS] = "paragraphs",
};

/* What a smaller case must do to count as the same. */
struct wanted {
    const char *folder;
    enum difference difference;
};

static bool still_differs(void *context, const struct shrink_case *trial)
{
    const struct wanted *wanted = context;
    struct contest contest;
    contest_open(&contest, &trial->corpus, wanted->folder);
    enum difference found = contest_ask(&contest, trial->query, NULL);
    contest_close(&contest);
    return found == wanted->difference;
}

static void print_comment(const struct str *text)
{
    bool is_start = true;
    for (size_t i = 0; i < text->n_bytes; i++) {
        if (is_start)
            (void)fputs("# ", stdout);
        (void)putchar(text->bytes[i]);
        is_start = text->bytes[i] == '\n';
    }
}

static void show(struct runner *runner, const struct corpus *corpus,
                 const struct ast_node *query, enum difference found)
{
    CLEANUP(str_release) struct str report = STR_INIT;
    struct shrink_case small = {*corpus, query};
    struct wanted wanted = {runner->folder, found};
    struct contest contest;
    struct arena arena;
    arena_init(&arena);
    shrink(&small, still_differs, &wanted, SHRINK_MOST, &arena);
    contest_open(&contest, &small.corpus, runner->folder);
    str_add_format(&report, "differs in: %s\n", difference_names[found]);
    (void)contest_ask(&contest, small.query, &report);
    corpus_print(&small.corpus, &report);
    contest_close(&contest);
    print_comment(&report);
    arena_release(&arena);
    runner->n_shown++;
}

static void ask_all(struct runner *runner, const struct corpus *corpus,
                    uint64_t seed, unsigned n_queries)
{
    struct contest contest;
    unsigned n_differing = 0;
    contest_open(&contest, corpus, runner->folder);
    for (unsigned i = 1; i <= n_queries; i++) {
        struct dice dice = dice_of(seed, i);
        struct arena arena;
        arena_init(&arena);
        const struct ast_node *query =
            query_random(&dice, contest.articles, contest.n_articles,
                         runner->tastes, &arena);
        enum difference found = contest_ask(&contest, query, NULL);
        runner->n_queries++;
        runner->n_with_hits += contest.answer.n_total > 0;
        if (found != DIFFER_NOT) {
            n_differing++;
            if (n_differing <= SHOWN_A_ROUND && runner->n_shown < SHOWN_MOST) {
                (void)printf("# seed %llu, query %u\n",
                             (unsigned long long)seed, i);
                contest_close(&contest);
                show(runner, corpus, query, found);
                contest_open(&contest, corpus, runner->folder);
            }
        }
        arena_release(&arena);
    }
    contest_close(&contest);
    runner->n_tests++;
    runner->n_failed += n_differing > 0;
    (void)printf("%sok %u - seed %llu: %u queries, %u differ\n",
                 n_differing > 0 ? "not " : "", runner->n_tests,
                 (unsigned long long)seed, n_queries, n_differing);
    (void)fflush(stdout);
}

static void run_seed(struct runner *runner, uint64_t seed)
{
    struct corpus corpus;
    struct arena arena;
    struct dice dice = dice_of(seed, 0);
    arena_init(&arena);
    corpus_random(&dice, &arena, &corpus);
    ask_all(runner, &corpus, seed, QUERIES_A_ROUND);
    arena_release(&arena);
}

static void replay(struct runner *runner, const char *path)
{
    char line[256];
    FILE *file = fopen(path, "re");
    if (file == NULL)
        demand(STATUS_NOT_FOUND, NULL, path);
    while (fgets(line, sizeof line, file) != NULL)
        if (*line >= '0' && *line <= '9')
            run_seed(runner, strtoull(line, NULL, 10));
    (void)fclose(file);
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? strtoull(value, NULL, 10)
                                           : otherwise;
}

/* Parts of the shared data, each asked as many queries. */
static void run_real(struct runner *runner, bool is_full)
{
    static const struct {
        const char *path;
        size_t step;
        size_t n;
    } parts[] = {
        {"news/reuters21578.jsonl.zst", 37, 500},
        {"articles/articles.jsonl.zst", 211, 120},
        {"languages/de.jsonl.zst", 3, 150},
        {"ir/cranfield/docs.jsonl.zst", 3, 300},
    };

    const char *data = getenv("LEDE_DATA");
    const char *srcdir = getenv("srcdir");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char path[1024];
        struct corpus corpus;
        struct arena arena;
        (void)snprintf(path, sizeof path, "%s%s/%s",
                       data != NULL ? data
                       : srcdir     ? srcdir
                                    : ".",
                       data != NULL ? "" : "/../shared/data", parts[i].path);
        if (access(path, R_OK) != 0) {
            (void)printf("ok %u - %s # SKIP not here: set LEDE_DATA\n",
                         ++runner->n_tests, parts[i].path);
            continue;
        }
        (void)printf("# %s\n", parts[i].path);
        arena_init(&arena);
        corpus_read(path, 0, parts[i].step, parts[i].n, &arena, &corpus);
        corpus.language = strstr(path, "/de.") != NULL ? "de" : "en";
        ask_all(runner, &corpus, 1906 + i, is_full ? 500 : 25);
        arena_release(&arena);
    }
}

int main(void)
{
    /* In memory where that is easy: every trial makes an index. */
    char in_memory[] = "/dev/shm/lede-oracle-XXXXXX";
    char on_disk[] = "/tmp/lede-oracle-XXXXXX";
    char seeds[1024];
    const char *full = getenv("LEDE_FULL");
    const char *srcdir = getenv("srcdir");
    bool is_full = full != NULL && strcmp(full, "1") == 0;
    char *folder = mkdtemp(in_memory);
    if (folder == NULL)
        folder = mkdtemp(on_disk);
    struct runner runner = {
        .folder = folder,
        .tastes = (uint32_t)setting("COMPARE_QUERY_TASTES", TASTE_ALL)};
    uint64_t n_rounds =
        setting("COMPARE_QUERY_ROUNDS", is_full ? ROUNDS_FULL : ROUNDS);
    uint64_t seed = setting("COMPARE_QUERY_SEED", 1);
    if (runner.folder == NULL)
        demand(STATUS_IO, NULL, on_disk);
    (void)snprintf(seeds, sizeof seeds, "%s/tests/oracle/query.seeds",
                   srcdir != NULL ? srcdir : ".");
    replay(&runner, seeds);
    for (uint64_t i = 0; i < n_rounds; i++)
        run_seed(&runner, seed + i);
    if (getenv("COMPARE_QUERY_SEED") == NULL)
        run_real(&runner, is_full);
    (void)printf("# %u queries, %u of them found something\n1..%u\n",
                 runner.n_queries, runner.n_with_hits, runner.n_tests);
    (void)rmdir(folder);
    return runner.n_failed > 0;
}
