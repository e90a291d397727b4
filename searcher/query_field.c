/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_field.h"

#include <string.h>

/* Longest name compared by edit distance; field names are shorter. */
#define NAME_MAX_BYTES 16

static const char *const later_names[] = {
    "has", "is", "words", "like", "dup", "saved", "type", "path", "indexed",
};

#define N_LATER_NAMES (sizeof later_names / sizeof *later_names)

struct query_field query_field_find(struct str_span name)
{
    size_t n_rows;
    const struct schema_row *rows = schema_rows(&n_rows);
    for (size_t i = 0; i < n_rows; i++)
        if (str_span_equal_nocase(name, str_span_of(rows[i].name)))
            return (struct query_field){QUERY_USE_FIELD, rows[i].field};
    if (str_span_equal_nocase(name, SPAN("after")))
        return (struct query_field){QUERY_USE_AFTER, FIELD_DATE};
    if (str_span_equal_nocase(name, SPAN("before")))
        return (struct query_field){QUERY_USE_BEFORE, FIELD_DATE};
    for (size_t i = 0; i < N_LATER_NAMES; i++)
        if (str_span_equal_nocase(name, str_span_of(later_names[i])))
            return (struct query_field){QUERY_USE_LATER, FIELD_TEXT};
    return (struct query_field){QUERY_USE_UNKNOWN, FIELD_TEXT};
}

bool query_field_next(struct str_span *names, struct str_span *ret_name)
{
    if (names->n_bytes == 0)
        return false;
    const char *comma = (const char *)memchr(names->bytes, ',', names->n_bytes);
    size_t n = comma != NULL ? (size_t)(comma - names->bytes) : names->n_bytes;
    *ret_name = str_span(names->bytes, n);
    n += comma != NULL;
    *names = str_span(names->bytes + n, names->n_bytes - n);
    return true;
}

enum query_field_hint query_field_hint(struct str_span names)
{
    struct str_span name;
    enum query_field_use use = QUERY_USE_UNKNOWN;
    size_t n_names = 0;
    while (query_field_next(&names, &name)) {
        use = query_field_find(name).use;
        if (use != QUERY_USE_UNKNOWN && use != QUERY_USE_LATER)
            return QUERY_FIELD_KNOWN;
        n_names++;
    }
    if (use == QUERY_USE_LATER)
        return QUERY_FIELD_LATER;
    return n_names == 1 ? QUERY_FIELD_UNKNOWN : QUERY_FIELD_TEXT;
}

bool query_field_compares(struct str_span name)
{
    return str_span_equal_nocase(name, SPAN("date")) ||
           str_span_equal_nocase(name, SPAN("words"));
}

bool query_field_is_opaque(enum field field)
{
    return field == FIELD_ID || field == FIELD_URL;
}

bool query_field_is_single(enum field field)
{
    return field == FIELD_SOURCE || field == FIELD_SECTION ||
           field == FIELD_LANGUAGE || field == FIELD_ID || field == FIELD_URL;
}

bool query_field_refuses(struct str_span value)
{
    if (value.n_bytes < 2 || (*value.bytes != '-' && *value.bytes != '!'))
        return false;
    unsigned char next = (unsigned char)value.bytes[1];
    return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
           next >= 0x80;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

/* Damerau's distance (optimal string alignment) of two short names. */
static size_t edit_distance(struct str_span a, struct str_span b)
{
    size_t rows[3][NAME_MAX_BYTES + 1];
    size_t *older = rows[0];
    size_t *old = rows[1];
    size_t *now = rows[2];
    if (a.n_bytes > NAME_MAX_BYTES || b.n_bytes > NAME_MAX_BYTES)
        return NAME_MAX_BYTES;
    for (size_t k = 0; k <= b.n_bytes; k++)
        old[k] = k;
    for (size_t i = 1; i <= a.n_bytes; i++) {
        now[0] = i;
        for (size_t k = 1; k <= b.n_bytes; k++) {
            bool is_same = lower(a.bytes[i - 1]) == lower(b.bytes[k - 1]);
            size_t best = least(old[k], now[k - 1]) + 1;
            best = least(best, old[k - 1] + !is_same);
            if (i > 1 && k > 1 &&
                lower(a.bytes[i - 1]) == lower(b.bytes[k - 2]) &&
                lower(a.bytes[i - 2]) == lower(b.bytes[k - 1]))
                best = least(best, older[k - 2] + 1);
            now[k] = best;
        }
        size_t *spare = older;
        older = old;
        old = now;
        now = spare;
    }
    return old[b.n_bytes];
}

void query_field_nearest(struct str_span name, struct str *out)
{
    size_t n_rows;
    const struct schema_row *rows = schema_rows(&n_rows);
    size_t best = name.n_bytes <= 4 ? 2 : 3; /* must be below */
    size_t n_found = 0;
    size_t before = out->n_bytes;
    for (size_t i = 0; i < n_rows; i++) {
        size_t distance = edit_distance(name, str_span_of(rows[i].name));
        if (distance > best || (distance == best && n_found == 0))
            continue;
        if (distance < best)
            str_truncate(out, before);
        n_found = distance < best ? 1 : n_found + 1;
        best = distance;
        str_add_format(out, "%s'%s:'", n_found > 1 ? " or " : "", rows[i].name);
    }
}
