/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_later.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A byte of a word proper: letter, digit or anything beyond ASCII. */
static bool is_wordy(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

static bool all_digits(struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++)
        if (!is_digit(text.bytes[i]))
            return false;
    return text.n_bytes > 0;
}

static struct str_span span_from(struct str_span text, size_t off_bytes)
{
    return str_span(text.bytes + off_bytes, text.n_bytes - off_bytes);
}

const char *later_operator(struct str_span word)
{
    static const struct {
        const char *name;
        bool has_number;
    } rows[] = {
        {"NEAR", true},  {"ADJ", true},    {"NOTNEAR", true}, {"SENT", false},
        {"PARA", false}, {"MAYBE", false}, {"AROUND", false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str_span name = str_span_of(rows[i].name);
        if (!str_span_starts(word, name))
            continue;
        if (word.n_bytes == name.n_bytes)
            return rows[i].name;
        if (rows[i].has_number && word.bytes[name.n_bytes] == '/' &&
            all_digits(span_from(word, name.n_bytes + 1)))
            return rows[i].name;
    }
    return NULL;
}

static bool is_address(struct str_span word)
{
    for (size_t i = 0; i + 3 <= word.n_bytes; i++)
        if (memcmp(word.bytes + i, "://", 3) == 0)
            return true;
    return str_span_starts(word, SPAN("www."));
}

/* '*' beside a letter; '?' with a letter behind it (at the end of a word it
   is a question mark). */
static const char *find_wildcard(struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        bool before = i > 0 && is_wordy(text.bytes[i - 1]);
        bool behind = i + 1 < text.n_bytes && is_wordy(text.bytes[i + 1]);
        if (text.bytes[i] == '\\')
            i++;
        else if (text.bytes[i] == '*' && (before || behind))
            return "the wildcard '*'";
        else if (text.bytes[i] == '?' && behind)
            return "the wildcard '?'";
    }
    return NULL;
}

static bool is_fuzzy_tail(struct str_span tail)
{
    return tail.n_bytes == 0 || all_digits(tail) ||
           str_span_equal(tail, SPAN("ocr"));
}

/* word~ word~2 word~ocr word^2 */
static const char *find_word_suffix(struct str_span word)
{
    for (size_t i = word.n_bytes; i-- > 1;) {
        if (!is_wordy(word.bytes[i - 1]) || word.bytes[i - 1] == '\\')
            continue;
        struct str_span tail = span_from(word, i + 1);
        if (word.bytes[i] == '~' && is_fuzzy_tail(tail))
            return "the fuzzy suffix '~'";
        if (word.bytes[i] == '^' && tail.n_bytes > 0 && is_digit(*tail.bytes))
            return "the boost '^'";
    }
    return NULL;
}

static bool is_regex(struct str_span word)
{
    if (word.n_bytes < 3 || word.bytes[0] != '/' ||
        word.bytes[word.n_bytes - 1] != '/')
        return false;
    return memchr(word.bytes + 1, '/', word.n_bytes - 2) == NULL;
}

const char *later_in_word(struct str_span word)
{
    if (is_address(word))
        return NULL;
    if (word.n_bytes > 1 && word.bytes[0] == '=' && is_wordy(word.bytes[1]))
        return "the exact form '='";
    if (is_regex(word))
        return "a regular expression";
    const char *name = find_wildcard(word);
    return name != NULL ? name : find_word_suffix(word);
}

static bool is_space_at(struct str_span text, size_t i)
{
    return i >= text.n_bytes || text.bytes[i] == ' ' || text.bytes[i] == '\t';
}

const char *later_in_phrase(struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        bool before = i > 0 && is_wordy(text.bytes[i - 1]);
        bool behind = i + 1 < text.n_bytes && is_wordy(text.bytes[i + 1]);
        bool is_alone =
            (i == 0 || is_space_at(text, i - 1)) && is_space_at(text, i + 1);
        if (text.bytes[i] == '\\')
            i++;
        else if (text.bytes[i] == '*' && (before || behind || is_alone))
            return "the wildcard '*' in a phrase";
        else if (text.bytes[i] == '?' && before && behind)
            return "the wildcard '?' in a phrase";
    }
    return NULL;
}

const char *later_suffix(struct str_span query, size_t off_bytes,
                         size_t *ret_n_bytes)
{
    if (off_bytes >= query.n_bytes)
        return NULL;
    char sign = query.bytes[off_bytes];
    if (sign != '~' && sign != '^' && sign != '/')
        return NULL;
    size_t end = off_bytes + 1;
    while (end < query.n_bytes &&
           (is_wordy(query.bytes[end]) || query.bytes[end] == '.'))
        end++;
    struct str_span tail =
        str_span(query.bytes + off_bytes + 1, end - off_bytes - 1);
    *ret_n_bytes = end - off_bytes;
    bool has_number = tail.n_bytes > 0 && is_digit(*tail.bytes);
    if (sign == '~' && is_fuzzy_tail(tail))
        return "the closeness suffix '~'";
    if (sign == '^' && has_number)
        return "the boost '^'";
    if (sign == '/' && has_number)
        return "the suffix '/' for some of the words";
    return NULL;
}
