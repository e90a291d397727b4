/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_text.h"

#include "searcher/query_byte.h"
#include "searcher/query_lex.h"
#include "searcher/query_wild.h"
#include "text/utf8.h"

#include <string.h>

/* Fewest letters beside wildcards; behind a leading `*` one more. */
#define LETTERS_MIN 2u
/* As many parts as the analyser joins (text/analyser.h). */
#define JOINED_PARTS_MAX 8u

/* Text on its way: room for what it may become at most. */
struct builder {
    char *bytes;
    size_t n_bytes;
};

static bool builder_new(struct arena *arena, size_t n_room,
                        struct builder *builder)
{
    builder->bytes = (char *)arena_alloc(arena, n_room + 1);
    builder->n_bytes = 0;
    return builder->bytes != NULL;
}

static void put(struct builder *builder, const char *bytes, size_t n_bytes)
{
    memcpy(builder->bytes + builder->n_bytes, bytes, n_bytes);
    builder->n_bytes += n_bytes;
}

static struct str_span built(const struct builder *builder)
{
    return str_span(builder->bytes, builder->n_bytes);
}

static bool has_any(struct str_span raw, const char *signs)
{
    for (size_t i = 0; i < raw.n_bytes; i++)
        if (strchr(signs, raw.bytes[i]) != NULL)
            return true;
    return false;
}

/* Bytes of what the backslash at i of a word hides; 0: it hides nothing. */
static size_t hidden_in_word(struct str_span raw, size_t i)
{
    if (raw.bytes[i] != '\\')
        return 0;
    if (i == 0 && byte_is_letter(byte_at(raw, 1)))
        return 1;
    return lex_escapable(raw, i + 1);
}

struct str_span query_text_word(struct arena *arena, struct str_span raw)
{
    struct builder text;
    if (!has_any(raw, "\\"))
        return raw;
    if (!builder_new(arena, raw.n_bytes, &text))
        return str_span(NULL, 0);
    for (size_t i = 0; i < raw.n_bytes;) {
        size_t n = hidden_in_word(raw, i);
        i += n > 0;
        n = n > 0 ? n : 1;
        put(&text, raw.bytes + i, n);
        i += n;
    }
    return built(&text);
}

struct str_span query_text_value(struct arena *arena, struct str_span raw)
{
    struct builder text;
    if (!has_any(raw, "\\\""))
        return raw;
    if (!builder_new(arena, raw.n_bytes, &text))
        return str_span(NULL, 0);
    for (size_t i = 0; i < raw.n_bytes; i++) {
        char next = byte_at(raw, i + 1);
        bool is_hidden = next != '\0' && strchr("\"\\*?", next) != NULL;
        if ((raw.bytes[i] == '\\' && is_hidden) ||
            (raw.bytes[i] == '"' && next == '"'))
            i++;
        put(&text, raw.bytes + i, 1);
    }
    return built(&text);
}

/* A run of wildcards at *at, with a backslash before those that are none. */
static void put_run(struct builder *text, struct str_span raw, size_t *at,
                    enum wild_place place)
{
    size_t n_wild;
    size_t n = wild_run(raw, *at, place, &n_wild);
    for (size_t i = 0; i < n; i++) {
        if (i >= n_wild)
            put(text, "\\", 1);
        put(text, raw.bytes + *at + i, 1);
    }
    *at += n;
}

/* The sign that a backslash hid: in text it needs one only if it would be
   something else. */
static void put_hidden(struct builder *text, const char *bytes, size_t n_bytes)
{
    if (*bytes == '*' || *bytes == '?' || *bytes == '\\')
        put(text, "\\", 1);
    put(text, bytes, n_bytes);
}

struct str_span query_text_pattern(struct arena *arena, struct str_span raw)
{
    struct builder text;
    if (!builder_new(arena, 2 * raw.n_bytes, &text))
        return str_span(NULL, 0);
    for (size_t i = 0; i < raw.n_bytes;) {
        size_t n = hidden_in_word(raw, i);
        if (n > 0) {
            put_hidden(&text, raw.bytes + i + 1, n);
            i += 1 + n;
        } else if (raw.bytes[i] == '*' || raw.bytes[i] == '?') {
            put_run(&text, raw, &i, WILD_VALUE);
        } else {
            put_hidden(&text, raw.bytes + i++, 1);
        }
    }
    return built(&text);
}

/* Bytes at i that belong to a word; *ret_n_other: and so many behind them, or
   instead of them, that do not. */
static size_t count_word(struct str_span raw, size_t i, size_t *ret_n_other)
{
    size_t n = wild_letter(raw, i);
    *ret_n_other = 0;
    if (n > 0)
        return n;
    if (raw.bytes[i] == '*' || raw.bytes[i] == '?') {
        size_t n_run = wild_run(raw, i, WILD_WORD, &n);
        *ret_n_other = n_run - n;
        return n;
    }
    size_t end = i;
    (void)utf8_next(raw, &end);
    if (raw.bytes[i] == '\\' && !byte_is_letter(byte_at(raw, i + 1)))
        end += hidden_in_word(raw, i);
    *ret_n_other = end - i;
    return 0;
}

bool query_part_next(struct str_span raw, size_t *off_bytes,
                     struct str_span *ret_gap, struct str_span *ret_part)
{
    size_t i = *off_bytes;
    size_t n = 0;
    size_t n_other = 0;
    while (i < raw.n_bytes && (n = count_word(raw, i, &n_other)) == 0)
        i += n_other;
    if (i >= raw.n_bytes)
        return false;
    *ret_gap = str_span(raw.bytes + *off_bytes, i - *off_bytes);
    size_t start = i;
    do {
        i += n;
        n = 0;
        if (n_other == 0 && i < raw.n_bytes)
            n = count_word(raw, i, &n_other);
    } while (n > 0);
    *ret_part = str_span(raw.bytes + start, i - start);
    *off_bytes = i;
    return true;
}

static bool is_joiner(struct str_span gap)
{
    static const char *const joiners[] = {
        "-",
        "&",
        "@",
        "_",
        "'",
        ".",
        ":",
        "\xE2\x80\x90",
        "\xE2\x80\x91",
        "\xE2\x80\x99",
        "\xC2\xB7",
    };
    /* O\'Reill*: what is hidden is a sign, and joins as such. */
    if (gap.n_bytes > 1 && *gap.bytes == '\\')
        gap = span_from(gap, 1);
    for (size_t i = 0; i < sizeof joiners / sizeof *joiners; i++)
        if (str_span_equal(gap, str_span_of(joiners[i])))
            return true;
    return false;
}

bool query_parts_make(struct arena *arena, struct str_span raw,
                      struct query_parts *ret_parts)
{
    struct builder phrase;
    struct builder joined;
    struct str_span gap;
    struct str_span part;
    bool is_joined = true;
    *ret_parts = (struct query_parts){0, {"", 0}, {"", 0}};
    if (!builder_new(arena, 2 * raw.n_bytes, &phrase) ||
        !builder_new(arena, raw.n_bytes, &joined))
        return false;
    for (size_t off = 0; query_part_next(raw, &off, &gap, &part);) {
        if (ret_parts->n_parts++ > 0) {
            put(&phrase, " ", 1);
            is_joined = is_joined && is_joiner(gap);
        }
        put(&phrase, part.bytes, part.n_bytes);
        put(&joined, part.bytes, part.n_bytes);
    }
    ret_parts->phrase = built(&phrase);
    if (is_joined && ret_parts->n_parts > 1 &&
        ret_parts->n_parts <= JOINED_PARTS_MAX)
        ret_parts->joined = built(&joined);
    return true;
}

/* One word of a phrase, between white space, without wildcards. */
static void put_plain(struct builder *text, struct str_span raw)
{
    for (size_t i = 0; i < raw.n_bytes; i++) {
        char next = byte_at(raw, i + 1);
        bool is_hidden = next != '\0' && strchr("\"\\*?", next) != NULL;
        bool is_pair = (raw.bytes[i] == '\\' && is_hidden) ||
                       (raw.bytes[i] == '"' && next == '"');
        i += is_pair;
        put_hidden(text, raw.bytes + i, 1);
    }
}

static void put_parts(struct builder *text, struct str_span raw)
{
    struct str_span gap;
    struct str_span part;
    size_t n_parts = 0;
    for (size_t off = 0; query_part_next(raw, &off, &gap, &part);) {
        if (n_parts++ > 0)
            put(text, " ", 1);
        put(text, part.bytes, part.n_bytes);
    }
}

struct str_span query_text_phrase(struct arena *arena, struct str_span raw)
{
    struct builder text;
    if (!has_any(raw, "\\\"*?"))
        return raw;
    if (!builder_new(arena, 2 * raw.n_bytes, &text))
        return str_span(NULL, 0);
    for (size_t i = 0; i < raw.n_bytes;) {
        size_t n_space = lex_space(raw, i);
        size_t start = i;
        put(&text, raw.bytes + i, n_space);
        i += n_space;
        if (n_space > 0)
            continue;
        while (i < raw.n_bytes && lex_space(raw, i) == 0)
            (void)utf8_next(raw, &i);
        struct str_span word = str_span(raw.bytes + start, i - start);
        if (wild_has(word, WILD_WORD))
            put_parts(&text, word);
        else if (str_span_equal(word, SPAN("*")))
            put(&text, "*", 1);
        else
            put_plain(&text, word);
    }
    return built(&text);
}

struct str_span query_text_hide(struct arena *arena, struct str_span text)
{
    struct builder hidden;
    if (!builder_new(arena, 2 * text.n_bytes, &hidden))
        return str_span(NULL, 0);
    for (size_t i = 0; i < text.n_bytes; i++) {
        char byte = text.bytes[i];
        if (byte == '*' || byte == '?')
            put(&hidden, "\\", 1);
        else if (byte == '\\' && i + 1 < text.n_bytes)
            put(&hidden, &text.bytes[i++], 1);
        put(&hidden, text.bytes + i, 1);
    }
    return built(&hidden);
}

struct str_span query_text_beginning(struct arena *arena, struct str_span raw)
{
    struct builder text;
    struct str_span plain = query_text_word(arena, raw);
    if (plain.bytes == NULL ||
        !builder_new(arena, 2 * plain.n_bytes + 1, &text))
        return str_span(NULL, 0);
    for (size_t i = 0; i < plain.n_bytes; i++) {
        if (strchr("*?\\", plain.bytes[i]) != NULL)
            put(&text, "\\", 1);
        put(&text, plain.bytes + i, 1);
    }
    put(&text, "*", 1);
    return built(&text);
}

/* Whether the wildcards of part have letters enough; of a value, signs. */
static bool is_enough(struct str_span part, bool is_value)
{
    size_t n_letters = 0;
    size_t n_wild = 0;
    for (size_t i = 0; i < part.n_bytes;) {
        bool is_hidden = part.bytes[i] == '\\' && i + 1 < part.n_bytes;
        bool is_wild = part.bytes[i] == '*' || part.bytes[i] == '?';
        i += is_hidden;
        n_wild += is_wild;
        n_letters += wild_letter(part, i) > 0 || (is_value && !is_wild);
        (void)utf8_next(part, &i);
    }
    return n_wild == 0 || n_letters >= LETTERS_MIN + (*part.bytes == '*');
}

void query_text_check(struct str_span text, bool is_value,
                      struct word_fault *fault)
{
    struct str_span gap;
    struct str_span part = text;
    bool is_good = true;
    if (is_value)
        is_good = is_enough(text, true);
    for (size_t off = 0;
         !is_value && is_good && query_part_next(text, &off, &gap, &part);)
        is_good = is_enough(part, false);
    if (is_good)
        return;
    fault->number = "130";
    fault->message = *part.bytes == '*'
                         ? "a wildcard in front needs 3 letters behind it"
                         : "a wildcard needs 2 letters beside it";
    fault->hint = "write more of the word; to search for the sign itself, put "
                  "a backslash in front of it";
}
