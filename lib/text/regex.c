/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/regex.h"

#include "text/regex_compile.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ustring.h>

/* UTF-16 units of a term, of at most 245 bytes. */
#define TERM_MAX_UNITS 256
/* ICU counts steps of its engine and calls that milliseconds. */
#define TERM_MAX_STEPS 5
/* ICU's stack for one match: nothing short needs more. */
#define TERM_MAX_STACK ((int32_t)1 << 20)

struct regex {
    URegularExpression *expression;
    char *literals;            /* owns the bytes of the two below */
    struct str_span beginning; /* of all that match */
    struct str_span inside;    /* somewhere in all that match */
    int64_t spent_ns;          /* in ICU */
};

/* ---- letters that have to be there: what is not even looked at by ICU */

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
           (unsigned char)byte >= 0x80;
}

/* Whether what stands before may be missing. */
static bool may_repeat(struct str_span pattern, size_t at)
{
    return at < pattern.n_bytes &&
           (pattern.bytes[at] == '?' || pattern.bytes[at] == '*' ||
            pattern.bytes[at] == '{');
}

/* Behind a class or a group that begins at at. */
static size_t skip_nested(struct str_span pattern, size_t at, char open,
                          char close)
{
    size_t n_open = 0;
    for (; at < pattern.n_bytes; at++) {
        if (pattern.bytes[at] == '\\') {
            at++;
            continue;
        }
        if (pattern.bytes[at] == open)
            n_open++;
        else if (pattern.bytes[at] == close && --n_open == 0)
            return at + 1;
    }
    return pattern.n_bytes;
}

/* A pattern with choices, flags or quotes in it is left to ICU alone. */
static bool is_simple(struct str_span pattern)
{
    for (size_t i = 0; i < pattern.n_bytes; i++) {
        char byte = pattern.bytes[i];
        char next = '\0';
        if (i + 1 < pattern.n_bytes)
            next = pattern.bytes[i + 1];
        if (byte == '|' || (byte == '(' && next == '?') ||
            (byte == '\\' && (next == 'Q' || next == 'E')))
            return false;
    }
    return true;
}

/* The run of letters at at, without the last one if that may be missing. */
static struct str_span read_run(struct str_span pattern, size_t at)
{
    size_t end = at;
    size_t last = at;
    while (end < pattern.n_bytes && is_letter(pattern.bytes[end])) {
        last = end;
        (void)utf8_next(pattern, &end);
    }
    return str_span(pattern.bytes + at,
                    (may_repeat(pattern, end) ? last : end) - at);
}

static size_t skip_piece(struct str_span pattern, size_t at)
{
    switch (pattern.bytes[at]) {
    case '[':
        return skip_nested(pattern, at, '[', ']');
    case '(':
        return skip_nested(pattern, at, '(', ')');
    case '{':
        return skip_nested(pattern, at, '{', '}');
    case '\\': {
        /* \x41, \p{L}, \1: up to what is no letter. */
        size_t end = at + 2;
        while (end < pattern.n_bytes && is_letter(pattern.bytes[end]))
            end++;
        return end;
    }
    default:
        return at + 1;
    }
}

static void find_literals(struct regex *regex, struct str_span pattern)
{
    bool is_at_start = true;
    if (!is_simple(pattern))
        return;
    for (size_t at = 0; at < pattern.n_bytes;) {
        if (is_at_start && pattern.bytes[at] == '^') {
            at++;
            continue;
        }
        if (!is_letter(pattern.bytes[at])) {
            at = skip_piece(pattern, at);
            is_at_start = false;
            continue;
        }
        struct str_span run = read_run(pattern, at);
        if (is_at_start)
            regex->beginning = run;
        if (run.n_bytes > regex->inside.n_bytes)
            regex->inside = run;
        is_at_start = false;
        while (at < pattern.n_bytes && is_letter(pattern.bytes[at]))
            at++;
    }
}

/* ---- */

static enum status say_bad(UErrorCode code, struct error *err)
{
    return error_set(err, STATUS_INTERNAL, "%s", u_errorName(code));
}

static enum status set_limits(URegularExpression *expression, struct error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    uregex_setTimeLimit(expression, TERM_MAX_STEPS, &code);
    uregex_setStackLimit(expression, TERM_MAX_STACK, &code);
    return U_SUCCESS(code) ? STATUS_OK : say_bad(code, err);
}

enum status regex_new(struct str_span pattern, struct regex **ret_regex,
                      struct error *err)
{
    struct regex *regex = calloc(1, sizeof *regex);
    if (!regex)
        return error_no_memory(err);
    regex->literals = malloc(pattern.n_bytes + 1);
    if (!regex->literals) {
        regex_free(regex);
        return error_no_memory(err);
    }
    if (pattern.n_bytes > 0)
        memcpy(regex->literals, pattern.bytes, pattern.n_bytes);
    regex->beginning = regex->inside = str_span("", 0);
    find_literals(regex, str_span(regex->literals, pattern.n_bytes));
    enum status status = regex_compile(pattern, &regex->expression, err);
    if (status == STATUS_OK)
        status = set_limits(regex->expression, err);
    if (status != STATUS_OK) {
        regex_free(regex);
        return status;
    }
    *ret_regex = regex;
    return STATUS_OK;
}

void regex_free(struct regex *regex)
{
    if (!regex)
        return;
    if (regex->expression)
        uregex_close(regex->expression);
    free(regex->literals);
    free(regex);
}

struct str_span regex_beginning(const struct regex *regex)
{
    return regex->beginning;
}

static bool has_inside(const struct regex *regex, struct str_span term)
{
    return regex->inside.n_bytes == 0 ||
           memmem(term.bytes, term.n_bytes, regex->inside.bytes,
                  regex->inside.n_bytes) != NULL;
}

static int64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static enum status say_slow(struct error *err)
{
    return error_set(err, STATUS_TOO_BIG,
                     "the regular expression takes more than %d ms",
                     REGEX_MAX_MS);
}

enum status regex_matches(struct regex *regex, struct str_span term,
                          bool *ret_is_match, struct error *err)
{
    UChar units[TERM_MAX_UNITS];
    UErrorCode code = U_ZERO_ERROR;
    int32_t n_units = 0;
    *ret_is_match = false;
    if (!has_inside(regex, term))
        return STATUS_OK;
    if (regex->spent_ns >= (int64_t)REGEX_MAX_MS * 1000000)
        return say_slow(err);
    int64_t start_ns = nanoseconds();
    u_strFromUTF8(units, TERM_MAX_UNITS, &n_units, term.bytes,
                  (int32_t)term.n_bytes, &code);
    if (U_FAILURE(code))
        return STATUS_OK; /* longer than any term */
    uregex_setText(regex->expression, units, n_units, &code);
    UBool is_match = uregex_matches(regex->expression, -1, &code);
    regex->spent_ns += nanoseconds() - start_ns;
    if (code == U_REGEX_TIME_OUT || code == U_REGEX_STACK_OVERFLOW)
        return say_slow(err);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_no_memory(err);
    if (U_FAILURE(code))
        return say_bad(code, err);
    *ret_is_match = is_match != 0;
    return STATUS_OK;
}
