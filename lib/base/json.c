/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/json.h"

static void add_control(struct str *out, unsigned code)
{
    switch (code) {
    case '\b':
        str_add_text(out, "\\b");
        break;
    case '\t':
        str_add_text(out, "\\t");
        break;
    case '\n':
        str_add_text(out, "\\n");
        break;
    case '\f':
        str_add_text(out, "\\f");
        break;
    case '\r':
        str_add_text(out, "\\r");
        break;
    default:
        str_add_format(out, "\\u%04x", code);
        break;
    }
}

/* U+2028..202E (line and paragraph separator, directions) and U+2066..2069
   (directions that isolate), by their second and third byte. */
static bool is_unsafe_2000(unsigned char second, unsigned char third)
{
    return (second == 0x80 && third >= 0xa8 && third <= 0xae) ||
           (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

/*
 * The bytes of the character at off if it needs an escape, else 0. C1 and the
 * separators begin with bytes of their own, so that plain text costs one look
 * a byte.
 */
static size_t needs_escape(struct str_span text, size_t off)
{
    const unsigned char *p = (const unsigned char *)text.bytes + off;
    size_t n_left = text.n_bytes - off;

    if (p[0] < 0x20 || p[0] == 0x7f || p[0] == '"' || p[0] == '\\')
        return 1;
    if (p[0] == '/')
        return off > 0 && p[-1] == '<' ? 1 : 0;
    if (p[0] == 0xc2)
        return n_left > 1 && p[1] < 0xa0 ? 2 : 0;
    if (p[0] == 0xe2 && n_left > 2)
        return is_unsafe_2000(p[1], p[2]) ? 3 : 0;
    return 0;
}

static void add_escape(struct str *out, struct str_span text)
{
    const unsigned char *p = (const unsigned char *)text.bytes;

    if (p[0] == '"' || p[0] == '\\' || p[0] == '/') {
        str_add_char(out, '\\');
        str_add_char(out, (char)p[0]);
    } else if (text.n_bytes == 1) {
        add_control(out, p[0]);
    } else if (text.n_bytes == 2) {
        add_control(out, p[1]);
    } else {
        add_control(out, 0x2000u + ((p[1] & 0x3fu) << 6) + (p[2] & 0x3fu));
    }
}

void json_add_string(struct str *out, struct str_span utf8)
{
    size_t done = 0;
    size_t off = 0;

    str_add_char(out, '"');
    while (off < utf8.n_bytes) {
        size_t n_bytes = needs_escape(utf8, off);
        if (n_bytes == 0) {
            off++;
            continue;
        }
        str_add(out, utf8.bytes + done, off - done);
        add_escape(out, str_span(utf8.bytes + off, n_bytes));
        off += n_bytes;
        done = off;
    }
    str_add(out, utf8.bytes + done, utf8.n_bytes - done);
    str_add_char(out, '"');
}
