/*
 * The language: what is inside of words and behind them, what stands beside
 * what, and how lenient reading takes mistakes. Each row of the tables is a
 * query, its canonical reading and the codes of its diagnostics.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "query_rows.h"

static const struct row near_rows[] = {
    {"a NEAR b", "a NEAR/10 b", ""},
    {"a NEAR/5 b", "a NEAR/5 b", ""},
    {"a AROUND(3) b", "a NEAR/3 b", ""},
    {"a AROUND b", "a AND AROUND AND b", ""},
    {"a ADJ b NOTNEAR/2 c", "a ADJ/10 b NOTNEAR/2 c", ""},
    {"a SENT b PARA c", "a SENT b PARA c", ""},
    {"a NEAR (b PARA c)", "a NEAR/10 (b PARA c)", ""},
    {"(a NEAR b) PARA c", "a NEAR/10 b PARA c", ""},
    {"a b NEAR c d", "a AND (b NEAR/10 c) AND d", ""},
    {"-a NEAR b", "NOT (a NEAR/10 b)", ""},
    {"NOT a NEAR b OR c", "NOT (a NEAR/10 b) OR c", ""},
    {"(tax|duty) NEAR/5 (sugar|tea)", "(tax OR duty) NEAR/5 (sugar OR tea)",
     ""},
    {"\"free press\" NEAR =runs", "\"free press\" NEAR/10 =runs", ""},
    {"wom?n NEAR color~2 PARA /colou?r/",
     "wom?n NEAR/10 color~2 PARA /colou?r/", ""},
    {"title:(a NEAR b)", "title:(a NEAR/10 b)", ""},
    {"title:a NEAR title:b", "title:a NEAR/10 title:b", ""},
    {"(a NEAR b)^2", "(a NEAR/10 b)^2", ""},
    {"(state-of-the-ar*) NEAR b",
     "(\"state of the ar*\" OR stateofthear*) NEAR/10 b", ""},
    /* it has to join something */
    {"NEAR", NULL, "E103"},
    {"NEAR a", NULL, "E103"},
    {"a NEAR", NULL, "E103"},
    {"a SENT", NULL, "E103"},
    {"a PARA (b)", "a PARA b", ""},
    {"a NEAR NEAR b", NULL, "E103 E103"},
    {"(a NEAR) b", NULL, "E103"},
    {"a NEAR OR b", NULL, "E103"},
    {"SENT MAYBE", NULL, "E103 E103"},
    {"NOT NEAR", NULL, "E103"},
    {"\\NEAR a \\MAYBE \"SENT\"", "\\NEAR AND a AND \\MAYBE AND \"SENT\"", ""},
    {"near sent a near/5 b NEAR/x",
     "near AND sent AND a AND near/5 AND b AND "
     "NEAR/x",
     ""},
    /* and an operator where it can be no word */
    {"NEAR/5 a", NULL, "E103"},
    {"a NEAR/5", NULL, "E103"},
    {"a AROUND(5) OR b", NULL, "E103"},
    {"a NEAR -b", NULL, "E104"},
    {"a NEAR NOT b", NULL, "E104"},
    {"a NEAR/0 b", NULL, "E104"},
    {"a NEAR/9999999999 b", NULL, "E104"},
    {"(a b) NEAR c", NULL, "E104"},
    {"a NEAR date:1906", NULL, "E104"},
    {"a NEAR *", NULL, "E104"},
    {"a NEAR b^2", NULL, "E104"},
    {"a NEAR \"b c\"~2", NULL, "E104"},
    {"a NEAR title:b", NULL, "E104"},
    {"tag:a NEAR tag:b", NULL, "E104"},
    {"a NEAR (b MAYBE c)", NULL, "E104"},
    {"a NEAR autor:b NEAR c", NULL, "E110"},
};

static const struct row maybe_rows[] = {
    {"a MAYBE b", "a MAYBE b", ""},
    {"a AND b MAYBE c AND d", "((a AND b) MAYBE c) AND d", ""},
    {"a MAYBE b MAYBE c", "a MAYBE b MAYBE c", ""},
    {"a MAYBE (b MAYBE c)", "a MAYBE (b MAYBE c)", ""},
    {"a b MAYBE c", "a AND (b MAYBE c)", ""},
    {"a MAYBE b OR c", "(a MAYBE b) OR c", ""},
    {"a MAYBE -b", "a MAYBE NOT b", ""},
    {"-(a MAYBE b)", "NOT (a MAYBE b)", ""},
    {"title:(a MAYBE b)", "title:(a MAYBE b)", ""},
    {"MAYBE a", NULL, "E103"},
    {"a OR MAYBE", NULL, "E103"},
};

static const struct row word_rows[] = {
    {"=runs", "=runs", ""},
    {"-=runs title:=runs", "NOT =runs AND title:=runs", ""},
    {"=o'reilly =\"a b\"", "=o'reilly AND \"a b\"", ""},
    {"=AND == =- a=b", "=AND AND == AND =- AND a=b", ""},
    {"wom?n colo*r *tion tax*", "wom?n AND colo*r AND *tion AND tax*", ""},
    {"??ar co**r t?*x", "??ar AND co**r AND t?*x", ""},
    {"why? what?! who?s", "why? AND what?! AND who?s", ""},
    {"tax\\* wom\\?n", "tax\\* AND wom\\?n", ""},
    {"*** * ... -*", "*** AND * AND ... AND NOT *", ""},
    {"e-mai*", "\"e mai*\" OR emai*", ""},
    {"foo/ba*r (colo*r)!", "\"foo ba*r\" AND colo*r AND !", ""},
    {"tag:e-mai* tag:\\*b*c", "tag:e\\-mai* AND tag:\\*b*c", ""},
    {"tag:c++* tag:(*-war foo-?*) tag:why? tag:\\*ab",
     "tag:c\\+\\+* AND tag:(*\\-war AND foo\\-?*) AND tag:why? AND tag:\\*ab",
     ""},
    {"tag:** tag:-*", NULL, "E130 E130"},
    {"a* *ar ?a", NULL, "E130 E130 E130"},
    {"title:a*", NULL, "E130"},
    {"color~ color~1 colour~2 candidate~ocr",
     "color~ AND color~ AND colour~2 AND candidate~ocr", ""},
    {"~/.bashrc a~b C++~ color~~1", "~/.bashrc AND a~b AND C++~ AND color~~1",
     ""},
    {"x~y~", NULL, "E133"},
    {"color~3", NULL, "E133"},
    {"color~0", NULL, "E133"},
    {"color~~", "color~~", ""},
    {"o'reilly~", NULL, "E133"},
    {"=color~", NULL, "E133"},
    {"=colo*r", NULL, "E133"},
    {"tax*~", NULL, "E133"},
    {"x^3 x^0.5 x^100 x^007", "x^3 AND x^0.5 AND x^100 AND x^7", ""},
    {"x^ 2^ ^2 x^a x^2y", "x^ AND 2^ AND ^2 AND x^a AND x^2y", ""},
    {"x^0", NULL, "E133"},
    {"x^101", NULL, "E133"},
    {"x^0.0000000000000001", NULL, "E133"},
    {"x^2^3", NULL, "E133"},
    {"color~2^3 color^3~2 wom?n^2", "color~2^3 AND color~2^3 AND wom?n^2", ""},
    {"C++^2 \\AND^2 title:x^2", "(C++)^2 AND \\AND^2 AND title:x^2", ""},
    {"(title:x)^2 -x^2 *^2", "(title:x)^2 AND NOT x^2 AND *^2", ""},
    {"http://x.org/~a*b^2", "http://x.org/~a*b^2", ""},
};

static const struct row phrase_rows[] = {
    {"\"state* of the art\"", "\"state* of the art\"", ""},
    {"\"a * b\"", "\"a * b\"", ""},
    {"\"wom?n and what?\"", "\"wom?n and what?\"", ""},
    {"\"what? who?? a\\*b\"", "\"what? who\\?\\? a\\*b\"", ""},
    {"\"o'rei* a-b\"", "\"o rei* a-b\"", ""},
    {"\"a ** b *\"", "\"a \\*\\* b *\"", ""},
    {"tag:\"a*b? \\* c\"", "tag:\"a*b? * c\"", ""},
    {"\"a* b\"", NULL, "E130"},
    {"\"tony blair\"~10", "\"tony blair\"~10", ""},
    {"\"a b c\"/2", "\"a b c\"/2", ""},
    {"\"a b\"~3^2", "\"a b\"~3^2", ""},
    {"\"a b\"^2~3", NULL, "E133"},
    {"\"a b\"^2 (a b)^2", "\"a b\"^2 AND (a AND b)^2", ""},
    {"title:\"a b\"~3^2", "title:\"a b\"~3^2", ""},
    {"\"a b\"~0", "\"a b\"~0", ""},
    {"\"a b\"~", NULL, "E133"},
    {"\"a b\"~ocr", NULL, "E133"},
    {"\"a b\"/0", NULL, "E133"},
    {"\"a b\"/3", NULL, "E133"},
    {"\"a b\"~2/2", NULL, "E133"},
    {"\"a * b\"~2", "\"a * b\"~2", ""},
    {"\"a * b-c\"/3", "\"a * b-c\"/3", ""},
    {"tag:\"a b\"~2", NULL, "E133"},
    {"(a b)~2", NULL, "E133"},
    {"(a b)/2", NULL, "E133"},
    {"\"a b\"^0", NULL, "E133"},
    {"\"a b\"/x \"a\"/2nd (a)~b",
     "\"a b\" AND /x AND \"a\" AND /2nd AND a AND "
     "~b",
     ""},
    {"/colou?r/ -/x|y/", "/colou?r/ AND NOT /x|y/", ""},
    {"/a(b c)/", "/a AND b AND c AND /", ""},
    {"/etc/passwd and/or /", "/etc/passwd AND and/or AND /", ""},
    {"title:/colou?r/^2", "title:/colou?r/^2", ""},
    {"url:/a/ id:/b/", "url:/a/ AND id:/b/", ""},
    {"/a\\/b/", "/a\\/b/", ""},
    {"/[/", NULL, "E131"},
    {"/(?i)a/ /(?si:a)/ /\\(?i/", NULL, "E131 E131"},
    {"/(?=a)x[(?i)]/", NULL, "E131"},
    {"/(x+x+)+y/", "/(x+x+)+y/", ""},
    {"/x/~2", "/x/~2", ""},
};

static const struct row lenient_rows[] = {
    {"(a OR", "a AND \\OR", "W103 W101"},
    {"a) b", "a AND b", "W101"},
    {"AND b", "\\AND AND b", "W103"},
    {"autor:x y", "autor\\:x AND y", "W110"},
    {"title: x", "title\\: AND x", "W103"},
    {"a date:1910..1906", "a", "W120"},
    {"a OR date:nonsense", "a", "W120"},
    {"a OR (date:nonsense)", "a", "W120"},
    {"date:nonsense", "NOT *", "W120"},
    {"-date:nonsense", "NOT *", "W120"},
    {"words:many date:x (date:y)", "NOT *", "W120 W120 W120"},
    {"a NEAR date:x b", "a AND b", "W120"},
    {"title:(date:x) a", "a", "W120"},
    {"a* b", "a\\* AND b", "W130"},
    {"\"a* b\"", "\"a\\* b\"", "W130"},
    {"/[/ b", "\\/\\[\\/ AND b", "W131"},
    {"color~3", "color\\~3", "W133"},
    {"x^2^0", "x\\^2\\^0", "W133"},
    {"\"a b\"~ocr", "\"a b\" AND ~ocr", "W133"},
    {"(a b)~2", "a AND b AND ~2", "W133"},
    {"(a b) NEAR/5 c", "a AND b AND NEAR\\/5 AND c", "W104"},
    {"a NEAR/0 b", "a AND NEAR\\/0 AND b", "W104"},
    {"a NEAR -b", "a AND \\NEAR AND NOT b", "W104"},
    {"NEAR/5 a", "NEAR\\/5 AND a", "W103"},
    {"NEAR a", "\\NEAR AND a", "W103"},
    {"a SENT", "a AND \\SENT", "W103"},
    {"a NEAR NEAR b", "a AND \\NEAR AND \\NEAR AND b", "W103 W103"},
    {"a NEAR OR b", "a AND (\\NEAR OR b)", "W103 N101"},
    {"NOT MAYBE", "NOT \\MAYBE", "W103"},
    {"[a TO b]", "[a AND TO AND b]", "W121"},
    {"has:wings is:reprinted", "has\\:wings AND is\\:reprinted", "W121 W121"},
    {"\"free press", "\"free press\"", "W102"},
    {"title:(autor:x)", "title:autor:x", "W110"},
};

LOOP_TEST(proximity_is_read, near_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(maybe_is_read, maybe_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(words_are_read, word_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(phrases_and_regexes_are_read, phrase_rows, QUERY_ALL_WORDS, false)
LOOP_TEST(lenient_reading_forgives, lenient_rows, QUERY_ALL_WORDS, true)

static const struct ast_node *read_one(const char *query)
{
    struct ast_node *node;
    ck_assert_int_eq(parse(str_span_of(query), QUERY_ALL_WORDS, &node, NULL),
                     STATUS_OK);
    return node;
}

START_TEST(nodes_have_what_was_written)
{
    const struct ast_node *node = read_one("\"a b\"~10");
    ck_assert(node->kind == AST_PHRASE && node->has_extra);
    ck_assert_uint_eq(node->n_extra, 10);
    ck_assert_uint_eq(node->n_least, 0);
    ck_assert_uint_eq(node->span.end_bytes, 8);
    node = read_one("\"a \\* b?\"");
    ck_assert(str_span_equal(node->text, SPAN("a \\* b\\?")));
    node = read_one("x NOTNEAR/7 y");
    ck_assert(node->kind == AST_NEAR && node->near == AST_NEAR_NOT);
    ck_assert_uint_eq(node->n_apart, 7);
    node = read_one("candidate~ocr");
    ck_assert(node->kind == AST_FUZZY && node->n_edits == AST_EDITS_OCR);
    ck_assert(str_span_equal(node->text, SPAN("candidate")));
    node = read_one("words:>500");
    ck_assert(node->kind == AST_NUMBER && node->number_min == 501 &&
              node->number_max == UINT64_MAX && node->field == FIELD_TEXT);
    node = read_one("=runs");
    ck_assert(node->kind == AST_WORD && node->is_exact);
    ck_assert_uint_eq(node->span.start_bytes, 0);
    ck_assert(str_span_equal(node->text, SPAN("runs")));
    node = read_one("x^2.5");
    ck_assert(node->kind == AST_BOOST && node->n_children == 1);
    ck_assert_double_eq(node->factor, 2.5);
    node = read_one("date=1906");
    ck_assert(node->kind == AST_DATE && node->is_certain);
}

END_TEST

static Suite *signs_suite(void)
{
    Suite *suite = suite_create("query_signs");
    TCase *tcase = tcase_create("language");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, proximity_is_read, 0, COUNT_OF(near_rows));
    tcase_add_loop_test(tcase, maybe_is_read, 0, COUNT_OF(maybe_rows));
    tcase_add_loop_test(tcase, words_are_read, 0, COUNT_OF(word_rows));
    tcase_add_loop_test(tcase, phrases_and_regexes_are_read, 0,
                        COUNT_OF(phrase_rows));
    tcase_add_loop_test(tcase, lenient_reading_forgives, 0,
                        COUNT_OF(lenient_rows));
    tcase_add_test(tcase, nodes_have_what_was_written);
    suite_add_tcase(suite, tcase);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(signs_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
