/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_url.h"

#include <stdio.h>
#include <string.h>

#define SECTION_MAX_BYTES 24

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number of n digits at the beginning of text; -1: there is none. */
static int number(struct str_span text, size_t n)
{
    int value = 0;

    if (text.n_bytes < n)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(text.bytes[i]))
            return -1;
        value = value * 10 + (text.bytes[i] - '0');
    }
    return value;
}

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

/* 2020/04/29, 2020-04-29 or 20200429, with no digit behind. */
static bool read_day(struct str_span text, struct html_url *url)
{
    int year = number(text, 4);
    char mark = '\0';
    size_t n_mark;

    if (text.n_bytes > 4)
        mark = text.bytes[4];
    n_mark = mark == '/' || mark == '-' ? 1 : 0;
    if (year < 1990 || year > 2100 || text.n_bytes < 8 + 2 * n_mark)
        return false;

    int month = number(behind(text, 4 + n_mark), 2);
    int day = number(behind(text, 6 + 2 * n_mark), 2);

    if (month < 1 || month > 12 || day < 1 || day > 31 ||
        (n_mark > 0 && text.bytes[7] != mark) ||
        (text.n_bytes > 8 + 2 * n_mark && is_digit(text.bytes[8 + 2 * n_mark])))
        return false;

    int n = snprintf(url->date_bytes, sizeof(url->date_bytes), "%04d-%02d-%02d",
                     year, month, day);

    url->date = str_span(url->date_bytes, (size_t)n);
    return true;
}

static void read_date(struct str_span path, struct html_url *url)
{
    for (size_t i = 0; i < path.n_bytes; i++)
        if (is_digit(path.bytes[i]) &&
            (i == 0 || !is_digit(path.bytes[i - 1])) &&
            read_day(behind(path, i), url))
            return;
}

/* The first folder, if it is a word and there is more behind. */
static void read_section(struct str_span path, struct html_url *url)
{
    size_t n = 0;

    while (n < path.n_bytes &&
           ((path.bytes[n] >= 'a' && path.bytes[n] <= 'z') ||
            path.bytes[n] == '-'))
        n++;
    if (n >= 3 && n <= SECTION_MAX_BYTES && n + 1 < path.n_bytes &&
        path.bytes[n] == '/')
        url->section = str_span(path.bytes, n);
}

void html_url_read(struct str_span address, struct html_url *ret_url)
{
    const char *slashes = address.n_bytes > 0
                              ? memmem(address.bytes, address.n_bytes, "://", 3)
                              : NULL;

    memset(ret_url, 0, sizeof(*ret_url));
    if (slashes == NULL)
        return;

    struct str_span rest =
        behind(address, (size_t)(slashes + 3 - address.bytes));
    const char *slash = memchr(rest.bytes, '/', rest.n_bytes);

    ret_url->host = slash != NULL
                        ? str_span(rest.bytes, (size_t)(slash - rest.bytes))
                        : rest;
    if (str_span_starts(ret_url->host, SPAN("www.")))
        ret_url->host = behind(ret_url->host, 4);
    if (slash == NULL)
        return;

    struct str_span path = behind(rest, (size_t)(slash + 1 - rest.bytes));

    read_date(path, ret_url);
    read_section(path, ret_url);
}
