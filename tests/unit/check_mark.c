/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/mark.h"

#include "searcher/query.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct arena arena;
static struct diagnostic_list diagnostics;
static struct analyser *analyser;
static struct mark_list marks;
static struct plan plan;

static void set_up(void)
{
    arena_init(&arena);
    diagnostic_list_init(&diagnostics, &arena);
    mark_list_init(&marks);
    ck_assert_int_eq(analyser_new(language_find(SPAN("en")), &analyser, NULL),
                     STATUS_OK);
}

static void tear_down(void)
{
    mark_list_release(&marks);
    analyser_free(analyser);
    diagnostic_list_release(&diagnostics);
    arena_release(&arena);
}

static void ask(struct str_span query)
{
    struct ast_node *root;
    struct error err = ERROR_INIT;
    diagnostics.n_items = 0;
    enum status status =
        query_parse(query, QUERY_ALL_WORDS, &arena, &root, &diagnostics, &err);
    ck_assert_msg(status == STATUS_OK, "%.*s: %s", (int)query.n_bytes,
                  query.bytes, err.message);
    const struct plan_scope scope = {.analyser = analyser};
    ck_assert_int_eq(plan_make(root, &scope, &arena, &plan, &diagnostics, &err),
                     STATUS_OK);
}

static void mark(enum field field, struct str_span text)
{
    struct error err = ERROR_INIT;
    enum status status = mark_text(&plan, field, analyser, text, &marks, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
}

/* Marks in brackets. */
static void expect(const char *query, enum field field, const char *text,
                   const char *expected)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    size_t off = 0;
    ask(str_span_of(query));
    mark(field, str_span_of(text));
    for (size_t i = 0; i < marks.n_marks; i++) {
        const struct mark *one = &marks.marks[i];
        str_add(&out, text + off, one->off_bytes - off);
        str_add_char(&out, '[');
        str_add(&out, text + one->off_bytes, one->n_bytes);
        str_add_char(&out, ']');
        off = one->off_bytes + one->n_bytes;
    }
    str_add_text(&out, text + off);
    ck_assert_msg(strcmp(str_view(&out).bytes, expected) == 0,
                  "%s:\n  is       %s\n  expected %s", query,
                  str_view(&out).bytes, expected);
}

START_TEST(words_are_marked_as_they_are_written)
{
    expect("protest", FIELD_TEXT, "Protests! A PROTEST, protesting.",
           "[Protests]! A [PROTEST], [protesting].");
    expect("cafe", FIELD_TEXT, "the caf\xC3\xA9s of", "the [caf\xC3\xA9s] of");
    expect("government", FIELD_TEXT, "The government's tax",
           "The [government's] tax");
    expect("email", FIELD_TEXT, "an e-mail and emails",
           "an [e-mail] and [emails]");
    expect("e-mail", FIELD_TEXT, "an e-mail, email, e mail, mail e",
           "an [e-mail], [email], [e mail], mail e");
    expect("C++", FIELD_TEXT, "C, C++ and C#", "C, [C++] and C#");
    expect("3.50", FIELD_TEXT, "3.50, 3 50 and 3", "[3.50], 3 50 and 3");
}

END_TEST

START_TEST(a_phrase_is_one_mark_and_its_words_alone_are_none)
{
    expect("\"state of affairs\"", FIELD_TEXT,
           "affairs of state: the State, of\naffairs state of",
           "affairs of state: the [State, of\naffairs] state of");
    expect("\"a a b\"", FIELD_TEXT, "a a a b a b a a b",
           "a [a a b] a b [a a b]");
    expect("\"protest\"", FIELD_TEXT, "protests protest", "protests [protest]");
    expect("\"a b a\"", FIELD_TEXT, "a b a b a", "[a b a b a]");
}

END_TEST

START_TEST(only_what_was_asked_for_is_marked)
{
    expect("tax -duty", FIELD_TEXT, "tax and duty", "[tax] and duty");
    expect("NOT NOT duty", FIELD_TEXT, "tax and duty", "tax and [duty]");
    expect("title:tax duty", FIELD_TEXT, "tax and duty", "tax and [duty]");
    expect("title:tax duty", FIELD_TITLE, "tax and duty", "[tax] and [duty]");
    expect("author:smith tax", FIELD_AUTHOR, "Smith Tax", "[Smith] Tax");
    expect("author:smith", FIELD_TEXT, "Smith", "Smith");
    expect("tag:tax date:1906 *", FIELD_TEXT, "tax 1906", "tax 1906");
}

END_TEST

START_TEST(leaves_that_were_seen_are_counted)
{
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < 70; i++)
        str_add_format(&query, "w%zu ", i);
    ask(str_view(&query));
    mark(FIELD_TEXT, SPAN("w3 w69 w70"));
    ck_assert_uint_eq(marks.leaves[0], 1u << 3);
    ck_assert_uint_eq(marks.leaves[1], 1u << 5);
    ck_assert_uint_eq(marks.marks[1].i_leaf, 69);
    mark(FIELD_TEXT, SPAN("nothing"));
    ck_assert_uint_eq(marks.n_marks, 0);
    ck_assert_uint_eq(marks.leaves[1], 0);
}

END_TEST

START_TEST(a_phrase_does_not_run_on_into_the_next_text)
{
    ask(SPAN("\"free press\""));
    mark(FIELD_TEXT, SPAN("free"));
    mark(FIELD_TEXT, SPAN("press"));
    ck_assert_uint_eq(marks.n_marks, 0);
    mark(FIELD_TEXT, SPAN("free"));
    mark(FIELD_TEXT, SPAN("the press"));
    ck_assert_uint_eq(marks.n_marks, 0);
}

END_TEST

/* ---- the oracle: every pattern tried at every position ---- */

struct kept {
    struct token token;
    char term[64];
    char stem[64];
};

static size_t keep_tokens(struct str_span text, struct kept *kept, size_t max)
{
    struct token token;
    size_t n = 0;
    ck_assert_int_eq(analyser_start_text(analyser, text, NULL), STATUS_OK);
    while (analyser_next(analyser, &token, NULL) == STATUS_OK) {
        ck_assert_uint_lt(n, max);
        ck_assert_uint_lt(token.term.n_bytes, sizeof kept[n].term);
        ck_assert_uint_lt(token.stem.n_bytes, sizeof kept[n].stem);
        kept[n].token = token;
        memset(kept[n].term, 0, sizeof kept[n].term);
        memset(kept[n].stem, 0, sizeof kept[n].stem);
        memcpy(kept[n].term, token.term.bytes, token.term.n_bytes);
        if (token.stem.n_bytes > 0)
            memcpy(kept[n].stem, token.stem.bytes, token.stem.n_bytes);
        n++;
    }
    return n;
}

/* Whether the place holds at position; sets the span of what stands there. */
static bool holds(const struct pattern_place *place, const struct kept *kept,
                  size_t n_kept, size_t position, size_t *start, size_t *end)
{
    bool is_found = false;
    for (size_t i = 0; i < n_kept; i++) {
        const struct token *token = &kept[i].token;
        if (token->i_word != position)
            continue;
        for (size_t k = 0; k < place->n_terms; k++) {
            const struct pattern_term *term = &place->terms[k];
            const char *have = term->is_stem ? kept[i].stem : kept[i].term;
            if (!str_span_equal(term->term, str_span_of(have)))
                continue;
            *start = token->off_bytes;
            if (!is_found || token->off_bytes + token->n_bytes > *end)
                *end = token->off_bytes + token->n_bytes;
            is_found = true;
        }
    }
    return is_found;
}

/* Paints what the patterns cover: 1 where a mark begins, 2 inside it. */
static void paint(char *canvas, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (i > start)
            canvas[i] = 2;
        else if (canvas[i] == 0)
            canvas[i] = 1;
}

static void oracle(const struct kept *kept, size_t n_kept, char *canvas,
                   uint64_t *leaves)
{
    for (size_t i = 0; i < plan.n_leaves; i++) {
        const struct plan_leaf *leaf = &plan.leaves[i];
        for (size_t k = 0; leaf->is_positive && k < leaf->n_patterns; k++) {
            const struct pattern *pattern = &leaf->patterns[k];
            for (size_t at = 0; at < 64; at++) {
                size_t start = 0;
                size_t end = 0;
                size_t j = 0;
                for (; j < pattern->n_places; j++) {
                    size_t from;
                    size_t to;
                    if (!holds(&pattern->places[j], kept, n_kept, at + j, &from,
                               &to))
                        break;
                    start = j == 0 ? from : start;
                    end = to > end ? to : end;
                }
                if (j < pattern->n_places)
                    continue;
                paint(canvas, start, end);
                *leaves |= (uint64_t)1 << i;
            }
        }
    }
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static void random_words(uint64_t *state, size_t max, struct str *out)
{
    static const char *const words[] = {
        "a",      "b",
        "a-b",    "ab",
        "tax",    "Taxes",
        "e-mail", "email",
        "C++",    "c",
        "3.50",   "3",
        "50",     "a's",
        "mail",   "e",
        "b.",     "a-a",
        "aa",     "a-b-a",
        "aba",    "\xE6\x96\xB0\xE5\xB9\xB9\xE7\xB7\x9A",
        "O'B",
    };
    size_t n = 1 + next_random(state) % max;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            str_add_char(out, ' ');
        str_add_text(
            out, words[next_random(state) % (sizeof words / sizeof *words)]);
    }
}

static void random_ask(uint64_t *state, struct str *query)
{
    size_t n = 1 + next_random(state) % 3;
    str_reset(query);
    for (size_t i = 0; i < n; i++) {
        bool is_phrase = next_random(state) % 2 == 0;
        if (next_random(state) % 5 == 0)
            str_add_char(query, '-');
        str_add_char(query, is_phrase ? '"' : '(');
        random_words(state, 3, query);
        str_add_text(query, is_phrase ? "\" " : ") ");
    }
    ask(str_view(query));
}

START_TEST(marks_are_what_the_oracle_finds)
{
    const char *given = getenv("LEDE_SEED");
    uint64_t seed =
        given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    uint64_t state = seed;
    size_t n_seen = 0;
    for (size_t round = 0; round < 6000; round++) {
        CLEANUP(str_release) struct str query = STR_INIT;
        CLEANUP(str_release) struct str text = STR_INIT;
        static struct kept kept[256];
        char canvas[512] = {0};
        uint64_t leaves = 0;
        arena_reset(&arena);
        random_ask(&state, &query);
        random_words(&state, 20, &text);
        ck_assert_uint_lt(text.n_bytes, sizeof canvas);
        size_t n_kept = keep_tokens(str_view(&text), kept, 256);
        oracle(kept, n_kept, canvas, &leaves);

        mark(FIELD_TEXT, str_view(&text));
        char have[512] = {0};
        for (size_t i = 0; i < marks.n_marks; i++)
            paint(have, marks.marks[i].off_bytes,
                  marks.marks[i].off_bytes + marks.marks[i].n_bytes);
        n_seen += marks.n_marks;
        ck_assert_msg(memcmp(have, canvas, sizeof have) == 0,
                      "LEDE_SEED=%llu: %s in: %s", (unsigned long long)seed,
                      query.bytes, text.bytes);
        ck_assert_msg(plan.n_leaves == 0 || marks.leaves[0] == leaves,
                      "LEDE_SEED=%llu: leaves of %s in: %s",
                      (unsigned long long)seed, query.bytes, text.bytes);
    }
    ck_assert_uint_gt(n_seen, 1000);
}

END_TEST

START_TEST(a_long_paragraph_and_a_long_query_take_linear_time)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str query = STR_INIT;
    struct timespec start;
    struct timespec end;
    while (text.n_bytes < (size_t)1 << 20)
        str_add_text(&text, "the tax of the state was not the duty ");
    for (size_t i = 0; i < 1000; i++)
        str_add_format(&query, "%s%zu ", i % 2 == 0 ? "word" : "tax", i);
    str_add_text(&query, "\"of the state\"");
    ask(str_view(&query));
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    mark(FIELD_TEXT, str_view(&text));
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    double ms = (double)(end.tv_sec - start.tv_sec) * 1e3 +
                (double)(end.tv_nsec - start.tv_nsec) / 1e6;
    /* no more are kept than any passage shows */
    ck_assert_uint_eq(marks.n_marks, MARKS_MAX);
    ck_assert_uint_eq(marks.marks[MARKS_MAX - 1].n_bytes,
                      strlen("of the state"));
    /* 30 MB/s and more when optimized; sanitizers are slow */
    ck_assert_msg(ms < 2000, "%g ms for 1 MiB", ms);
}

END_TEST

START_TEST(words_repeated_in_the_query_take_no_room)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str query = STR_INIT;
    while (text.n_bytes < (size_t)1 << 16)
        str_add_text(&text, "tax ");
    for (size_t i = 0; i < 1000; i++)
        str_add_text(&query, "tax ");
    ask(str_view(&query));
    mark(FIELD_TEXT, str_view(&text));
    ck_assert_uint_eq(marks.n_marks, MARKS_MAX);
    ck_assert_uint_le(marks.n_marks_room, 2 * MARKS_MAX);
    ck_assert_uint_eq(marks.marks[0].i_leaf, 0);
}

END_TEST

static Suite *mark_suite(void)
{
    Suite *suite = suite_create("mark");
    TCase *tcase = tcase_create("marks");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, words_are_marked_as_they_are_written);
    tcase_add_test(tcase, a_phrase_is_one_mark_and_its_words_alone_are_none);
    tcase_add_test(tcase, only_what_was_asked_for_is_marked);
    tcase_add_test(tcase, leaves_that_were_seen_are_counted);
    tcase_add_test(tcase, a_phrase_does_not_run_on_into_the_next_text);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("properties");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, marks_are_what_the_oracle_finds);
    tcase_add_test(tcase, a_long_paragraph_and_a_long_query_take_linear_time);
    tcase_add_test(tcase, words_repeated_in_the_query_take_no_room);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(mark_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
