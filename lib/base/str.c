/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STR_FIRST_BYTES 64

struct str_span str_span_of(const char *text)
{
    return str_span(text, text ? strlen(text) : 0);
}

bool str_span_equal(struct str_span a, struct str_span b)
{
    return a.n_bytes == b.n_bytes &&
           (a.n_bytes == 0 || memcmp(a.bytes, b.bytes, a.n_bytes) == 0);
}

int str_span_compare(struct str_span a, struct str_span b)
{
    size_t n_common = a.n_bytes < b.n_bytes ? a.n_bytes : b.n_bytes;
    int order = n_common ? memcmp(a.bytes, b.bytes, n_common) : 0;
    if (order != 0)
        return order;
    return (a.n_bytes > b.n_bytes) - (a.n_bytes < b.n_bytes);
}

bool str_span_starts(struct str_span text, struct str_span prefix)
{
    return text.n_bytes >= prefix.n_bytes &&
           str_span_equal(str_span(text.bytes, prefix.n_bytes), prefix);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str_span str_span_trim(struct str_span text)
{
    while (text.n_bytes > 0 && is_space(text.bytes[0])) {
        text.bytes++;
        text.n_bytes--;
    }
    while (text.n_bytes > 0 && is_space(text.bytes[text.n_bytes - 1]))
        text.n_bytes--;
    return text;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool str_span_equal_nocase(struct str_span a, struct str_span b)
{
    if (a.n_bytes != b.n_bytes)
        return false;
    for (size_t i = 0; i < a.n_bytes; i++) {
        if (lower(a.bytes[i]) != lower(b.bytes[i]))
            return false;
    }
    return true;
}

/* What the view of a string for which memory was out points at. */
static const char bad_bytes[] = "";

bool str_span_is_bad(struct str_span span)
{
    return span.bytes == bad_bytes;
}

void str_init(struct str *str, size_t max_bytes)
{
    *str = (struct str)STR_INIT;
    str->max_bytes = max_bytes;
}

void str_release(struct str *str)
{
    size_t max_bytes = str->max_bytes;
    free(str->bytes);
    str_init(str, max_bytes);
}

void str_reset(struct str *str)
{
    str->n_bytes = 0;
    str->state = STATUS_OK;
    if (str->bytes)
        str->bytes[0] = '\0';
}

static size_t ceiling(const struct str *str)
{
    return str->max_bytes ? str->max_bytes : STR_MAX_BYTES;
}

/* Room for n_bytes more and the NUL; doubles up to the ceiling. */
bool str_grow(struct str *str, size_t n_bytes)
{
    if (str->state != STATUS_OK)
        return false;
    if (n_bytes > ceiling(str) - str->n_bytes) {
        str->state = STATUS_TOO_BIG;
        return false;
    }
    size_t n_wanted = str->n_bytes + n_bytes + 1;
    if (n_wanted <= str->n_room)
        return true;
    size_t n_room =
        str->n_room < STR_FIRST_BYTES ? STR_FIRST_BYTES : str->n_room * 2;
    if (n_room > ceiling(str) + 1)
        n_room = ceiling(str) + 1;
    if (n_room < n_wanted)
        n_room = n_wanted;
    char *bytes = realloc(str->bytes, n_room);
    if (!bytes) {
        str->state = STATUS_NO_MEMORY;
        return false;
    }
    str->bytes = bytes;
    str->n_room = n_room;
    return true;
}

void str_add(struct str *str, const char *bytes, size_t n_bytes)
{
    if (!str_reserve(str, n_bytes))
        return;
    if (n_bytes > 0)
        memcpy(str->bytes + str->n_bytes, bytes, n_bytes);
    else if (bytes == bad_bytes)
        str->state = STATUS_NO_MEMORY;
    str->n_bytes += n_bytes;
    str->bytes[str->n_bytes] = '\0';
}

void str_add_span(struct str *str, struct str_span span)
{
    str_add(str, span.bytes, span.n_bytes);
}

void str_add_text(struct str *str, const char *text)
{
    str_add(str, text, strlen(text));
}

void str_add_char(struct str *str, char byte)
{
    str_add(str, &byte, 1);
}

void str_add_format(struct str *str, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str_add_vformat(str, format, args);
    va_end(args);
}

void str_add_vformat(struct str *str, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0) {
        str->state = STATUS_NO_MEMORY;
    } else if (str_reserve(str, (size_t)n)) {
        (void)vsnprintf(str->bytes + str->n_bytes, (size_t)n + 1, format,
                        again);
        str->n_bytes += (size_t)n;
    }
    va_end(again);
}

void str_truncate(struct str *str, size_t n_bytes)
{
    if (n_bytes >= str->n_bytes)
        return;
    str->n_bytes = n_bytes;
    str->bytes[n_bytes] = '\0';
}

enum status str_status(const struct str *str, struct error *err)
{
    if (str->state == STATUS_TOO_BIG)
        return error_set(err, STATUS_TOO_BIG, "text is over %zu bytes",
                         ceiling(str));
    if (str->state != STATUS_OK)
        return error_no_memory(err);
    return STATUS_OK;
}

struct str_span str_view(const struct str *str)
{
    if (str->state == STATUS_NO_MEMORY)
        return str_span(bad_bytes, 0);
    return str_span(str->bytes ? str->bytes : "", str->n_bytes);
}

char *str_detach(struct str *str)
{
    char *bytes = NULL;
    if (str_reserve(str, 0)) {
        bytes = str->bytes;
        bytes[str->n_bytes] = '\0';
        str->bytes = NULL;
    }
    str_release(str);
    return bytes;
}
