/*
 * Forms in XML: what wikis export, and feeds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include "indexer/wikitext.h"

#include <time.h>

/* ---- wikitext */

static const struct wiki_row {
    const char *markup;
    const char *text;
} wiki_rows[] = {
    {"[[A|b]]s and [[C]], ''it'' '''bo'''", "bs and C, it bo"},
    {"x {{cite|a={{b|c}}|[[d]]}} y", "x  y"},
    {"{{lang|fr|mot}} {{nowrap|a b}}", "mot a b"},
    {"a<ref name=x>note</ref>b<ref name=y />c<!-- d -->e", "abce"},
    {"[http://e.org the words] [http://e.org] [no link]",
     "the words  [no link]"},
    {"[[File:a.jpg|thumb|An [[inner]] text]]x[[Category:Y|z]][[de:Titel]]",
     "x"},
    {"[[:Category:Y|seen]] [[Datei:b.jpg|c]]", "seen "},
    {"a\n== Head ==\nb\n* one\n** two", "a\n\nHead\n\n\nb\n\none\n\ntwo"},
    {"a\n* one\n\nb\n: c\nd", "a\n\none\n\nb\n\nc\n\nd"},
    {"{| class=x\n|+ Cap\n|-\n! A !! B\n|-\n| style=y | 1 || [[2]]\n|}\nz",
     "Cap\n\nA\tB\n\n1\t2\n\n\nz"},
    {"a<br/>b &amp; c&nbsp;d &euro; &x;", "a\nb & c\xc2\xa0"
                                          "d \xe2\x82\xac &x;"},
    {"__NOTOC__a ---- b", "a ---- b"},
    /* what is never closed, or never opened */
    {"a [[b {{c {| d", "a b c {| d"},
    {"a ]] }} |} b", "a ]] }} |} b"},
    {"{{a [[b}} c]]", " c]]"},
    {"a<ref>b", "ab"},
    {"<nothing", "<nothing"},
};

START_TEST(markup_becomes_text)
{
    const struct wikitext_names names = {.file = SPAN("Datei"),
                                         .category = SPAN("Kategorie")};
    CLEANUP(str_release) struct str out = STR_INIT;

    str_add_text(&out, "");
    ck_assert_int_eq(
        wikitext_read(str_span_of(wiki_rows[_i].markup), &names, &out),
        STATUS_OK);
    ck_assert_str_eq(out.bytes, wiki_rows[_i].text);
}

END_TEST

START_TEST(markup_made_to_be_slow_is_not)
{
    static const char *const marks[] = {
        "[[", "{{", "{|\n", "<ref>", "<!--", "[http://x ", "{{a|[[", "<", "''"};
    const struct wikitext_names names = {.file = SPAN("")};
    CLEANUP(str_release) struct str markup = STR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    clock_t start = clock();

    for (int i = 0; i < 200000; i++)
        str_add_text(&markup, marks[_i]);
    ck_assert_int_eq(wikitext_read(str_view(&markup), &names, &out), STATUS_OK);
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 5);
}

END_TEST

/* ---- documents */

#define WIKI                                                                   \
    "<mediawiki xml:lang='de'><siteinfo><sitename>Wiki</sitename><base>"       \
    "https://w.org/wiki/Main</base><namespaces><namespace key='14'>Kategorie"  \
    "</namespace></namespaces></siteinfo>"
#define PAGE(title, ns, more, text)                                            \
    "<page><title>" title "</title><ns>" ns "</ns><id>7</id>" more             \
    "<revision><id>1</id><timestamp>2001-02-03T04:05:06Z</timestamp><text>"    \
    "old</text></revision><revision><id>2</id><timestamp>2002-02-03T04:05:06Z" \
    "</timestamp><contributor><username>U</username></contributor><text>" text \
    "</text></revision></page>"

static const struct reader_row wikis[] = {
    {SPAN(WIKI PAGE("A b", "0", "",
                    "Text [[Kategorie:K]][[File:a.jpg|thumb|left|200px"
                    "|alt=x y|The [[b|c]]]][[File:b.jpg|thumb]][[File:c]]"
                    "[[Image:d.png|d]][[Image:d.png|D]]")
              PAGE("R", "0", "<redirect title='A b'/>", "#REDIRECT [[A b]]")
                  PAGE("Talk:A", "1", "", "talk")
                      PAGE("C", "0", "", "c") "</mediawiki>"),
     "{\"title\":\"A b\",\"date\":\"2002-02-03T04:05:06Z\",\"source\":\"Wiki\","
     "\"lang\":\"de\",\"url\":\"https://w.org/wiki/A_b\",\"tags\":\"K\","
     "\"text\":\"Text\",\"page_id\":\"7\",\"contributor\":\"U\","
     "\"captions\":\"The c\\n\\nD\"}\n"
     "{\"title\":\"C\",\"date\":\"2002-02-03T04:05:06Z\",\"source\":\"Wiki\","
     "\"lang\":\"de\",\"url\":\"https://w.org/wiki/C\",\"text\":\"c\","
     "\"page_id\":\"7\",\"contributor\":\"U\"}\n"},
    /* bytes that are no UTF-8 */
    {SPAN(WIKI PAGE("A", "0", "",
                    "a\xff"
                    "b\xe2\x82") "</mediawiki>"),
     "{\"title\":\"A\",\"date\":\"2002-02-03T04:05:06Z\",\"source\":\"Wiki\","
     "\"lang\":\"de\",\"url\":\"https://w.org/wiki/A\",\"text\":"
     "\"a\xef\xbf\xbd"
     "b\xef\xbf\xbd\",\"page_id\":\"7\","
     "\"contributor\":\"U\"} repaired 2\n"},
    /* cut off: what was whole is there */
    {SPAN(WIKI PAGE("A", "0", "", "a") "<page><title>B</ti"),
     "{\"title\":\"A\",\"date\":\"2002-02-03T04:05:06Z\",\"source\":\"Wiki\","
     "\"lang\":\"de\",\"url\":\"https://w.org/wiki/A\",\"text\":\"a\","
     "\"page_id\":\"7\",\"contributor\":\"U\"}\n"
     "skipped 0: not well formed at line 1\n"},
};

START_TEST(pages_of_a_wiki_become_articles)
{
    check_row(&reader_mediawiki, &wikis[_i]);
}

END_TEST

static const struct reader_row feeds[] = {
    {SPAN("<?xml version='1.0' encoding='koi8-r'?><rss><channel>"
          "<title>Site</title><language>ru</language><item><title>\xce\xc5\xd4"
          "</title><link>http://e.org/1</link><guid>g1</guid>"
          "<pubDate>Mon, 14 May 2001 10:00:00 GMT</pubDate>"
          "<author>a@e.org (A. Writer)</author><category>c1</category>"
          "<category>c2</category><description>&lt;p&gt;One&lt;p&gt;Two "
          "&amp;amp; three</description></item></channel></rss>"),
     "{\"id\":\"g1\",\"title\":\"\xd0\xbd\xd0\xb5\xd1\x82\",\"author\":"
     "\"A. Writer\",\"date\":\"Mon, 14 May 2001 10:00:00 GMT\",\"source\":"
     "\"Site\",\"lang\":\"ru\",\"url\":\"http://e.org/1\",\"tags\":[\"c1\","
     "\"c2\"],\"text\":\"One\\n\\nTwo & three\"}\n"},
    {SPAN("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>F"
          "</title><author><name>All</name></author><entry><title>T</title>"
          "<link rel='self' href='http://e.org/s'/><link href='http://e.org/2'"
          "/><id>urn:2</id><updated>2002-01-02T00:00:00Z</updated>"
          "<author><name>B</name><uri>http://b</uri></author><category "
          "term='t'/><summary>short</summary><content type='xhtml'><div>"
          "<p>One</p><p>Two</p></div></content></entry><entry><title>U</title>"
          "<content>text</content></entry></feed>"),
     "{\"id\":\"urn:2\",\"title\":\"T\",\"author\":\"B\",\"date\":"
     "\"2002-01-02T00:00:00Z\",\"source\":\"F\",\"lang\":\"en\",\"url\":"
     "\"http://e.org/2\",\"tags\":\"t\",\"text\":\"One\\n\\nTwo\","
     "\"description\":\"short\"}\n"
     "{\"title\":\"U\",\"author\":\"All\",\"source\":\"F\",\"lang\":\"en\","
     "\"text\":\"text\"}\n"},
    /* entities of HTML; of its own, which are not expanded; not well formed */
    {SPAN(
         "<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b SYSTEM "
         "'file:///etc/passwd'>]><rss><channel><item><title>x&nbsp;y&a;&b;"
         "</title><description>a &bogus;<i>b</i></description></item></channel>"
         "</rss>"),
     "{\"title\":\"x\xc2\xa0y\",\"text\":\"a b\"}\n"},
    {SPAN("<rss><channel><title>T</title></channel></rss>"),
     "skipped 0: a feed without items\n"},
};

START_TEST(items_of_a_feed_become_articles)
{
    check_row(&reader_feed, &feeds[_i]);
}

END_TEST

START_TEST(deep_and_swelling_xml_is_refused)
{
    CLEANUP(str_release) struct str xml = STR_INIT;
    clock_t start = clock();

    str_add_text(&xml, "<!DOCTYPE rss [<!ENTITY e0 'ha'>");
    for (int i = 1; i < 30; i++)
        str_add_format(&xml, "<!ENTITY e%d '&e%d;&e%d;&e%d;'>", i, i - 1, i - 1,
                       i - 1);
    str_add_text(&xml, "]><rss><channel><item><title>&e29;</title>");
    for (int i = 0; _i == 0 && i < 100000; i++)
        str_add_text(&xml, "<a>");

    char *output = collect(&reader_feed, NULL, str_view(&xml));

    ck_assert_ptr_nonnull(strstr(output, "skipped 0: "));
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 5);
    free(output);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reader_xml");
    TCase *forms = tcase_create("forms");

    tcase_set_timeout(forms, 30);
    tcase_add_loop_test(forms, markup_becomes_text, 0,
                        sizeof(wiki_rows) / sizeof(wiki_rows[0]));
    tcase_add_loop_test(forms, markup_made_to_be_slow_is_not, 0, 9);
    tcase_add_loop_test(forms, pages_of_a_wiki_become_articles, 0,
                        sizeof(wikis) / sizeof(wikis[0]));
    tcase_add_loop_test(forms, items_of_a_feed_become_articles, 0,
                        sizeof(feeds) / sizeof(feeds[0]));
    tcase_add_loop_test(forms, deep_and_swelling_xml_is_refused, 0, 2);
    suite_add_tcase(suite, forms);
    return run_suite(suite);
}
