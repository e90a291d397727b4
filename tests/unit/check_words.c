/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/words.h"

#include <check.h>

static const struct {
    const char *text;
    const char *joined;
} rows[] = {
    {"", ""},
    {" -- ?! ", ""},
    {"Sugar-taxes!", "sugar taxes"},
    {"  sugar\tTAXES ", "sugar taxes"},
    {"The S\xC3\x9BGAR tax", "the sugar tax"},
    {"Stra\xC3\x9F"
     "e 7",
     "strasse 7"},
    {"\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1", "\xCE\xB1\xCE\xB8\xCE\xB7"
                                                 "\xCE\xBD\xCE\xB1"},
};

START_TEST(only_the_folded_words_count)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct analyser *analyser = NULL;

    ck_assert_int_eq(analyser_new(language_find(SPAN("en")), &analyser, NULL),
                     STATUS_OK);
    ck_assert_int_eq(
        words_join(analyser, str_span_of(rows[_i].text), &out, NULL),
        STATUS_OK);
    ck_assert_str_eq(str_view(&out).bytes, rows[_i].joined);
    analyser_free(analyser);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("words");
    TCase *joining = tcase_create("joining");

    tcase_add_loop_test(joining, only_the_folded_words_count, 0,
                        (int)(sizeof rows / sizeof rows[0]));
    suite_add_tcase(suite, joining);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed > 0;
}
