/*
 * Problems on the screen and in the report, the progress line, JSON escapes,
 * and the lines of an input.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"
#include "indexer/progress.h"
#include "indexer/report.h"

/* What a stdio stream got. */
struct screen {
    char *text;
    size_t n_bytes;
    FILE *stream;
};

static void open_screen(struct screen *screen)
{
    screen->stream = open_memstream(&screen->text, &screen->n_bytes);
    ck_assert_ptr_nonnull(screen->stream);
}

static void expect_screen(struct screen *screen, const char *wanted)
{
    ck_assert_int_eq(fclose(screen->stream), 0);
    ck_assert_str_eq(screen->text, wanted);
    free(screen->text);
}

START_TEST(a_problem_is_shown_and_recorded)
{
    char *path = make_file(SPAN(""));
    struct report_place place = {"a\nb\033.txt", 7, SPAN("i\"d")};
    struct report_place whole = {"c\xff", 0, str_span(NULL, 0)};
    struct screen screen;
    struct report report;
    CLEANUP(str_release) struct str text = STR_INIT;
    struct input *input = NULL;

    open_screen(&screen);
    ck_assert_int_eq(report_open(&report, path, screen.stream, NULL),
                     STATUS_OK);
    report_add(&report, REPORT_SKIPPED, &place, "near '\x1b[%d'", 31);
    report_add(&report, REPORT_UNDATED, &whole, "no date");
    ck_assert_uint_eq(report.counts[REPORT_SKIPPED], 1);
    ck_assert_int_eq(report_finish(&report, NULL), STATUS_OK);
    report_release(&report);
    expect_screen(&screen, "lede-index: a\\nb\\x1b.txt:7: near '\\x1b[31'\n"
                           "lede-index: c\xef\xbf\xbd: no date\n");
    ck_assert_int_eq(input_open(path, &input, NULL), STATUS_OK);
    ck_assert_int_eq(input_read_all(input, 4096, &text, NULL), STATUS_OK);
    input_free(input);
    ck_assert_str_eq(str_view(&text).bytes,
                     "{\"path\":\"a\\nb\\u001b.txt\",\"line\":7,"
                     "\"id\":\"i\\\"d\",\"action\":\"skipped\","
                     "\"reason\":\"near '\\u001b[31'\"}\n"
                     "{\"path\":\"c\xef\xbf\xbd\",\"action\":\"undated\","
                     "\"reason\":\"no date\"}\n");
    unlink(path);
    free(path);
}

END_TEST

START_TEST(many_problems_are_counted_not_shown)
{
    struct report_place place = {"f", 0, str_span(NULL, 0)};
    struct screen screen;
    struct report report;

    open_screen(&screen);
    ck_assert_int_eq(report_open(&report, NULL, screen.stream, NULL),
                     STATUS_OK);
    for (int i = 0; i < 25; i++)
        report_add(&report, REPORT_SKIPPED, &place, "x");
    report_summary(&report);
    ck_assert_int_eq(fclose(screen.stream), 0);

    int n_lines = 0;

    for (const char *c = screen.text; *c != '\0'; c++)
        n_lines += *c == '\n';
    ck_assert_int_eq(n_lines, 21);
    ck_assert_ptr_nonnull(
        strstr(screen.text, "lede-index: and 5 more (use --report FILE)\n"));
    ck_assert_uint_eq(report.counts[REPORT_SKIPPED], 25);
    free(screen.text);
}

END_TEST

START_TEST(a_report_that_cannot_be_written_is_an_error)
{
    struct report_place place = {"f", 0, str_span(NULL, 0)};
    struct error err = ERROR_INIT;
    struct report report;

    ck_assert_int_eq(report_open(&report, "/nowhere/x", NULL, &err), STATUS_IO);
    if (access("/dev/full", W_OK) != 0)
        return;
    ck_assert_int_eq(report_open(&report, "/dev/full", NULL, &err), STATUS_OK);
    report_add(&report, REPORT_SKIPPED, &place, "x");
    ck_assert_int_eq(report_finish(&report, &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "No space"));
    report_release(&report);
}

END_TEST

static const struct summary_row {
    struct progress_counts counts;
    double n_seconds;
    const char *wanted;
} summary_rows[] = {
    {{21577, 128431, 16600000, 3},
     0.4,
     "21577 articles, 128431 paragraphs, 16.6 MB in 0.4 s (42 MB/s); 3 "
     "skipped"},
    {{1, 1, 2300000, 0},
     1,
     "1 article, 1 paragraph, 2.3 MB in 1.0 s (2.3 "
     "MB/s)"},
    {{0, 0, 0, 1},
     0,
     "0 articles, 0 paragraphs, 0.0 MB in 0.0 s (0.0 MB/s); "
     "1 skipped"},
};

START_TEST(the_last_line_says_it_all)
{
    CLEANUP(str_release) struct str line = STR_INIT;

    progress_add_summary(&summary_rows[_i].counts, summary_rows[_i].n_seconds,
                         &line);
    ck_assert_str_eq(str_view(&line).bytes, summary_rows[_i].wanted);
}

END_TEST

START_TEST(progress_is_silent_unless_live)
{
    struct progress_counts counts = {1, 2, 3, 0};
    struct progress progress;
    struct screen screen;

    open_screen(&screen);
    progress_init(&progress, screen.stream, false);
    progress.shown_at = -1;
    progress_show(&progress, &counts);
    progress_clear(&progress);
    expect_screen(&screen, "");
    open_screen(&screen);
    progress_init(&progress, screen.stream, true);
    progress.n_total_bytes = 6;
    progress.shown_at = -1;
    progress_show(&progress, &counts);
    ck_assert_ptr_nonnull(strstr(screen.text, "\r1 articles, 0.0 MB, "));
    ck_assert_ptr_nonnull(strstr(screen.text, ", 50 %"));
    progress_clear(&progress);
    ck_assert_ptr_nonnull(strstr(screen.text, "\r\033[K"));
    (void)fclose(screen.stream);
    free(screen.text);
}

END_TEST

START_TEST(strings_are_escaped_as_json_wants_it)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    json_add_string(&out,
                    SPAN("a\"\\/\b\t\n\r\x1f\x7f\xc3\xa9\xf0\x9f\x98\x80"));
    ck_assert_str_eq(out.bytes, "\"a\\\"\\\\/\\b\\t\\n\\r\\u001f\\u007f"
                                "\xc3\xa9\xf0\x9f\x98\x80\"");
    str_reset(&out);
    json_add_string(&out, str_span(NULL, 0));
    ck_assert_str_eq(out.bytes, "\"\"");
}

END_TEST

START_TEST(a_line_over_the_ceiling_is_passed_over)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str line = STR_INIT;
    struct error err = ERROR_INIT;
    struct input *input = NULL;

    str_add_text(&text, "first\r\n");
    for (int i = 0; i < 100000; i++)
        str_add_text(&text, "0123456789");
    str_add_text(&text, "\nlast");

    char *path = make_file(str_view(&text));

    ck_assert_int_eq(input_open(path, &input, &err), STATUS_OK);
    ck_assert_int_eq(input_read_line(input, 1000, &line, &err), STATUS_OK);
    ck_assert_str_eq(line.bytes, "first");
    ck_assert_int_eq(input_read_line(input, 1000, &line, &err), STATUS_TOO_BIG);
    ck_assert_uint_lt(line.n_room, 1000000);
    ck_assert_int_eq(input_read_line(input, 1000, &line, &err), STATUS_OK);
    ck_assert_str_eq(line.bytes, "last");
    ck_assert_int_eq(input_read_line(input, 1000, &line, &err), STATUS_DONE);
    ck_assert_uint_eq(input_n_read(input), text.n_bytes);
    input_free(input);
    unlink(path);
    free(path);
}

END_TEST

START_TEST(a_file_over_the_ceiling_or_changed_is_refused)
{
    char *path = make_file(SPAN("0123456789"));
    CLEANUP(str_release) struct str text = STR_INIT;
    struct error err = ERROR_INIT;
    struct input *input = NULL;

    ck_assert_int_eq(input_open(path, &input, &err), STATUS_OK);
    ck_assert_int_eq(input_read_all(input, 9, &text, &err), STATUS_TOO_BIG);
    input_free(input);
    str_reset(&text);
    ck_assert_int_eq(input_open(path, &input, &err), STATUS_OK);

    struct str_span head;

    ck_assert_int_eq(input_head(input, &head, &err), STATUS_OK);
    ck_assert(str_span_equal(head, SPAN("0123456789")));
    ck_assert_int_eq(truncate(path, 4), 0);
    ck_assert_int_eq(input_read_all(input, 10, &text, &err), STATUS_MODIFIED);
    input_free(input);
    unlink(path);
    free(path);
}

END_TEST

START_TEST(what_is_no_file_is_refused_with_its_kind)
{
    struct error err = ERROR_INIT;
    struct input *input = NULL;

    ck_assert_int_eq(input_open("/dev/null", &input, &err), STATUS_BAD_TEXT);
    ck_assert_str_eq(err.message, "not a regular file but a device");
    ck_assert_int_eq(input_open("/", &input, &err), STATUS_BAD_TEXT);
    ck_assert_str_eq(err.message, "not a regular file but a directory");
    ck_assert_int_eq(input_open("/nowhere", &input, &err), STATUS_NOT_FOUND);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *reports = tcase_create("reports");
    TCase *inputs = tcase_create("inputs");

    tcase_add_test(reports, a_problem_is_shown_and_recorded);
    tcase_add_test(reports, many_problems_are_counted_not_shown);
    tcase_add_test(reports, a_report_that_cannot_be_written_is_an_error);
    tcase_add_loop_test(reports, the_last_line_says_it_all, 0, 3);
    tcase_add_test(reports, progress_is_silent_unless_live);
    tcase_add_test(reports, strings_are_escaped_as_json_wants_it);
    suite_add_tcase(suite, reports);
    tcase_add_test(inputs, a_line_over_the_ceiling_is_passed_over);
    tcase_add_test(inputs, a_file_over_the_ceiling_or_changed_is_refused);
    tcase_add_test(inputs, what_is_no_file_is_refused_with_its_kind);
    suite_add_tcase(suite, inputs);
    return run_suite(suite);
}
