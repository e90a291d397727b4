/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/language.h"

#include <check.h>
#include <libstemmer.h>
#include <string.h>

#define N_ROWS(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

static const struct {
    const char *name;
    const char *code; /* NULL: unknown */
} names[] = {
    {"en", "en"},         {"EN", "en"},         {"English", "en"},
    {"english", "en"},    {"en-GB", "en"},      {"de_AT", "de"},
    {"zh-Hans-CN", "zh"}, {"porter", "porter"}, {"Norwegian", "no"},
    {"nb-NO", "nb"},      {"iw", "he"},         {"in", "id"},
    {"ja", "ja"},         {"Ukrainian", "uk"},  {"", NULL},
    {"-", NULL},          {"xx", NULL},         {"englis", NULL},
    {"english-x", NULL},  {"e", NULL},
};

START_TEST(a_language_is_found_by_code_name_or_stemmer)
{
    const struct language *language =
        language_find(str_span_of(names[_i].name));
    if (names[_i].code == NULL) {
        ck_assert_msg(language == NULL, "'%s'", names[_i].name);
        return;
    }
    ck_assert_msg(language != NULL, "'%s'", names[_i].name);
    ck_assert_str_eq(language->code, names[_i].code);
}

END_TEST

START_TEST(every_stemmer_of_snowball_is_reached)
{
    for (const char **name = sb_stemmer_list(); *name != NULL; name++) {
        const struct language *language = language_find(str_span_of(*name));
        ck_assert_msg(language != NULL, "%s", *name);
        ck_assert_str_eq(language->snowball, *name);
    }
}

END_TEST

START_TEST(every_row_is_in_order_and_names_a_stemmer_that_is_there)
{
    size_t n_rows;
    const struct language *rows = language_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++) {
        if (i > 0)
            ck_assert_str_lt(rows[i - 1].code, rows[i].code);
        ck_assert_ptr_eq(language_find(str_span_of(rows[i].code)), &rows[i]);
        ck_assert_ptr_eq(language_find(str_span_of(rows[i].name)), &rows[i]);
        if (rows[i].snowball == NULL)
            continue;
        struct sb_stemmer *stemmer = sb_stemmer_new(rows[i].snowball, NULL);
        ck_assert_msg(stemmer != NULL, "%s", rows[i].snowball);
        sb_stemmer_delete(stemmer);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("language");
    TCase *finding = tcase_create("finding");
    tcase_add_loop_test(finding, a_language_is_found_by_code_name_or_stemmer, 0,
                        N_ROWS(names));
    tcase_add_test(finding, every_stemmer_of_snowball_is_reached);
    tcase_add_test(finding,
                   every_row_is_in_order_and_names_a_stemmer_that_is_there);
    suite_add_tcase(suite, finding);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
