/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_author.h"

#include <string.h>

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

static bool starts_nocase(struct str_span text, const char *prefix)
{
    size_t n = strlen(prefix);

    return text.n_bytes >= n &&
           str_span_equal_nocase(str_span(text.bytes, n), str_span(prefix, n));
}

static struct str_span without_prefix(struct str_span name)
{
    static const char *const prefixes[] = {"by ",    "von ", "par ", "por ",
                                           "text: ", "av ",  "di ",  "door "};

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
        if (starts_nocase(name, prefixes[i]))
            return str_span_trim(behind(name, strlen(prefixes[i])));
    return name;
}

/* Where the first name ends, and the length of what divides it from the next;
   0: there is only one. */
static size_t divider(struct str_span text, size_t *ret_n)
{
    static const char *const marks[] = {",",     ";",    "|",    " and ",
                                        " und ", " & ",  " et ", " y ",
                                        " och ", " og ", "/"};

    for (size_t i = 0; i < text.n_bytes; i++) {
        for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
            if (!starts_nocase(behind(text, i), marks[k]))
                continue;
            *ret_n = i;
            return strlen(marks[k]);
        }
    }
    *ret_n = text.n_bytes;
    return 0;
}

static bool is_address(struct str_span name)
{
    return memchr(name.bytes, '@', name.n_bytes) != NULL ||
           memmem(name.bytes, name.n_bytes, "://", 3) != NULL ||
           starts_nocase(name, "www.");
}

bool html_author_next(struct str_span *text, struct str_span *ret_name)
{
    while (text->n_bytes > 0) {
        size_t n;
        size_t n_divider = divider(*text, &n);
        struct str_span name =
            without_prefix(str_span_trim(str_span(text->bytes, n)));

        *text = behind(*text, n + n_divider);
        if (name.n_bytes == 0 || is_address(name))
            continue;
        *ret_name = name;
        return true;
    }
    return false;
}

bool html_author_is_person(struct str_span name)
{
    unsigned n_words = 0;
    unsigned n_capitals = 0;
    bool is_start = true;

    for (size_t i = 0; i < name.n_bytes; i++) {
        unsigned char c = (unsigned char)name.bytes[i];

        if (c >= '0' && c <= '9')
            return false;
        if (is_start && c != ' ') {
            n_words++;
            n_capitals += (c >= 'A' && c <= 'Z') || c >= 0x80;
        }
        is_start = c == ' ';
    }
    return n_words >= 2 && n_words <= 5 && n_capitals * 2 > n_words;
}
