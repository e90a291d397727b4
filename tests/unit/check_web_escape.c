/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_escape.h"
#include "searcher/web_link.h"
#include "searcher/web_reply.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    const char *escaped;
} texts[] = {
    {"", ""},
    {"plain", "plain"},
    {"<script>alert('a\"b')</script>",
     "&lt;script&gt;alert(&#39;a&quot;b&#39;)&lt;/script&gt;"},
    {"]]> & &amp;", "]]&gt; &amp; &amp;amp;"},
    {"a\tb\r\nc", "a\tb\r\nc"},
    {"a\x01"
     "b\x1b[2Jc\x7f",
     "a\xef\xbf\xbd"
     "b\xef\xbf\xbd[2Jc\xef\xbf\xbd"},
    {"\xc2\x80\xc2\x9f\xc2\xa0", "\xef\xbf\xbd\xef\xbf\xbd\xc2\xa0"},
    {"\xef\xbf\xbe\xef\xbf\xbf\xf0\x9f\xbf\xbe\xef\xb7\x90",
     "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"caf\xc3\xa9 \xe6\x9d\xb1 \xf0\x9d\x84\x9e", "caf\xc3\xa9 \xe6\x9d\xb1 "
                                                  "\xf0\x9d\x84\x9e"},
};

START_TEST(nothing_is_nothing_wherever_it_is)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    web_escape_text(&out, str_span(NULL, 0));
    ck_assert_uint_eq(out.n_bytes, 0);
}

END_TEST

START_TEST(text_stays_text)
{
    CLEANUP(str_release) struct str out = STR_INIT;

    web_escape_text(&out, str_span_of(texts[_i].text));
    ck_assert(str_span_equal(str_view(&out), str_span_of(texts[_i].escaped)));
}

END_TEST

static const struct {
    const char *url;
    bool is_link;
} urls[] = {
    {"https://a.example/x?y=1&z=2#f", true},
    {"HTTP://a.example", true},
    {"http://", false},
    {"https://", false},
    {"javascript:alert(1)", false},
    {"JaVaScRiPt://x", false},
    {"data:text/html,x", false},
    {"//a.example", false},
    {"/a", false},
    {"", false},
    {"http:a", false},
    {"https:/a.b", false},
    {"https://a.example/ x", false},
    {"https://a.example/\nx", false},
    {" https://a.example/", false},
};

START_TEST(only_the_web_is_linked)
{
    ck_assert_msg(web_escape_is_link(str_span_of(urls[_i].url)) ==
                      urls[_i].is_link,
                  "%s", urls[_i].url);
}

END_TEST

START_TEST(a_header_ends_where_it_should)
{
    CLEANUP(web_reply_release) struct web_reply reply;
    CLEANUP(str_release) struct str out = STR_INIT;

    web_reply_init(&reply);
    web_reply_header(&reply, "Location",
                     SPAN("/a\r\nSet-Cookie: x\r\n\r\n<p>\xc3\xa9"));
    ck_assert_int_eq(web_reply_head(&reply, &out, NULL), STATUS_OK);
    ck_assert_ptr_nonnull(
        strstr(out.bytes, "Location: /aSet-Cookie: x<p>\r\n"));
    ck_assert_ptr_null(strstr(out.bytes, "\nSet-Cookie"));
}

END_TEST

/* Ids, and the path of their pages; behind "?", what no path can have. */
static const struct {
    const char *id;
    const char *url;
} ids[] = {
    {"a", "/x/a/a"},
    {"1906/a b.txt", "/x/a/1906/a%20b.txt"},
    {"caf\xc3\xa9?#&\"", "/x/a/caf%C3%A9%3F%23%26%22"},
    {"...", "/x/a/..."},
    {"a/../b", "/x/a?id=a/../b"},
    {"a/./b", "/x/a?id=a/./b"},
    {"..", "/x/a?id=.."},
    {"a//b", "/x/a?id=a//b"},
    {"/a", "/x/a?id=/a"},
    {"a/", "/x/a?id=a/"},
    {"a\\b", "/x/a?id=a%5Cb"},
    {"http://a.example/", "/x/a?id=http://a.example/"},
};

START_TEST(an_id_has_a_page_that_servers_leave_alone)
{
    const struct web_visit visit = {.base = SPAN("/x")};
    const struct web_target target = {.page = "/a",
                                      .id = str_span_of(ids[_i].id)};
    CLEANUP(str_release) struct str out = STR_INIT;

    web_link_url(&visit, &target, &out);
    ck_assert_str_eq(str_view(&out).bytes, ids[_i].url);
}

END_TEST

START_TEST(a_link_says_query_and_paragraph)
{
    const struct web_visit visit = {.base = SPAN("")};
    struct web_target target = {.page = "/a",
                                .id = SPAN("b"),
                                .query = SPAN("x & \"y\""),
                                .i_paragraph = 7};
    CLEANUP(str_release) struct str out = STR_INIT;

    web_link_target(&visit, &target, &out);
    ck_assert_str_eq(str_view(&out).bytes, "/a/b?q=x+%26+%22y%22#p7");
    str_reset(&out);
    target.hash = "3fa91c02";
    target.query = SPAN("");
    web_link_target(&visit, &target, &out);
    ck_assert_str_eq(str_view(&out).bytes, "/a/b/p/7~3fa91c02");
    str_reset(&out);
    target.id = SPAN("../b");
    web_link_target(&visit, &target, &out);
    ck_assert_str_eq(str_view(&out).bytes, "/a?id=../b&amp;p=7~3fa91c02");
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("web_escape");
    TCase *tcase = tcase_create("escapes");
    tcase_add_test(tcase, nothing_is_nothing_wherever_it_is);
    tcase_add_loop_test(tcase, text_stays_text, 0,
                        (int)(sizeof(texts) / sizeof(*texts)));
    tcase_add_loop_test(tcase, only_the_web_is_linked, 0,
                        (int)(sizeof(urls) / sizeof(*urls)));
    tcase_add_test(tcase, a_header_ends_where_it_should);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("links");
    tcase_add_loop_test(tcase, an_id_has_a_page_that_servers_leave_alone, 0,
                        (int)(sizeof(ids) / sizeof(*ids)));
    tcase_add_test(tcase, a_link_says_query_and_paragraph);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
