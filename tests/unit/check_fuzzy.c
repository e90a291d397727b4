/*
 * All short words over three letters, held against the definition.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/fuzzy.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_LETTERS 3
#define MAX_LEN   6
#define N_WORDS   1093 /* of up to six letters: (3^7 - 1) / 2 */

struct word {
    char text[MAX_LEN + 3];
};

static struct word words[N_WORDS];
static size_t n_words;

/* In the order of their bytes. */
static void add_words(const char *beginning)
{
    size_t n = strlen(beginning);
    strcpy(words[n_words++].text, beginning);
    if (n == MAX_LEN)
        return;
    for (char letter = 'a'; letter < 'a' + N_LETTERS; letter++) {
        char longer[MAX_LEN + 1];
        (void)snprintf(longer, sizeof longer, "%s%c", beginning, letter);
        add_words(longer);
    }
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The whole table, by the definition. */
static unsigned count_edits(const char *a, const char *b)
{
    unsigned n[MAX_LEN + 3][MAX_LEN + 3];
    size_t n_a = strlen(a);
    size_t n_b = strlen(b);
    for (size_t i = 0; i <= n_a; i++)
        for (size_t j = 0; j <= n_b; j++) {
            n[i][j] = (unsigned)(i + j);
            if (i == 0 || j == 0)
                continue;
            n[i][j] = least(n[i - 1][j], n[i][j - 1]) + 1;
            n[i][j] = least(n[i][j], n[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                n[i][j] = least(n[i][j], n[i - 2][j - 2] + 1);
        }
    return n[n_a][n_b];
}

static size_t count_same(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] != '\0' && a[n] == b[n])
        n++;
    return n;
}

static void compare(const char *word, unsigned n_most, size_t step)
{
    struct arena arena;
    struct fuzzy *fuzzy;
    const char *last = "";
    arena_init(&arena);
    ck_assert_int_eq(
        fuzzy_make(str_span_of(word), n_most, &arena, &fuzzy, NULL), STATUS_OK);
    for (size_t i = 0; i < n_words; i += step) {
        const char *term = words[i].text;
        uint32_t n_edits = 0;
        unsigned n_real = count_edits(word, term);
        bool is_one = fuzzy_matches(fuzzy, str_span_of(term),
                                    count_same(last, term), &n_edits);
        ck_assert_msg(is_one == (n_real <= n_most), "%s~%u and %s: %d", word,
                      n_most, term, is_one);
        ck_assert_msg(!is_one || n_edits == n_real, "%s~%u and %s: %u", word,
                      n_most, term, n_edits);
        last = term;
    }
    arena_release(&arena);
}

START_TEST(edits_are_those_of_damerau)
{
    static const char *const asked[] = {"",   "a",   "ab",   "aab",
                                        "ca", "abc", "abca", "cbaab"};
    n_words = 0;
    add_words("");
    ck_assert_uint_eq(n_words, N_WORDS);
    for (unsigned n_most = 1; n_most <= 2; n_most++) {
        compare(asked[_i], n_most, 1);
        compare(asked[_i], n_most, 7);
    }
}

END_TEST

static bool is_near(const char *word, unsigned n_edits, const char *term)
{
    struct arena arena;
    struct fuzzy *fuzzy;
    uint32_t n_found;
    arena_init(&arena);
    ck_assert_int_eq(
        fuzzy_make(str_span_of(word), n_edits, &arena, &fuzzy, NULL),
        STATUS_OK);
    bool is_one = fuzzy_matches(fuzzy, str_span_of(term), 0, &n_found);
    arena_release(&arena);
    return is_one;
}

START_TEST(letters_are_code_points)
{
    ck_assert(is_near("\xCE\xB1\xCE\xB2\xCE\xB3", 1, "\xCE\xB1\xCE\xB3"));
    ck_assert(
        is_near("\xE6\x9D\xB1\xE4\xBA\xAC", 1, "\xE4\xBA\xAC\xE6\x9D\xB1"));
    ck_assert(!is_near("\xCE\xB1\xCE\xB2", 1, "ab"));
    ck_assert(is_near("\xCE\xB1\xCE\xB2", 2, "ab"));
}

END_TEST

START_TEST(scanning_confuses_letters_in_two_places)
{
    ck_assert(is_near("modern", 0, "modern"));
    ck_assert(is_near("modern", 0, "modem"));
    ck_assert(is_near("modem", 0, "modern"));
    ck_assert(is_near("modern", 0, "rnodem"));
    ck_assert(!is_near("mammoth", 0, "rnarnrnoth"));
    ck_assert(is_near("candidate", 0, "eanclidate"));
    ck_assert(!is_near("candidate", 0, "candidat"));
    ck_assert(!is_near("candidate", 0, "candxdate"));
    ck_assert(is_near("clad", 0, "dad"));
    ck_assert(is_near("1911", 0, "l9ll") == false);
    ck_assert(is_near("1911", 0, "l91l"));
}

END_TEST

static Suite *fuzzy_suite(void)
{
    Suite *suite = suite_create("fuzzy");
    TCase *tcase = tcase_create("words");
    tcase_add_loop_test(tcase, edits_are_those_of_damerau, 0, 8);
    tcase_add_test(tcase, letters_are_code_points);
    tcase_add_test(tcase, scanning_confuses_letters_in_two_places);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(fuzzy_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
