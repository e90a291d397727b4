/*
 * What an index of many segments must not show: that it has them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/article.h"
#include "store/index.h"
#include "store/verify.h"
#include "tests/unit/scratch_index.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

/* Xapian's compactor loses a table when it fails. */
#ifdef __SANITIZE_ADDRESS__
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libxapian";
}
#endif

/* ---- writing: with true records, for verify reads them */

static void make_article(struct document *document, const char *id,
                         const char *text, struct str *record)
{
    struct article article;
    memset(&article, 0, sizeof article);
    article.id = str_span_of(id);
    article.text = str_span_of(text);
    scratch_article(document, id, text);
    ck_assert_int_eq(article_encode(&article, record, NULL), STATUS_OK);
    document->record = str_view(record);
}

static void put(struct writer *writer, const char *id, const char *text)
{
    struct document document;
    struct str record = STR_INIT;
    struct error err = ERROR_INIT;
    document_init(&document);
    make_article(&document, id, text, &record);
    enum status status = writer_add(writer, &document, &err);
    document_release(&document);
    str_release(&record);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
}

/* Articles id0, id1, ... in one committed run. */
static void put_all(const char *path, const char *const *texts, size_t n_texts)
{
    struct writer *writer = scratch_open(path);
    for (size_t i = 0; i < n_texts; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "id%zu", i);
        put(writer, id, texts[i]);
    }
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
}

/* ---- asking */

/* The text of an article. */
static void add_text(struct index *index, uint32_t docid, struct str *out)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article;
    struct str_span record;
    struct error err = ERROR_INIT;
    enum status status = index_record(index, docid, &record, &err);
    if (status == STATUS_OK)
        status = article_decode(record, &arena, &article, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    str_add_span(out, article.text);
}

static struct index *open_index(const char *path)
{
    struct index *index = NULL;
    struct error err = ERROR_INIT;
    enum status status = index_open(path, &index, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    return index;
}

static struct index_stats stats_of(struct index *index)
{
    struct index_stats stats;
    ck_assert_int_eq(index_stats(index, &stats, NULL), STATUS_OK);
    return stats;
}

/* The records of all articles in order, with "|" between. */
static void dump(struct index *index, struct str *out)
{
    uint32_t docid = 0;
    str_reset(out);
    while (index_next(index, docid, &docid, NULL) == STATUS_OK) {
        add_text(index, docid, out);
        str_add_char(out, '|');
    }
}

static void expect_dump(const char *path, const char *wanted)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct index *index = open_index(path);
    dump(index, &out);
    ck_assert_str_eq(str_view(&out).bytes, wanted);
    index_free(index);
}

/* The records that match by rank, with scores if is_scored, and the total. */
static void search(struct index *index, const struct expr *expr,
                   enum search_sort sort, bool is_scored, struct str *out)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct search_range range = {0, 1000, sort, true};
    struct match_list list;
    struct error err = ERROR_INIT;
    enum status status = index_search(index, expr, &range, &arena, &list, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert(list.is_total_exact);
    str_reset(out);
    str_add_format(out, "%llu:", (unsigned long long)list.n_total);
    for (size_t i = 0; i < list.n_matches; i++) {
        uint32_t docid = list.matches[i].docid;
        add_text(index, docid, out);
        if (is_scored)
            str_add_format(out, " %.9g", list.matches[i].score);
        str_add_char(out, '|');
    }
}

static void expect_search(const char *path, const char *word,
                          const char *wanted)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct index *index = open_index(path);
    search(index, expr_term(&arena, str_span_of(word)), SORT_RELEVANCE, false,
           &out);
    ck_assert_str_eq(str_view(&out).bytes, wanted);
    index_free(index);
}

static void commit(struct writer *writer)
{
    struct error err = ERROR_INIT;
    enum status status = writer_commit(writer, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
}

static struct fold_result fold(struct writer *writer, enum fold how)
{
    struct fold_result result;
    struct error err = ERROR_INIT;
    enum status status = writer_fold(writer, how, &result, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    return result;
}

/* One run that adds one article. */
static void add_one(const char *path, const char *id, const char *text)
{
    struct writer *writer = scratch_open(path);
    put(writer, id, text);
    commit(writer);
    writer_free(writer);
}

static void fold_all(const char *path)
{
    struct writer *writer = scratch_open(path);
    fold(writer, FOLD_ALL);
    writer_free(writer);
}

static enum status find(const char *path, const char *id_term)
{
    struct index *index = open_index(path);
    uint32_t docid;
    enum status status = index_find(index, str_span_of(id_term), &docid, NULL);
    index_free(index);
    return status;
}

static enum status count_damage(void *context, const struct finding *finding,
                                struct error *err)
{
    (void)err;
    struct str *out = context;
    str_add_format(out, "%s: %s\n", finding->path, finding->text);
    return STATUS_OK;
}

static void expect_whole(const char *path)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct verify_result result;
    struct error err = ERROR_INIT;
    enum status status = index_verify(path, count_damage, &out, &result, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_msg(out.n_bytes == 0, "%s", str_view(&out).bytes);
}

/* ---- tombstones */

START_TEST(what_is_replaced_is_gone_at_once)
{
    static const char *const three[] = {"one tax", "two tax", "three tax"};
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    put_all("x", three, 3);
    add_one("x", "id1", "new tax");
    expect_dump("x", "one tax|three tax|new tax|");
    expect_search("x", "tax", "3:one tax|three tax|new tax|");
    expect_search("x", "two", "0:");
    struct index *index = open_index("x");
    struct search_range range = {0, 0, SORT_RELEVANCE, true};
    struct match_list list;
    ck_assert_int_eq(index_search(index, expr_leaf(&arena, EXPR_ALL), &range,
                                  &arena, &list, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(list.n_total, 3);
    ck_assert_uint_eq(stats_of(index).n_articles, 3);
    ck_assert_uint_eq(stats_of(index).n_dead, 1);
    ck_assert_uint_eq(stats_of(index).n_segments, 2);
    ck_assert_uint_eq(stats_of(index).n_terms_total, 6);
    CLEANUP(str_release) struct str text = STR_INIT;
    struct str_span record;
    uint32_t docid;
    ck_assert_int_eq(index_find(index, SPAN("Qid1"), &docid, NULL), STATUS_OK);
    add_text(index, docid, &text);
    ck_assert_str_eq(text.bytes, "new tax");
    ck_assert_int_eq(index_record(index, 2, &record, NULL), STATUS_NOT_FOUND);
    index_free(index);
}

END_TEST

START_TEST(of_an_id_that_comes_twice_in_a_run_the_later_stands)
{
    struct writer *writer = scratch_open("x");
    put(writer, "a", "first");
    put(writer, "b", "other");
    put(writer, "a", "second");
    put(writer, "a", "third");
    commit(writer);
    writer_free(writer);
    expect_dump("x", "other|third|");
    expect_search("x", "second", "0:");
}

END_TEST

/* Batches filled by turns, as threads would; and the same one by one. */
START_TEST(batches_make_what_adding_makes)
{
    CLEANUP(str_release) struct str left = STR_INIT;
    CLEANUP(str_release) struct str right = STR_INIT;
    struct writer_settings api = {.is_api = true};
    struct manifest settings = scratch_settings();
    struct batch *batches[2];
    struct writer *writer;
    uint64_t n_replaced;
    uint64_t n_all = 0;
    add_one("x", "id7", "old");
    add_one("y", "id7", "old");
    writer = scratch_open("x");
    put(writer, "first", "one by one");
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(writer_new_batch(writer, &batches[i], NULL),
                         STATUS_OK);
    for (int i_round = 0; i_round < 2; i_round++) {
        for (int i = 0; i < 20; i++) {
            struct document document;
            struct str record = STR_INIT;
            char id[16];
            (void)snprintf(id, sizeof id, "id%d", i % 15 + i_round * 5);
            document_init(&document);
            make_article(&document, id, "tax and duty", &record);
            ck_assert_int_eq(batch_add(batches[i / 10], &document, NULL),
                             STATUS_OK);
            document_release(&document);
            str_release(&record);
        }
        for (int i = 0; i < 2; i++) {
            ck_assert_int_eq(batch_seal(batches[i], NULL), STATUS_OK);
            ck_assert_int_eq(
                writer_append(writer, batches[i], &n_replaced, NULL),
                STATUS_OK);
            n_all += n_replaced;
        }
    }
    ck_assert_uint_eq(n_all, 3); /* id7 comes so often */
    batch_free(batches[0]);
    batch_free(batches[1]);
    commit(writer);
    writer_free(writer);
    ck_assert_int_eq(writer_open("y", &api, &settings, &writer, NULL),
                     STATUS_OK);
    ck_assert_int_eq(writer_new_batch(writer, &batches[0], NULL),
                     STATUS_BAD_USAGE);
    put(writer, "first", "one by one");
    for (int i = 0; i < 40; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "id%d", i % 20 % 15 + i / 20 * 5);
        put(writer, id, "tax and duty");
    }
    commit(writer);
    writer_free(writer);
    expect_whole("x");
    struct index *x = open_index("x");
    struct index *y = open_index("y");
    dump(x, &left);
    dump(y, &right);
    ck_assert_str_eq(left.bytes, right.bytes);
    ck_assert_uint_eq(stats_of(x).n_dead, stats_of(y).n_dead);
    index_free(x);
    index_free(y);
}

END_TEST

START_TEST(articles_are_deleted_by_id)
{
    static const char *const three[] = {"one tax", "two tax", "three tax"};
    bool has = false;
    struct error err = {STATUS_OK, 0, "old", "old"};
    put_all("x", three, 3);
    struct writer *writer = scratch_open("x");
    put(writer, "new", "four tax");
    ck_assert_int_eq(writer_delete(writer, SPAN("Qid1"), NULL), STATUS_OK);
    ck_assert_int_eq(writer_delete(writer, SPAN("Qid1"), &err),
                     STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "");
    ck_assert_int_eq(writer_delete(writer, SPAN("Qno"), NULL),
                     STATUS_NOT_FOUND);
    ck_assert_int_eq(writer_delete(writer, SPAN(""), NULL), STATUS_NOT_FOUND);
    ck_assert_int_eq(writer_delete(writer, SPAN("Qnew"), NULL), STATUS_OK);
    ck_assert_int_eq(writer_has(writer, SPAN("Qid1"), &has, NULL), STATUS_OK);
    ck_assert(has); /* before this run */
    ck_assert_int_eq(writer_delete(writer, SPAN("Qid2"), NULL), STATUS_OK);
    put(writer, "id2", "again tax");
    commit(writer);
    writer_free(writer);
    expect_dump("x", "one tax|again tax|");
    expect_whole("x");
}

END_TEST

START_TEST(an_index_without_articles_answers)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    if (_i == 0) { /* never had any */
        struct writer *writer = scratch_open("x");
        commit(writer);
        writer_free(writer);
    } else {
        add_one("x", "a", "tax");
        struct writer *writer = NULL;
        ck_assert_int_eq(writer_open_existing("x", NULL, &writer, NULL),
                         STATUS_OK);
        ck_assert_int_eq(writer_delete(writer, SPAN("Qa"), NULL), STATUS_OK);
        commit(writer);
        writer_free(writer);
        ck_assert_int_ne(access("x/seg-000001", F_OK), 0);
    }
    struct index *index = open_index("x");
    search(index, expr_leaf(&arena, EXPR_ALL), SORT_DATE, true, &out);
    ck_assert_str_eq(out.bytes, "0:");
    search(index, expr_term(&arena, SPAN("tax")), SORT_RELEVANCE, true, &out);
    ck_assert_str_eq(out.bytes, "0:");
    ck_assert_uint_eq(stats_of(index).n_articles, 0);
    ck_assert_uint_eq(stats_of(index).n_segments, 0);
    index_free(index);
    expect_whole("x");
    fold_all("x");
    add_one("x", "b", "duty");
    expect_dump("x", "duty|");
}

END_TEST

START_TEST(a_run_that_changes_nothing_commits_nothing)
{
    add_one("x", "a", "tax");
    struct writer *writer = scratch_open("x");
    ck_assert_int_eq(writer_delete(writer, SPAN("Qno"), NULL),
                     STATUS_NOT_FOUND);
    commit(writer);
    ck_assert_uint_eq(writer_manifest(writer)->revision, 1);
    writer_free(writer);
}

END_TEST

START_TEST(equal_ranks_come_in_the_order_of_adding)
{
    static const char *const first[] = {"a tax", "b tax", "c tax"};
    put_all("x", first, 3);
    for (int i = 0; i < 4; i++) {
        char id[16];
        char text[16];
        (void)snprintf(id, sizeof id, "more%d", i);
        (void)snprintf(text, sizeof text, "%d tax", i);
        add_one("x", id, text);
    }
    expect_search("x", "tax", "7:a tax|b tax|c tax|0 tax|1 tax|2 tax|3 tax|");
}

END_TEST

/* In all articles of a segment whose docids have a gap and whose table of
   lengths has several chunks: see filter_source.hh. */
START_TEST(what_is_in_every_article_filters)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct arena *a = &arena;
    struct expr *tax = expr_term(a, SPAN("tax"));
    struct expr *some = expr_term(a, SPAN("n1"));
    struct expr *all = expr_leaf(a, EXPR_ALL);

    const struct {
        const struct expr *expr;
        uint64_t n_total;
    } rows[] = {
        {tax, 3001},
        {expr_pair(a, EXPR_FILTER, all, tax), 3001},
        {expr_pair(a, EXPR_FILTER, some, tax), 1500},
        {expr_pair(a, EXPR_FILTER, tax, tax), 3001},
        {expr_pair(a, EXPR_AND_NOT, all, tax), 0},
        {expr_pair(a, EXPR_AND_NOT, some, tax), 0},
        {expr_scale(a, tax, 0), 3001},
        {expr_pair(a, EXPR_OR, expr_scale(a, tax, 0), some), 3001},
    };

    add_one("x", "before", "tax");
    struct writer *writer = scratch_open("x");
    for (int i = 0; i < 3000; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "%d", i);
        put(writer, id, i % 2 == 0 ? "tax" : "tax n1");
    }
    commit(writer);
    writer_free(writer);
    struct index *index = open_index("x");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (uint64_t limit = 0; limit <= 5000; limit += 5000) {
            struct search_range range = {0, limit, SORT_RELEVANCE, true};
            struct match_list list;
            struct error err = ERROR_INIT;
            enum status status =
                index_search(index, rows[i].expr, &range, a, &list, &err);
            ck_assert_msg(status == STATUS_OK, "row %zu: %s", i, err.message);
            ck_assert_msg(list.n_total == rows[i].n_total &&
                              (limit == 0 || list.n_matches == list.n_total),
                          "row %zu: %llu, %zu", i,
                          (unsigned long long)list.n_total, list.n_matches);
        }
    }
    index_free(index);
}

END_TEST

START_TEST(the_length_for_normalising_is_set_once)
{
    struct manifest manifest;
    struct writer *writer = scratch_open("x");
    writer_set_avdl(writer, 123.5);
    put(writer, "a", "tax");
    commit(writer);
    writer_free(writer);
    writer = scratch_open("x");
    ck_assert_double_eq(writer_manifest(writer)->avdl, 123.5);
    writer_set_avdl(writer, 7);
    put(writer, "b", "tax");
    commit(writer);
    writer_free(writer);
    ck_assert_int_eq(manifest_read("x", &manifest, NULL, NULL), STATUS_OK);
    ck_assert_double_eq(manifest.avdl, 123.5);
}

END_TEST

/* More than the sample that the mean is taken of; both ways of writing. */
START_TEST(frequencies_are_weighed_the_same_both_ways)
{
    struct str dumps[2] = {STR_INIT, STR_INIT};
    double means[2];
    for (int i = 0; i < 2; i++) {
        const char *path = i == 0 ? "x" : "y";
        struct writer_settings how = {.is_api = i == 1};
        struct manifest settings = scratch_settings();
        struct writer *writer;
        ck_assert_int_eq(writer_open(path, &how, &settings, &writer, NULL),
                         STATUS_OK);
        ck_assert(!writer_is_parallel(writer));
        for (int n = 0; n < 1100; n++) {
            struct document document;
            struct str record = STR_INIT;
            char id[16];
            (void)snprintf(id, sizeof id, "id%d", n);
            document_init(&document);
            make_article(&document, id, "tax and duty", &record);
            document.n_length = (uint64_t)n;
            ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
            document_release(&document);
            str_release(&record);
        }
        ck_assert(writer_is_parallel(writer) == (i == 0));
        commit(writer);
        means[i] = writer_manifest(writer)->avdl;
        writer_free(writer);
        struct index *index = open_index(path);
        dump(index, &dumps[i]);
        index_free(index);
        expect_whole(path);
    }
    /* The first thousand's: 0 to 999. */
    ck_assert_double_eq_tol(means[0], 499.5, 0.011);
    ck_assert_double_eq(means[0], means[1]);
    ck_assert_str_eq(dumps[0].bytes, dumps[1].bytes);
    str_release(&dumps[0]);
    str_release(&dumps[1]);
}

END_TEST

/* ---- folding */

static unsigned seed;

static unsigned roll(unsigned n)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 8) % n;
}

static void random_text(char *ret_text, size_t n_room)
{
    static const char *const words[] = {"state", "of",   "the",  "art",
                                        "tax",   "duty", "heart"};
    size_t n = 0;
    ret_text[0] = '\0';
    for (unsigned i = 1 + roll(20); i > 0; i--)
        n += (size_t)snprintf(ret_text + n, n_room - n, "%s ", words[roll(7)]);
    (void)snprintf(ret_text + n, n_room - n, "n%u", roll(1000000));
}

/* Runs that add, replace and delete; folds between them. Both ways of writing
   a segment by turns. */
static void write_randomly(const char *path, unsigned n_runs)
{
    for (unsigned i = 0; i < n_runs; i++) {
        struct writer_settings how = {.is_api = i % 2 == 1};
        struct manifest settings = scratch_settings();
        struct writer *writer = NULL;
        ck_assert_int_eq(writer_open(path, &how, &settings, &writer, NULL),
                         STATUS_OK);
        for (unsigned n = roll(30); n > 0; n--) {
            char id[16];
            char text[256];
            (void)snprintf(id, sizeof id, "Qr%u", roll(200));
            random_text(text, sizeof text);
            if (roll(5) > 0)
                put(writer, id + 1, text);
            else if (writer_delete(writer, str_span_of(id), NULL) == STATUS_OK)
                continue;
        }
        commit(writer);
        if (roll(2) == 0)
            fold(writer, roll(8) == 0 ? FOLD_ALL : FOLD_SMALL);
        writer_free(writer);
    }
}

/* Adds the articles of one index to a new one, in their order. */
static void rebuild(const char *from, const char *to)
{
    struct index *index = open_index(from);
    struct writer *writer = scratch_open(to);
    CLEANUP(str_release) struct str text = STR_INIT;
    uint32_t docid = 0;
    while (index_next(index, docid, &docid, NULL) == STATUS_OK) {
        char id[16];
        (void)snprintf(id, sizeof id, "%u", docid);
        str_reset(&text);
        add_text(index, docid, &text);
        put(writer, id, text.bytes);
    }
    commit(writer);
    writer_free(writer);
    index_free(index);
}

static void expect_equal(struct index *a, struct index *b, bool is_scored)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    CLEANUP(str_release) struct str left = STR_INIT;
    CLEANUP(str_release) struct str right = STR_INIT;
    struct expr *tax = expr_term(&arena, SPAN("tax"));
    struct expr *of = expr_term(&arena, SPAN("of"));
    struct expr *art = expr_term(&arena, SPAN("art"));
    struct expr *pair[] = {of, art};
    struct expr *const asked[] = {
        tax,
        expr_leaf(&arena, EXPR_ALL),
        expr_pair(&arena, EXPR_AND, tax, of),
        expr_pair(&arena, EXPR_OR, tax, art),
        expr_pair(&arena, EXPR_AND_NOT, of, art),
        expr_window(&arena, EXPR_PHRASE, pair, 2, 2),
        expr_window(&arena, EXPR_NEAR, pair, 2, 5),
    };
    dump(a, &left);
    dump(b, &right);
    ck_assert_str_eq(str_view(&left).bytes, str_view(&right).bytes);
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        /* Without scores the order is that of dates, of which there are none:
           that of adding. */
        enum search_sort sort = is_scored ? SORT_RELEVANCE : SORT_DATE;
        struct expr *expr =
            is_scored ? asked[i] : expr_scale(&arena, asked[i], 0);
        search(a, expr, sort, is_scored, &left);
        search(b, expr, sort, is_scored, &right);
        ck_assert_str_eq(left.bytes, right.bytes);
    }
    ck_assert_uint_eq(stats_of(a).n_articles, stats_of(b).n_articles);
    ck_assert_uint_eq(stats_of(a).n_terms_total, stats_of(b).n_terms_total);
}

START_TEST(segments_match_as_one_and_folded_are_one)
{
    seed = (unsigned)_i;
    write_randomly("x", 20);
    expect_whole("x");
    rebuild("x", "y");
    struct index *one = open_index("y");
    struct index *many = open_index("x");
    expect_equal(many, one, false);
    fold_all("x");
    expect_whole("x");
    struct index *folded = open_index("x");
    ck_assert_uint_eq(stats_of(folded).n_segments, 1);
    ck_assert_uint_eq(stats_of(folded).n_dead, 0);
    expect_equal(folded, one, true);
    expect_equal(many, one, false); /* still, though its files are gone */
    index_free(folded);
    index_free(many);
    index_free(one);
}

END_TEST

START_TEST(folding_says_what_it_did)
{
    for (int i = 0; i < 4; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "%d", i / 2);
        add_one("x", id, "tax and duty");
    }
    struct writer *writer = scratch_open("x");
    struct fold_result result = fold(writer, FOLD_ALL);
    ck_assert_uint_eq(result.n_segments, 2); /* two were all dead */
    ck_assert_uint_eq(result.n_articles, 2);
    result = fold(writer, FOLD_ALL);
    ck_assert_uint_eq(result.n_segments, 0);
    ck_assert_int_eq(writer_delete(writer, SPAN("Q1"), NULL), STATUS_OK);
    ck_assert_int_eq(writer_fold(writer, FOLD_ALL, NULL, NULL),
                     STATUS_INTERNAL);
    commit(writer);
    result = fold(writer, FOLD_ALL);
    ck_assert_uint_eq(result.n_segments, 1);
    ck_assert_uint_eq(result.n_dropped, 1);
    ck_assert_uint_eq(writer_manifest(writer)->revision, 7);
    writer_free(writer);
    expect_dump("x", "tax and duty|");
}

END_TEST

/* Some 30 KB, other words each time. */
static void make_long_text(unsigned number, struct str *ret_text)
{
    str_reset(ret_text);
    for (unsigned i = 0; i < 3000; i++) {
        number = number * 1103515245u + 12345u;
        str_add_format(ret_text, "%sw%u", i == 0 ? "" : " ", number >> 16);
    }
}

static uint64_t last_segment_bytes(const char *path)
{
    struct manifest manifest;
    struct segment_list list = SEGMENT_LIST_INIT;
    ck_assert_int_eq(manifest_read(path, &manifest, &list, NULL), STATUS_OK);
    uint64_t n_bytes = segment_entry_n_bytes(&list.entries[list.n_entries - 1]);
    segment_list_release(&list);
    return n_bytes;
}

/* What folding writes is n log n at most of what the runs wrote: an article is
   copied again only into a segment of twice the size. */
START_TEST(small_adds_leave_few_segments_and_copy_little)
{
    const int n_adds = 150;
    const uint64_t n_levels = 8; /* log2 of that, rounded up */
    CLEANUP(str_release) struct str text = STR_INIT;
    uint64_t n_added = 0;
    uint64_t n_folded = 0;
    size_t n_most = 0;
    for (int i = 0; i < n_adds; i++) {
        struct fold_result result;
        char id[16];
        (void)snprintf(id, sizeof id, "%d", i);
        make_long_text((unsigned)i, &text);
        struct writer *writer = scratch_open("x");
        put(writer, id, str_view(&text).bytes);
        commit(writer);
        n_added += last_segment_bytes("x");
        ck_assert_int_eq(writer_fold(writer, FOLD_SMALL, &result, NULL),
                         STATUS_OK);
        writer_free(writer);
        if (result.n_segments > 0)
            n_folded += last_segment_bytes("x");
        struct index *index = open_index("x");
        struct index_stats stats = stats_of(index);
        ck_assert_uint_eq(stats.n_articles, (unsigned)i + 1);
        n_most = stats.n_segments > n_most ? stats.n_segments : n_most;
        index_free(index);
    }
    ck_assert_uint_le(n_most, 10);
    ck_assert_uint_gt(n_folded, n_added);
    ck_assert_uint_le(n_folded, n_added * n_levels);
}

END_TEST

START_TEST(a_fold_that_fails_changes_nothing)
{
    struct rlimit small = {4096, RLIM_INFINITY};
    struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    struct error err = ERROR_INIT;
    add_one("x", "a", "tax");
    add_one("x", "b", "duty");
    if (_i == 1) /* then it is copied, not joined */
        add_one("x", "b", "duties");
    struct writer *writer = scratch_open("x");
    ck_assert_ptr_ne(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum status status = writer_fold(writer, FOLD_ALL, NULL, &err);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
    ck_assert_int_eq(status, STATUS_IO);
    writer_free(writer);
    expect_dump("x", _i == 1 ? "tax|duties|" : "tax|duty|");
    expect_whole("x");
}

END_TEST

/* ---- others at the same time */

START_TEST(readers_outlive_all_that_writers_do)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    CLEANUP(str_release) struct str first = STR_INIT;
    struct expr *pair[] = {expr_term(&arena, SPAN("fixed")),
                           expr_term(&arena, SPAN("text"))};
    struct expr *phrase = expr_window(&arena, EXPR_PHRASE, pair, 2, 2);
    add_one("x", "anchor", "the fixed text");
    struct index *old = open_index("x");
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        seed = 99;
        write_randomly("x", 60);
        _exit(0);
    }
    int result = 0;
    unsigned n_rounds = 0;
    while (waitpid(pid, &result, WNOHANG) == 0) {
        struct index *index = open_index("x");
        search(index, phrase, SORT_RELEVANCE, false, &out);
        ck_assert_str_eq(out.bytes, "1:the fixed text|");
        dump(index, &first);
        search(old, phrase, SORT_RELEVANCE, false, &out);
        ck_assert_str_eq(out.bytes, "1:the fixed text|");
        dump(index, &out); /* as it was */
        ck_assert_str_eq(out.bytes, first.bytes);
        index_free(index);
        n_rounds++;
    }
    ck_assert_int_eq(result, 0);
    ck_assert_uint_gt(n_rounds, 10);
    index_free(old);
}

END_TEST

START_TEST(a_writer_waits_for_the_one_before)
{
    struct writer_settings patient = {.lock_timeout_ms = 10000};
    struct writer_settings hasty = {.lock_timeout_ms = 50};
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    int fds[2];
    char byte;
    add_one("x", "a", "tax");
    ck_assert_int_eq(pipe(fds), 0);
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        writer = scratch_open("x");
        put(writer, "b", "duty");
        if (write(fds[1], "!", 1) != 1)
            _exit(1);
        usleep(300000);
        commit(writer);
        writer_free(writer);
        _exit(0);
    }
    ck_assert_int_eq(read(fds[0], &byte, 1), 1);
    ck_assert_int_eq(writer_open("x", &hasty, &settings, &writer, NULL),
                     STATUS_LOCKED);
    ck_assert_int_eq(writer_open("x", &patient, &settings, &writer, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(settings.revision, 2);
    put(writer, "c", "toll");
    commit(writer);
    writer_free(writer);
    waitpid(pid, NULL, 0);
    expect_dump("x", "tax|duty|toll|");
}

END_TEST

/* ---- kills */

static void write_file(int fd, const char *text)
{
    if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        _exit(1);
}

/* Adds one article a run, and says so when it is committed; now and then one
   is replaced, one deleted, or all is folded. */
static void write_until_killed(int fd, unsigned n_round)
{
    for (unsigned i = 0;; i++) {
        char id[32];
        char line[40];
        (void)snprintf(id, sizeof id, "k%u-%u", n_round, i);
        (void)snprintf(line, sizeof line, "Q%s\n", id);
        struct writer *writer = scratch_open("x");
        put(writer, "same", id);
        put(writer, id, "tax and duty");
        if (writer_commit(writer, NULL) != STATUS_OK)
            _exit(1);
        write_file(fd, line);
        if (writer_fold(writer, i % 7 == 6 ? FOLD_ALL : FOLD_SMALL, NULL,
                        NULL) != STATUS_OK)
            _exit(1);
        writer_free(writer);
    }
}

/* Reads the lines of what was committed; each must be there. */
static unsigned expect_committed(const char *path)
{
    char line[40];
    unsigned n = 0;
    FILE *file = fopen(path, "re");
    ck_assert_ptr_nonnull(file);
    struct index *index = open_index("x");
    while (fgets(line, sizeof line, file)) {
        uint32_t docid;
        line[strcspn(line, "\n")] = '\0';
        ck_assert_msg(index_find(index, str_span_of(line), &docid, NULL) ==
                          STATUS_OK,
                      "%s is lost", line);
        n++;
    }
    /* The one that is always replaced, and at most one whose commit was not
       told any more. */
    uint64_t n_articles = stats_of(index).n_articles;
    ck_assert_uint_ge(n_articles, n + 1);
    index_free(index);
    ck_assert_int_eq(fclose(file), 0);
    return n;
}

static void expect_no_garbage(const char *path)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct verify_result result;
    ck_assert_int_eq(index_verify(path, count_damage, &out, &result, NULL),
                     STATUS_OK);
    ck_assert_msg(result.n_remarks == 0 && result.n_damages == 0, "%s",
                  str_view(&out).bytes);
}

START_TEST(nothing_that_was_committed_is_lost_by_a_kill)
{
    add_one("x", "same", "first");
    srand(4711);
    int fd = open("committed", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    ck_assert_int_ge(fd, 0);
    for (unsigned i = 0; i < 25; i++) {
        const struct timespec pause = {0, (20 + rand() % 80) * 1000000L};
        int result = 0;
        pid_t pid = fork();
        ck_assert_int_ge(pid, 0);
        if (pid == 0)
            write_until_killed(fd, i);
        nanosleep(&pause, NULL);
        ck_assert_int_eq(kill(pid, SIGKILL), 0);
        ck_assert_int_eq(waitpid(pid, &result, 0), pid);
        ck_assert(WIFSIGNALED(result));
        (void)expect_committed("committed");
        struct writer *writer = scratch_open("x");
        writer_free(writer);
        expect_no_garbage("x");
    }
    /* On a slow machine few runs live to commit; none would prove nothing. */
    ck_assert_uint_ge(expect_committed("committed"), 1);
    ck_assert_int_eq(close(fd), 0);
}

END_TEST

START_TEST(leftovers_go_with_the_next_writer)
{
    add_one("x", "a", "tax");
    ck_assert_int_eq(mkdir("x/seg-000009", 0777), 0);
    scratch_write_file("x/seg-000009/iamglass", "");
    scratch_write_file("x/seg-000001.dead-000008", "");
    scratch_write_file("x/manifest.json.tmp", "");
    ck_assert_int_eq(mkdir("x/seg-000002", 0777), 0);
    scratch_write_file("x/seg-000002/mine", ""); /* not ours: stays */
    add_one("x", "b", "duty");
    ck_assert_int_ne(access("x/seg-000009", F_OK), 0);
    ck_assert_int_ne(access("x/seg-000001.dead-000008", F_OK), 0);
    ck_assert_int_ne(access("x/manifest.json.tmp", F_OK), 0);
    ck_assert_int_eq(access("x/seg-000002/mine", F_OK), 0);
    expect_dump("x", "tax|duty|");
    ck_assert_int_eq(find("x", "Qb"), STATUS_OK);
}

END_TEST

/* ---- the tools of others */

START_TEST(xapians_tools_open_every_segment)
{
    char command[1024];
    if (system("command -v xapian-delve quest xapian-check >tools.log") != 0)
        return;
    seed = 5;
    write_randomly("x", 6);
    DIR *dir = opendir("x");
    const struct dirent *entry;
    unsigned n = 0;
    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir))) {
        if (strncmp(entry->d_name, "seg-", 4) != 0 ||
            strchr(entry->d_name, '.'))
            continue;
        (void)snprintf(command, sizeof command,
                       "xapian-delve x/%s >>log && xapian-check x/%s >>log && "
                       "quest -d x/%s tax >>log",
                       entry->d_name, entry->d_name, entry->d_name);
        ck_assert_int_eq(system(command), 0);
        n++;
    }
    closedir(dir);
    ck_assert_uint_gt(n, 0);
}

END_TEST

static TCase *make_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, scratch_enter, scratch_leave);
    tcase_set_timeout(tcase, 30);
    suite_add_tcase(suite, tcase);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("segments");
    TCase *dead = make_case(suite, "tombstones");
    tcase_add_test(dead, what_is_replaced_is_gone_at_once);
    tcase_add_test(dead, of_an_id_that_comes_twice_in_a_run_the_later_stands);
    tcase_add_test(dead, batches_make_what_adding_makes);
    tcase_add_test(dead, articles_are_deleted_by_id);
    tcase_add_loop_test(dead, an_index_without_articles_answers, 0, 2);
    tcase_add_test(dead, a_run_that_changes_nothing_commits_nothing);
    tcase_add_test(dead, equal_ranks_come_in_the_order_of_adding);
    tcase_add_test(dead, what_is_in_every_article_filters);
    tcase_add_test(dead, the_length_for_normalising_is_set_once);
    tcase_add_test(dead, frequencies_are_weighed_the_same_both_ways);
    TCase *folds = make_case(suite, "folding");
    tcase_add_loop_test(folds, segments_match_as_one_and_folded_are_one, 0, 6);
    tcase_add_test(folds, folding_says_what_it_did);
    tcase_add_test(folds, small_adds_leave_few_segments_and_copy_little);
    tcase_add_loop_test(folds, a_fold_that_fails_changes_nothing, 0, 2);
    TCase *others = make_case(suite, "others");
    tcase_add_test(others, readers_outlive_all_that_writers_do);
    tcase_add_test(others, a_writer_waits_for_the_one_before);
    tcase_add_test(others, nothing_that_was_committed_is_lost_by_a_kill);
    tcase_add_test(others, leftovers_go_with_the_next_writer);
    tcase_add_test(others, xapians_tools_open_every_segment);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
