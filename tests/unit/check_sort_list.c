/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/sort_list.h"

#include <check.h>
#include <string.h>

static const struct {
    const char *text;
    const char *keys; /* NULL: refused */
    const char *part; /* of the message */
} rows[] = {
    {"relevance", "relevance", NULL},
    {"date", "date", NULL},
    {"-date", "-date", NULL},
    {"-date,title", "-date title", NULL},
    {"title,date,relevance", "title date relevance", NULL},
    {"relevance,-date,title", "relevance -date title", NULL},
    {"date,relevance", "date relevance", NULL},
    {"-indexed,date", "-indexed date", NULL},
    {"indexed,-indexed", NULL, "'-indexed' twice"},
    {"", NULL, "''"},
    {"date,", NULL, "''"},
    {",date", NULL, "''"},
    {"Date", NULL, "'Date'"},
    {"-title", NULL, "'-title'"},
    {"date, title", NULL, "' title'"},
    {"date,date", NULL, "'date' twice"},
    {"date,-date", NULL, "'-date' twice"},
    {"date,relevance,title", NULL, "'relevance' between"},
    {"title,-date,relevance,date", NULL, "'date' twice"},
};

START_TEST(an_order_is_read_or_refused)
{
    CLEANUP(str_release) struct str keys = STR_INIT;
    struct sort_list list;
    struct error err = ERROR_INIT;
    enum status status =
        sort_list_read(str_span_of(rows[_i].text), &list, &err);

    if (!rows[_i].keys) {
        ck_assert_int_eq(status, STATUS_BAD_USAGE);
        ck_assert_msg(strstr(err.message, rows[_i].part) != NULL, "%s: %s",
                      rows[_i].text, err.message);
        ck_assert_msg(strstr(err.hint, "-date") != NULL, "%s", err.hint);
        return;
    }
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    for (size_t i = 0; i < list.n_sorts; i++)
        str_add_format(&keys, "%s%s", i > 0 ? " " : "",
                       sort_name(list.sorts[i]));
    ck_assert_str_eq(str_view(&keys).bytes, rows[_i].keys);
}

END_TEST

/* Of a word without end no more is repeated than a message has room for. */
START_TEST(a_long_word_is_refused_as_well)
{
    char text[5000];
    struct sort_list list;
    struct error err = ERROR_INIT;

    memset(text, 'x', sizeof text);
    ck_assert_int_eq(sort_list_read(str_span(text, sizeof text), &list, &err),
                     STATUS_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "xxx"));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("sort_list");
    TCase *reading = tcase_create("reading");

    tcase_add_loop_test(reading, an_order_is_read_or_refused, 0,
                        (int)(sizeof rows / sizeof rows[0]));
    tcase_add_test(reading, a_long_word_is_refused_as_well);
    suite_add_tcase(suite, reading);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed > 0;
}
