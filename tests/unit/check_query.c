/*
 * The language: operators, text, fields and dates, and what is said about
 * mistakes. Each row of the tables is a query, its canonical reading and the
 * codes of its diagnostics.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query_rows.h"

static const struct row all_rows[] = {
    {"", "*", ""},
    {" \t\xE3\x80\x80 ", "*", ""},
    {"*", "*", ""},
    {"war peace", "war AND peace", ""},
    {"war\xE3\x80\x80peace", "war AND peace", ""},
    {"a b c", "a AND b AND c", ""},
    {"a AND b AND c", "a AND b AND c", ""},
    {"a && b", "a AND b", ""},
    {"a OR b", "a OR b", ""},
    {"a | b || c", "a OR b OR c", ""},
    {"(tax|duty) tea", "(tax OR duty) AND tea", ""},
    {"a b OR c", "a AND (b OR c)", "N101"},
    {"a OR b c", "(a OR b) AND c", "N101"},
    {"a AND b OR c", "(a AND b) OR c", "N101"},
    {"(a AND b) OR c", "(a AND b) OR c", ""},
    {"a (b OR c)", "a AND (b OR c)", ""},
    {"a AND (b c)", "a AND b AND c", ""},
    {"-a", "NOT a", ""},
    {"!a", "NOT a", ""},
    {"NOT a", "NOT a", ""},
    {"NOT NOT a", "NOT NOT a", ""},
    {"a AND NOT b", "a AND NOT b", ""},
    {"a -b", "a AND NOT b", ""},
    {"a -(b c)", "a AND NOT (b AND c)", ""},
    {"NOT a AND b", "NOT a AND b", ""},
    {"+a b", "a AND b", ""},
    {"a - b", "a AND - AND b", ""},
    {"a ! b + c", "a AND ! AND b AND + AND c", ""},
    {"--any", "--any", ""},
    {"AND(a)", NULL, "E103"},
    {"\"state of affairs\"", "\"state of affairs\"", ""},
    {"\"a\" \"b c\"", "\"a\" AND \"b c\"", ""},
    {"-\"a b\"", "NOT \"a b\"", ""},
    {"\"say \"\"no\"\" now\"", "\"say \\\"no\\\" now\"", ""},
    {"\"say \\\"no\\\"\"", "\"say \\\"no\\\"\"", ""},
    {"\"C:\\\\x\"", "\"C:\\\\x\"", ""},
    {"\xE2\x80\x9C"
     "free press\xE2\x80\x9D",
     "\"free press\"", "N103"},
    {"\xE2\x80\x9E"
     "frei\xE2\x80\x9C \xC2\xAB"
     "x y\xC2\xBB",
     "\"frei\" AND \"x y\"", "N103"},
    {"\xC2\xBB"
     "so\xC2\xAB",
     "\"so\"", "N103"},
    {"\"free press\xE2\x80\x9D", "\"free press\"", "N103"},
    {"\"free press", "\"free press\"", "W102"},
    {"\"", "\"\"", "W102"},
    {"5\" gun", "5\\\" AND gun", ""},
    {"()", "\\(\\)", ""},
    {"a and b", "a AND and AND b", "N102"},
    {"to be or not to be", "to AND be AND or AND not AND to AND be",
     "N102 N102"},
    {"and b or", "and AND b AND or", ""},
    {"\\AND \\-x \\(y\\)", "\\AND AND \\-x AND \\(y\\)", ""},
};

static const struct row text_rows[] = {
    {"state-of-the-art", "state-of-the-art", ""},
    {"O'Reilly U.S. C++ C#", "O'Reilly AND U.S. AND C++ AND C#", ""},
    {"3.50 a/b AT&T", "3.50 AND a/b AND AT&T", ""},
    {"10:30", "10:30", ""},
    {"POL-358:4", "POL-358:4", ""},
    {"Genesis:3", "Genesis:3", ""},
    {"http://foo-bar.com/x?y=1#z", "http://foo-bar.com/x?y=1#z", ""},
    {"source://x", "source://x", ""},
    {"note: this", "note: AND this", ""},
    {"a:b C:\\x", "a:b AND C\\:\\\\x", ""},
    {"why? a?", "why? AND a?", ""},
    {"a=b ~/.bashrc x== <=>", "a=b AND ~/.bashrc AND x== AND <=>", ""},
    {"a~b 2^", "a~b AND 2^", ""},
    {"/etc/passwd and/or", "/etc/passwd AND and/or", ""},
    {"'crude oil' 'x y'", "'crude AND oil' AND 'x AND y'", "N108"},
    {"'oil' 'tis O'Reilly's dogs'", "'oil' AND 'tis AND O'Reilly's AND dogs'",
     "N108"},
    {"'oil' rock 'n roll's", "'oil' AND rock AND 'n AND roll's", ""},
    {"1906\\..1910 1..2.3 1906... a..b 1.. 3..5",
     "1906\\.\\.1910 AND 1..2.3 AND 1906... AND a..b AND 1.. AND 3..5", ""},
    {"[1906 [TO] [a TO]", "[1906 AND [TO] AND [a AND TO]", ""},
    {"[ TO ]x", "[ AND TO AND ]x", ""},
    {"title= titles=x title\\=oil http://x/?title=oil",
     "title= AND titles=x AND title\\=oil AND http://x/?title=oil", ""},
    {"\\NEAR", "\\NEAR", ""},
    {"NEAR a", NULL, "E103"},
    {"like: is: x", "like: AND is: AND x", ""},
    {"foo,bar:x", "foo,bar:x", ""},
    {"caf\xC3\xA9-cr\xC3\xA8me", "caf\xC3\xA9-cr\xC3\xA8me", ""},
    {"... & ***", "... AND & AND ***", ""},
};

static const struct row field_rows[] = {
    {"title:tax", "title:tax", ""},
    {"Title:tax", "title:tax", ""},
    {"title:1984", "title:1984", ""},
    {"title:\"sugar tax\"", "title:\"sugar tax\"", ""},
    {"title:(sugar tax)", "title:(sugar AND tax)", ""},
    {"title:(a OR -b)", "title:(a OR NOT b)", ""},
    {"title,author:smith", "title:smith OR author:smith", ""},
    {"x title,author:(a b)", "x AND (title:(a AND b) OR author:(a AND b))", ""},
    {"-source:herald", "NOT source:herald", ""},
    {"title:(a source:b)", "title:(a AND source:b)", ""},
    {"source:a x source:b", "(source:a OR source:b) AND x", ""},
    {"lang:en lang:de id:1 id:2", "(lang:en OR lang:de) AND (id:1 OR id:2)",
     ""},
    {"source:a AND source:b", "source:a AND source:b", ""},
    {"tag:a tag:b author:x author:y",
     "tag:a AND tag:b AND author:x AND author:y", ""},
    {"id:a*b? url:http://x/?a=*", "id:a*b? AND url:http://x/?a=*", ""},
    {"title:author:x", NULL, "E121"},
    {"title:date:\"1906\"", NULL, "E121"},
    {"title:author\\:x", "title:author\\:x", ""},
    {"title:\"author:x\"", "title:\"author:x\"", ""},
    {"title:\\/\\/x", "title:\\/\\/x", ""},
    {"title:(author:x)", "title:(author:x)", ""},
    {"id:title:x url:author:x", "id:title:x AND url:author:x", ""},
    {"title :oil", "title AND :oil", "N107"},
    {"title : oil", "title AND : AND oil", "N107"},
    {"date :1906", "date AND :1906", "N107"},
    {"titles :oil title - oil", "titles AND :oil AND title AND - AND oil", ""},
    {"autor:x", NULL, "E110"},
    {"autor:(x y) b", NULL, "E110"},
    {"title:", NULL, "E103"},
    {"title: x", NULL, "E103"},
    {"(title:)", NULL, "E103"},
    {"title:-x", NULL, "E103"},
    {"title:* id:* date:*", "has:title AND * AND has:date", ""},
    {"author,tag:*", "has:author OR has:tag", ""},
    {"title:(a *)", "title:(a AND has:title)", ""},
    {"title:(a id:*) text:(a *)", "title:(a AND id:*) AND text:(a AND *)", ""},
    {"title,tag:sugar*tax", "title:sugar*tax OR tag:sugar*tax", ""},
    {"title,id:ab*cd^2", "title:ab*cd^2 OR id:ab*cd^2", ""},
    {"title,tag:\"the suga* tax\"",
     "title:\"the suga* tax\" OR tag:\"the suga* tax\"", ""},
    {"title,date:1906", NULL, "E121"},
    {"has:author HAS:Tag has:lang is:undated",
     "has:author AND has:tag AND has:lang AND is:undated", ""},
    {"has:(author date) -has:url", "has:author AND has:date AND NOT has:url",
     ""},
    {"path:(/a/ /b/) -id:(/x/)", "path:(\\/a\\/ AND \\/b\\/) AND NOT id:/x/",
     ""},
    {"title,path:(/a/ b)", "title:(/a/ AND b) OR path:(\\/a\\/ AND b)", ""},
    {"O\\'Reill* O'Reill*",
     "(\"O Reill*\" OR OReill*) AND (\"O Reill*\" OR OReill*)", ""},
    {"has:wings", NULL, "E121"},
    {"is:reprint -IS:Reprint", "is:reprint AND NOT is:reprint", ""},
    {"dup:x DUP:\"a b\" dup:-1", "dup:x AND dup:\"a b\" AND dup:-1", ""},
    {"dup:(x OR y)", "dup:x OR dup:y", ""},
    {"saved:y", NULL, "E160"},
    {"indexed:2024-05 INDEXED:>=2024 indexed<2024-05-07 indexed=2023",
     "indexed:2024-05 AND indexed:2024.. AND indexed:..2024-05-06 AND "
     "indexed:2023",
     ""},
    {"indexed:(2023 OR 2024..2025-06) -indexed:..2020",
     "(indexed:2023 OR indexed:2024..2025-06) AND NOT indexed:..2020", ""},
    {"indexed:never indexed:2025..2024 indexed:*", NULL, "E120 E120 E120"},
    {"indexed: yes", "indexed: AND yes", ""},
    {"title,indexed:2024", NULL, "E121"},
    {"path:1906/03 path:1906/* PATH:/abs/x",
     "path:1906/03 OR path:1906/* OR "
     "path:/abs/x",
     ""},
    {"path:a\\* path:a\\\\* path:a*b", "path:a\\* OR path:a\\\\* OR path:a*b",
     ""},
    {"path:\"a b/\" path:\"a*\" path:(a/* OR b/)",
     "path:\"a b/\" OR path:\"a*\" OR path:(a/* OR b/)", ""},
    {"path:* title,path:ab* -path:x-y~2^3",
     "* AND (title:ab* OR path:ab*) AND NOT path:x-y~2^3", ""},
    {"type:html type:text TYPE:js*", "type:html OR type:text OR type:js*", ""},
    {"words:500", "words:500", ""},
    {"words:>500 words>=500 words<500 words:<=500 words=7",
     "words:501.. AND words:500.. AND words:..499 AND words:..500 AND words:7",
     ""},
    {"words:100..500 words:[100 TO 500] words:{100 TO 500} words:..9",
     "words:100..500 AND words:100..500 AND words:101..499 AND words:..9", ""},
    {"words:(..10 OR 500..)", "words:..10 OR words:500..", ""},
    {"words:0..5 words:..*", NULL, "E120"},
    {"words:>=0", "words:0..", ""},
    {"words:500..100", NULL, "E120"},
    {"words:many", NULL, "E120"},
    {"words:<0", NULL, "E120"},
    {"words>999999999999999", NULL, "E120"},
    {"in other words: yes", "in AND other AND words: AND yes", ""},
    {"like:morgue/1.txt", "like:morgue/1.txt", ""},
    {"like:\"two words\" -like:a*b?c^2",
     "like:\"two words\" AND NOT like:a*b?c^2", ""},
    {"title:NEAR title:AND", "title:NEAR AND title:AND", ""},
};

static const struct row date_rows[] = {
    {"date:1906", "date:1906", ""},
    {"date:1906-05", "date:1906-05", ""},
    {"date:1906-05-14", "date:1906-05-14", ""},
    {"date:19060514", "date:1906-05-14", ""},
    {"date:\"14 May 1906\"", "date:1906-05-14", ""},
    {"date:1906-05..1908", "date:1906-05..1908", ""},
    {"date:1906-01-01..1908-12-31", "date:1906..1908", ""},
    {"date:1906-01..1906-12", "date:1906", ""},
    {"date:1904-02-01..1904-02-29", "date:1904-02", ""},
    {"date:1906-02-01..1906-02-28", "date:1906-02", ""},
    {"date:..1910", "date:..1910", ""},
    {"date:1906..", "date:1906..", ""},
    {"date:>=1906", "date:1906..", ""},
    {"date:>1906", "date:1907..", ""},
    {"date:<1910-03", "date:..1910-02", ""},
    {"date:<=1910-03-05", "date:..1910-03-05", ""},
    {"date:<1904-03-01", "date:..1904-02", ""},
    {"date>=1906 date<1910", "date:1906.. AND date:..1909", ""},
    {"date:[1906 TO 1910]", "date:1906..1910", ""},
    {"date:{1906 TO 1910}", "date:1907..1909", ""},
    {"date:[1906 TO *]", "date:1906..", ""},
    {"after:1906 before:1910", "date:1906.. AND date:..1910", ""},
    {"date:(1906 OR 1908..1910)", "date:1906 OR date:1908..1910", ""},
    {"date:([1906 TO 1907] OR 1910)", "date:1906..1907 OR date:1910", ""},
    {"-date:1906 x", "NOT date:1906 AND x", ""},
    {"date:1910..1906", NULL, "E120"},
    {"date:nonsense", NULL, "E120"},
    {"date:1906-02-30", NULL, "E120"},
    {"date:..", NULL, "E120"},
    {"date:", NULL, "E103"},
    {"date:[1906", NULL, "E120"},
    {"date:[1906 1910]", NULL, "E120"},
    {"date:<0001", NULL, "E120"},
    {"date:>9999", NULL, "E120"},
    {"after:1906..1908", NULL, "E120"},
    {"after:..1908", NULL, "E120"},
    {"before:(1906)", NULL, "E121"},
    {"after:=1906", NULL, "E120"},
    {"date:today date:now date:Yesterday",
     "date:2026-03-10 AND date:2026-03-10 AND date:2026-03-09", ""},
    {"date:2weeks.. date:10d..yesterday date:..1y date:>3months",
     "date:2026-02-24.. AND date:2026-02-28..2026-03-09 AND "
     "date:..2025-03-10 AND date:2025-12-11..",
     ""},
    {"after:yesterday before:1w", "date:2026-03-09.. AND date:..2026-03-03",
     ""},
    {"date:99999999y", NULL, "E120"},
    {"date:weeks", NULL, "E120"},
    {"date=1906", "date:=1906", ""},
    {"date:=1906 date=1906-05..1908 date:=..1908",
     "date:=1906 AND date:=1906-05..1908 AND date:=..1908", ""},
    {"date=\"14 May 1906\" date:=\"May 1906\"",
     "date:=1906-05-14 AND date:=1906-05", ""},
    {"date=yesterday date>yesterday", "date:=2026-03-09 AND date:2026-03-10..",
     ""},
    {"1906..1908", "date:1906..1908", "N109"},
    {"tax 1906-05..1908 oil", "tax AND date:1906-05..1908 AND oil", "N109"},
    {"-[1906 TO 1910] {1906 TO 1910}",
     "NOT date:1906..1910 AND date:1907..1909", "N109 N109"},
    {"1910..1906 1906-13..1907 190..1906",
     "1910\\.\\.1906 AND 1906\\-13\\.\\.1907 AND 190..1906", ""},
    {"title:1906..1910", "title:1906\\.\\.1910", ""},
};

static const struct row bad_rows[] = {
    {"(a OR", NULL, "E103 E101"},
    {"(a", NULL, "E101"},
    {"a)", NULL, "E101"},
    {"a) b) c", NULL, "E101 E101"},
    {"a OR", NULL, "E103"},
    {"AND b", NULL, "E103"},
    {"a AND OR b", NULL, "E103"},
    {"a NOT", NULL, "E103"},
    {"(a AND) b", NULL, "E103"},
    {"autor:x date:foo (b", NULL, "E110 E120 E101"},
    {"[a TO b]", NULL, "E121"},
    {"title:[a TO b] (c", NULL, "E121 E101"},
    {"title=oil", NULL, "E121"},
    {"title>oil Author<=oil", NULL, "E121 E121"},
    {"title=\"crude oil\" date>may after=1906", NULL, "E121 E120 E121"},
};

/* --any: sentences as people write them */
static const struct row any_rows[] = {
    {"a b c", "a OR b OR c", ""},
    {"a b -c", "(a OR b) AND NOT c", ""},
    {"+a b c", "a AND (a OR b OR c)", ""},
    {"+a +b", "a AND b", ""},
    {"a \"b c\"", "a OR \"b c\"", ""},
    {"a AND b", "a AND b", ""},
    {"what laws must be obeyed and why not ?",
     "what OR laws OR must OR be OR obeyed OR and OR why OR not OR ?", ""},
    {"a (b", "a OR b", "W101"},
    {"a) b", "a OR b", "W101"},
    {"a OR", "a OR \\OR", "W103"},
    {"AND b", "\\AND OR b", "W103"},
    {"effect: see autor:x", "effect: OR see OR autor\\:x", "W110"},
    {"title: x", "title\\: OR x", "W103"},
    {"wom?n x", "wom?n OR x", ""},
    {"a NEAR b c", "(a NEAR/10 b) OR c", ""},
    {"date:foo x", "x", "W120"},
    {"date:foo", "NOT *", "W120"},
    {"1906..1910 x", "1906\\.\\.1910 OR x", ""},
    {"[1906 TO 1910]", "[1906 OR TO OR 1910]", "W121"},
    {"[a TO b]", "[a OR TO OR b]", "W121"},
    {"title=oil", "title\\=oil", "W121"},
    {"title:author:x", "title:author\\:x", "W121"},
    {"title :oil 'x y'", "title OR :oil OR 'x OR y'", ""},
};

LOOP_TEST(operators_and_phrases_are_read, all_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(text_stays_text, text_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(fields_are_read, field_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(dates_are_read, date_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(mistakes_are_named, bad_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(any_mode_survives_sentences, any_rows, QUERY_ANY_WORD, true)

START_TEST(messages_help)
{
    struct ast_node *node;
    struct error err = ERROR_INIT;
    (void)!parse(SPAN("tax autor:smith"), QUERY_ALL_WORDS, &node, &err);
    ck_assert_str_eq(err.message, "unknown field 'autor'");
    ck_assert_str_eq(err.hint, "did you mean 'author:'?  To search the words, "
                               "put them in quotes");
    ck_assert_uint_eq(err.offset_bytes, 4);

    (void)!parse(SPAN("zzzzzz:smith"), QUERY_ALL_WORDS, &node, &err);
    ck_assert_str_eq(err.hint, "to search the words, put them in quotes");

    (void)!parse(SPAN("x date:1910..1906"), QUERY_ALL_WORDS, &node, &err);
    ck_assert(str_span_equal(list.items[0].replacement, SPAN("1906..1910")));
    ck_assert_uint_eq(list.items[0].span.start_bytes, 7);
    ck_assert_str_eq(err.hint, "did you mean '1906..1910'?");

    (void)!parse(SPAN("a b OR c"), QUERY_ALL_WORDS, &node, &err);
    ck_assert_str_eq(list.items[0].message.bytes, "read as a AND (b OR c)");
    ck_assert_str_eq(list.items[0].hint.bytes,
                     "for (a AND b) OR c write the parentheses");
}

END_TEST

START_TEST(every_node_knows_its_bytes)
{
    struct ast_node *node;
    ck_assert_int_eq(
        parse(SPAN("tax -title:(\"a b\" c)"), QUERY_ALL_WORDS, &node, NULL),
        STATUS_OK);
    const struct ast_node *not_node = node->children[1];
    const struct ast_node *field = not_node->children[0];
    const struct ast_node *phrase = field->children[0]->children[0];
    ck_assert_uint_eq(not_node->span.start_bytes, 4);
    ck_assert_uint_eq(field->span.start_bytes, 5);
    ck_assert_uint_eq(phrase->span.start_bytes, 12);
    ck_assert_uint_eq(phrase->span.end_bytes, 17);
    ck_assert(str_span_equal(phrase->text, SPAN("a b")));
}

END_TEST

static Suite *query_suite(void)
{
    Suite *suite = suite_create("query");
    TCase *tcase = tcase_create("language");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, operators_and_phrases_are_read, 0,
                        COUNT_OF(all_rows));
    tcase_add_loop_test(tcase, text_stays_text, 0, COUNT_OF(text_rows));
    tcase_add_loop_test(tcase, fields_are_read, 0, COUNT_OF(field_rows));
    tcase_add_loop_test(tcase, dates_are_read, 0, COUNT_OF(date_rows));
    tcase_add_loop_test(tcase, mistakes_are_named, 0, COUNT_OF(bad_rows));
    tcase_add_loop_test(tcase, any_mode_survives_sentences, 0,
                        COUNT_OF(any_rows));
    tcase_add_test(tcase, messages_help);
    tcase_add_test(tcase, every_node_knows_its_bytes);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(query_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
