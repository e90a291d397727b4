/*
 * Tables: CSV as RFC 4180 has it, and as people write it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include "indexer/csv_cells.h"

#include <time.h>

static const struct reader_row rows[] = {
    {SPAN("title,author,date,text,edition\r\n"
          "\"One, two\",A. B.; C. D.,1906-03-14,\"a "
          "\"\"b\"\"\r\n\r\nc\",Late\r\n"
          "\r\n"
          "Two,,,d,\r\n"),
     "{\"title\":\"One, two\",\"author\":[\"A. B.\",\"C. D.\"],\"date\":"
     "\"1906-03-14\",\"text\":\"a \\\"b\\\"\\n\\nc\",\"edition\":\"Late\"}\n"
     "{\"title\":\"Two\",\"text\":\"d\"}\n"},
    /* divided otherwise, and names in other case, with a mark in front */
    {SPAN("\xef\xbb\xbfTitle;Text;Tags\nA, b;c;x;\"y\"\n"),
     "{\"title\":\"A, b\",\"tags\":\"x\",\"text\":\"c\",\"column_4\":\"y\"}; "
     "4 cells under 3 columns\n"},
    {SPAN("id\ttitle\ttext\n1\t\"Yes\" he said\tb\n2\t\"c\"\t\"d\te\"\n"),
     "{\"id\":\"1\",\"title\":\"\\\"Yes\\\" he said\",\"text\":\"b\"}\n"
     "{\"id\":\"2\",\"title\":\"c\",\"text\":\"d\\te\"}\n"},
    {SPAN("\xff\xfet\0e\0x\0t\0\n\0\xe9\0\n\0"), "{\"text\":\"\xc3\xa9\"}\n"},
    /* names that are there twice, or missing, or would be a field's */
    {SPAN("text,text,,paragraphs\na,b,c,d\n"),
     "{\"text\":\"a\",\"other_text\":\"b\",\"column_3\":\"c\","
     "\"other_paragraphs\":\"d\"}\n"},
    {SPAN("text,x\na\n"), "{\"text\":\"a\"}; 1 cells under 2 columns\n"},
    /* never closed */
    {SPAN("title,text\na,\"b\nc,d\ne,\"f\"\n"),
     "{\"title\":\"a\",\"text\":\"\\\"b\"}; "
     "line 2 has a quote that is never closed\n"
     "{\"title\":\"c\",\"text\":\"d\"}\n{\"title\":\"e\",\"text\":\"f\"}\n"},
    {SPAN("title,text\na,\"b\n"), "{\"title\":\"a\",\"text\":\"\\\"b\"}; "
                                  "line 2 has a quote that is never closed\n"},
    {SPAN("title,text,\"more\na,b,c\n"),
     "{\"title\":\"a\",\"text\":\"b\",\"\\\"more\":\"c\"}; "
     "line 1 has a quote that is never closed\n"},
    {SPAN("name,place\na,b\n"),
     "skipped 1: no column is called text or title (--map text=COLUMN says "
     "which one is)\n"},
    {SPAN("title,text\n"), ""},
    {SPAN(""), ""},
};

START_TEST(records_become_articles)
{
    check_row(&reader_csv, &rows[_i]);
}

END_TEST

START_TEST(a_column_can_be_named)
{
    const struct reader_settings settings = {
        .map = {.keys = {[READER_TEXT] = "body", [READER_TITLE] = "Head line"}},
    };
    char *output =
        collect(&reader_csv, &settings, SPAN("Head line,title,body\na,b,c\n"));

    ck_assert_str_eq(output, "{\"title\":\"a\",\"text\":\"c\","
                             "\"other_title\":\"b\"}\n");
    free(output);
}

END_TEST

START_TEST(one_guess_of_a_charset_holds_for_all)
{
    char *output = collect(&reader_csv, NULL,
                           SPAN("title,text\nCaf\xe9,Stra\xdf"
                                "e und G\xe4ste, s\xfc\xdf und sch\xf6n, und "
                                "\xfc"
                                "ber alle Ma\xdf"
                                "en gro\xdf\n\xe9,b\n"));

    ck_assert_ptr_nonnull(strstr(output, "\"title\":\"Caf\xc3\xa9\""));
    ck_assert_ptr_nonnull(
        strstr(output, "{\"title\":\"\xc3\xa9\",\"text\":\"b\"}\n"));
    free(output);
}

END_TEST

/* Read from a stream, so that the test needs no file of that size. */
struct big {
    uint64_t n_left;
    bool is_closed;
    const char *tail; /* what comes behind the 100 megabytes */
};

static enum status give_big(void *context, char *room, size_t n_room,
                            size_t *ret_n, struct error *err)
{
    static const char head[] = "title,text\nbig,\"";
    struct big *big = context;
    const char *tail = big->tail;

    (void)err;
    *ret_n = 0;
    if (big->n_left == UINT64_MAX) {
        big->n_left = (uint64_t)100 << 20;
        *ret_n = sizeof(head) - 1;
        memcpy(room, head, *ret_n);
    } else if (big->n_left > 0) {
        *ret_n = n_room < big->n_left ? n_room : (size_t)big->n_left;
        memset(room, 'x', *ret_n);
        for (size_t i = 0; i < *ret_n; i += 100)
            room[i] = '\n';
        big->n_left -= *ret_n;
    } else if (!big->is_closed) {
        big->is_closed = true;
        *ret_n = strlen(tail);
        memcpy(room, tail, *ret_n);
    }
    return STATUS_OK;
}

START_TEST(a_cell_of_100_megabytes_costs_one_record)
{
    CLEANUP(str_release) struct str lines = STR_INIT;
    const struct reader_sink sink = {&lines, collect_article, collect_skip};
    struct big big = {UINT64_MAX, false, "\"\nsmall,x\n"};
    struct input *input = NULL;

    ck_assert_int_eq(input_open_stream("big.csv", give_big, &big, &input, NULL),
                     STATUS_OK);
    ck_assert_int_eq(reader_csv.read(input, NULL, &sink, NULL), STATUS_OK);
    input_free(input);
    ck_assert_str_eq(lines.bytes, "skipped 2: a record of over 65 MiB\n"
                                  "{\"title\":\"small\",\"text\":\"x\"}\n");
}

END_TEST

START_TEST(a_quote_that_was_not_meant_loses_what_does_not_fit_and_says_so)
{
    CLEANUP(str_release) struct str lines = STR_INIT;
    const struct reader_sink sink = {&lines, collect_article, collect_skip};
    struct big big = {UINT64_MAX, false, "\"x\nsmall,y\n"};
    struct input *input = NULL;

    ck_assert_int_eq(input_open_stream("big.csv", give_big, &big, &input, NULL),
                     STATUS_OK);
    ck_assert_int_eq(reader_csv.read(input, NULL, &sink, NULL), STATUS_OK);
    input_free(input);
    ck_assert_ptr_nonnull(
        strstr(lines.bytes, "line 2 has a quote that is never closed\n"));
    ck_assert_ptr_nonnull(strstr(lines.bytes, "\nskipped "));
    ck_assert_ptr_nonnull(
        strstr(lines.bytes, " are over 65 MiB behind a quote that is never "
                            "closed\n{\"title\":\"small\",\"text\":\"y\"}\n"));
}

END_TEST

START_TEST(quotes_made_to_be_slow_are_not)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    clock_t start = clock();
    char *output;

    str_add_text(&text, "title,text\n");
    for (int i = 0; i < 300000; i++)
        str_add_text(&text, i % 2 == 0 ? "\"a\",\"\n" : "\"\"\",\n");
    output = collect(&reader_csv, NULL, str_view(&text));
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 10);
    free(output);
}

END_TEST

START_TEST(a_table_is_told_by_its_header)
{
    const struct reader *reader = NULL;

    ck_assert_int_eq(
        reader_choose("x", SPAN("Title,Date,Text\na,b,c\n"), &reader, NULL),
        STATUS_OK);
    ck_assert_ptr_eq(reader, &reader_csv);
    ck_assert_int_eq(
        reader_choose("x", SPAN("Dear all, text, follows\na\n"), &reader, NULL),
        STATUS_OK);
    ck_assert_ptr_eq(reader, &reader_text);
    ck_assert_int_eq(
        reader_choose("x.TSV", SPAN("a\tb\nc\td\n"), &reader, NULL), STATUS_OK);
    ck_assert_ptr_eq(reader, &reader_csv);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reader_csv");
    TCase *tcase = tcase_create("tables");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, records_become_articles, 0,
                        sizeof(rows) / sizeof(rows[0]));
    tcase_add_test(tcase, a_column_can_be_named);
    tcase_add_test(tcase, one_guess_of_a_charset_holds_for_all);
    tcase_add_test(tcase, a_cell_of_100_megabytes_costs_one_record);
    tcase_add_test(
        tcase, a_quote_that_was_not_meant_loses_what_does_not_fit_and_says_so);
    tcase_add_test(tcase, quotes_made_to_be_slow_are_not);
    tcase_add_test(tcase, a_table_is_told_by_its_header);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
