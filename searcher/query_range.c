/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_range.h"

#include <string.h>

static size_t find_text(struct str_span text, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= text.n_bytes; i++)
        if (memcmp(text.bytes + i, what, n) == 0)
            return i;
    return SIZE_MAX;
}

static bool is_bracketed(struct str_span value)
{
    if (value.n_bytes < 2)
        return false;
    char first = value.bytes[0];
    char last = value.bytes[value.n_bytes - 1];
    return (first == '[' || first == '{') && (last == ']' || last == '}');
}

/* `>=1906` and the like: one side, with or without its own days. */
static bool divide_comparison(struct str_span value, struct query_range *sides)
{
    if (value.n_bytes == 0 || (*value.bytes != '<' && *value.bytes != '>'))
        return false;
    bool is_with = value.n_bytes > 1 && value.bytes[1] == '=';
    struct str_span rest =
        str_span(value.bytes + 1 + is_with, value.n_bytes - 1 - is_with);
    if (*value.bytes == '>') {
        sides->low = rest;
        sides->is_low_out = !is_with;
    } else {
        sides->high = rest;
        sides->is_high_out = !is_with;
    }
    return true;
}

bool query_range_divide(struct str_span value, struct query_range *ret_range,
                        struct error *err)
{
    struct query_range *sides = ret_range;
    struct str_span rest = value;
    const char *divider = "..";
    bool is_bracket = is_bracketed(value);
    *sides = (struct query_range){{"", 0}, {"", 0}, false, false};
    if (divide_comparison(value, sides))
        return true;
    if (is_bracket) {
        divider = " TO ";
        rest = str_span(value.bytes + 1, value.n_bytes - 2);
        sides->is_low_out = value.bytes[0] == '{';
        sides->is_high_out = rest.bytes[rest.n_bytes] == '}';
    }
    size_t off = find_text(rest, divider);
    if (off == SIZE_MAX && !is_bracket) {
        sides->low = value;
        sides->high = value;
        return true;
    }
    if (off == SIZE_MAX) {
        (void)error_set(err, STATUS_BAD_TEXT,
                        "a range in brackets needs TO between its ends");
        return false;
    }
    size_t behind = off + strlen(divider);
    sides->low = str_span_trim(str_span(rest.bytes, off));
    sides->high =
        str_span_trim(str_span(rest.bytes + behind, rest.n_bytes - behind));
    return true;
}

bool query_range_is_open(struct str_span side)
{
    return side.n_bytes == 0 || str_span_equal(side, SPAN("*"));
}

enum status query_range_swap(const struct query_range *range,
                             struct arena *arena, struct str_span *ret_swapped,
                             struct error *err)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    str_add_span(&text, range->high);
    str_add_text(&text, "..");
    str_add_span(&text, range->low);
    enum status status = str_status(&text, err);
    if (status != STATUS_OK)
        return status;
    *ret_swapped = arena_copy(arena, str_view(&text));
    if (ret_swapped->bytes == NULL)
        return error_no_memory(err);
    return STATUS_OK;
}
