/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_slip.h"

#include "searcher/query_byte.h"
#include "searcher/query_field.h"
#include "searcher/query_lex.h"

#include <string.h>

/* 1906-05..1908: digits in fours, and perhaps a month and a day. */
bool slip_is_range(struct str_span word)
{
    size_t off = 0;
    for (int i = 0; i < 2; i++) {
        if (count_digits(word, off) != 4)
            return false;
        off += 4;
        for (int k = 0; k < 2 && byte_at(word, off) == '-'; k++) {
            if (count_digits(word, off + 1) != 2)
                return false;
            off += 3;
        }
        if (i == 0 &&
            (byte_at(word, off) != '.' || byte_at(word, off + 1) != '.'))
            return false;
        off += i == 0 ? 2 : 0;
    }
    return off == word.n_bytes;
}

/* Bytes of the name of a field at off_bytes; 0 if none stands there. */
static size_t name_at(struct str_span query, size_t off_bytes)
{
    size_t end = off_bytes;

    while (byte_is_letter(byte_at(query, end)))
        end++;
    struct str_span name = str_span(query.bytes + off_bytes, end - off_bytes);
    enum query_field_use use = query_field_find(name).use;
    if (use > QUERY_USE_WORDS)
        return 0;
    return name.n_bytes;
}

static bool begins_value(struct str_span query, size_t off_bytes)
{
    char byte = byte_at(query, off_bytes);

    return byte == '"' || byte_is_wordy(byte);
}

/* title=oil title>oil date>=may */
static bool is_comparison(struct str_span query, size_t off_bytes)
{
    size_t n_name = name_at(query, off_bytes);
    size_t sign = off_bytes + n_name;
    size_t value = sign;

    if (n_name == 0)
        return false;
    while (byte_at(query, value) != '\0' &&
           strchr("<>=", query.bytes[value]) != NULL)
        value++;
    return value > sign && begins_value(query, value);
}

/* title:author:x, of which the first name is read already */
static bool is_field(struct str_span query, size_t off_bytes)
{
    size_t n_name = name_at(query, off_bytes);

    return n_name > 0 && byte_at(query, off_bytes + n_name) == ':' &&
           begins_value(query, off_bytes + n_name + 1);
}

const char *slip_in_word(struct str_span query, struct ast_span span,
                         const char **ret_hint)
{
    if (is_comparison(query, span.start_bytes)) {
        *ret_hint = "write a colon behind the field; to search for it as "
                    "text, put it in quotes";
        return "words can't be compared";
    }
    if (is_field(query, span.start_bytes)) {
        *ret_hint = "write the fields apart; to search for it as text, put it "
                    "in quotes";
        return "a field can't stand in the value of a field";
    }
    return NULL;
}

static size_t skip_space(struct str_span query, size_t off_bytes)
{
    for (size_t n; (n = lex_space(query, off_bytes)) > 0;)
        off_bytes += n;
    return off_bytes;
}

/* Behind the bytes that are neither white space nor a bracket. */
static size_t skip_value(struct str_span query, size_t off_bytes)
{
    while (off_bytes < query.n_bytes && lex_space(query, off_bytes) == 0 &&
           strchr("[]{}()", query.bytes[off_bytes]) == NULL)
        off_bytes++;
    return off_bytes;
}

size_t slip_bracket(struct str_span query, size_t off_bytes)
{
    char byte = byte_at(query, off_bytes);

    if (byte != '[' && byte != '{')
        return 0;
    /* Without a space: a reading, "[ OR TO OR ]", has an operator there. */
    size_t low = off_bytes + 1;
    size_t low_end = skip_value(query, low);
    size_t to = skip_space(query, low_end);
    size_t high = skip_space(query, to + 2);
    size_t high_end = skip_value(query, high);
    size_t end = skip_space(query, high_end);
    bool has_parts =
        low_end > low && to > low_end && high > to + 2 && high_end > high;

    if (!has_parts || memcmp(query.bytes + to, "TO", 2) != 0 ||
        (byte_at(query, end) != ']' && byte_at(query, end) != '}'))
        return 0;
    return end + 1 - off_bytes;
}

size_t slip_single_quotes(struct str_span query, size_t off_bytes,
                          bool *ret_is_last)
{
    size_t n_spaces = 0;

    *ret_is_last = false;
    if (byte_at(query, off_bytes) != '\'' ||
        !byte_is_wordy(byte_at(query, off_bytes + 1)))
        return 0;
    for (size_t i = off_bytes + 1; i < query.n_bytes; i++) {
        char next = byte_at(query, i + 1);
        n_spaces += query.bytes[i] == ' ';
        if (query.bytes[i] != '\'' || !byte_is_wordy(query.bytes[i - 1]) ||
            byte_is_wordy(next))
            continue;
        return n_spaces > 0 ? i + 1 - off_bytes : 0;
    }
    *ret_is_last = true;
    return 0;
}

bool slip_is_apart(struct str_span query, struct ast_span span)
{
    size_t colon = skip_space(query, span.end_bytes);

    if (colon == span.end_bytes || byte_at(query, colon) != ':' ||
        name_at(query, span.start_bytes) != span.end_bytes - span.start_bytes)
        return false;
    return begins_value(query, skip_space(query, colon + 1));
}
