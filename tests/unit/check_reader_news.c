/*
 * What agencies sent: NITF, NewsML, and the SGML of Reuters.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include <time.h>

static const struct reader_row nitfs[] = {
    {SPAN(
         "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>"
         "<head><title>Weak</title><meta name='desk' content='Harbour'/>"
         "<docdata><doc-id id-string='n1' regsrc='HW'/>"
         "<date.issue norm='19060314T100000Z'/><key-list><keyword key='sugar'/>"
         "</key-list></docdata><pubdata name='Evening Star' "
         "position.section='Town'/></head><body><body.head><hedline><hl1>A\n"
         "  head</hl1><hl2>Below</hl2></hedline><byline>By A. Writer<byttl>"
         "Staff</byttl></byline><dateline><location>FERROW</location>, March "
         "14</dateline><abstract><p>In short</p></abstract></body.head>"
         "<body.content>\n  <p>One\n   <em>two</em> &eacute; &amp;\n </p>\n "
         "<media><media-caption><p>A ship</p></media-caption></media>"
         "<table><tr><td>a</td><td>b</td></tr></table></body.content>"
         "<body.end><tagline>t@e.org</tagline></body.end></body></nitf>"),
     "{\"id\":\"n1\",\"title\":\"A head\",\"author\":\"A. Writer\",\"date\":"
     "\"19060314T100000Z\",\"source\":\"Evening Star\",\"section\":\"Town\","
     "\"tags\":\"sugar\",\"text\":\"One two \xc3\xa9 &\\n\\na\\tb\","
     "\"desk\":\"Harbour\",\"subtitle\":\"Below\",\"byline_title\":\"Staff\","
     "\"dateline\":\"FERROW, March 14\",\"abstract\":\"In short\",\"caption\":"
     "\"A ship\",\"tagline\":\"t@e.org\"}\n"},
    {SPAN("<nitf><body><body.head><hedline><hl1>T</hl1></hedline><byline>By "
          "<person>A</person> and <person>B</person></byline></body.head>"
          "<body.content>&lt;p&gt;x&lt;/p&gt;&lt;p&gt;y</body.content></body>"
          "</nitf>"),
     "{\"title\":\"T\",\"author\":[\"A\",\"B\"],\"text\":\"x\\n\\ny\","
     "\"byline\":\"By and\"}\n"},
    {SPAN("<nitf><body><body.head><hedline><hl1>T</hl1></hedline></body.head>"
          "</body></nitf>"),
     "skipped 0: an item without text\n"},
    {SPAN("<nitf><body><body.content><p>cut"),
     "skipped 0: not well formed at line 1\n"},
    /* nothing is expanded, and nothing fetched */
    {SPAN("<!DOCTYPE nitf [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>"
          "<!ENTITY c SYSTEM 'file:///etc/passwd'>]><nitf><body><body.content>"
          "<p>[&b;&c;]</p></body.content></body></nitf>"),
     "{\"text\":\"[]\"}\n"},
};

START_TEST(nitf_becomes_an_article)
{
    check_row(&reader_nitf, &nitfs[_i]);
}

END_TEST

#define META                                                                   \
    "<itemMeta><itemClass qcode='ninat:text'/><provider literal='HW'><name>"   \
    "Harbour "                                                                 \
    "Wire</name></provider><versionCreated>2016-10-21</versionCreated>"        \
    "</itemMeta><contentMeta><contentCreated>2016-10-18T11:12:00-05:00"        \
    "</contentCreated><creator literal='aw'><name>A. Writer</name></creator>"  \
    "<language tag='en'/><subject qcode='m:1'><name xml:lang='en'>labour"      \
    "</name><name xml:lang='de'>Arbeit</name><broader qcode='m:0'><name>x"     \
    "</name></broader></subject><subject qcode='m:2'/><slugline>S</slugline>"  \
    "<headline>H</headline><headline>Sub</headline></contentMeta>"

static const struct reader_row newsmls[] = {
    {SPAN("<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>"
          "<newsItem guid='urn:1' version='2'>" META
          "<contentSet><inlineXML><h:html xmlns:h='x'><h:head><h:title>T"
          "</h:title></h:head><h:body><h:p>a</h:p><h:p>b</h:p></h:body>"
          "</h:html></inlineXML><inlineData>a b</inlineData></contentSet>"
          "</newsItem><packageItem guid='p'><headline>P</headline>"
          "</packageItem><newsItem guid='urn:2'><contentSet><inlineData>"
          "<![CDATA[<p>c</p><p>d</p>]]></inlineData></contentSet></newsItem>"
          "<newsItem guid='urn:3'><contentMeta><headline>Picture</headline>"
          "</contentMeta></newsItem></itemSet></newsMessage>"),
     "{\"id\":\"urn:1\",\"title\":\"H\",\"author\":\"A. Writer\",\"date\":"
     "\"2016-10-18T11:12:00-05:00\",\"source\":\"Harbour Wire\",\"lang\":\"en\""
     ",\"tags\":[\"labour\",\"m:2\"],\"text\":\"a\\n\\nb\",\"version\":\"2\","
     "\"item_class\":\"ninat:text\",\"slugline\":\"S\",\"subtitle\":\"Sub\"}\n"
     "skipped 2: a package, of no text of its own\n"
     "{\"id\":\"urn:2\",\"text\":\"c\\n\\nd\"}\n"
     "skipped 4: an item without text\n"},
    /* NewsML 1, and NITF in it */
    {SPAN("<NewsML><NewsEnvelope><DateAndTime>2024</DateAndTime></NewsEnvelope>"
          "<NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:9"
          "</PublicIdentifier></NewsIdentifier></Identification>"
          "<NewsManagement><FirstCreated>20240710T125902Z</FirstCreated>"
          "</NewsManagement><NewsComponent><NewsLines><HeadLine>H</HeadLine>"
          "<ByLine>by X</ByLine></NewsLines><AdministrativeMetadata><Provider>"
          "<Party FormalName='AFP'/></Provider></AdministrativeMetadata>"
          "<DescriptiveMetadata><Language FormalName='fr'/>"
          "</DescriptiveMetadata><ContentItem><DataContent><nitf><body>"
          "<body.content><p>a</p></body.content></body></nitf></DataContent>"
          "</ContentItem></NewsComponent></NewsItem></NewsML>"),
     "{\"id\":\"urn:9\",\"title\":\"H\",\"author\":\"X\",\"date\":"
     "\"20240710T125902Z\",\"source\":\"AFP\",\"lang\":\"fr\",\"text\":\"a\"}"
     "\n"},
};

START_TEST(newsml_becomes_articles)
{
    check_row(&reader_newsml, &newsmls[_i]);
}

END_TEST

START_TEST(news_nested_deep_are_refused)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    char *output;

    str_add_text(&text, "<nitf><body><body.content>");
    for (int i = 0; i < 100000; i++)
        str_add_text(&text, "<block>");
    output = collect(&reader_nitf, NULL, str_view(&text));
    ck_assert_str_eq(output, "skipped 0: XML nested over 250 elements deep\n");
    free(output);
}

END_TEST

static const struct reader_row wires[] = {
    {SPAN(
         "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" "
         "LEWISSPLIT=\"TRAIN\" OLDID=\"5\" NEWID=\"7\">\n<DATE>26-FEB-1987 "
         "15:01:01.79</DATE>\n<TOPICS><D>cocoa</D><D>tin</D></TOPICS>\n<PLACES>"
         "<D>usa</D></PLACES>\n<TEXT>&#2;\n<TITLE>A &lt;BP> HEAD</TITLE>\n"
         "<AUTHOR>    By A. Writer, Reuters</AUTHOR>\n<DATELINE>    FERROW, "
         "Feb 26 - </DATELINE><BODY>One &amp;\ntwo.\n    Three.\n&#3;</BODY>"
         "</TEXT>\n</REUTERS>\n<REUTERS NEWID=\"8\"><TEXT TYPE=\"UNPROC\">&#2;"
         "\nplain\n</TEXT></REUTERS><REUTERS NEWID=\"9"),
     "{\"id\":\"reuters-7\",\"title\":\"A <BP> HEAD\",\"author\":\"By A. "
     "Writer,"
     " Reuters\",\"date\":\"26 FEB 1987 15:01:01.79\",\"source\":\"Reuters\","
     "\"lang\":\"en\",\"tags\":[\"cocoa\",\"tin\"],\"text\":\"One &\\ntwo."
     "\\n\\nThree.\",\"places\":\"usa\",\"dateline\":\"FERROW, Feb 26 -\","
     "\"old_id\":\"5\",\"has_topics\":\"YES\",\"lewis_split\":\"TRAIN\"}\n"
     "{\"id\":\"reuters-8\",\"source\":\"Reuters\",\"lang\":\"en\",\"text\":"
     "\"plain\",\"text_type\":\"UNPROC\"}\n"
     "skipped 3: a tag that is cut off\n"},
    {SPAN("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"),
     "skipped 0: no <REUTERS> in it\n"},
};

START_TEST(reuters_becomes_articles)
{
    check_row(&reader_reuters, &wires[_i]);
}

END_TEST

START_TEST(sgml_made_to_be_slow_is_not)
{
    static const char *const marks[] = {"<REUTERS ", "<D>", "<", "&#", "</D"};
    CLEANUP(str_release) struct str text = STR_INIT;
    clock_t start = clock();
    char *output;

    str_add_text(&text, "<REUTERS NEWID=\"1\"><TOPICS><TEXT>");
    for (int i = 0; i < 200000; i++)
        str_add_text(&text, marks[_i]);
    output = collect(&reader_reuters, NULL, str_view(&text));
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 5);
    free(output);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reader_news");
    TCase *tcase = tcase_create("news");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, nitf_becomes_an_article, 0,
                        sizeof(nitfs) / sizeof(nitfs[0]));
    tcase_add_loop_test(tcase, newsml_becomes_articles, 0,
                        sizeof(newsmls) / sizeof(newsmls[0]));
    tcase_add_test(tcase, news_nested_deep_are_refused);
    tcase_add_loop_test(tcase, reuters_becomes_articles, 0,
                        sizeof(wires) / sizeof(wires[0]));
    tcase_add_loop_test(tcase, sgml_made_to_be_slow_is_not, 0, 5);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
