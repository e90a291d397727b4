/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/value_list.h"

#define LENGTH_BYTES ((size_t)2)
#define CUT_LENGTH   0xffffU

static bool has_text(struct str_span list, struct str_span text)
{
    struct str_span other;
    bool is_cut = false;

    while (value_list_next(&list, &other, &is_cut))
        if (str_span_equal(other, text))
            return true;
    return false;
}

static void add_length(struct str *out, size_t n_bytes)
{
    str_add_char(out, (char)(n_bytes & 0xff));
    str_add_char(out, (char)(n_bytes >> 8));
}

bool value_list_add(struct str *out, struct str_span text)
{
    if (has_text(str_view(out), text))
        return true;
    if (text.n_bytes > VALUE_LIST_MAX_TEXT_BYTES ||
        out->n_bytes + text.n_bytes + 2 * LENGTH_BYTES > VALUE_LIST_MAX_BYTES) {
        add_length(out, CUT_LENGTH);
        return false;
    }
    add_length(out, text.n_bytes);
    str_add_span(out, text);
    return true;
}

bool value_list_next(struct str_span *list, struct str_span *ret_text,
                     bool *ret_is_cut)
{
    const unsigned char *bytes = (const unsigned char *)list->bytes;

    if (list->n_bytes < LENGTH_BYTES)
        return false;
    size_t n_bytes = bytes[0] | (size_t)bytes[1] << 8;
    if (n_bytes == CUT_LENGTH)
        *ret_is_cut = true;
    if (n_bytes > list->n_bytes - LENGTH_BYTES)
        return false;
    *ret_text = str_span(list->bytes + LENGTH_BYTES, n_bytes);
    *list = str_span(list->bytes + LENGTH_BYTES + n_bytes,
                     list->n_bytes - LENGTH_BYTES - n_bytes);
    return true;
}
