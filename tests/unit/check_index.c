/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/index.h"
#include "tests/unit/scratch_index.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

static const char *const texts[] = {
    "state of the art",          /* 1 */
    "state of affairs of state", /* 2 */
    "affairs of the heart",      /* 3 */
    "art state state state",     /* 4 */
};
#define N_TEXTS 4

/* An index named x with the texts, open for reading. */
static struct index *open_texts(void)
{
    struct index *index = NULL;
    scratch_index("x", texts, N_TEXTS);
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    return index;
}

static struct expr *term(struct arena *arena, const char *text)
{
    return expr_term(arena, str_span_of(text));
}

/* The docids that match, ascending by rank, as "1 2 4". */
static void search(struct index *index, const struct expr *expr,
                   enum search_sort sort, char *ret_ids, size_t n_room)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct search_range range = {0, 100, sort, true};
    struct match_list list;
    struct error err = ERROR_INIT;
    ck_assert_ptr_nonnull(expr);
    enum status status = index_search(index, expr, &range, &arena, &list, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert(list.is_total_exact);
    ck_assert_uint_eq(list.n_total, list.n_matches);
    size_t n = 0;
    ret_ids[0] = '\0';
    for (size_t i = 0; i < list.n_matches; i++)
        n += (size_t)snprintf(ret_ids + n, n_room - n, "%s%u", i ? " " : "",
                              list.matches[i].docid);
}

static void expect_sorted(struct index *index, const struct expr *expr,
                          enum search_sort sort, const char *wanted)
{
    char ids[256];
    search(index, expr, sort, ids, sizeof ids);
    ck_assert_str_eq(ids, wanted);
}

static int compare_chars(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

/* The same set of docids (of one digit), in any order. */
static void expect_ids(struct index *index, const struct expr *expr,
                       const char *wanted)
{
    char ids[256];
    char digits[256] = "";
    size_t n = 0;
    search(index, expr, SORT_RELEVANCE, ids, sizeof ids);
    for (const char *c = ids; *c; c++)
        if (*c != ' ')
            digits[n++] = *c;
    qsort(digits, n, 1, compare_chars);
    ck_assert_str_eq(digits, wanted);
}

/* ---- matching */

START_TEST(booleans_match_as_sets)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct arena *a = &arena;
    struct index *index = open_texts();
    struct expr *state = term(a, "state");
    struct expr *affairs = term(a, "affairs");
    struct expr *art = term(a, "art");
    struct expr *all = expr_leaf(a, EXPR_ALL);
    struct expr *none = expr_leaf(a, EXPR_NONE);
    expect_ids(index, state, "124");
    expect_ids(index, term(a, "nothing"), "");
    expect_ids(index, all, "1234");
    expect_ids(index, none, "");
    expect_ids(index, expr_pair(a, EXPR_AND, state, affairs), "2");
    expect_ids(index, expr_pair(a, EXPR_OR, affairs, art), "1234");
    expect_ids(index, expr_pair(a, EXPR_AND_NOT, state, affairs), "14");
    expect_ids(index, expr_pair(a, EXPR_AND_NOT, all, state), "3");
    expect_ids(index, expr_pair(a, EXPR_AND_MAYBE, affairs, state), "23");
    expect_ids(index, expr_pair(a, EXPR_FILTER, state, art), "14");
    expect_ids(index, expr_pair(a, EXPR_FILTER, all, art), "14");
    expect_ids(index, expr_pair(a, EXPR_AND, state, none), "");
    expect_ids(index, expr_pair(a, EXPR_OR, none, affairs), "23");
    expect_ids(index, expr_pair(a, EXPR_AND_NOT, none, affairs), "");
    expect_ids(index, expr_pair(a, EXPR_AND_NOT, affairs, none), "23");
    expect_ids(index, expr_pair(a, EXPR_AND_NOT, affairs, all), "");
    expect_ids(index, expr_scale(a, none, 2), "");
    struct expr *three[] = {all, affairs, art};
    expect_ids(index, expr_group(a, EXPR_AND_NOT, three, 3), "");
    expect_ids(index, expr_group(a, EXPR_FILTER, three, 3), "");
    expect_ids(index, expr_group(a, EXPR_AND_MAYBE, three, 3), "1234");
    index_free(index);
}

END_TEST

/* The forms of a word: two lists, or one when both have the same articles. They
   score as an OR of the two does. */
static void expect_forms(struct index *index, struct arena *arena,
                         const char *stem, const char *word)
{
    const struct search_range range = {0, 9, SORT_RELEVANCE, true};
    struct expr *exact = expr_scale(arena, term(arena, word), 0.2);
    struct match_list either;
    struct match_list forms;
    ck_assert_int_eq(
        index_search(index, expr_pair(arena, EXPR_OR, term(arena, stem), exact),
                     &range, arena, &either, NULL),
        STATUS_OK);
    ck_assert_int_eq(
        index_search(index,
                     expr_pair(arena, EXPR_FORMS, term(arena, stem), exact),
                     &range, arena, &forms, NULL),
        STATUS_OK);
    ck_assert_uint_gt(forms.n_matches, 0);
    ck_assert_uint_eq(forms.n_matches, either.n_matches);
    for (size_t i = 0; i < forms.n_matches; i++) {
        ck_assert_uint_eq(forms.matches[i].docid, either.matches[i].docid);
        ck_assert_double_eq_tol(forms.matches[i].score, either.matches[i].score,
                                1e-9);
    }
}

START_TEST(forms_of_a_word_score_as_either_does)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct index *index = open_texts();
    expect_forms(index, &arena, "state", "state"); /* the same postings */
    expect_forms(index, &arena, "state", "affairs");
    expect_forms(index, &arena, "art", "nothing");
    index_free(index);
}

END_TEST

/* The words of a phrase, divided by spaces; "a|b" is an OR of terms. */
static struct expr *window(struct arena *arena, enum expr_op op,
                           const char *words, uint32_t n_positions)
{
    struct expr *children[8];
    size_t n = 0;
    while (*words) {
        size_t n_bytes = strcspn(words, " ");
        const char *bar = memchr(words, '|', n_bytes);
        size_t n_first = bar ? (size_t)(bar - words) : n_bytes;
        struct expr *child = expr_term(arena, str_span(words, n_first));
        if (bar)
            child = expr_pair(
                arena, EXPR_OR, child,
                expr_term(arena, str_span(bar + 1, n_bytes - n_first - 1)));
        children[n++] = child;
        words += n_bytes + (words[n_bytes] == ' ');
    }
    return expr_window(arena, op, children, n, n_positions);
}

static const struct {
    enum expr_op op;
    const char *words;
    uint32_t window;
    const char *ids;
} window_rows[] = {
    {EXPR_PHRASE, "state of", 2, "12"}, /* also at position 0 */
    {EXPR_PHRASE, "state of the art", 4, "1"},
    {EXPR_PHRASE, "of state", 2, "2"},
    {EXPR_PHRASE, "state affairs", 2, ""},
    {EXPR_PHRASE, "state affairs", 3, "2"},
    {EXPR_PHRASE, "state state", 2, "4"},
    {EXPR_PHRASE, "state state state", 3, "4"},
    {EXPR_PHRASE, "art|heart state", 2, "4"},
    {EXPR_PHRASE, "state|affairs of the|affairs", 3, "123"},
    {EXPR_PHRASE, "the art|heart", 2, "13"},
    {EXPR_PHRASE, "state nothing|never", 2, ""},
    {EXPR_PHRASE, "art", 1, "14"},
    {EXPR_NEAR, "affairs state", 2, ""},
    {EXPR_NEAR, "affairs state", 3, "2"},
    {EXPR_NEAR, "art state", 2, "4"},
    {EXPR_NEAR, "art state", 4, "14"},
    {EXPR_NEAR, "heart of|art", 3, "3"},
};

START_TEST(windows_match_by_position)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct index *index = open_texts();
    expect_ids(index,
               window(&arena, window_rows[_i].op, window_rows[_i].words,
                      window_rows[_i].window),
               window_rows[_i].ids);
    index_free(index);
}

END_TEST

/* The extremes: two words as far apart as paragraphs ever are, and as near. */
START_TEST(near_of_2048_is_the_same_paragraph)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct document document;
    document_init(&document);
    struct writer *writer = scratch_open("x");
    static const uint32_t places[][2] = {
        {2047, 4096},            /* last of a full title, first of p1 */
        {4096, 4096 + 2047},     /* first and last of a full paragraph */
        {4096 + 6143, 4 * 4096}, /* end of a long one, next */
    };
    for (size_t i = 0; i < 3; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "%zu", i);
        scratch_article(&document, id, "");
        ck_assert_int_eq(scratch_words(&document, "left", places[i][0]),
                         STATUS_OK);
        ck_assert_int_eq(scratch_words(&document, "right", places[i][1]),
                         STATUS_OK);
        ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    }
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    document_release(&document);
    struct index *index = NULL;
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    expect_ids(index, window(&arena, EXPR_NEAR, "left right", PARAGRAPH_GAP),
               "2");
    expect_ids(index, window(&arena, EXPR_PHRASE, "left right", PARAGRAPH_GAP),
               "2");
    index_free(index);
}

END_TEST

START_TEST(badly_formed_expressions_are_our_mistake)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct arena *a = &arena;
    struct index *index = open_texts();
    struct search_range range = {0, 10, SORT_RELEVANCE, false};
    struct match_list list;
    struct expr *pair[] = {term(a, "a"), term(a, "b")};
    struct expr *inner = expr_window(a, EXPR_PHRASE, pair, 2, 2);
    struct expr empty = {.op = EXPR_AND};
    struct expr narrow = *inner;
    narrow.window = 1;
    struct expr *nested[] = {pair[0], inner};
    const struct expr *const bad[] = {
        term(a, ""),
        &empty,
        &narrow,
        expr_window(a, EXPR_NEAR, nested, 2, 9),
        expr_scale(a, pair[0], -1),
        expr_scale(a, pair[0], 0.0 / 0.0),
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct error err = ERROR_INIT;
        ck_assert_int_eq(index_search(index, bad[i], &range, a, &list, &err),
                         STATUS_INTERNAL);
        ck_assert_int_eq(strncmp(err.message, "bad expression: ", 16), 0);
    }
    struct expr *deep = pair[0];
    for (int i = 1; i < EXPR_MAX_DEPTH; i++)
        deep = expr_pair(a, EXPR_OR, pair[0], deep);
    ck_assert_int_eq(index_search(index, deep, &range, a, &list, NULL),
                     STATUS_OK);
    deep = expr_pair(a, EXPR_OR, pair[0], deep);
    ck_assert_int_eq(index_search(index, deep, &range, a, &list, NULL),
                     STATUS_TOO_BIG);
    index_free(index);
}

END_TEST

/* ---- rank and order */

START_TEST(scores_rank_and_scale)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct arena *a = &arena;
    struct index *index = open_texts();
    struct search_range range = {0, 10, SORT_RELEVANCE, false};
    struct match_list list;
    /* Document 4 has it three times in four words. */
    expect_sorted(index, term(a, "state"), SORT_RELEVANCE, "4 2 1");
    /* Equal scores: the first added first. */
    expect_sorted(index, expr_leaf(a, EXPR_ALL), SORT_RELEVANCE, "1 2 3 4");
    ck_assert_int_eq(
        index_search(index, term(a, "state"), &range, a, &list, NULL),
        STATUS_OK);
    double score = list.matches[0].score;
    ck_assert_double_gt(score, 0);
    ck_assert_int_eq(index_search(index, expr_scale(a, term(a, "state"), 2),
                                  &range, a, &list, NULL),
                     STATUS_OK);
    ck_assert_double_eq_tol(list.matches[0].score, 2 * score, 1e-9);
    ck_assert_int_eq(
        index_search(
            index,
            expr_pair(a, EXPR_FILTER, expr_leaf(a, EXPR_ALL), term(a, "state")),
            &range, a, &list, NULL),
        STATUS_OK);
    ck_assert_double_eq(list.matches[0].score, 0);
    index_free(index);
}

END_TEST

/* Five articles with dates and titles, or without. */
static struct index *open_dated(void)
{
    static const char *const dates[] = {"19060314", NULL, "18991231",
                                        "19060314", "20240101"};
    static const char *const titles[] = {"b", "a", NULL, "\xe4\xba\xba", "ab"};
    struct document document;
    struct index *index = NULL;
    document_init(&document);
    struct writer *writer = scratch_open("x");
    for (size_t i = 0; i < 5; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "%zu", i);
        scratch_article(&document, id, i == 3 ? "tax tax" : "tax duty");
        if (dates[i])
            ck_assert_int_eq(document_add_value(&document, SLOT_DATE_MIN,
                                                str_span_of(dates[i]), NULL),
                             STATUS_OK);
        if (titles[i])
            ck_assert_int_eq(document_add_value(&document, SLOT_TITLE,
                                                str_span_of(titles[i]), NULL),
                             STATUS_OK);
        ck_assert_int_eq(document_add_value(&document, SLOT_PARAGRAPHS,
                                            SPAN("0000000012"), NULL),
                         STATUS_OK);
        ck_assert_int_eq(
            document_add_value(&document, SLOT_WORDS, SPAN("4294967295"), NULL),
            STATUS_OK);
        ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    }
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    document_release(&document);
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    return index;
}

START_TEST(what_has_no_date_or_title_comes_last)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct index *index = open_dated();
    struct expr *tax = term(&arena, "tax");
    /* 1 and 4 share a date; 4 has the higher score. */
    expect_sorted(index, tax, SORT_DATE, "3 4 1 5 2");
    expect_sorted(index, tax, SORT_DATE_DOWN, "5 4 1 3 2");
    expect_sorted(index, tax, SORT_TITLE, "2 5 1 4 3");
    expect_sorted(index, expr_leaf(&arena, EXPR_ALL), SORT_DATE, "3 1 4 5 2");
    index_free(index);
}

END_TEST

START_TEST(value_bounds_leave_out_what_has_no_value)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct arena *a = &arena;
    struct index *index = open_dated();

    static const struct {
        enum expr_op op;
        const char *bound;
        const char *ids;
    } rows[] = {
        {EXPR_VALUE_GE, "19060314", "145"},
        {EXPR_VALUE_GE, "19060315", "5"},
        {EXPR_VALUE_GE, "20240102", ""},
        {EXPR_VALUE_GE, "0", "1345"},
        {EXPR_VALUE_GE, "", "1345"},
        {EXPR_VALUE_LE, "19060314", "134"},
        {EXPR_VALUE_LE, "19060313", "3"},
        {EXPR_VALUE_LE, "9", "1345"},
        {EXPR_VALUE_LE, "", ""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        expect_ids(index,
                   expr_value(a, rows[i].op, SLOT_DATE_MIN,
                              str_span_of(rows[i].bound)),
                   rows[i].ids);
    expect_ids(index,
               expr_pair(a, EXPR_AND_NOT, expr_leaf(a, EXPR_ALL),
                         expr_value(a, EXPR_VALUE_GE, SLOT_DATE_MIN, SPAN(""))),
               "2");
    index_free(index);
}

END_TEST

START_TEST(pages_are_cut_out_of_the_whole)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct index *index = open_texts();
    struct expr *state = term(&arena, "state");

    static const struct {
        uint64_t offset;
        uint64_t limit;
        size_t n_matches;
        uint32_t first;
    } rows[] = {
        {0, 2, 2, 4},          {2, 2, 1, 1}, {3, 2, 0, 0},
        {UINT64_MAX, 2, 0, 0}, {0, 0, 0, 0}, {1, UINT64_MAX, 2, 2},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct search_range range = {rows[i].offset, rows[i].limit,
                                     SORT_RELEVANCE, true};
        struct match_list list;
        ck_assert_int_eq(
            index_search(index, state, &range, &arena, &list, NULL), STATUS_OK);
        ck_assert_uint_eq(list.n_matches, rows[i].n_matches);
        if (rows[i].n_matches > 0)
            ck_assert_uint_eq(list.matches[0].docid, rows[i].first);
        ck_assert_uint_eq(list.n_total, 3);
        ck_assert(list.is_total_exact);
    }
    index_free(index);
}

END_TEST

START_TEST(totals_that_are_not_exact_say_so)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct writer *writer = scratch_open("x");
    for (int i = 0; i < 2000; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "%d", i);
        scratch_add(writer, id,
                    i % 3 ? "state of affairs" : "affairs of state");
    }
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    struct index *index = NULL;
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    struct expr *phrase = window(&arena, EXPR_PHRASE, "state of", 2);
    struct search_range range = {0, 10, SORT_RELEVANCE, false};
    struct match_list list;
    ck_assert_int_eq(index_search(index, phrase, &range, &arena, &list, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(list.n_matches, 10);
    ck_assert(!list.is_total_exact);
    ck_assert_uint_ge(list.n_total, 10);
    ck_assert_uint_le(list.n_total, 1333);
    range.is_exact_count = true;
    ck_assert_int_eq(index_search(index, phrase, &range, &arena, &list, NULL),
                     STATUS_OK);
    ck_assert(list.is_total_exact);
    ck_assert_uint_eq(list.n_total, 1333);
    index_free(index);
}

END_TEST

/* ---- articles */

START_TEST(records_are_found_by_id_and_walked_in_order)
{
    struct index *index = open_texts();
    struct error err = {STATUS_OK, 0, "old", "old"};
    struct str_span record;
    uint32_t docid = 0;
    size_t n = 0;
    while (index_next(index, docid, &docid, NULL) == STATUS_OK) {
        ck_assert_int_eq(index_record(index, docid, &record, NULL), STATUS_OK);
        ck_assert(str_span_equal(record, str_span_of(texts[n])));
        n++;
    }
    ck_assert_uint_eq(n, N_TEXTS);
    ck_assert_int_eq(index_next(index, UINT32_MAX, &docid, NULL), STATUS_DONE);
    ck_assert_int_eq(index_find(index, SPAN("Qid2"), &docid, NULL), STATUS_OK);
    ck_assert_uint_eq(docid, 3);
    ck_assert_int_eq(index_find(index, SPAN("Qno"), &docid, &err),
                     STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "");
    ck_assert_int_eq(index_find(index, SPAN(""), &docid, NULL),
                     STATUS_NOT_FOUND);
    ck_assert_int_eq(index_record(index, 77, &record, NULL), STATUS_NOT_FOUND);
    ck_assert_int_eq(index_record(index, 0, &record, NULL), STATUS_NOT_FOUND);
    index_free(index);
}

END_TEST

START_TEST(records_keep_all_bytes_also_when_they_are_many)
{
    struct document document;
    struct index *index = NULL;
    struct str_span record;
    size_t n_bytes = (size_t)20 << 20;
    char *big = malloc(n_bytes);
    ck_assert_ptr_nonnull(big);
    for (size_t i = 0; i < n_bytes; i++)
        big[i] = (char)(i * 2654435761u >> 13);
    document_init(&document);
    scratch_article(&document, "big", "");
    document.record = str_span(big, n_bytes);
    struct writer *writer = scratch_open("x");
    ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
    document_release(&document);
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    ck_assert_int_eq(index_record(index, 1, &record, NULL), STATUS_OK);
    ck_assert(str_span_equal(record, str_span(big, n_bytes)));
    index_free(index);
    free(big);
}

END_TEST

START_TEST(stats_are_sums_over_all_articles)
{
    struct index *index = open_dated();
    struct index_stats stats;
    uint64_t n = 0;
    ck_assert_int_eq(index_stats(index, &stats, NULL), STATUS_OK);
    ck_assert_uint_eq(stats.n_articles, 5);
    ck_assert_uint_eq(stats.n_terms_total, 10);
    ck_assert_uint_eq(stats.n_paragraphs, 60);
    ck_assert_uint_eq(stats.n_words, 5 * 4294967295ull);
    ck_assert_uint_eq(stats.n_segments, 1);
    ck_assert_uint_gt(stats.n_disk_bytes, 8192);
    ck_assert_int_eq(index_term_articles(index, SPAN("duty"), &n, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(n, 4);
    ck_assert_int_eq(index_term_articles(index, SPAN("no"), &n, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(n, 0);
    ck_assert_uint_eq(index_manifest(index)->revision, 1);
    index_free(index);
}

END_TEST

/* ---- other processes, damage */

#define N_MANY 500

/* Enough articles to fill many blocks; each run replaces all of them. */
static void write_many(const char *path)
{
    struct writer *writer = scratch_open(path);
    for (int i = 0; i < N_MANY; i++) {
        char id[16];
        char text[80];
        (void)snprintf(id, sizeof id, "many%d", i);
        (void)snprintf(text, sizeof text, "state of affairs a%d b%d c%d", i,
                       i * 7, i * 31);
        scratch_add(writer, id, text);
    }
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
}

static uint64_t count(struct index *index, const struct expr *expr)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct search_range range = {0, 5, SORT_DATE, true};
    struct match_list list = {0};
    struct error err = ERROR_INIT;
    enum status status = index_search(index, expr, &range, &arena, &list, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_uint_eq(list.n_matches, 5);
    return list.n_total;
}

/* Each commit leaves all that is older dead, and the next run sweeps it. */
START_TEST(an_open_index_stays_as_it_was)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct expr *phrase = window(&arena, EXPR_PHRASE, "state of", 2);
    struct str_span record;
    struct index *index = NULL;
    struct error err = ERROR_INIT;
    write_many("x");
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    for (int i = 0; i < 3; i++)
        write_many("x");
    /* Now its files are gone, and no table was read before. */
    ck_assert_int_ne(access("x/seg-000001", F_OK), 0);
    ck_assert_uint_eq(count(index, phrase), N_MANY);
    for (uint32_t docid = 1; docid <= N_MANY; docid++)
        ck_assert_msg(index_record(index, docid, &record, &err) == STATUS_OK,
                      "%s", err.message);
    ck_assert_uint_eq(index_manifest(index)->revision, 1);
    index_free(index);
    ck_assert_int_eq(index_open("x", &index, NULL), STATUS_OK);
    ck_assert_uint_eq(count(index, phrase), N_MANY);
    ck_assert_uint_eq(index_manifest(index)->revision, 4);
    index_free(index);
}

END_TEST

static const char *const files[] = {"iamglass", "postlist.glass",
                                    "docdata.glass", "termlist.glass",
                                    "position.glass"};

/* Everything a reader asks, in a child; what must not happen is a crash. */
static void read_all(void)
{
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct index *index = NULL;
    struct error err = ERROR_INIT;
    if (index_open("x", &index, &err) != STATUS_OK)
        _exit(*err.message ? 0 : 1);
    struct search_range range = {0, 10, SORT_DATE, true};
    struct match_list list;
    struct str_span record;
    uint32_t docid = 0;
    enum status status =
        index_search(index, window(&arena, EXPR_PHRASE, "state of", 2), &range,
                     &arena, &list, &err);
    if (status != STATUS_OK && !*err.message)
        _exit(1);
    for (int i = 0; i < 10; i++)
        if (index_next(index, docid, &docid, NULL) != STATUS_OK ||
            index_record(index, docid, &record, NULL) != STATUS_OK)
            break;
    index_free(index);
    _exit(0);
}

static void expect_no_crash(const char *what)
{
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        read_all();
    int result = 0;
    ck_assert_int_eq(waitpid(pid, &result, 0), pid);
    ck_assert_msg(WIFEXITED(result) && WEXITSTATUS(result) == 0,
                  "%s: result %x", what, result);
}

/* Truncated files only: of single flipped bits Xapian finds no more than half,
   and verifying those is the work of checksums over whole files. */
START_TEST(a_truncated_segment_is_an_error_not_a_crash)
{
    index_free(open_texts());
    char path[64];
    struct stat st;
    (void)snprintf(path, sizeof path, "x/seg-000001/%s", files[_i]);
    ck_assert_int_eq(stat(path, &st), 0);
    for (off_t part = 3; part >= 0; part--) {
        ck_assert_int_eq(truncate(path, st.st_size * part / 4), 0);
        expect_no_crash(path);
    }
    ck_assert_int_eq(unlink(path), 0);
    expect_no_crash(path);
}

END_TEST

START_TEST(a_damaged_version_file_is_told_on_opening)
{
    static const struct {
        off_t offset;
        const char *bytes;
        enum status status;
    } rows[] = {
        {0, "garbage", STATUS_CORRUPT},
        {14, "\xff\xff\xff\xff", STATUS_CORRUPT},
        {0, NULL, STATUS_CORRUPT},
    };
    struct index *index = NULL;
    struct error err = ERROR_INIT;
    index_free(open_texts());
    int fd = open("x/seg-000001/iamglass", O_WRONLY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    size_t n_bytes = rows[_i].bytes ? strlen(rows[_i].bytes) : 0;
    if (n_bytes == 0)
        ck_assert_int_eq(ftruncate(fd, 0), 0);
    ck_assert_int_eq(pwrite(fd, rows[_i].bytes, n_bytes, rows[_i].offset),
                     n_bytes);
    ck_assert_int_eq(close(fd), 0);
    ck_assert_int_eq(index_open("x", &index, &err), rows[_i].status);
    ck_assert_str_ne(err.message, "");
    ck_assert_ptr_null(index);
}

END_TEST

START_TEST(a_missing_index_says_so)
{
    struct index *index = NULL;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(index_open("no", &index, &err), STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "cannot open index 'no': no such directory");
    ck_assert_int_eq(index_open("no", &index, NULL), STATUS_NOT_FOUND);
    index_free(NULL);
}

END_TEST

static void add_tests(Suite *suite)
{
    TCase *matching = tcase_create("matching");
    tcase_add_checked_fixture(matching, scratch_enter, scratch_leave);
    tcase_add_test(matching, booleans_match_as_sets);
    tcase_add_test(matching, forms_of_a_word_score_as_either_does);
    tcase_add_loop_test(matching, windows_match_by_position, 0,
                        (int)(sizeof(window_rows) / sizeof(window_rows[0])));
    tcase_add_test(matching, near_of_2048_is_the_same_paragraph);
    tcase_add_test(matching, badly_formed_expressions_are_our_mistake);
    suite_add_tcase(suite, matching);
    TCase *order = tcase_create("order");
    tcase_add_checked_fixture(order, scratch_enter, scratch_leave);
    tcase_add_test(order, scores_rank_and_scale);
    tcase_add_test(order, what_has_no_date_or_title_comes_last);
    tcase_add_test(order, value_bounds_leave_out_what_has_no_value);
    tcase_add_test(order, pages_are_cut_out_of_the_whole);
    tcase_add_test(order, totals_that_are_not_exact_say_so);
    suite_add_tcase(suite, order);
    TCase *articles = tcase_create("articles");
    tcase_add_checked_fixture(articles, scratch_enter, scratch_leave);
    tcase_add_test(articles, records_are_found_by_id_and_walked_in_order);
    tcase_add_test(articles, records_keep_all_bytes_also_when_they_are_many);
    tcase_add_test(articles, stats_are_sums_over_all_articles);
    suite_add_tcase(suite, articles);
    TCase *harm = tcase_create("harm");
    tcase_add_checked_fixture(harm, scratch_enter, scratch_leave);
    tcase_add_test(harm, a_missing_index_says_so);
    tcase_add_test(harm, an_open_index_stays_as_it_was);
    tcase_add_loop_test(harm, a_truncated_segment_is_an_error_not_a_crash, 0,
                        (int)(sizeof(files) / sizeof(files[0])));
    tcase_add_loop_test(harm, a_damaged_version_file_is_told_on_opening, 0, 3);
    suite_add_tcase(suite, harm);
}

int main(void)
{
    Suite *suite = suite_create("index");
    add_tests(suite);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
