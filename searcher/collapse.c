/*
 * White space collapsed, marks carried along.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/collapse.h"

struct collapser {
    struct str *out;
    bool has_space; /* seen since the last character that was written */
};

static bool is_ascii_space(unsigned char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* U+2000..200A, U+2028, U+2029, U+202F, U+205F behind their first byte. */
static bool is_general_space(unsigned char second, unsigned char third)
{
    if (second == 0x80)
        return third <= 0x8a || third == 0xa8 || third == 0xa9 || third == 0xaf;
    return second == 0x81 && third == 0x9f;
}

size_t collapse_space_bytes(struct str_span text, size_t off_bytes)
{
    const unsigned char *p = (const unsigned char *)text.bytes + off_bytes;
    size_t n_left = text.n_bytes - off_bytes;

    if (n_left == 0)
        return 0;
    if (p[0] < 0x80)
        return is_ascii_space(p[0]) ? 1 : 0;
    if (n_left >= 2 && p[0] == 0xc2)
        return p[1] == 0x85 || p[1] == 0xa0 ? 2 : 0;
    if (n_left < 3)
        return 0;
    if (p[0] == 0xe2)
        return is_general_space(p[1], p[2]) ? 3 : 0;
    if (p[0] == 0xe1 && p[1] == 0x9a && p[2] == 0x80)
        return 3;
    return p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80 ? 3 : 0;
}

static void write_space(struct collapser *collapser)
{
    if (collapser->has_space && collapser->out->n_bytes > 0)
        str_add_char(collapser->out, ' ');
    collapser->has_space = false;
}

static bool is_plain(char byte)
{
    return byte > ' ' && byte < 0x7f;
}

/* Where the text stops being as it will be: before white space other than a
   single space between two plain characters. */
static size_t end_of_run(struct str_span text, size_t off_bytes)
{
    const char *bytes = text.bytes;

    for (; off_bytes < text.n_bytes; off_bytes++) {
        if (is_plain(bytes[off_bytes]))
            continue;
        if (bytes[off_bytes] == ' ' && off_bytes + 1 < text.n_bytes &&
            is_plain(bytes[off_bytes + 1]))
            continue;
        if (collapse_space_bytes(text, off_bytes) > 0)
            break;
    }
    return off_bytes;
}

static void add_segment(struct collapser *collapser, struct str_span text)
{
    size_t off = 0;

    while (off < text.n_bytes) {
        size_t n_space = collapse_space_bytes(text, off);
        if (n_space > 0) {
            collapser->has_space = true;
            off += n_space;
            continue;
        }
        size_t end = end_of_run(text, off);
        write_space(collapser);
        str_add(collapser->out, text.bytes + off, end - off);
        off = end;
    }
}

void collapse_text(struct str_span text, const struct mark *marks,
                   size_t n_marks, struct str *out, struct flat_mark *ret_marks)
{
    struct collapser collapser = {out, false};
    size_t off = 0;

    for (size_t i = 0; i < n_marks; i++) {
        const struct mark *mark = &marks[i];
        add_segment(&collapser,
                    str_span(text.bytes + off, mark->off_bytes - off));
        write_space(&collapser);
        ret_marks[i].start_bytes = out->n_bytes;
        add_segment(&collapser,
                    str_span(text.bytes + mark->off_bytes, mark->n_bytes));
        ret_marks[i].end_bytes = out->n_bytes;
        ret_marks[i].i_leaf = mark->i_leaf;
        off = mark->off_bytes + mark->n_bytes;
    }
    if (off < text.n_bytes)
        add_segment(&collapser, str_span(text.bytes + off, text.n_bytes - off));
}
