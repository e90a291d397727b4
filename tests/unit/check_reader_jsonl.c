/*
 * JSON Lines: fields, --map, what is kept, what is refused and what that
 * costs the lines around it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

static const struct reader_row rows[] = {
    {SPAN("{\"id\":\"1\",\"title\":\"T\",\"author\":\"A\",\"date\":\"1906\","
          "\"source\":\"S\",\"section\":\"N\",\"lang\":\"en\",\"url\":\"u\","
          "\"tags\":[\"p\",\"q\"],\"text\":\"a\\n\\nb\"}\n"),
     "{\"id\":\"1\",\"title\":\"T\",\"author\":\"A\",\"date\":\"1906\","
     "\"source\":\"S\",\"section\":\"N\",\"lang\":\"en\",\"url\":\"u\","
     "\"tags\":[\"p\",\"q\"],\"text\":\"a\\n\\nb\"}\n"},
    /* numbers where words are usual; text in paragraphs */
    {SPAN("{\"id\":12,\"date\":1906,\"author\":[\"A\",\"B\"],"
          "\"text\":[\"a\",\"b\"]}"),
     "{\"id\":\"12\",\"author\":[\"A\",\"B\"],\"date\":\"1906\","
     "\"text\":\"a\\n\\nb\"}\n"},
    {SPAN("{\"id\":9223372036854775807,\"date\":0.1,\"title\":1906.0,"
          "\"tags\":[0.30000000000000004,1e300,-0.5,123456789012345678.0]}"),
     "{\"id\":\"9223372036854775807\",\"title\":\"1906\",\"date\":\"0.1\","
     "\"tags\":[\"0.30000000000000004\",\"1e+300\",\"-0.5\","
     "\"1.2345678901234568e+17\"]}\n"},
    /* one bad name costs no other, and all of them are kept */
    {SPAN("{\"author\":[\"A\",null,\"B\",{\"n\":1}],\"text\":[\"a\",true]}"),
     "{\"author\":[\"A\",null,\"B\",{\"n\":1}],\"text\":[\"a\",true]}; author "
     "holds null: kept, not searched; text holds a truth value: kept, not "
     "searched\n"},
    /* what is not a field is kept in order */
    {SPAN("{\"z\":1,\"text\":\"t\",\"a\":{\"b\":[null,1.5,\"\\u00e9\"]}}"),
     "{\"text\":\"t\",\"z\":1,\"a\":{\"b\":[null,1.5,\"\xc3\xa9\"]}}\n"},
    {SPAN("{\"tags\":[\"a\",\"\"],\"author\":[\"\"],\"text\":\"t\"}"),
     "{\"tags\":[\"a\",\"\"],\"text\":\"t\",\"author\":[\"\"]}; author is an "
     "array: kept, not searched\n"},
    /* so is what a field can't hold; that is said, but for nothing at all */
    {SPAN("{\"title\":null,\"author\":[],\"source\":\"\",\"text\":\"t\"}"),
     "{\"text\":\"t\",\"title\":null,\"author\":[],\"source\":\"\"}\n"},
    {SPAN("{\"title\":{\"en\":\"x\"},\"url\":true,\"text\":\"t\"}"),
     "{\"text\":\"t\",\"title\":{\"en\":\"x\"},\"url\":true}; title is an "
     "object: kept, not searched; url is a truth value: kept, not searched\n"},
    /* text under its other name, unless it has its own */
    {SPAN("{\"paragraphs\":[\"a\",\"b\"]}\n{\"paragraphs\":[]}\n"
          "{\"paragraphs\":\"a\"}\n{\"paragraphs\":[{\"a\":1}]}\n"
          "{\"paragraphs\":[\"a\",null]}\n"
          "{\"text\":\"t\",\"paragraphs\":[\"a\"]}"),
     "{\"text\":\"a\\n\\nb\"}\n{}\n{\"paragraphs\":\"a\"}\n"
     "{\"paragraphs\":[{\"a\":1}]}\n"
     "{\"text\":\"a\",\"paragraphs\":[\"a\",null]}; text holds null: kept, not "
     "searched\n{\"text\":\"t\",\"paragraphs\":[\"a\"]}\n"},
    {SPAN("{\"text\":null,\"paragraphs\":[\"a\"]}"),
     "{\"text\":\"a\",\"other_text\":null}\n"},
    /* an id that can't be one makes room for the one that is given */
    {SPAN("{\"id\":null,\"text\":\"a\"}\n{\"id\":\"\",\"text\":\"a\"}\n"
          "{\"id\":[1],\"text\":\"a\"}\n"
          "{\"id\":false,\"other_id\":7,\"text\":\"a\"}\n"),
     "{\"text\":\"a\",\"other_id\":null}\n{\"text\":\"a\",\"other_id\":\"\"}\n"
     "{\"text\":\"a\",\"other_id\":[1]}; id is an array: kept, not searched\n"
     "{\"text\":\"a\",\"other_other_id\":false,\"other_id\":7}; id is a truth "
     "value: kept, not searched\n"},
    /* a mark, blank lines, CRLF, no line end at the end */
    {SPAN("\xef\xbb\xbf{\"text\":\"a\"}\r\n\n  \n{\"text\":\"b\"}"),
     "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"},
    /* broken lines cost themselves only */
    {SPAN("{\"text\":\"a\"}\n{\"text\":\n[1]\n\"x\"\n{\"text\":\"b\"}\n"),
     "{\"text\":\"a\"}\n"
     "skipped 2: not JSON at byte 8: it ends too early\n"
     "skipped 3: one JSON object a line is wanted, not an array\n"
     "skipped 4: one JSON object a line is wanted, not a string\n"
     "{\"text\":\"b\"}\n"},
    /* bytes that are no text */
    {SPAN("{\"text\":\"caf\xe9 \0 \"}"),
     "{\"text\":\"caf\xef\xbf\xbd \xef\xbf\xbd \"} repaired 2\n"},
    /* a NUL that is spelled out: repaired, and given back as it came */
    {SPAN("{\"title\":\"t\",\"a\":[{\"title\":1}],\"text\":\"a\\u0000b\"}"),
     "{\"title\":\"t\",\"a\":[{\"title\":1}],\"text\":\"a\\u0000b\"} "
     "repaired 1\n"},
    /* two equal keys */
    {SPAN("{\"text\":\"a\",\"text\":\"b\"}"),
     "{\"text\":\"b\"}; a key comes twice: the last one counts\n"},
    /* numbers that are kept are what they were */
    {SPAN("{\"text\":\"t\",\"a\":0.1,\"b\":[{\"c\":1e300},2.0],\"d\":-1.1e-7,"
          "\"e\":0.30000000000000004}"),
     "{\"text\":\"t\",\"a\":0.1,\"b\":[{\"c\":1e300},2.0],\"d\":-1.1e-7,"
     "\"e\":0.30000000000000004}\n"},
    /* half a surrogate pair, as other programs write it; whole ones */
    {SPAN("{\"title\":\"\\ud83d\\ude00\\\\ud800\",\"text\":"
          "\"a\\ud800b\\uDC00\\ud800\\ud83d\\ude00\"}"),
     "{\"title\":\"\xf0\x9f\x98\x80\\\\ud800\",\"text\":\"a\xef\xbf\xbd"
     "b\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80\"} repaired 3\n"},
    /* numbers that no machine holds keep their digits */
    {SPAN("{\"id\":9223372036854775808,\"text\":\"9223372036854775808\",\"n\":["
          "-9223372036854775808,-9223372036854775809,1e999,1.5,"
          "18446744073709551615]}"),
     "{\"id\":\"9223372036854775808\",\"text\":\"9223372036854775808\",\"n\":["
     "-9223372036854775808,\"-9223372036854775809\",\"1e999\",1.5,"
     "\"18446744073709551615\"]}; 4 numbers too large: kept as text\n"},
    /* both, and a key twice */
    {SPAN("{\"n\":1e999,\"n\":99999999999999999999,\"text\":\"\\udfff\"}"),
     "{\"text\":\"\xef\xbf\xbd\",\"n\":\"99999999999999999999\"} repaired 1; a "
     "key comes twice: the last one counts; 2 numbers too large: kept as "
     "text\n"},
    /* what is not JSON is no more so for mending */
    {SPAN("{\"n\":0199999999999999999999}\n{\"n\":\"\\ud800\n"
          "{\"n\":1e999} {}\n{\"a\\u0000\":1}\n{\"n\":\"\\"),
     "skipped 1: not JSON at byte 6: invalid token near '0'\n"
     "skipped 2: not JSON at byte 12: it ends too early\n"
     "skipped 3: not JSON at byte 15: more stands behind its end\n"
     "skipped 4: JSON that can't be read at byte 10: a key holds \\u0000\n"
     "skipped 5: not JSON at byte 7: invalid escape near '\"\\'\n"},
    /* laid out for people */
    {SPAN("{\n  \"text\": \"a\"\n}\n"),
     "skipped 0: one JSON object a line is wanted (`jq -c` makes lines)\n"},
};

START_TEST(a_line_becomes_an_article)
{
    check_row(&reader_jsonl, &rows[_i]);
}

END_TEST

START_TEST(json_a_hundred_thousand_deep_is_refused)
{
    CLEANUP(str_release) struct str text = STR_INIT;

    str_add_text(&text, "{\"text\":");
    for (int i = 0; i < 100000; i++)
        str_add_text(&text, "[");
    str_add_text(&text, "\n{\"text\":\"b\"}");

    char *output = collect(&reader_jsonl, NULL, str_view(&text));

    ck_assert_ptr_nonnull(strstr(output, "it is nested too deep"));
    ck_assert_ptr_nonnull(strstr(output, "{\"text\":\"b\"}\n"));
    free(output);
}

END_TEST

static const struct map_row {
    const char *maps[2];
    struct str_span input;
    const char *output;
} map_rows[] = {
    {{"title=headline", "text=body.html"},
     SPAN("{\"headline\":\"H\",\"body\":{\"html\":\"t\",\"n\":1}}"),
     "{\"title\":\"H\",\"text\":\"t\",\"body\":{\"html\":\"t\",\"n\":1}}\n"},
    /* a key that is spelled with a dot comes first */
    {{"date=dc.date", NULL},
     SPAN("{\"dc.date\":\"1906\",\"dc\":{\"date\":\"no\"},\"text\":\"t\"}"),
     "{\"date\":\"1906\",\"text\":\"t\",\"dc\":{\"date\":\"no\"}}\n"},
    /* the field's own name where the mapped key is missing */
    {{"title=headline", NULL},
     SPAN("{\"title\":\"T\",\"text\":\"t\"}"),
     "{\"title\":\"T\",\"text\":\"t\"}\n"},
    /* what is not taken as it came stays where it was */
    {{"author=by", NULL},
     SPAN("{\"by\":[\"A\",null],\"text\":\"t\"}"),
     "{\"author\":\"A\",\"text\":\"t\",\"by\":[\"A\",null]}; author holds "
     "null: "
     "kept, not searched\n"},
    /* and under another name where it is not */
    {{"title=headline", NULL},
     SPAN("{\"title\":\"T\",\"headline\":\"H\",\"text\":\"t\"}"),
     "{\"title\":\"H\",\"text\":\"t\",\"other_title\":\"T\"}\n"},
};

START_TEST(fields_are_found_where_the_map_says)
{
    const struct map_row *row = &map_rows[_i];
    struct reader_settings settings = {.charset = NULL};

    for (int i = 0; i < 2 && row->maps[i] != NULL; i++)
        ck_assert_int_eq(reader_map_set(&settings.map, row->maps[i], NULL),
                         STATUS_OK);

    char *output = collect(&reader_jsonl, &settings, row->input);

    ck_assert_str_eq(output, row->output);
    free(output);
}

END_TEST

START_TEST(a_map_that_makes_no_sense_is_refused)
{
    static const char *const texts[] = {"title", "=x", "title=", "titel=x"};
    struct reader_map map = {{NULL}};
    struct error err = ERROR_INIT;

    ck_assert_int_eq(reader_map_set(&map, texts[_i], &err), STATUS_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "--map"));
}

END_TEST

static const struct choice_row {
    const char *path;
    struct str_span head;
    const char *outcome; /* the reader's name, or the reason */
} choice_rows[] = {
    {"a.txt", SPAN("{\"text\":\"x\"}"), "jsonl"},
    {"a.txt", SPAN("  [{\"text\":\"x\"}]"), "jsonl"},
    {"a.txt", SPAN("[Photo by A]"), "text"},
    {"a.txt", SPAN("{curly} text"), "text"},
    {"a.txt", SPAN("<html>"), "html"},
    {"a.jsonl", SPAN("broken first line"), "jsonl"},
    {"A.HTM", SPAN("text first"), "html"},
    {"a", SPAN("text"), "text"},
    {"a.txt", SPAN(""), "empty"},
    {"a.txt", SPAN("GIF89a"), "binary file (GIF)"},
    {"a.txt", SPAN("%PDF-1.4"), "pdf"},
    {"a.html", SPAN("\x1f\x8b\x08"), "packed"},
    {"a.txt", SPAN("\0\1\2\3\4\5\6\7"), "binary file"},
    {"a.txt", SPAN("one \0 is a slip"), "text"},
    {"a.xml", SPAN("<?xml version='1.0'?><rss>"), "feed"},
    {"a.xml", SPAN("<?xml version='1.0'?><ledger>"),
     "XML of a kind not known (--format=text reads it as it is)"},
};

START_TEST(the_form_is_chosen_by_content_then_name)
{
    const struct choice_row *row = &choice_rows[_i];
    const struct reader *reader = NULL;
    struct error err = ERROR_INIT;

    if (reader_choose(row->path, row->head, &reader, &err) == STATUS_OK)
        ck_assert_str_eq(reader->name, row->outcome);
    else
        ck_assert_str_eq(err.message, row->outcome);
}

END_TEST

#define COUNT_OF(array) (int)(sizeof(array) / sizeof((array)[0]))

int main(void)
{
    Suite *suite = suite_create("reader_jsonl");
    TCase *lines = tcase_create("lines");
    TCase *choice = tcase_create("choice");

    tcase_add_loop_test(lines, a_line_becomes_an_article, 0, COUNT_OF(rows));
    tcase_add_test(lines, json_a_hundred_thousand_deep_is_refused);
    tcase_add_loop_test(lines, fields_are_found_where_the_map_says, 0,
                        COUNT_OF(map_rows));
    tcase_add_loop_test(lines, a_map_that_makes_no_sense_is_refused, 0, 4);
    suite_add_tcase(suite, lines);
    tcase_add_loop_test(choice, the_form_is_chosen_by_content_then_name, 0,
                        COUNT_OF(choice_rows));
    suite_add_tcase(suite, choice);
    return run_suite(suite);
}
