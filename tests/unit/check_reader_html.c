/*
 * HTML: what is the article, how white space collapses, what <meta> says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include <time.h>

#define ONE "This is a sentence of running text, which is as long as many."
#define TEN ONE ONE ONE ONE ONE ONE ONE ONE ONE ONE

static const struct reader_row rows[] = {
    {SPAN("<!DOCTYPE html><html lang=de><head><title> A\n title </title>"
          "</head><body><p>One  two\nthree</p><p>Four</p></body></html>"),
     "{\"title\":\"A title\",\"lang\":\"de\","
     "\"text\":\"One two three\\n\\nFour\"}\n"},
    /* inline elements divide nothing, <br> ends a line */
    {SPAN("<p>re<b>peat</b>ed<br>line</p>"),
     "{\"text\":\"repeated\\nline\"}\n"},
    /* entities; a space that does not break is not collapsed */
    {SPAN("<p>a &amp; b &lt;c&gt; &eacute;&#8217;&nbsp; d</p>"),
     "{\"text\":\"a & b <c> \xc3\xa9\xe2\x80\x99\xc2\xa0 d\"}\n"},
    /* h1 is the title of a page without one, and leaves the text */
    {SPAN("<div><h1>Head <i>line</i></h1><p>Text</p></div>"),
     "{\"title\":\"Head line\",\"text\":\"Text\"}\n"},
    {SPAN("<p>Before</p><h1>Head</h1><p>Text</p>"),
     "{\"title\":\"Head\",\"text\":\"Before\\n\\nText\"}\n"},
    {SPAN("<title>T</title><h1>Head</h1><p>Text</p>"),
     "{\"title\":\"T\",\"text\":\"Head\\n\\nText\"}\n"},
    /* what is not the article */
    {SPAN("<p>a</p><script>var x='<p>b</p>';</script><style>c{}</style>"
          "<nav><ul><li>d</ul></nav><form>e<p>f</form><footer>g</footer>"
          "<aside>h</aside><noscript>i</noscript><template>j</template>"
          "<p>z</p>"),
     "{\"text\":\"a\\n\\nz\"}\n"},
    /* unless there is nothing else */
    {SPAN("<body><form id=aspnet><script>x</script><p>All</p></form></body>"),
     "{\"text\":\"All\"}\n"},
    {SPAN("<table><tr><td>a<td>b<tr><th>c</th><th>d</th></table>"),
     "{\"text\":\"a\\tb\\n\\nc\\td\"}\n"},
    {SPAN("<p>x</p><pre>  a\n   b  c</pre><p>y</p>"),
     "{\"text\":\"x\\n\\n  a\\n   b  c\\n\\ny\"}\n"},
    {SPAN("<ul><li>one<li>two</ul>tail"),
     "{\"text\":\"one\\n\\ntwo\\n\\ntail\"}\n"},
    /* the head: the best name wins, whatever the order */
    {SPAN("<html><head><meta name=Date content='1 May 1906'>"
          "<meta property='article:published_time' content='1906-05-02'>"
          "<meta name=author content='A. Writer'>"
          "<meta property='article:author' content='https://x/me'>"
          "<meta property='og:site_name' content='The Star'>"
          "<meta property='article:section' content='News'>"
          "<meta name=keywords content='tax, sugar,, tax'>"
          "<meta name=description content='In \"short\"'>"
          "<link rel=canonical href='https://x/y'><title>T</title></head>"
          "<body>Text</body></html>"),
     "{\"title\":\"T\",\"author\":\"A. Writer\",\"date\":\"1906-05-02\","
     "\"source\":\"The Star\",\"section\":\"News\",\"url\":\"https://x/y\","
     "\"tags\":[\"tax\",\"sugar\"],\"text\":\"Text\","
     "\"description\":\"In \\\"short\\\"\",\"other_date\":\"1 May 1906\"}\n"},
    {SPAN("<meta name=date content=1999><meta name=date content=2000>"
          "<meta name=pubdate content=1999><meta name=dc.date content=2001>x"),
     "{\"date\":\"1999\",\"text\":\"x\",\"other_date\":[\"2000\",\"2001\"]}\n"},
    {SPAN("<meta property=og:title content=Og><p>Text"),
     "{\"title\":\"Og\",\"text\":\"Text\"}\n"},
    /* the charset that it declares, unless that is plainly wrong */
    {SPAN("<meta charset=iso-8859-1><p>caf\xe9</p>"),
     "{\"text\":\"caf\xc3\xa9\"}\n"},
    {SPAN("<meta http-equiv=Content-Type content='text/html; "
          "charset=koi8-r'><p>\xce\xc5\xd4</p>"),
     "{\"text\":\"\xd0\xbd\xd0\xb5\xd1\x82\"}\n"},
    {SPAN("<meta charset=iso-8859-1><p>caf\xc3\xa9</p>"),
     "{\"text\":\"caf\xc3\xa9\"}; it declares iso-8859-1, but is UTF-8\n"},
    {SPAN("<p>caf\xe9</p>"), "{\"text\":\"caf\xc3\xa9\"}; read as "
                             "windows-1252, which is a guess\n"},
    /* what comes last, and is a farewell or a credit */
    {SPAN("<p>" TEN "</p><p>He said so on Twitter.</p><p>Follow us on Twitter "
          "and Facebook, where there is more.</p><p>\xc2\xa9 Agency</p>"),
     "{\"text\":\"" TEN "\\n\\nHe said so on Twitter.\"}\n"},
    /* names are not believed where nothing would be left: a comment may be
       the article, and a form all of the page */
    {SPAN("<h2>Head</h2><div class=kommentar><p>" TEN "</p></div>"),
     "{\"text\":\"" TEN "\"}\n"},
    {SPAN("<div class=comments><p>" TEN "</p></div><p>" ONE "</p>"),
     "{\"text\":\"" ONE "\"}\n"},
    {SPAN("<title>T</title><script type='application/ld+json'>{\"@type\":"
          "\"Article\",\"articleBody\":\"" TEN "\\n\\n" TEN "\"}</script>"
          "<div id=app>Loading</div>"),
     "{\"title\":\"T\",\"text\":\"" TEN "\\n\\n" TEN "\"}\n"},
    /* what a script would put in place, where nothing else is shown */
    {SPAN("<title>T</title><script type=text/template><p>" TEN TEN "</p>"
          "</script><p>short</p>"),
     "{\"title\":\"T\",\"text\":\"" TEN TEN "\"}\n"},
    {SPAN("<p>" TEN "</p><script type=text/template><p>" TEN TEN "</script>"),
     "{\"text\":\"" TEN "\"}\n"},
    /* markup that is wrong costs no text */
    {SPAN("<p>a</div></b><p <b>b</p></p></td>c<"), NULL},
};

START_TEST(a_page_becomes_an_article)
{
    if (rows[_i].output != NULL) {
        check_row(&reader_html, &rows[_i]);
        return;
    }

    char *output = collect(&reader_html, NULL, rows[_i].input);

    ck_assert_ptr_nonnull(strchr(output, 'a'));
    ck_assert_ptr_nonnull(strchr(output, 'c'));
    free(output);
}

END_TEST

START_TEST(a_hundred_thousand_open_elements_do_no_harm)
{
    static const char *const tags[] = {"<div>", "<b>", "<table><tr><td>",
                                       "<aside>"};
    CLEANUP(str_release) struct str page = STR_INIT;

    str_add_text(&page, "<p>first</p>");
    for (int i = 0; i < (_i == 2 ? 33000 : 100000); i++)
        str_add_text(&page, tags[_i]);
    str_add_text(&page, "deep");

    char *output = collect(&reader_html, NULL, str_view(&page));

    ck_assert_ptr_nonnull(strstr(output, "first"));
    if (_i < 3)
        ck_assert_ptr_nonnull(strstr(output, "deep"));
    free(output);
}

END_TEST

START_TEST(a_page_made_to_be_slow_is_refused)
{
    CLEANUP(str_release) struct str page = STR_INIT;

    str_add_text(&page, _i == 0 ? "<p>text<b " : "<p>text");
    for (int i = 0; i < 120000; i++)
        str_add_format(&page, _i == 0 ? "a%d=1 " : "<b>%d", i);

    char *output = collect(&reader_html, NULL, str_view(&page));

    ck_assert_str_eq(output,
                     _i == 0 ? "skipped 0: a tag with over 20000 attributes\n"
                             : "skipped 0: elements nested over 110000 deep\n");
    free(output);
}

END_TEST

START_TEST(two_hundred_thousand_keywords_take_no_time)
{
    CLEANUP(str_release) struct str html = STR_INIT;
    clock_t start = clock();

    str_add_text(&html, "<meta name=keywords content='");
    for (int i = 0; i < 400000; i++)
        str_add_format(&html, "%d,", i % 200000);
    str_add_text(&html, "'><p>x");

    char *output = collect(&reader_html, NULL, str_view(&html));

    ck_assert_ptr_nonnull(strstr(output, "\"199999\"],\"text\":\"x\"}\n"));
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 5);
    free(output);
}

END_TEST

START_TEST(a_long_tag_is_no_offence)
{
    CLEANUP(str_release) struct str page = STR_INIT;

    str_add_text(&page, "<p>text<img src='data:");
    for (int i = 0; i < 50000; i++)
        str_add_text(&page, "x=, y ");
    str_add_text(&page, "'>, more");

    char *output = collect(&reader_html, NULL, str_view(&page));

    ck_assert_str_eq(output, "{\"text\":\"text, more\"}\n");
    free(output);
}

END_TEST

static const struct sniff_row {
    struct str_span head;
    bool is_html;
} sniff_rows[] = {
    {SPAN("<!doctype HTML>"), true},
    {SPAN("\xef\xbb\xbf \n<!-- x > y --><?xml version='1.0'?><html lang=en>"),
     true},
    {SPAN("<p>x"), true},
    {SPAN("<pre>x"), false},
    {SPAN("<rss><html>"), false},
    {SPAN("Text <p>"), false},
    {SPAN("<!-- never closed <html>"), false},
};

START_TEST(html_is_known_by_how_it_begins)
{
    ck_assert_int_eq(reader_html.sniff(sniff_rows[_i].head),
                     sniff_rows[_i].is_html);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reader_html");
    TCase *pages = tcase_create("pages");

    tcase_set_timeout(pages, 20);
    tcase_add_loop_test(pages, a_page_becomes_an_article, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_loop_test(pages, a_hundred_thousand_open_elements_do_no_harm, 0,
                        4);
    tcase_add_loop_test(pages, a_page_made_to_be_slow_is_refused, 0, 2);
    tcase_add_test(pages, two_hundred_thousand_keywords_take_no_time);
    tcase_add_test(pages, a_long_tag_is_no_offence);
    tcase_add_loop_test(pages, html_is_known_by_how_it_begins, 0,
                        (int)(sizeof(sniff_rows) / sizeof(sniff_rows[0])));
    suite_add_tcase(suite, pages);
    return run_suite(suite);
}
