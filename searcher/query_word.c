/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_word.h"

#include "searcher/query_byte.h"
#include "searcher/query_field.h"
#include "searcher/query_lex.h"
#include "searcher/query_slip.h"
#include "searcher/query_text.h"
#include "searcher/query_wild.h"

#include <stdlib.h>
#include <string.h>

/* Largest factor of a boost, and fewest edits that are too many. */
#define FACTOR_MAX    100.0
#define EDITS_TOO_FAR 3u

/* ---- suffixes */

static uint32_t read_number(struct str_span digits)
{
    uint64_t number = 0;
    for (size_t i = 0; i < digits.n_bytes && number < UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(digits.bytes[i] - '0');
    return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* Bytes of `2` or `2.5` at off_bytes. */
static size_t count_factor(struct str_span text, size_t off_bytes)
{
    size_t n = count_digits(text, off_bytes);
    if (n == 0 || byte_at(text, off_bytes + n) != '.')
        return n;
    size_t n_decimals = count_digits(text, off_bytes + n + 1);
    return n_decimals == 0 ? n : n + 1 + n_decimals;
}

static double read_factor(struct str_span text)
{
    char copy[QUERY_FACTOR_MAX_BYTES + 1] = "";
    if (text.n_bytes > QUERY_FACTOR_MAX_BYTES)
        return 0;
    memcpy(copy, text.bytes, text.n_bytes);
    double factor = strtod(copy, NULL);
    return factor <= FACTOR_MAX ? factor : 0;
}

/* The suffix at off_bytes, whatever follows it; false if there is none. */
static bool read_suffix(struct str_span query, size_t off_bytes,
                        struct word_suffix *suffix)
{
    char sign = byte_at(query, off_bytes);
    size_t value = off_bytes + 1;
    size_t n = 0;
    *suffix = (struct word_suffix){.kind = SUFFIX_NONE};
    if (sign == '^') {
        n = count_factor(query, value);
        suffix->kind = SUFFIX_BOOST;
        suffix->factor = read_factor(str_span(query.bytes + value, n));
    } else if (sign == '~' || sign == '/') {
        bool is_tilde = sign == '~';
        suffix->is_ocr = is_tilde && byte_at(query, value) == 'o' &&
                         byte_at(query, value + 1) == 'c' &&
                         byte_at(query, value + 2) == 'r';
        n = suffix->is_ocr ? 3 : count_digits(query, value);
        suffix->kind = is_tilde ? SUFFIX_TILDE : SUFFIX_SLASH;
        suffix->has_number = n > 0 && !suffix->is_ocr;
        suffix->number = read_number(str_span(query.bytes + value, n));
    }
    suffix->span = (struct ast_span){off_bytes, value + n};
    return suffix->kind == SUFFIX_TILDE ||
           (suffix->kind != SUFFIX_NONE && n > 0);
}

void word_suffix_read(struct str_span query, size_t off_bytes,
                      struct word_suffix *ret_suffix)
{
    struct word_suffix next;
    bool is_there = read_suffix(query, off_bytes, ret_suffix);
    size_t end = ret_suffix->span.end_bytes;
    char sign = byte_at(query, end);
    bool is_last = lex_is_boundary(query, end) ||
                   ((sign == '^' || sign == '~' || sign == '/') &&
                    read_suffix(query, end, &next));
    if (!is_there || !is_last)
        *ret_suffix = (struct word_suffix){.kind = SUFFIX_NONE};
}

/* ---- a word */

static bool is_address(struct str_span word)
{
    for (size_t i = 0; i + 3 <= word.n_bytes; i++)
        if (memcmp(word.bytes + i, "://", 3) == 0)
            return true;
    return str_span_starts(word, SPAN("www."));
}

static void set_fault(struct word_fault *fault, const char *number,
                      struct ast_span span, const char *message,
                      const char *hint)
{
    if (fault->number == NULL)
        *fault = (struct word_fault){number, span, message, hint};
}

static const char text_hint[] =
    "to search for the sign itself, put a backslash in front of it";

static bool has_wordy(struct str_span query, struct ast_span span)
{
    for (size_t i = span.start_bytes; i < span.end_bytes; i++)
        if (byte_is_wordy(query.bytes[i]))
            return true;
    return false;
}

/* Takes the last suffix off the core; false if it has none. */
static bool strip_suffix(struct str_span query, struct ast_span *core,
                         struct word_suffix *suffix)
{
    struct str_span word = str_span(query.bytes, core->end_bytes);
    size_t at = core->end_bytes;
    while (at > core->start_bytes + 1 && word.bytes[at - 1] != '^' &&
           word.bytes[at - 1] != '~')
        at--;
    if (at <= core->start_bytes + 1)
        return false;
    struct ast_span rest = {core->start_bytes, at - 1};
    char before = word.bytes[at - 2];
    bool is_there = read_suffix(word, at - 1, suffix) &&
                    suffix->span.end_bytes == core->end_bytes;
    if (!is_there || before == '\\' || !has_wordy(query, rest))
        return false;
    /* A boost ends with a digit, so that `word^2~` is behind a word, too. */
    if (suffix->kind != SUFFIX_BOOST && !byte_is_wordy(before) && before != '*')
        return false;
    *core = rest;
    return true;
}

static void take_suffixes(struct str_span query, struct word_reading *reading)
{
    struct word_suffix suffix;
    struct word_fault *fault = &reading->fault;
    while (strip_suffix(query, &reading->core, &suffix)) {
        bool is_fuzzy = suffix.kind == SUFFIX_TILDE;
        if (is_fuzzy ? reading->kind == AST_FUZZY
                     : reading->boost.kind != SUFFIX_NONE)
            set_fault(fault, "133", suffix.span,
                      "the same suffix stands here twice", text_hint);
        if (!is_fuzzy) {
            reading->boost = suffix;
            if (!(suffix.factor > 0))
                set_fault(fault, "133", suffix.span,
                          "a boost is more than 0 and at most 100", text_hint);
            continue;
        }
        reading->kind = AST_FUZZY;
        reading->n_edits = suffix.is_ocr       ? AST_EDITS_OCR
                           : suffix.has_number ? suffix.number
                                               : 1;
        if (suffix.has_number &&
            (suffix.number == 0 || suffix.number >= EDITS_TOO_FAR))
            set_fault(fault, "133", suffix.span,
                      "a word can differ by 1 or 2 letters, or as scans do",
                      "write word~, word~2 or word~ocr");
    }
}

/* Whether all of raw is one word: letters, digits and what is like them. */
static bool is_one_part(struct str_span raw)
{
    struct str_span gap;
    struct str_span part;
    size_t off = 0;
    bool is_hidden = byte_at(raw, 0) == '\\' && byte_is_letter(byte_at(raw, 1));
    if (is_hidden)
        raw = span_from(raw, 1);
    return query_part_next(raw, &off, &gap, &part) &&
           part.n_bytes == raw.n_bytes;
}

static void check_fuzzy(struct str_span raw, enum wild_place place,
                        struct word_reading *reading)
{
    struct ast_span span = reading->core;
    if (reading->is_exact)
        set_fault(&reading->fault, "133", span,
                  "'=' and '~' do not go together", "leave one of them out");
    if (wild_has(raw, place) || !is_one_part(raw))
        set_fault(&reading->fault, "133", span,
                  "'~' stands behind one word without wildcards",
                  "to search for it as text, put it in quotes");
}

void word_read(struct str_span query, struct ast_span span, bool is_value,
               struct word_reading *ret_reading)
{
    enum wild_place place = is_value ? WILD_VALUE : WILD_WORD;
    struct word_reading *reading = ret_reading;
    struct str_span word = str_span(query.bytes + span.start_bytes,
                                    span.end_bytes - span.start_bytes);
    *reading = (struct word_reading){.kind = AST_WORD, .core = span};
    if (is_address(word))
        return;
    take_suffixes(query, reading);
    if (byte_at(word, 0) == '=' && wild_letter(word, 1) > 0) {
        reading->is_exact = true;
        reading->core.start_bytes++;
    }
    struct str_span raw =
        str_span(query.bytes + reading->core.start_bytes,
                 reading->core.end_bytes - reading->core.start_bytes);
    if (reading->kind == AST_FUZZY) {
        check_fuzzy(raw, place, reading);
        return;
    }
    if (!wild_has(raw, place))
        return;
    reading->kind = AST_PATTERN;
    if (reading->is_exact)
        set_fault(&reading->fault, "133", reading->core,
                  "'=' and wildcards do not go together",
                  "leave out '=': wildcards find exact forms");
}

bool word_is_plain(struct str_span text, enum field field, bool is_value)
{
    struct lexer lexer;
    struct lex_token token;
    struct word_reading reading;
    const char *hint;
    bool is_opaque = query_field_is_opaque(field);
    for (size_t i = 0; i < text.n_bytes; i++)
        if (text.bytes[i] == '\\' || quote_at(text, i) != N_QUOTES)
            return false;
    lexer_init(&lexer, text);
    if (is_value)
        lexer_value(&lexer, is_opaque ? LEX_VALUE_OPAQUE : LEX_VALUE_TEXT,
                    &token);
    else
        lexer_next(&lexer, &token);
    if (token.kind != LEX_WORD || token.span.start_bytes != 0 ||
        token.span.end_bytes != text.n_bytes)
        return false;
    if (is_value &&
        (query_field_refuses(text) || str_span_equal(text, SPAN("*")) ||
         str_span_starts(text, SPAN("//")))) /* title://x is a word */
        return false;
    if (is_opaque)
        return field != FIELD_PATH || text.bytes[text.n_bytes - 1] != '*';
    word_read(text, token.span, query_field_is_value(field), &reading);
    return reading.kind == AST_WORD && !reading.is_exact &&
           reading.boost.kind == SUFFIX_NONE && reading.fault.number == NULL &&
           slip_in_word(text, token.span, &hint) == NULL &&
           !slip_is_range(text);
}
