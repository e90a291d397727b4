/*
 * Lines, looks and safety on a terminal.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/terminal.h"

#include "text/utf8.h"

static const char replacement[] = "\xef\xbf\xbd";

void terminal_look(struct str *out, bool has_colour, enum terminal_look look)
{
    static const char *const codes[] = {
        [LOOK_PLAIN] = "\033[0m",        [LOOK_TITLE] = "\033[0;1m",
        [LOOK_MARK] = "\033[0;1;31m",    [LOOK_NUMBER] = "\033[0;36m",
        [LOOK_FAINT] = "\033[0;2m",      [LOOK_ERROR] = "\033[0;1;31m",
        [LOOK_WARNING] = "\033[0;1;35m", [LOOK_NOTE] = "\033[0;1;36m",
    };

    if (has_colour)
        str_add_text(out, codes[look]);
}

/* Who is going to read, and how much of white space may stay. */
enum reader {
    READER_TERMINAL,
    READER_TERMINAL_LINE,
    READER_PIPE_COLUMN,
};

/* The bytes of the control character at off; 0 if it is none. */
static size_t control_bytes(struct str_span text, size_t off)
{
    unsigned char byte = (unsigned char)text.bytes[off];

    if (byte < 0x20 || byte == 0x7f)
        return 1;
    if (byte == 0xc2 && off + 1 < text.n_bytes &&
        (unsigned char)text.bytes[off + 1] < 0xa0)
        return 2;
    return 0;
}

/* U+202A..U+202E and U+2066..U+2069: E2 80 AA..AE, E2 81 A6..A9. */
static size_t direction_bytes(struct str_span text, size_t off)
{
    const unsigned char *p = (const unsigned char *)text.bytes + off;

    if (p[0] != 0xe2 || text.n_bytes - off < 3)
        return 0;
    bool is_direction = (p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
                        (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
    return is_direction ? 3 : 0;
}

size_t terminal_unsafe(struct str_span text, size_t off_bytes)
{
    size_t n_bytes = control_bytes(text, off_bytes);

    return n_bytes > 0 ? n_bytes : direction_bytes(text, off_bytes);
}

static void add_safe(struct str *out, struct str_span text, enum reader reader)
{
    size_t done = 0;
    size_t off = 0;

    while (off < text.n_bytes) {
        char byte = text.bytes[off];
        size_t n_bytes = reader == READER_PIPE_COLUMN
                             ? control_bytes(text, off)
                             : terminal_unsafe(text, off);
        bool is_space = byte == '\n' || byte == '\t';
        if (n_bytes == 0 || (is_space && reader == READER_TERMINAL)) {
            off++;
            continue;
        }
        str_add(out, text.bytes + done, off - done);
        if (is_space || byte == '\r')
            str_add_char(out, ' ');
        else
            str_add_text(out, replacement);
        off += n_bytes;
        done = off;
    }
    str_add(out, text.bytes + done, text.n_bytes - done);
}

void terminal_add(struct str *out, struct str_span text)
{
    add_safe(out, text, READER_TERMINAL);
}

void terminal_add_line(struct str *out, struct str_span text)
{
    add_safe(out, text, READER_TERMINAL_LINE);
}

void terminal_add_column(struct str *out, struct str_span text)
{
    add_safe(out, text, READER_PIPE_COLUMN);
}

size_t terminal_break(struct str_span text, size_t off_bytes, size_t n_columns,
                      size_t *ret_next)
{
    size_t width = 0;
    size_t off = off_bytes;
    size_t best = off_bytes; /* the last good place */
    bool was_wide = false;

    while (off < text.n_bytes) {
        size_t behind = off;
        (void)utf8_next(text, &behind);
        size_t n = utf8_columns(str_span(text.bytes + off, behind - off));
        if (terminal_unsafe(text, off) > 0)
            n = 1; /* its U+FFFD, or its space */
        bool is_space = text.bytes[off] == ' ';
        if (off > off_bytes && (is_space || n == 2 || was_wide))
            best = off;
        if (width + n > n_columns && off > off_bytes)
            break;
        width += n;
        was_wide = n == 2;
        off = behind;
    }
    size_t end = off >= text.n_bytes ? text.n_bytes
                 : best > off_bytes  ? best
                                     : off;
    *ret_next = end;
    while (*ret_next < text.n_bytes && text.bytes[*ret_next] == ' ')
        (*ret_next)++;
    return end;
}

static void begin_mark(struct str *out, const struct terminal_pen *pen,
                       bool is_its_start)
{
    terminal_look(out, pen->has_colour, LOOK_MARK);
    if (!pen->has_colour && pen->has_brackets && is_its_start)
        str_add_char(out, '[');
}

static void end_mark(struct str *out, const struct terminal_pen *pen,
                     bool is_its_end)
{
    if (!pen->has_colour && pen->has_brackets && is_its_end)
        str_add_char(out, ']');
    terminal_look(out, pen->has_colour, pen->base);
}

void terminal_add_marked(struct str *out, const struct terminal_pen *pen,
                         const struct passage *passage, size_t start,
                         size_t end)
{
    const char *bytes = passage->text.bytes;
    size_t off = start;

    for (size_t i = 0; i < passage->n_marks; i++) {
        const struct passage_mark *mark = &passage->marks[i];
        if (mark->end_bytes <= start || mark->start_bytes >= end)
            continue;
        size_t from = mark->start_bytes > start ? mark->start_bytes : start;
        size_t to = mark->end_bytes < end ? mark->end_bytes : end;
        terminal_add_line(out, str_span(bytes + off, from - off));
        begin_mark(out, pen, mark->start_bytes >= start);
        terminal_add_line(out, str_span(bytes + from, to - from));
        end_mark(out, pen, mark->end_bytes <= end);
        off = to;
    }
    terminal_add_line(out, str_span(bytes + off, end - off));
}

bool terminal_begin_link(struct str *out, struct str_span url)
{
    if (!str_span_starts(url, SPAN("https://")) &&
        !str_span_starts(url, SPAN("http://")))
        return false;
    str_add_text(out, "\033]8;;");
    for (size_t i = 0; i < url.n_bytes; i++) {
        unsigned char byte = (unsigned char)url.bytes[i];
        if (byte > ' ' && byte < 0x7f)
            str_add_char(out, (char)byte);
        else
            str_add_format(out, "%%%02X", byte);
    }
    str_add_text(out, "\033\\");
    return true;
}

void terminal_end_link(struct str *out)
{
    str_add_text(out, "\033]8;;\033\\");
}
