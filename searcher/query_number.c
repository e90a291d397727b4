/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_number.h"

#include "searcher/query_byte.h"
#include "searcher/query_range.h"

/* More words than any article has; so that nothing here can overflow. */
#define DIGITS_MAX 15
#define NUMBER_MAX 999999999999999u

static enum status read_number(struct str_span text, uint64_t *ret_number,
                               struct error *err)
{
    if (text.n_bytes == 0 || count_digits(text, 0) != text.n_bytes)
        return error_set(err, STATUS_BAD_TEXT, "'%.*s' is no number",
                         (int)text.n_bytes, text.bytes);
    if (text.n_bytes > DIGITS_MAX)
        return error_set(err, STATUS_BAD_TEXT,
                         "a number has at most %d digits here", DIGITS_MAX);
    *ret_number = 0;
    for (size_t i = 0; i < text.n_bytes; i++)
        *ret_number = *ret_number * 10 + (uint64_t)(text.bytes[i] - '0');
    return STATUS_OK;
}

static enum status read_sides(const struct query_range *range,
                              struct query_numbers *ret_numbers,
                              struct error *err)
{
    bool is_low_open = query_range_is_open(range->low);
    bool is_high_open = query_range_is_open(range->high);
    enum status status = STATUS_OK;
    *ret_numbers = (struct query_numbers){0, UINT64_MAX};
    if (is_low_open && is_high_open)
        return error_set(err, STATUS_BAD_TEXT,
                         "a range of numbers needs at least one number");
    if (!is_low_open)
        status = read_number(range->low, &ret_numbers->min, err);
    if (status == STATUS_OK && !is_high_open)
        status = read_number(range->high, &ret_numbers->max, err);
    if (status != STATUS_OK)
        return status;
    if (!is_low_open && range->is_low_out)
        ret_numbers->min++;
    if (ret_numbers->min > NUMBER_MAX)
        return error_set(err, STATUS_BAD_TEXT, "no article has so many words");
    if (!is_high_open && range->is_high_out) {
        if (ret_numbers->max == 0)
            return error_set(err, STATUS_BAD_TEXT,
                             "there is no number below 0");
        ret_numbers->max--;
    }
    return STATUS_OK;
}

enum status query_number_read(struct str_span value, struct arena *arena,
                              struct query_numbers *ret_numbers,
                              struct str_span *ret_swapped, struct error *err)
{
    struct query_range range;
    *ret_swapped = str_span(NULL, 0);
    if (byte_at(value, 0) == '=')
        value = span_from(value, 1);
    if (!query_range_divide(value, &range, err))
        return STATUS_BAD_TEXT;
    enum status status = read_sides(&range, ret_numbers, err);
    if (status != STATUS_OK || ret_numbers->min <= ret_numbers->max)
        return status;
    struct query_numbers swapped;
    struct query_range other = {range.high, range.low, false, false};
    status = read_sides(&other, &swapped, NULL);
    if (status == STATUS_OK && swapped.min <= swapped.max) {
        status = query_range_swap(&range, arena, ret_swapped, err);
        if (status != STATUS_OK)
            return status;
    }
    return error_set(err, STATUS_BAD_TEXT,
                     "the range '%.*s' ends before it begins",
                     (int)value.n_bytes, value.bytes);
}
