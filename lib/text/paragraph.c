/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/paragraph.h"
#include "text/utf8.h"

#include <string.h>
#include <unicode/uchar.h>

#define PARAGRAPH_SEPARATOR 0x2029

static bool is_visible_ascii(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

/* The first byte at or behind i that is no visible ASCII and no space. */
static size_t skip_visible(struct str_span text, size_t i)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    for (; text.n_bytes - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, text.bytes + i, sizeof(eight));
        /* One that is too small borrows into its top bit, 0x7F carries. */
        if (((eight | (eight - each * ' ') | (eight + each)) & each * 0x80) !=
            0)
            break;
    }
    while (i < text.n_bytes && text.bytes[i] >= ' ' && text.bytes[i] < 0x7F)
        i++;
    return i;
}

void paragraph_iter_init(struct paragraph_iter *iter, struct str_span text)
{
    iter->text = text;
    iter->off_bytes = 0;
}

/*
 * The length of the white space at off_bytes, however many characters.
 * *ret_is_end says whether it ends a paragraph: two line ends with white
 * space only between them, or U+2029.
 */
static size_t space_at(struct str_span text, size_t off_bytes, bool *ret_is_end)
{
    size_t n_line_ends = 0;
    size_t i = off_bytes;
    *ret_is_end = false;
    while (i < text.n_bytes) {
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        if (c != ' ' && !u_isUWhiteSpace((UChar32)c))
            break;
        bool is_crlf = c == '\n' && i > off_bytes && text.bytes[i - 1] == '\r';
        if ((c == '\n' && !is_crlf) || c == '\r')
            n_line_ends++;
        if (n_line_ends >= 2 || c == PARAGRAPH_SEPARATOR)
            *ret_is_end = true;
        i = next;
    }
    return i - off_bytes;
}

enum status paragraph_next(struct paragraph_iter *iter,
                           struct str_span *ret_paragraph)
{
    struct str_span text = iter->text;
    bool is_end = false;
    size_t start = iter->off_bytes;
    start += space_at(text, start, &is_end);
    iter->off_bytes = start;
    if (start == text.n_bytes)
        return STATUS_DONE;

    size_t i = start;
    while (i < text.n_bytes) {
        /* in a hurry through visible ASCII and the spaces between */
        if (is_visible_ascii(text.bytes[i])) {
            i = skip_visible(text, i + 1);
            while (text.bytes[i - 1] == ' ')
                i--;
            if (i == text.n_bytes)
                break;
        }
        size_t n_space = space_at(text, i, &is_end);
        if (is_end || i + n_space == text.n_bytes)
            break;
        if (n_space == 0)
            utf8_next(text, &i);
        i += n_space;
    }
    *ret_paragraph = str_span(text.bytes + start, i - start);
    iter->off_bytes = i;
    return STATUS_OK;
}
