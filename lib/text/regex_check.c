/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/regex_check.h"

#include "text/regex_compile.h"

#include <unicode/ustring.h>

static const char *reason(UErrorCode code)
{
    switch (code) {
    case U_REGEX_MISMATCHED_PAREN:
        return "a parenthesis of the regular expression has no partner";
    case U_REGEX_MISSING_CLOSE_BRACKET:
        return "a bracket of the regular expression is not closed";
    case U_REGEX_BAD_ESCAPE_SEQUENCE:
        return "the regular expression has a backslash before what it cannot "
               "escape";
    case U_REGEX_BAD_INTERVAL:
    case U_REGEX_MAX_LT_MIN:
    case U_REGEX_NUMBER_TOO_BIG:
        return "the regular expression has braces with no good numbers in "
               "them";
    case U_REGEX_PROPERTY_SYNTAX:
        return "the regular expression names a property that Unicode has not";
    case U_REGEX_INVALID_RANGE:
        return "a range in the regular expression ends before it begins";
    default:
        return "the regular expression cannot be read";
    }
}

/* Bytes of the first n_units of text as UTF-16. */
static size_t bytes_of_units(struct str_span text, int32_t n_units)
{
    size_t off = 0;
    for (int32_t n = 0; n < n_units && off < text.n_bytes; n++) {
        unsigned char byte = (unsigned char)text.bytes[off];
        off += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        n += byte >= 0xF0;
    }
    return off < text.n_bytes ? off : text.n_bytes;
}

/* Where a flag i is set, (?i) or (?si:...); SIZE_MAX: nowhere. */
static size_t find_caseless(struct str_span text)
{
    for (size_t i = 0; i + 2 < text.n_bytes; i++) {
        bool is_hidden = i > 0 && text.bytes[i - 1] == '\\';
        if (is_hidden || text.bytes[i] != '(' || text.bytes[i + 1] != '?')
            continue;
        for (size_t k = i + 2; k < text.n_bytes; k++) {
            char byte = text.bytes[k];
            if (byte == 'i')
                return i;
            if (byte < 'a' || byte > 'z')
                break;
        }
    }
    return SIZE_MAX;
}

enum status regex_compile(struct str_span text, URegularExpression **ret_regex,
                          struct error *err)
{
    UChar units[REGEX_MAX_BYTES + 1];
    int32_t n_units = 0;
    UErrorCode code = U_ZERO_ERROR;
    UParseError where = {.offset = -1};
    if (text.n_bytes > REGEX_MAX_BYTES)
        return error_set(err, STATUS_BAD_TEXT,
                         "a regular expression has at most %d bytes",
                         REGEX_MAX_BYTES);
    (void)u_strFromUTF8(units, REGEX_MAX_BYTES + 1, &n_units, text.bytes,
                        (int32_t)text.n_bytes, &code);
    URegularExpression *regex = uregex_open(units, n_units, 0, &where, &code);
    if (U_SUCCESS(code)) {
        *ret_regex = regex;
        return STATUS_OK;
    }
    uregex_close(regex);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_no_memory(err);
    enum status status = error_set(err, STATUS_BAD_TEXT, "%s", reason(code));
    if (err != NULL)
        err->offset_bytes =
            where.offset >= 0 ? bytes_of_units(text, where.offset) : 0;
    return status;
}

enum status regex_check(struct str_span text, struct error *err)
{
    URegularExpression *regex;
    size_t off_caseless = find_caseless(text);
    if (off_caseless != SIZE_MAX) {
        enum status status =
            error_set(err, STATUS_BAD_TEXT,
                      "words have no capitals: leave out the flag (?i)");
        if (err != NULL)
            err->offset_bytes = off_caseless;
        return status;
    }
    enum status status = regex_compile(text, &regex, err);
    if (status == STATUS_OK)
        uregex_close(regex);
    return status;
}
