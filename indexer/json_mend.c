/*
 * Mending works on tokens: a string is looked through for escapes, a number
 * measured, all else copied. Text that is not JSON comes out as something
 * that is not JSON either.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_mend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Above it is no number, but a way to make trouble: left to the parser. */
#define NUMBER_MAX_BYTES 4096

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

/* The code of a "\uXXXX" at i, or -1. */
static int escape_at(struct str_span json, size_t i)
{
    int code = 0;

    if (json.n_bytes < 6 || i > json.n_bytes - 6 || json.bytes[i] != '\\' ||
        json.bytes[i + 1] != 'u')
        return -1;
    for (size_t j = i + 2; j < i + 6; j++) {
        int digit = hex_digit(json.bytes[j]);

        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static bool is_high_half(int code)
{
    return code >= 0xd800 && code < 0xdc00;
}

static bool is_low_half(int code)
{
    return code >= 0xdc00 && code < 0xe000;
}

/* Copies the escape at i; returns where it ends. */
static size_t mend_escape(struct str_span json, size_t i, struct str *out,
                          struct json_mended *mended)
{
    int code = escape_at(json, i);
    size_t n = code >= 0 ? 6 : 2;

    if (is_high_half(code) && is_low_half(escape_at(json, i + 6))) {
        n = 12;
    } else if (is_high_half(code) || is_low_half(code)) {
        str_add_text(out, "\\ufffd");
        mended->n_halves++;
        return i + n;
    }
    if (n > json.n_bytes - i)
        n = json.n_bytes - i;
    str_add(out, json.bytes + i, n);
    return i + n;
}

/* Copies the string that begins at i; returns where it ends. */
static size_t mend_string(struct str_span json, size_t i, struct str *out,
                          struct json_mended *mended)
{
    size_t start = i++;

    while (i < json.n_bytes && json.bytes[i] != '"') {
        if (json.bytes[i] != '\\') {
            i++;
            continue;
        }
        str_add(out, json.bytes + start, i - start);
        i = mend_escape(json, i, out, mended);
        start = i;
    }
    if (i < json.n_bytes)
        i++;
    str_add(out, json.bytes + start, i - start);
    return i;
}

static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ||
           c == 'e' || c == 'E';
}

/* Whether the parser's types, 64 bits and double, are too small for it. */
static bool is_over(struct str_span number)
{
    static const char largest[2][20] = {"9223372036854775807",
                                        "9223372036854775808"};
    char text[NUMBER_MAX_BYTES + 1];
    bool is_negative = number.bytes[0] == '-';
    size_t n = number.n_bytes - is_negative;

    memcpy(text, number.bytes, number.n_bytes);
    text[number.n_bytes] = '\0';
    if (strpbrk(text, ".eE") != NULL)
        return isinf(strtod(text, NULL));
    return n > 19 ||
           (n == 19 && strcmp(text + is_negative, largest[is_negative]) > 0);
}

/* Whether all of text is one number as JSON spells it. */
static bool is_number(struct str_span text)
{
    const char *p = text.bytes;
    const char *end = p + text.n_bytes;
    bool has_digits = false;

    if (p < end && *p == '-')
        p++;
    if (p < end && *p == '0' && p + 1 < end && p[1] >= '0' && p[1] <= '9')
        return false;
    for (; p < end && *p >= '0' && *p <= '9'; p++)
        has_digits = true;
    if (has_digits && p < end && *p == '.')
        for (p++, has_digits = false; p < end && *p >= '0' && *p <= '9'; p++)
            has_digits = true;
    if (has_digits && p < end && (*p == 'e' || *p == 'E')) {
        p++;
        p += p < end && (*p == '-' || *p == '+');
        for (has_digits = false; p < end && *p >= '0' && *p <= '9'; p++)
            has_digits = true;
    }
    return has_digits && p == end;
}

/* Copies the number that begins at i; returns where it ends. */
static size_t mend_number(struct str_span json, size_t i, struct str *out,
                          struct json_mended *mended)
{
    size_t end = i;

    while (end < json.n_bytes && is_number_byte(json.bytes[end]))
        end++;

    struct str_span number = str_span(json.bytes + i, end - i);
    bool is_quoted = number.n_bytes <= NUMBER_MAX_BYTES && is_number(number) &&
                     is_over(number);

    if (is_quoted)
        str_add_char(out, '"');
    str_add_span(out, number);
    if (is_quoted)
        str_add_char(out, '"');
    mended->n_numbers += is_quoted;
    return end;
}

void json_mend(struct str_span json, struct str *out,
               struct json_mended *ret_mended)
{
    size_t i = 0;

    *ret_mended = (struct json_mended){0, 0};
    while (i < json.n_bytes) {
        char c = json.bytes[i];

        if (c == '"')
            i = mend_string(json, i, out, ret_mended);
        else if (c == '-' || (c >= '0' && c <= '9'))
            i = mend_number(json, i, out, ret_mended);
        else
            str_add_char(out, json.bytes[i++]);
    }
}
