/*
 * PDF: programs that are asked, and what is made of pages.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include "indexer/pdf_text.h"
#include "indexer/program.h"

#include <time.h>

/* ---- programs */

static struct program_result run(const char *const *args, struct str_span input,
                                 size_t max_bytes, struct str *out)
{
    const struct program_limits limits = {1000, max_bytes};
    struct program_result result;

    ck_assert_int_eq(program_run(args, input, &limits, out, &result, NULL),
                     STATUS_OK);
    return result;
}

START_TEST(what_a_program_writes_is_taken)
{
    static const char *const cat[] = {"cat", NULL};
    static const char *const no[] = {"false", NULL};
    CLEANUP(str_release) struct str input = STR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    struct program_result result;

    for (int i = 0; i < 100000; i++)
        str_add_text(&input, "0123456789");
    result = run(cat, str_view(&input), 10 << 20, &out);
    ck_assert_int_eq(result.end, PROGRAM_ENDED);
    ck_assert_int_eq(result.status, 0);
    ck_assert(str_span_equal(str_view(&input), str_view(&out)));
    /* One that reads nothing of it. */
    result = run(no, str_view(&input), 10, &out);
    ck_assert_int_eq(result.end, PROGRAM_ENDED);
    ck_assert_int_eq(result.status, 1);
}

END_TEST

START_TEST(a_program_is_bounded)
{
    static const char *const sleep[] = {"sleep", "30", NULL};
    static const char *const spin[] = {"sh", "-c",
                                       "exec >&-; while :; do :; done", NULL};
    static const char *const yes[] = {"yes", NULL};
    static const char *const die[] = {"sh", "-c", "kill -9 $$", NULL};
    static const char *const none[] = {"lede-no-such-program", NULL};
    CLEANUP(str_release) struct str out = STR_INIT;
    time_t start = time(NULL);

    ck_assert_int_eq(run(sleep, SPAN(""), 10, &out).end, PROGRAM_TOO_LONG);
    ck_assert_int_eq(run(spin, SPAN(""), 10, &out).end, PROGRAM_TOO_LONG);
    ck_assert_int_eq(run(yes, SPAN(""), 100000, &out).end, PROGRAM_TOO_BIG);
    ck_assert_int_eq(run(die, SPAN(""), 10, &out).end, PROGRAM_KILLED);
    ck_assert_int_eq(run(none, SPAN("x"), 10, &out).end, PROGRAM_MISSING);
    ck_assert_int_lt(time(NULL) - start, 15);
}

END_TEST

/* ---- pages */

static const struct page_row {
    const char *printed;
    const char *text;
} page_rows[] = {
    {"One para-\ngraph and\nmore.\n\nTwo.\n\f",
     "One paragraph and\nmore.\n\nTwo."},
    /* what is no divided word */
    {"A-\nB, state-of-\nthe-art, 1-\n2\n\f", "A-\nB, state-ofthe-art, 1-\n2"},
    {"soft\xc2\xad\nware caf\xc3\xa9-\nteria\n\f", "software caf\xc3\xa9teria"},
    /* over a page, and not */
    {"It goes\n\non\n\n1\n\fand on.\n\n2\n\fNew.\n\n- 3 -\n\f",
     "It goes\n\non\nand on.\n\nNew."},
    {"A sentence.\n\fthen\n\f", "A sentence.\n\nthen"},
    {"half a hyphen-\n\n12\n\fated word\n\nPage 13 of 20\n\f",
     "half a hyphenated word"},
    /* heads that run; the first is the title */
    {"Title\n\na b.\n\nX 1\n\fTitle\n\nB.\n\nX 2\n\fTitle\n\nC.\n\nX 3\n\f",
     "Title\n\na b.\n\nX 1\n\nB.\n\nC."},
    /* numbers that are text */
    {"1906\nwas dear.\n\f", "1906\nwas dear."},
    {"a b\n\f1906\nwas dear.\n\f", "a b\n\n1906\nwas dear."},
    {"123456\n\f", "123456"},
    {"", ""},
    {"\f\f\n\f", ""},
};

START_TEST(pages_become_paragraphs)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    str_add_text(&out, "");
    ck_assert_int_eq(
        pdf_text_read(str_span_of(page_rows[_i].printed), &out, NULL),
        STATUS_OK);
    ck_assert_str_eq(out.bytes, page_rows[_i].text);
}

END_TEST

START_TEST(pages_without_end_are_not_slow)
{
    static const char *const marks[] = {"\f", "a-\n", "x\f", "1\n\f", "a\n"};
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    clock_t start = clock();

    for (int i = 0; i < 500000; i++)
        str_add_text(&text, marks[_i]);
    ck_assert_int_eq(pdf_text_read(str_view(&text), &out, NULL), STATUS_OK);
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 5);
}

END_TEST

START_TEST(a_missing_pdftotext_is_told)
{
    char *output;

    setenv("PATH", "/nonexistent", 1);
    output = collect(&reader_pdf, NULL, SPAN("%PDF-1.4\n"));
    ck_assert_str_eq(output, "skipped 0: PDF is read by pdftotext "
                             "(poppler-utils), which is not installed\n");
    free(output);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reader_pdf");
    TCase *tcase = tcase_create("pdf");

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, what_a_program_writes_is_taken);
    tcase_add_test(tcase, a_program_is_bounded);
    tcase_add_loop_test(tcase, pages_become_paragraphs, 0,
                        sizeof(page_rows) / sizeof(page_rows[0]));
    tcase_add_loop_test(tcase, pages_without_end_are_not_slow, 0, 5);
    tcase_add_test(tcase, a_missing_pdftotext_is_told);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
