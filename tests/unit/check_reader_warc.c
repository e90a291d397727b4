/*
 * WARC and ARC: which records are articles, how bodies are unpacked, and what
 * lies about lengths cost.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include "indexer/http_message.h"

#define HEAD(type, n)                                                          \
    "WARC/1.1\r\nWARC-Type: " type "\r\nWARC-Target-URI: <http://e.org/" type  \
    ">\r\nWARC-Date: 2020-01-02T00:00:00Z\r\nContent-Type: text/plain\r\n"     \
    "Content-Length: " n "\r\n\r\n"
#define LINE(type, text)                                                       \
    "{\"url\":\"http://e.org/" type "\",\"text\":\"" text                      \
    "\",\"fetched\":\"2020-01-02T00:00:00Z\"}\n"

static const struct reader_row rows[] = {
    /* what is an article, and what is not */
    {SPAN(HEAD("warcinfo", "3") "abc\r\n\r\n" HEAD(
         "request",
         "3") "abc\r\n\r\n" HEAD("resource",
                                 "4") "text\r\n\r\n"
                                      "WARC/0.18\nWARC-Type: "
                                      "conversion\nWARC-Target-URI: "
                                      "http://e.org/c\n"
                                      "Content-Length: 20\nContent-Type: "
                                      "text/plain\n"
                                      "WARC-Identified-Content-Language: "
                                      "deu\n\n"
                                      "Title here\nOne\nTwo\n!\n\n"),
     LINE("resource",
          "text") "{\"title\":\"Title "
                  "here\",\"lang\":\"deu\",\"url\":\"http://e.org/c\","
                  "\"text\":\"One\\n\\nTwo\\n\\n!\"}\n"},
    {SPAN(HEAD("response",
               "70") "HTTP/1.1 200 OK\r\n"
                     "Content-Type: text/html; charset=koi8-r\r\n\r\n"
                     "<p>\xce\xc5\xd4</p>\n\r\n\r\n" HEAD(
                         "response",
                         "65") "HTTP/1.1 301 Moved\r\n"
                               "Content-Type: text/html\r\n\r\n<p>Moved "
                               "here.</p>\r\n\r\n"),
     LINE("response", "\xd0\xbd\xd0\xb5\xd1\x82")},
    {SPAN(HEAD("response", "97") "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                                 "chunked\r\nContent-Type: text/plain\r\n\r\n"
                                 "3\r\none\r\n4;x\r\n two\r\n0\r\n\r\n\r\n"),
     LINE("response", "one two")},
    /* a length that is too short, and one that is no number: the record is
       lost, the next is found */
    {SPAN(HEAD("resource", "2") "text\r\n\r\n" HEAD(
         "resource",
         "4") "good\r\n\r\n" HEAD("resource",
                                  "x") "text\r\n\r\n" HEAD("resource",
                                                           "-1") "text\r\n\r"
                                                                 "\n" HEAD(
                                                                     "res"
                                                                     "our"
                                                                     "ce",
                                                                     "5") "fine"
                                                                          ".\r"
                                                                          "\n\r"
                                                                          "\n"),
     LINE("resource",
          "te") "skipped 1: no record begins where one should: its length is "
                "not what it "
                "says\n" LINE("resource",
                              "good") "skipped 3: http://e.org/resource: a "
                                      "record without a length\n"
                                      "skipped 4: http://e.org/resource: a "
                                      "record without a length\n" LINE(
                                          "resource", "fine.")},
    {SPAN(HEAD("resource", "999999999999") "text\r\n\r\n"),
     "skipped 1: http://e.org/resource: ends in the middle of it\n"},
    {SPAN(HEAD("resource", "99999999999999999999") "text\r\n\r\n"),
     "skipped 1: http://e.org/resource: a record without a length\n"},
    {SPAN("WARC/1.0\r\nWARC-Type: resource"),
     "skipped 1: a record without a length\n"},
    /* ARC */
    {SPAN("filedesc://x.arc 0.0.0.0 20080430204825 text/plain 3\n1 1\n\n"
          "http://e.org/a 1.2.3.4 20080430204826 text/html 60\n"
          "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<title>T</title>x\n\n"
          "dns:e.org 1.2.3.4 20080430204826 text/dns 1\nx\n"),
     "{\"title\":\"T\",\"url\":\"http://e.org/a\",\"text\":\"x\","
     "\"fetched\":\"20080430204826\"}\n"},
};

START_TEST(records_become_articles)
{
    check_row(&reader_warc, &rows[_i]);
}

END_TEST

/* A chunk may say that it is any length, or nothing that can be read. */
START_TEST(chunks_that_lie_are_taken_as_far_as_they_go)
{
    static const struct row {
        const char *body;
        const char *wanted;
    } lies[] = {
        {"ffffffffffff\r\nabc", "abc"},
        {"3\r\nabc\r\nzz\r\nx", "abc"},
        {"no chunks at all", "no chunks at all"},
        {"0\r\n\r\n", ""},
        {"3\r\nab", "ab"},
        {"", ""},
    };
    CLEANUP(str_release) struct str whole = STR_INIT;
    CLEANUP(str_release) struct str room = STR_INIT;
    struct http_message message;
    struct str_span body;

    str_add_format(&whole,
                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                   "\r\n%s",
                   lies[_i].body);
    http_message_read(str_view(&whole), &message);
    ck_assert_int_eq(http_message_body(&message, 1000, &room, &body, NULL),
                     STATUS_OK);
    ck_assert(str_span_equal(body, str_span_of(lies[_i].wanted)));
}

END_TEST

START_TEST(a_body_that_is_no_gzip_is_taken_or_refused)
{
    CLEANUP(str_release) struct str room = STR_INIT;
    struct http_message message;
    struct str_span body;
    struct error err = ERROR_INIT;

    http_message_read(SPAN("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\nplain"),
                      &message);
    ck_assert_int_eq(http_message_body(&message, 1000, &room, &body, &err),
                     STATUS_OK);
    ck_assert(str_span_equal(body, SPAN("plain")));
    http_message_read(
        SPAN("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n\x1f\x8b\x08zzzzzz"),
        &message);
    ck_assert_int_eq(http_message_body(&message, 1000, &room, &body, &err),
                     STATUS_BAD_TEXT);
    ck_assert_str_eq(err.message, "its compressed data is damaged");
    http_message_read(SPAN("HTTP/1.1 200 OK\nContent-Encoding: exi\n\nzz"),
                      &message);
    ck_assert_int_eq(http_message_body(&message, 1000, &room, &body, &err),
                     STATUS_BAD_TEXT);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("reader_warc");
    TCase *records = tcase_create("records");

    tcase_add_loop_test(records, records_become_articles, 0,
                        sizeof(rows) / sizeof(rows[0]));
    tcase_add_loop_test(records, chunks_that_lie_are_taken_as_far_as_they_go, 0,
                        6);
    tcase_add_test(records, a_body_that_is_no_gzip_is_taken_or_refused);
    suite_add_tcase(suite, records);
    return run_suite(suite);
}
