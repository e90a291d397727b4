/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/sentence.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Sentences in brackets. */
static void expect(struct sentence_iter *iter, const char *text,
                   const char *expected)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    size_t start = 0;
    size_t end;
    ck_assert_int_eq(sentence_start(iter, str_span_of(text), NULL), STATUS_OK);
    while (sentence_next(iter, &end) == STATUS_OK) {
        str_add_char(&out, '[');
        str_add(&out, text + start, end - start);
        str_add_char(&out, ']');
        start = end;
    }
    ck_assert_str_eq(str_view(&out).bytes, expected);
}

START_TEST(sentences_end_where_unicode_says)
{
    struct sentence_iter *iter = NULL;
    ck_assert_int_eq(sentence_iter_new(&iter, NULL), STATUS_OK);
    expect(iter, "Tax. Duty? No", "[Tax. ][Duty? ][No]");
    expect(iter, "", "");
    expect(iter, "It is 3.50, e.g. here.", "[It is 3.50, e.g. here.]");
    expect(iter, "\xE6\x9D\xB1\xE3\x80\x82\xE4\xBA\xAC",
           "[\xE6\x9D\xB1\xE3\x80\x82][\xE4\xBA\xAC]");
    sentence_iter_free(iter);
}

END_TEST

static Suite *sentence_suite(void)
{
    Suite *suite = suite_create("sentence");
    TCase *tcase = tcase_create("breaks");
    tcase_add_test(tcase, sentences_end_where_unicode_says);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(sentence_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
