/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/term.h"
#include "text/utf8.h"

#include <check.h>
#include <string.h>

static void fill(struct str *str, const char *text, size_t n_times)
{
    str_reset(str);
    while (n_times-- > 0)
        str_add_text(str, text);
}

START_TEST(a_word_that_fits_is_its_own_term)
{
    CLEANUP(str_release) struct str word = STR_INIT;
    CLEANUP(str_release) struct str term = STR_INIT;
    fill(&word, "x", TERM_MAX_BYTES);
    str_add_text(&term, "Z");
    term_add(str_view(&word), &term);
    ck_assert_uint_eq(term.n_bytes, TERM_MAX_BYTES + 1);
    ck_assert_str_eq(term.bytes + 1, word.bytes);
}

END_TEST

START_TEST(a_longer_word_is_cut_between_characters)
{
    CLEANUP(str_release) struct str word = STR_INIT;
    CLEANUP(str_release) struct str term = STR_INIT;
    static const char *const letters[] = {"x", "é", "語", "😀"};
    for (size_t i = 0; i < 4; i++) {
        fill(&word, letters[i], TERM_MAX_BYTES + 1);
        str_reset(&term);
        term_add(str_view(&word), &term);
        ck_assert_uint_le(term.n_bytes, TERM_MAX_BYTES);
        ck_assert_uint_gt(term.n_bytes, TERM_MAX_BYTES - 4);
        ck_assert(utf8_is_clean(str_view(&term)));
        ck_assert_mem_eq(term.bytes, word.bytes, 100);
    }
}

END_TEST

START_TEST(long_words_are_one_term_only_if_they_are_one_word)
{
    CLEANUP(str_release) struct str word = STR_INIT;
    CLEANUP(str_release) struct str a = STR_INIT;
    CLEANUP(str_release) struct str b = STR_INIT;
    fill(&word, "x", 300);
    term_add(str_view(&word), &a);
    term_add(str_view(&word), &b);
    ck_assert(str_span_equal(str_view(&a), str_view(&b)));
    str_add_char(&word, 'y');
    str_reset(&b);
    term_add(str_view(&word), &b);
    ck_assert(!str_span_equal(str_view(&a), str_view(&b)));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("term");
    TCase *length = tcase_create("length");
    tcase_add_test(length, a_word_that_fits_is_its_own_term);
    tcase_add_test(length, a_longer_word_is_cut_between_characters);
    tcase_add_test(length, long_words_are_one_term_only_if_they_are_one_word);
    suite_add_tcase(suite, length);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
