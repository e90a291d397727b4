/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/compound.h"
#include "text/utf8.h"

#include <unicode/uchar.h>

/* What joins two words; ascii is how it is written in the joined form of
   numbers, and its name everywhere else. */
struct joiner_row {
    const char *bytes;
    char ascii;
    bool is_for_digits;
};

static const struct joiner_row joiner_rows[] = {
    {"\xE2\x80\x90", '-', false},  /* U+2010 hyphen */
    {"\xE2\x80\x91", '-', false},  /* U+2011 non-breaking hyphen */
    {"\xE2\x80\x99", '\'', false}, /* U+2019 apostrophe */
    {"\xC2\xB7", '.', false},      /* U+00B7 middle dot */
    {"\xD7\xB3", '\'', false},     /* U+05F3 geresh */
    {"\xD7\xB4", '"', false},      /* U+05F4 gershayim */
    {"\xD6\x8A", '-', false},      /* U+058A Armenian hyphen */
    {"\xD9\xAB", '.', true},       /* U+066B Arabic decimal separator */
    {"\xD9\xAC", ',', true},       /* U+066C Arabic thousands separator */
};

static size_t span_end(const struct segment *segment)
{
    return segment->off_bytes + segment->n_span_bytes;
}

static bool is_digit(UChar32 c)
{
    return (c >= '0' && c <= '9') || (c >= 0x80 && u_isdigit(c));
}

static bool is_between_digits(struct str_span text, const struct segment *a,
                              const struct segment *b)
{
    if ((a->flags & b->flags & SEGMENT_HAS_DIGIT) == 0 ||
        (a->flags & SEGMENT_POSSESSIVE) != 0)
        return false;
    size_t before = utf8_floor(text, span_end(a) - 1);
    size_t behind = b->off_bytes;
    return is_digit((UChar32)utf8_next(text, &before)) &&
           is_digit((UChar32)utf8_next(text, &behind));
}

static bool is_hebrew(struct str_span text, size_t off_bytes)
{
    return (unsigned char)text.bytes[off_bytes] == 0xD7;
}

static char ascii_joiner(struct str_span text, const struct segment *a,
                         const struct segment *b)
{
    char byte = text.bytes[span_end(a)];
    bool is_joiner = false;
    switch (byte) {
    case '-':
    case '&':
    case '@':
    case '_':
    case '\'':
    case '.':
    case ':':
        is_joiner = true;
        break;
    case ',':
        is_joiner = is_between_digits(text, a, b);
        break;
    case '"':
        is_joiner = a->n_bytes > 1 && is_hebrew(text, span_end(a) - 2) &&
                    is_hebrew(text, b->off_bytes);
        break;
    default:
        break;
    }
    if (!is_joiner)
        byte = '\0';
    return byte;
}

/* The joiner between two neighbours; 0 if they are not tied. */
static char joiner_between(struct str_span text, const struct segment *a,
                           const struct segment *b)
{
    size_t n_gap = b->off_bytes - span_end(a);
    if (n_gap == 0 || n_gap > 3 || text.bytes[span_end(a)] == ' ' ||
        ((a->flags | b->flags) & SEGMENT_UNSPACED) != 0)
        return '\0';
    if (n_gap == 1)
        return ascii_joiner(text, a, b);
    /* All that follow begin with a byte that is not ASCII. */
    if ((signed char)text.bytes[span_end(a)] > 0)
        return '\0';
    struct str_span gap = str_span(text.bytes + span_end(a), n_gap);
    for (size_t i = 0; i < sizeof(joiner_rows) / sizeof(joiner_rows[0]); i++) {
        const struct joiner_row *row = &joiner_rows[i];
        if (str_span_equal(gap, str_span_of(row->bytes)) &&
            (!row->is_for_digits || is_between_digits(text, a, b)))
            return row->ascii;
    }
    return '\0';
}

static bool is_s(struct str_span text, const struct segment *segment)
{
    return segment->n_bytes == 1 &&
           (text.bytes[segment->off_bytes] | 0x20) == 's';
}

void compound_link(struct str_span text, struct segment *segments,
                   size_t *n_segments)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < *n_segments; i++) {
        struct segment *next = &segments[i];
        struct segment *last = n_kept > 0 ? &segments[n_kept - 1] : NULL;
        char joiner = '\0';
        /* Between most words there is a space. */
        if (last != NULL && text.bytes[span_end(last)] != ' ')
            joiner = joiner_between(text, last, next);
        if (joiner == '\'' && is_s(text, next) &&
            (last->flags & SEGMENT_POSSESSIVE) == 0) {
            last->n_span_bytes = (uint32_t)(span_end(next) - last->off_bytes);
            last->flags |= SEGMENT_POSSESSIVE;
            continue;
        }
        if (last != NULL)
            last->joiner = joiner;
        if (n_kept < i)
            segments[n_kept] = *next;
        n_kept++;
    }
    *n_segments = n_kept;
}

size_t compound_count(const struct segment *segments)
{
    size_t n = 1;
    while (segments[n - 1].joiner != '\0')
        n++;
    return n;
}

/* ---- numbers */

static bool is_number(const struct segment *part)
{
    return (part->flags & (SEGMENT_HAS_LETTER | SEGMENT_POSSESSIVE)) == 0;
}

/* Digits are one, two or (in other planes) four bytes long. */
static size_t n_digits(struct str_span text, const struct segment *part)
{
    return utf8_count(str_span(text.bytes + part->off_bytes, part->n_bytes));
}

/* Whether all the parts are one number whose digits are grouped by thousands:
   1,000,000 or 1.000.000,50. */
static bool is_grouped(struct str_span text, const struct segment *parts,
                       size_t n_parts)
{
    char sign = parts[0].joiner;
    if ((sign != ',' && sign != '.' && sign != '\'') ||
        n_digits(text, &parts[0]) > 3)
        return false;
    for (size_t i = 0; i < n_parts; i++) {
        if (!is_number(&parts[i]))
            return false;
    }
    size_t n_groups = 1;
    while (n_groups < n_parts && parts[n_groups - 1].joiner == sign) {
        if (n_digits(text, &parts[n_groups]) != 3)
            return false;
        n_groups++;
    }
    if (n_groups == n_parts)
        return sign != '.' || n_groups > 2;
    char point = parts[n_groups - 1].joiner;
    return n_groups == n_parts - 1 && (point == '.' || point == ',');
}

void compound_join(struct str_span text, const struct segment *parts,
                   size_t n_parts, struct str *out)
{
    bool has_groups = is_grouped(text, parts, n_parts);
    for (size_t i = 0; i < n_parts; i++) {
        str_add(out, text.bytes + parts[i].off_bytes, parts[i].n_bytes);
        if (i + 1 < n_parts &&
            is_between_digits(text, &parts[i], &parts[i + 1]) &&
            !(has_groups && parts[i].joiner == parts[0].joiner))
            str_add_char(out, parts[i].joiner);
    }
}

/* ---- abbreviations */

static bool is_abbreviation(struct str_span text, const struct segment *parts,
                            size_t n_parts)
{
    for (size_t i = 0; i < n_parts; i++) {
        struct str_span word =
            str_span(text.bytes + parts[i].off_bytes, parts[i].n_bytes);
        if (parts[i].flags & (SEGMENT_HAS_DIGIT | SEGMENT_POSSESSIVE) ||
            utf8_count(word) != 1 ||
            (i + 1 < n_parts && parts[i].joiner != '.'))
            return false;
    }
    return true;
}

size_t compound_span(struct str_span text, const struct segment *parts,
                     size_t n_parts)
{
    size_t end = span_end(&parts[n_parts - 1]);
    if (end < text.n_bytes && text.bytes[end] == '.' &&
        is_abbreviation(text, parts, n_parts))
        end++;
    return end - parts[0].off_bytes;
}
