/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/news_text.h"

#include <string.h>

void news_break(struct str *text, const char *lines)
{
    if (text->state != STATUS_OK)
        return;
    while (text->n_bytes > 0 &&
           strchr(" \n\t", text->bytes[text->n_bytes - 1]) != NULL)
        str_truncate(text, text->n_bytes - 1);
    if (text->n_bytes > 0)
        str_add_text(text, lines);
}

void news_add(struct str *out, struct str_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        size_t start = i;

        while (i < text.n_bytes && strchr(" \n\r\t", text.bytes[i]) == NULL)
            i++;
        str_add(out, text.bytes + start, i - start);
        if (i < text.n_bytes && out->state == STATUS_OK && out->n_bytes > 0 &&
            strchr(" \n\t", out->bytes[out->n_bytes - 1]) == NULL)
            str_add_char(out, ' ');
    }
}
