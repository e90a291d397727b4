/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_quote.h"

#include "searcher/query_byte.h"

#include <string.h>

#define BIT(quote) (1u << (quote))

static const struct {
    const char *bytes;
    unsigned closers;
    bool is_lone_text;
} quotes[N_QUOTES] = {
    [QUOTE_PLAIN] = {"\"", BIT(QUOTE_RIGHT) | BIT(QUOTE_LEFT), false},
    [QUOTE_LEFT] = {"\xE2\x80\x9C", BIT(QUOTE_RIGHT) | BIT(QUOTE_PLAIN), false},
    [QUOTE_RIGHT] = {"\xE2\x80\x9D", BIT(QUOTE_RIGHT) | BIT(QUOTE_PLAIN), true},
    [QUOTE_LOW] = {"\xE2\x80\x9E",
                   BIT(QUOTE_LEFT) | BIT(QUOTE_RIGHT) | BIT(QUOTE_PLAIN),
                   false},
    [QUOTE_GUILLEMET] = {"\xC2\xAB", BIT(QUOTE_COUNTER) | BIT(QUOTE_PLAIN),
                         false},
    [QUOTE_COUNTER] = {"\xC2\xBB",
                       BIT(QUOTE_GUILLEMET) | BIT(QUOTE_COUNTER) |
                           BIT(QUOTE_PLAIN),
                       true},
};

enum quote quote_at(struct str_span text, size_t off_bytes)
{
    char byte = byte_at(text, off_bytes);
    if (byte != '"' && byte != '\xE2' && byte != '\xC2')
        return N_QUOTES;
    for (unsigned i = 0; i < N_QUOTES; i++)
        if (str_span_starts(span_from(text, off_bytes),
                            str_span_of(quotes[i].bytes)))
            return (enum quote)i;
    return N_QUOTES;
}

size_t quote_n_bytes(enum quote quote)
{
    return strlen(quotes[quote].bytes);
}

bool quote_is_lone_text(enum quote quote)
{
    return quotes[quote].is_lone_text;
}

void quote_finder_init(struct quote_finder *finder, struct str_span text)
{
    finder->text = text;
    for (size_t i = 0; i < QUOTE_SETS; i++)
        finder->none_from[i] = SIZE_MAX;
}

/* The next " from off_bytes on that is neither doubled nor escaped. */
static size_t find_plain(struct str_span text, size_t off_bytes)
{
    for (size_t i = off_bytes; i < text.n_bytes; i++) {
        char next = byte_at(text, i + 1);
        bool is_hidden =
            (text.bytes[i] == '\\' && (next == '"' || next == '\\')) ||
            (text.bytes[i] == '"' && next == '"');
        if (is_hidden)
            i++;
        else if (text.bytes[i] == '"')
            return i;
    }
    return SIZE_MAX;
}

static size_t find_set(struct str_span text, size_t off_bytes, unsigned set)
{
    for (size_t i = off_bytes; i < text.n_bytes; i++) {
        enum quote quote = quote_at(text, i);
        if (quote != N_QUOTES && (set & BIT(quote)) != 0)
            return i;
    }
    return SIZE_MAX;
}

/* find_plain() for the set of " alone, else find_set(). */
static size_t find_quote(struct quote_finder *finder, size_t off_bytes,
                         unsigned set)
{
    if (off_bytes >= finder->none_from[set])
        return SIZE_MAX;
    size_t off = set == BIT(QUOTE_PLAIN)
                     ? find_plain(finder->text, off_bytes)
                     : find_set(finder->text, off_bytes, set);
    if (off == SIZE_MAX)
        finder->none_from[set] = off_bytes;
    return off;
}

size_t quote_find_closer(struct quote_finder *finder, enum quote quote,
                         size_t off_bytes)
{
    if (quote == QUOTE_PLAIN) {
        size_t off = find_quote(finder, off_bytes, BIT(QUOTE_PLAIN));
        if (off != SIZE_MAX)
            return off;
    }
    return find_quote(finder, off_bytes, quotes[quote].closers);
}
