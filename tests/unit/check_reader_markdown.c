/*
 * Markdown, and the front matter that it has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include "indexer/front_matter.h"

#include <time.h>

static void print_value(void *context, struct str_span name,
                        struct str_span value)
{
    str_add_format(context, "%.*s=%.*s|", (int)name.n_bytes, name.bytes,
                   (int)value.n_bytes, value.bytes);
}

static void print_unread(void *context, struct str_span name,
                         struct str_span text, unsigned line)
{
    str_add_format(context, "?%u %.*s(%.*s)|", line, (int)name.n_bytes,
                   name.bytes, (int)text.n_bytes, text.bytes);
}

static const struct matter_row {
    const char *text;
    const char *values;
} matters[] = {
    {"title: A b: c # d\nx: 'it''s #1'\ny: \"q \\\"r\\\" \\u00e9\\q\"",
     "title=A b: c|x=it's #1|y=q \"r\" \xc3\xa9\\q|"},
    {"# all\n\ntags:\n- a\n- 'b, c'\n # d\n\nn: null\no: ~\np:\n",
     "tags=a|tags=b, c|"},
    {"a: [x, \"y, z\" , 'w']\nb: [\n  u,\n  v\n]\nc: []\n",
     "a=x|a=y, z|a=w|b=u|b=v|"},
    {"a: one\n  two\nb: |\n  x\n    y\n\n  z\nc: >-\n  x\n  y\n",
     "a=one two|b=x\n  y\n\nz|c=x y|"},
    {"'k 1': v\r\n\"k2\":\r\n  - i\r\n", "k 1=v|k2=i|"},
    /* quotes that are not about a name are of it */
    {"\"x\xd1\x8f: a\n\"k\"l: v\n'\xc3\xa9: b\n",
     "\"x\xd1\x8f=a|\"k\"l=v|'\xc3\xa9=b|"},
    /* not guessed at */
    {"a:\n  b: c\nd: &x y\ne: {f: g}\nh:\n - i: j\nk\nl: 'm\nn: o",
     "?2 a(a:\n  b: c\n)|?4 d(d: &x y\n)|?5 e(e: {f: g}\n)|?6 h(h:\n - i: j\n)"
     "|?8 (k\n)|?9 l(l: 'm\n)|n=o|"},
    {"a: [[b], c]\nd: !!str e\nf: \"g\" h\n",
     "?2 a(a: [[b], c]\n)|?3 d(d: !!str e\n)|?4 f(f: \"g\" h\n)|"},
};

START_TEST(front_matter_is_read_or_told)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    const struct front_matter_sink sink = {&out, print_value, print_unread};

    ck_assert_int_eq(
        front_matter_read(str_span_of(matters[_i].text), &sink, NULL),
        STATUS_OK);
    ck_assert_str_eq(out.bytes, matters[_i].values);
}

END_TEST

START_TEST(front_matter_made_to_be_slow_is_not)
{
    static const char *const marks[] = {"a: [", "- ", "\"", "a:\n", "[", "#"};
    CLEANUP(str_release) struct str text = STR_INIT;
    CLEANUP(str_release) struct str out = STR_INIT;
    const struct front_matter_sink sink = {&out, print_value, print_unread};
    clock_t start = clock();

    for (int i = 0; i < 300000; i++)
        str_add_text(&text, marks[_i]);
    ck_assert_int_eq(front_matter_read(str_view(&text), &sink, NULL),
                     STATUS_OK);
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 5);
}

END_TEST

#ifdef HAVE_MD4C
static const struct reader_row rows[] = {
    {SPAN(
         "---\ntitle: \"T: t\"\nauthors: [A. B., C. D.]\ndate: 2014-03-09\n"
         "tags: a, b\ncategories:\n  - News\n  - Town\nlang: en\nurl: /x/\n"
         "draft: true\ngeo:\n  lat: 1\n---\n\n# Head\n\nOne *two*\nthree "
         "&eacute; [link](http://e.org).\n\n- i\n- ii\n\n| a | b |\n|---|---|\n"
         "| 1 | 2 |\n\n<div>html</div>\n\n```c\nint  x;\n```\n"),
     "{\"title\":\"T: t\",\"author\":[\"A. B.\",\"C. D.\"],\"date\":"
     "\"2014-03-09\",\"section\":\"News\",\"lang\":\"en\",\"tags\":[\"a\","
     "\"b\"]"
     ",\"text\":\"Head\\n\\nOne two three \xc3\xa9 link.\\n\\ni\\n\\nii\\n\\n"
     "a\\tb\\n\\n1\\t2\\n\\nhtml\\n\\nint  x;\",\"categories\":\"Town\","
     "\"other_url\":\"/x/\",\"draft\":\"true\",\"geo\":\"geo:\\n  lat: 1\"}; "
     "front matter that is not understood at line 12\n"},
    {SPAN("# A *head* &amp; so\n\ntext\n"),
     "{\"title\":\"A head & so\",\"text\":\"text\"}\n"},
    {SPAN("---\nnot closed: x\n\ntext\n"),
     "{\"text\":\"not closed: x\\n\\ntext\"}\n"},
    {SPAN(""), "{}\n"},
};

START_TEST(markdown_becomes_an_article)
{
    check_row(&reader_markdown, &rows[_i]);
}

END_TEST

START_TEST(markdown_nested_deep_ends)
{
    static const char *const marks[] = {"> ",  "- ", "[", "*a ",
                                        "<b>", "`",  "!["};
    CLEANUP(str_release) struct str text = STR_INIT;
    clock_t start = clock();
    char *output;

    for (int i = 0; i < 100000; i++)
        str_add_text(&text, marks[_i]);
    str_add_text(&text, "x\n");
    output = collect(&reader_markdown, NULL, str_view(&text));
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 20);
    free(output);
}

END_TEST

START_TEST(markdown_is_told_by_its_front_matter)
{
    const struct reader *reader = NULL;

    ck_assert_int_eq(reader_choose("x.txt", SPAN("---\nlayout: post\n---\na\n"),
                                   &reader, NULL),
                     STATUS_OK);
    ck_assert_ptr_eq(reader, &reader_markdown);
    ck_assert_int_eq(
        reader_choose("x.txt", SPAN("---\nSigned:\nme\n"), &reader, NULL),
        STATUS_OK);
    ck_assert_ptr_eq(reader, &reader_text);
    ck_assert_int_eq(reader_choose("x.md", SPAN("# a\n"), &reader, NULL),
                     STATUS_OK);
    ck_assert_ptr_eq(reader, &reader_markdown);
}

END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("reader_markdown");
    TCase *tcase = tcase_create("markdown");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, front_matter_is_read_or_told, 0,
                        sizeof(matters) / sizeof(matters[0]));
    tcase_add_loop_test(tcase, front_matter_made_to_be_slow_is_not, 0, 6);
#ifdef HAVE_MD4C
    tcase_add_loop_test(tcase, markdown_becomes_an_article, 0,
                        sizeof(rows) / sizeof(rows[0]));
    tcase_add_loop_test(tcase, markdown_nested_deep_ends, 0, 7);
    tcase_add_test(tcase, markdown_is_told_by_its_front_matter);
#endif
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
