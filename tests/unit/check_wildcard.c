/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/wildcard.h"

#include "text/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct analyser *analyser;
static struct arena arena;

static void set_up(void)
{
    arena_init(&arena);
    ck_assert_int_eq(analyser_new(language_find(SPAN("en")), &analyser, NULL),
                     STATUS_OK);
}

static void tear_down(void)
{
    analyser_free(analyser);
    arena_release(&arena);
}

static struct wildcard make(const char *text)
{
    struct wildcard wildcard;
    ck_assert_int_eq(
        wildcard_make(str_span_of(text), analyser, &arena, &wildcard, NULL),
        STATUS_OK);
    return wildcard;
}

struct match_case {
    const char *pattern;
    const char *term;
    bool is_match;
};

static const struct match_case cases[] = {
    {"wom?n", "woman", true},
    {"wom?n", "womn", false},
    {"colo*r", "color", true},
    {"colo*r", "colour", true},
    {"colo*r", "colors", false},
    {"*tion", "nation", true},
    {"*tion", "tion", true},
    {"*tion", "nations", false},
    {"a??*", "abc", true},
    {"a*??", "abc", true},
    {"a??*", "ab", false},
    {"Wom?N", "woman", true},
    {"\xc3\x89t?", "ete", true},
    {"m?ller", "m\xc3\xbcller", true}, /* one code point, not one byte */
    {"m?ller", "mueller", false},
    {"?", "\xe4\xba\xac", true},
    {"??", "\xe4\xba\xac", false},
    {"\xe6\x9d\xb1*", "\xe6\x9d\xb1\xe4\xba\xac", true},
    {"c\\*t", "c*t", true},
    {"c\\*t", "cat", false},
    {"c\\\\t", "c\\t", true},
    {"*a*a*a*b", "aaaaaaaaaaaaaaaaaaaa", false},
    {"*a*b", "xaxb", true},
    {"a*bc*bcd", "abcbcbcd", true},
    {"*", "", true},
    {"", "", true},
    {"", "a", false},
    {"stra\xc3\x9f*", "strassen", true},
};

START_TEST(a_pattern_matches_whole_words)
{
    struct wildcard wildcard = make(cases[_i].pattern);
    ck_assert_msg(wildcard_matches(&wildcard, str_span_of(cases[_i].term)) ==
                      cases[_i].is_match,
                  "%s %s", cases[_i].pattern, cases[_i].term);
}

END_TEST

/* The definition, by recursion. */
static bool matches(const char *pattern, const char *term)
{
    size_t n = 1;
    while (((unsigned char)term[n - (*term == '\0')] & 0xC0) == 0x80)
        n++;
    switch (*pattern) {
    case '\0':
        return *term == '\0';
    case '*':
        return matches(pattern + 1, term) ||
               (*term && matches(pattern, term + n));
    case '?':
        return *term && matches(pattern + 1, term + n);
    default:
        return *pattern == *term && matches(pattern + 1, term + 1);
    }
}

static void make_text(char *out, size_t n, bool is_pattern)
{
    static const char *const letters[] = {
        "a", "b", "a", "\xd1\x8f", "\xe4\xba\xac", "?", "*"};
    *out = '\0';
    for (size_t i = 0; i < n; i++)
        strcat(out, letters[rand() % (is_pattern ? 7 : 5)]);
}

START_TEST(random_patterns_match_what_the_definition_says)
{
    size_t n_matches = 0;
    srand((unsigned)_i);
    for (int i = 0; i < 20000; i++) {
        char pattern[64];
        char term[64];
        make_text(pattern, (size_t)rand() % 9, true);
        make_text(term, (size_t)rand() % 9, false);
        struct wildcard wildcard = make(pattern);
        bool is_match = wildcard_matches(&wildcard, str_span_of(term));
        ck_assert_msg(is_match == matches(pattern, term), "%s %s", pattern,
                      term);
        ck_assert(!is_match ||
                  str_span_starts(str_span_of(term), wildcard.beginning));
        n_matches += is_match;
        arena_reset(&arena);
    }
    ck_assert_uint_gt(n_matches, 500);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("wildcard");
    TCase *tcase = tcase_create("match");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_pattern_matches_whole_words, 0,
                        sizeof cases / sizeof *cases);
    tcase_add_loop_test(tcase, random_patterns_match_what_the_definition_says,
                        0, 4);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
