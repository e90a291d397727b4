/*
 * Requests as servers hand them over, and as nobody should.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_request.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VARIABLES 16

static struct arena arena;
static struct web_request request;
static struct web_refusal refusal;
static char *environment[MAX_VARIABLES + 1];
static size_t n_variables;
static const char *body;

static void set_up(void)
{
    arena_init(&arena);
    memset(environment, 0, sizeof(environment));
    n_variables = 0;
    body = "";
}

static void tear_down(void)
{
    for (size_t i = 0; i < n_variables; i++)
        free(environment[i]);
    arena_release(&arena);
}

static void set(const char *variable)
{
    ck_assert_uint_lt(n_variables, MAX_VARIABLES);
    environment[n_variables++] = strdup(variable);
}

static size_t read_body(void *context, char *bytes, size_t n_bytes)
{
    (void)context;
    size_t n = strlen(body);
    if (n > n_bytes)
        n = n_bytes;
    /* As a slow client: a few bytes at a time. */
    if (n > 3)
        n = 3;
    for (size_t i = 0; i < n; i++)
        bytes[i] = body[i];
    body += n;
    return n;
}

static enum status read_it(void)
{
    const struct web_source source = {environment, read_body, NULL};
    return web_request_read(&source, &arena, &request, &refusal, NULL);
}

static void expect_value(const char *name, const char *value)
{
    struct str_span got = SPAN("(none)");
    (void)web_request_find(&request, name, &got);
    ck_assert_msg(str_span_equal(got, str_span_of(value)),
                  "%s is '%.*s', not '%s'", name, (int)got.n_bytes, got.bytes,
                  value);
}

START_TEST(a_request_is_its_method_path_and_parameters)
{
    set("REQUEST_METHOD=GET");
    set("SCRIPT_NAME=/lede.cgi/");
    set("PATH_INFO=/a/caf\xc3\xa9/x.txt");
    set("QUERY_STRING=q=sugar+%22duty%22&&f=source%3AStar&empty&q2=a;b");
    set("HTTP_HOST=archive.example:8080");
    set("HTTPS=on");
    ck_assert_int_eq(read_it(), STATUS_OK);
    ck_assert_int_eq(request.method, WEB_GET);
    ck_assert(str_span_equal(request.script, SPAN("/lede.cgi")));
    ck_assert(str_span_equal(request.path, SPAN("/a/caf\xc3\xa9/x.txt")));
    ck_assert_uint_eq(request.n_parameters, 4);
    expect_value("q", "sugar \"duty\"");
    expect_value("f", "source:Star");
    expect_value("empty", "");
    expect_value("q2", "a;b");
    ck_assert(str_span_equal(request.host, SPAN("archive.example:8080")));
    ck_assert(request.is_https);
}

END_TEST

START_TEST(what_servers_leave_out_is_empty)
{
    set("REQUEST_METHOD=HEAD");
    set("CONTENT_LENGTH=");
    ck_assert_int_eq(read_it(), STATUS_OK);
    ck_assert(str_span_equal(request.path, SPAN("/")));
    ck_assert_uint_eq(request.n_parameters, 0);
    ck_assert(!request.is_https);
}

END_TEST

START_TEST(a_form_is_read_as_far_as_was_said)
{
    set("REQUEST_METHOD=POST");
    set("CONTENT_TYPE=Application/x-www-form-urlencoded; charset=utf-8");
    set("CONTENT_LENGTH=7");
    body = "q=a%21b&rest=is+not+ours";
    ck_assert_int_eq(read_it(), STATUS_OK);
    ck_assert_uint_eq(request.n_parameters, 1);
    expect_value("q", "a!b");
}

END_TEST

/* One variable that makes a good request a bad one. */
static const struct {
    const char *variable;
    int http_status;
} bad[] = {
    {"REQUEST_METHOD=DELETE", 405},
    {"REQUEST_METHOD=get", 405},
    {"REQUEST_METHOD=", 405},
    {"CONTENT_LENGTH=-1", 400},
    {"CONTENT_LENGTH=1x", 400},
    {"CONTENT_LENGTH= 1", 400},
    {"CONTENT_LENGTH=65537", 413},
    {"CONTENT_LENGTH=99999999999999999999999999", 413},
    {"HTTP_TRANSFER_ENCODING=chunked", 411},
    {"PATH_INFO=a", 400},
    {"PATH_INFO=/\xff", 400},
    {"PATH_INFO=/a\nb", 400},
    {"PATH_INFO=/\xc0\xaf", 400},
    {"SCRIPT_NAME=x", 400},
    {"SCRIPT_NAME=/\xfe", 400},
    {"QUERY_STRING=q=%", 400},
    {"QUERY_STRING=q=%4", 400},
    {"QUERY_STRING=q=%4g", 400},
    {"QUERY_STRING=q=%00", 400},
    {"QUERY_STRING=%00=q", 400},
    {"QUERY_STRING=q=%0d%0aSet-Cookie:+a", 400},
    {"QUERY_STRING=q=%7f", 400},
    {"QUERY_STRING=q=%c3", 400},
    {"QUERY_STRING=q=%ed%a0%80", 400},
    {"QUERY_STRING=q=\xff", 400},
};

START_TEST(what_is_wrong_is_refused)
{
    const char *equals = strchr(bad[_i].variable, '=');
    size_t n = (size_t)(equals - bad[_i].variable) + 1;

    set(bad[_i].variable);
    if (strncmp("REQUEST_METHOD=", bad[_i].variable, n) != 0)
        set("REQUEST_METHOD=GET");
    ck_assert_msg(read_it() == STATUS_BAD_USAGE, "%s is taken",
                  bad[_i].variable);
    ck_assert_int_eq(refusal.http_status, bad[_i].http_status);
    ck_assert_str_ne(refusal.message, "");
}

END_TEST

START_TEST(a_body_that_is_no_form_or_too_short_is_refused)
{
    set("REQUEST_METHOD=POST");
    set("CONTENT_LENGTH=3");
    body = "q=a";
    ck_assert_int_eq(read_it(), STATUS_BAD_USAGE);
    ck_assert_int_eq(refusal.http_status, 415);
    set("CONTENT_TYPE=application/x-www-form-urlencoded");
    body = "q=";
    ck_assert_int_eq(read_it(), STATUS_BAD_USAGE);
    ck_assert_int_eq(refusal.http_status, 400);
}

END_TEST

START_TEST(there_are_ceilings)
{
    CLEANUP(str_release) struct str long_query = STR_INIT;
    CLEANUP(str_release) struct str many = STR_INIT;

    set("REQUEST_METHOD=GET");
    str_add_text(&long_query, "QUERY_STRING=q=");
    while (long_query.n_bytes < WEB_MAX_QUERY_BYTES + 20)
        str_add_char(&long_query, 'a');
    set(str_view(&long_query).bytes);
    ck_assert_int_eq(read_it(), STATUS_BAD_USAGE);
    ck_assert_int_eq(refusal.http_status, 414);

    tear_down();
    set_up();
    set("REQUEST_METHOD=GET");
    str_add_text(&many, "QUERY_STRING=");
    for (int i = 0; i <= WEB_MAX_PARAMETERS; i++)
        str_add_text(&many, "a=b&");
    set(str_view(&many).bytes);
    ck_assert_int_eq(read_it(), STATUS_BAD_USAGE);
    ck_assert_int_eq(refusal.http_status, 400);
}

END_TEST

START_TEST(a_host_that_is_none_makes_no_links)
{
    set("REQUEST_METHOD=GET");
    set("HTTP_HOST=evil.example/\"><script>");
    ck_assert_int_eq(read_it(), STATUS_OK);
    ck_assert_uint_eq(request.host.n_bytes, 0);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("web_request");
    TCase *tcase = tcase_create("good");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_request_is_its_method_path_and_parameters);
    tcase_add_test(tcase, what_servers_leave_out_is_empty);
    tcase_add_test(tcase, a_form_is_read_as_far_as_was_said);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("bad");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, what_is_wrong_is_refused, 0,
                        (int)(sizeof(bad) / sizeof(*bad)));
    tcase_add_test(tcase, a_body_that_is_no_form_or_too_short_is_refused);
    tcase_add_test(tcase, there_are_ceilings);
    tcase_add_test(tcase, a_host_that_is_none_makes_no_links);
    suite_add_tcase(suite, tcase);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
