/*
 * Plain text: headers, titles, paragraphs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

static const struct reader_row rows[] = {
    /* a first short line with a blank line behind it is the title */
    {SPAN("Short line\n\nFirst paragraph.\n\nSecond.\n"),
     "{\"title\":\"Short line\","
     "\"text\":\"First paragraph.\\n\\nSecond.\\n\"}\n"},
    /* not when more lines follow in its block */
    {SPAN("Two lines\nof a paragraph.\n\nSecond.\n"),
     "{\"text\":\"Two lines\\nof a paragraph.\\n\\nSecond.\\n\"}\n"},
    /* nor when nothing follows */
    {SPAN("Only line\n\n  \n"), "{\"text\":\"Only line\\n\\n  \\n\"}\n"},
    {SPAN("\r\n\r\nCRLF title\r\n\r\nText\r\n"),
     "{\"title\":\"CRLF title\",\"text\":\"Text\\r\\n\"}\n"},
    {SPAN("Old Mac\r\rText\r"),
     "{\"title\":\"Old Mac\",\"text\":\"Text\\r\"}\n"},
    /* header lines, whatever the case */
    {SPAN("TITLE: A\nauthor: B; C\nAuthor: D\nDate: 1906-03-14\nSource: S\n"
          "Section: N\nLanguage: en-GB\nURL: http://x/y\nTags: p, q;r\n"
          "Id: 7\n\nText\n"),
     "{\"id\":\"7\",\"title\":\"A\",\"author\":[\"B\",\"C\",\"D\"],"
     "\"date\":\"1906-03-14\",\"source\":\"S\",\"section\":\"N\","
     "\"lang\":\"en-GB\",\"url\":\"http://x/y\",\"tags\":[\"p\",\"q\",\"r\"],"
     "\"text\":\"Text\\n\"}\n"},
    /* a value may go on, an unknown name is kept */
    {SPAN("Title: A\n  long one\nEdition: late\nTitle: other\n\nText"),
     "{\"title\":\"A long one\",\"text\":\"Text\",\"Edition\":\"late\","
     "\"other_title\":\"other\"}; title comes twice: kept as other_title\n"},
    /* of two the first counts, an empty one for nothing; no key comes twice */
    {SPAN("source: S1\nSOURCE: S2\ndate:\ndate: 1999\nDate: 2000\n"
          "date: 2001\nEd: a\ned: b\nText: c\n\nBody.\n"),
     "{\"date\":\"1999\",\"source\":\"S1\",\"text\":\"Body.\\n\","
     "\"other_source\":\"S2\",\"other_date\":[\"2000\",\"2001\"],"
     "\"Ed\":[\"a\",\"b\"],\"other_text\":\"c\"}; source comes twice: kept as "
     "other_source; date comes twice: kept as other_date; header Ed comes "
     "2 times\n"},
    /* what lede-search --show prints: a tag each, and no title is none */
    {SPAN("Title:\nTag: tax, sugar\nTAG: duty; free\n\nHeadline\n\nText"),
     "{\"tags\":[\"tax, sugar\",\"duty; free\"],"
     "\"text\":\"Headline\\n\\nText\"}\n"},
    /* headers without a title: the first short line still is one */
    {SPAN("Date: 1906\n\nHeadline\n\nText"),
     "{\"title\":\"Headline\",\"date\":\"1906\",\"text\":\"Text\"}\n"},
    /* no headers: the first name is not known, or a line is no header */
    {SPAN("Edition: late\nTitle: A\n\nText"),
     "{\"text\":\"Edition: late\\nTitle: A\\n\\nText\"}\n"},
    {SPAN("Date: the fruit of a palm\nis sweet\n\nText"),
     "{\"text\":\"Date: the fruit of a palm\\nis sweet\\n\\nText\"}\n"},
    /* headers only */
    {SPAN("Title: A\n"), "{\"title\":\"A\"}\n"},
    /* bytes that are no text */
    {SPAN("\xef\xbb\xbf"
          "caf\xe9 \0 x"),
     "{\"text\":\"caf\xef\xbf\xbd \xef\xbf\xbd x\"} repaired 2\n"},
};

START_TEST(a_file_becomes_an_article)
{
    check_row(&reader_text, &rows[_i]);
}

END_TEST

START_TEST(a_title_has_at_most_120_code_points)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    for (int i = 0; i < 120; i++)
        str_add_text(&text, "\xc3\xa9");
    str_add_text(&text, "\n\nText");

    char *output = collect(&reader_text, NULL, str_view(&text));

    ck_assert_ptr_nonnull(strstr(output, "\"title\""));
    free(output);
    str_reset(&text);
    for (int i = 0; i < 121; i++)
        str_add_text(&text, "e");
    str_add_text(&text, "\n\nText");
    output = collect(&reader_text, NULL, str_view(&text));
    ck_assert_ptr_null(strstr(output, "\"title\""));
    free(output);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reader_text");
    TCase *files = tcase_create("files");

    tcase_add_loop_test(files, a_file_becomes_an_article, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(files, a_title_has_at_most_120_code_points);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
