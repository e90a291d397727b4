/*
 * Queries of nobody's good will, and the properties that any query has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query_rows.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <time.h>

/* ---- hostile queries ---- */

static void expect_quick(const struct str *query, enum query_mode mode)
{
    struct timespec start;
    struct timespec end;
    struct ast_node *node;
    struct error err = ERROR_INIT;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    enum status status = parse(str_view(query), mode, &node, &err);
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    double ms = (double)(end.tv_sec - start.tv_sec) * 1e3 +
                (double)(end.tv_nsec - start.tv_nsec) / 1e6;
    ck_assert_msg(ms < 100, "%.40s...: %g ms", query->bytes, ms);
    ck_assert_msg(status == STATUS_OK || status == STATUS_BAD_QUERY,
                  "%.40s: %s", query->bytes, err.message);
    if (status != STATUS_OK)
        ck_assert(diagnostic_has_error(&list));
}

START_TEST(hostile_queries_get_a_quick_answer)
{
    static const char *const pieces[] = {
        "(",
        ")",
        "\"",
        "\\",
        "a ",
        "- ",
        "-",
        "NOT ",
        "!",
        "a\"",
        "a OR ",
        "\xE2\x80\x9C",
        "a\xE2\x80\x9C",
        "a\xC2\xAB ",
        "|",
        "date:",
        "title:(",
        "a,",
        "title,",
        "[",
        "*",
        "? ",
        "a.",
        "^",
        "~",
        "AND ",
        "/",
        "=a",
        "date:[",
        "\"\" ",
        "a NEAR ",
        "x:y ",
        "+a ",
        "title,author:(",
        "\xE3\x80\x80",
        "a\\",
        "\xC2\xBB",
        "'a ",
        "'",
        "title ",
        "title :",
        "[a TO ",
        "[",
        "title=",
        "1..",
        "/a",
        "(/",
        "/a/ ",
        "/\\p{L}/ ",
        "/[\\p{L}--\\p{Lu}][\\p{L}--\\p{Lu}]/ ",
        "/(x+x+)+y/ ",
        "a NEAR b ",
        "a NEAR a\"",
        "NEAR/5 ",
        "(a NEAR ",
        "a MAYBE ",
        "title,tag:(",
        "title,tag:(a ",
        "x^2",
        "x^2 ",
        "ab~",
        "ab~ ",
        "~2",
        "ab*",
        "ab* ",
        "a-b*",
        "\"ab* ",
        "\"a\"~2",
        "=ab ",
        "words:",
        "words:(",
        "has:(",
        "date:(",
        "is:x ",
        "AROUND(",
        "1906..1908 ",
        "[1906 TO ",
        "?",
        "?a",
        "\\*",
        "like:a ",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        CLEANUP(str_release) struct str query = STR_INIT;
        while (query.n_bytes + strlen(pieces[i]) <= QUERY_MAX_BYTES)
            str_add_text(&query, pieces[i]);
        expect_quick(&query, QUERY_ALL_WORDS);
        expect_quick(&query, QUERY_ANY_WORD);
        arena_reset(&arena);
    }
}

END_TEST

START_TEST(limits_are_reported)
{
    struct ast_node *node;
    struct error err = ERROR_INIT;
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < 10000; i++)
        str_add_text(&query, "ab ");
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[list.n_items - 1].code, "E140");
    ck_assert_str_eq(err.message,
                     "the query has more than 1024 words and phrases");

    str_reset(&query);
    for (size_t i = 0; i < 40; i++)
        str_add_char(&query, '(');
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[0].code, "E140");
    ck_assert_uint_eq(list.n_items, 1);

    while (query.n_bytes <= QUERY_MAX_BYTES)
        str_add_char(&query, 'a');
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, &err),
                     STATUS_BAD_QUERY);
    ck_assert_str_eq(list.items[0].code, "E140");
}

END_TEST

START_TEST(the_deepest_allowed_nesting_is_read)
{
    struct ast_node *node;
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < QUERY_MAX_DEPTH; i++)
        str_add_char(&query, '(');
    str_add_char(&query, 'a');
    for (size_t i = 0; i < QUERY_MAX_DEPTH; i++)
        str_add_char(&query, ')');
    ck_assert_int_eq(parse(str_view(&query), QUERY_ALL_WORDS, &node, NULL),
                     STATUS_OK);
    ck_assert_int_eq(node->kind, AST_WORD);
}

END_TEST

/* ---- properties ---- */

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static const char *const scraps[] = {
    "a",
    "b",
    "tax",
    " ",
    " ",
    " ",
    " ",
    " AND ",
    " OR ",
    " NOT ",
    "(",
    ")",
    "\"",
    "-",
    "!",
    "+",
    "|",
    "&&",
    "*",
    "?",
    "title:",
    "date:",
    "1906",
    "..",
    "-05",
    "[",
    " TO ",
    "]",
    "\\",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    "\xC2\xAB",
    "\xC2\xBB",
    "'",
    "source:x ",
    "tag,author:",
    "~",
    "^2",
    "/",
    "=",
    "NEAR",
    "10:30",
    "C++",
    "http://",
    ":",
    ",",
    ".",
    "x:y",
    "\xE3\x80\x80",
    "\xC3\xA9",
    "\n",
    " NEAR ",
    " ADJ/3 ",
    " NOTNEAR/2 ",
    " SENT ",
    " PARA ",
    " AROUND(4) ",
    " MAYBE ",
    "~2",
    "~ocr",
    "^0.5",
    "/2",
    "wom?n",
    "colo*r",
    "*tion",
    "\"a b c\"",
    "/x|y/",
    "=runs",
    "words:",
    ">5",
    "100..500",
    "has:",
    "author",
    "is:undated",
    "like:",
    "id:",
    "tag:",
    "lang:",
    "today",
    "2weeks",
    "date=",
    "after:",
    "e-mai*",
    "title,tag:",
    ")^3",
    ") ",
    "\xE2\x80\x99",
    "www.",
    "words>",
    "NOT *",
    "\xF0\x9F\x98\x80",
};

static void random_query(uint64_t *state, struct str *query)
{
    size_t n = 1 + next_random(state) % 12;
    str_reset(query);
    for (size_t i = 0; i < n; i++)
        str_add_text(
            query,
            scraps[next_random(state) % (sizeof scraps / sizeof *scraps)]);
}

/* What a reading says is what was read: parse, print, parse. */
START_TEST(readings_read_as_themselves)
{
    const char *given = getenv("LEDE_SEED");
    uint64_t seed =
        given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    uint64_t state = seed;
    size_t n_read = 0;
    CLEANUP(str_release) struct str query = STR_INIT;
    for (size_t i = 0; i < 60000; i++) {
        enum query_mode mode = i % 2 == 0 ? QUERY_ALL_WORDS : QUERY_ANY_WORD;
        struct ast_node *node;
        struct ast_node *again;
        struct error err = ERROR_INIT;
        CLEANUP(str_release) struct str reading = STR_INIT;
        random_query(&state, &query);
        arena_reset(&arena);
        if (parse(str_view(&query), mode, &node, NULL) != STATUS_OK)
            continue;
        n_read++;
        ast_print(node, &reading);
        enum status status =
            parse(str_view(&reading), QUERY_ALL_WORDS, &again, &err);
        ck_assert_msg(
            status == STATUS_OK, "LEDE_SEED=%llu: [%s] reads as [%s]: %s",
            (unsigned long long)seed, query.bytes, reading.bytes, err.message);
        ck_assert_msg(ast_equal(node, again),
                      "LEDE_SEED=%llu: [%s] reads as [%s], which is another",
                      (unsigned long long)seed, query.bytes, reading.bytes);
        status = parse(str_view(&reading), QUERY_ANY_WORD, &again, &err);
        ck_assert_msg(status == STATUS_OK && ast_equal(node, again),
                      "LEDE_SEED=%llu: [%s] with --any",
                      (unsigned long long)seed, reading.bytes);
    }
    ck_assert_uint_gt(n_read, 10000);
}

END_TEST

static Suite *hostile_suite(void)
{
    Suite *suite = suite_create("query_hostile");
    TCase *tcase = tcase_create("limits");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, hostile_queries_get_a_quick_answer);
    tcase_add_test(tcase, limits_are_reported);
    tcase_add_test(tcase, the_deepest_allowed_nesting_is_read);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("properties");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, readings_read_as_themselves);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(hostile_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
