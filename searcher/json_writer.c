/*
 * JSON, front to back.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/json_writer.h"

#include <inttypes.h>
#include <math.h>

void json_writer_init(struct json_writer *writer, struct str *out)
{
    writer->out = out;
    writer->has_item = 0;
    writer->depth = 0;
    writer->is_behind_key = false;
}

/* The comma in front of a key or a value, where one belongs. */
static void separate(struct json_writer *writer)
{
    uint64_t bit = UINT64_C(1) << (writer->depth % JSON_WRITER_MAX_DEPTH);

    if (writer->is_behind_key) {
        writer->is_behind_key = false;
        return;
    }
    if (writer->depth > 0 && (writer->has_item & bit))
        str_add_char(writer->out, ',');
    writer->has_item |= bit;
}

static void open_level(struct json_writer *writer, char bracket)
{
    separate(writer);
    str_add_char(writer->out, bracket);
    writer->depth++;
    writer->has_item &=
        ~(UINT64_C(1) << (writer->depth % JSON_WRITER_MAX_DEPTH));
}

static void close_level(struct json_writer *writer, char bracket)
{
    writer->depth--;
    str_add_char(writer->out, bracket);
}

void json_writer_object(struct json_writer *writer)
{
    open_level(writer, '{');
}

void json_writer_end_object(struct json_writer *writer)
{
    close_level(writer, '}');
}

void json_writer_array(struct json_writer *writer)
{
    open_level(writer, '[');
}

void json_writer_end_array(struct json_writer *writer)
{
    close_level(writer, ']');
}

void json_writer_key(struct json_writer *writer, const char *key)
{
    separate(writer);
    str_add_format(writer->out, "\"%s\":", key);
    writer->is_behind_key = true;
}

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

/*
 * The bytes of the character at off if it needs an escape, else 0. C1 and the
 * line separators begin with two bytes of their own, so that plain text costs
 * one look a byte.
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
    if (p[0] == 0xe2 && n_left > 2 && p[1] == 0x80)
        return p[2] == 0xa8 || p[2] == 0xa9 ? 3 : 0;
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
        add_control(out, 0x2000u + (p[2] - 0x80u));
    }
}

void json_writer_string(struct json_writer *writer, struct str_span utf8)
{
    size_t done = 0;
    size_t off = 0;

    separate(writer);
    str_add_char(writer->out, '"');
    while (off < utf8.n_bytes) {
        size_t n_bytes = needs_escape(utf8, off);
        if (n_bytes == 0) {
            off++;
            continue;
        }
        str_add(writer->out, utf8.bytes + done, off - done);
        add_escape(writer->out, str_span(utf8.bytes + off, n_bytes));
        off += n_bytes;
        done = off;
    }
    str_add(writer->out, utf8.bytes + done, utf8.n_bytes - done);
    str_add_char(writer->out, '"');
}

void json_writer_field(struct json_writer *writer, const char *key,
                       struct str_span utf8)
{
    json_writer_key(writer, key);
    if (utf8.n_bytes == 0)
        json_writer_null(writer);
    else
        json_writer_string(writer, utf8);
}

void json_writer_number(struct json_writer *writer, uint64_t number)
{
    separate(writer);
    str_add_format(writer->out, "%" PRIu64, number);
}

void json_writer_add_real(struct str *out, double number, unsigned n_decimals)
{
    uint64_t scale = 1;

    for (unsigned i = 0; i < n_decimals; i++)
        scale *= 10;
    double scaled = round(fabs(number) * (double)scale);
    if (scaled > 9e15) { /* beyond what a double holds exactly anyway */
        str_add_format(out, "%s%.0f", number < 0 ? "-" : "", fabs(number));
        return;
    }
    uint64_t whole = (uint64_t)scaled;
    if (number < 0 && whole > 0)
        str_add_char(out, '-');
    str_add_format(out, "%" PRIu64, whole / scale);
    if (n_decimals > 0)
        str_add_format(out, ".%0*" PRIu64, (int)n_decimals, whole % scale);
}

void json_writer_real(struct json_writer *writer, double number,
                      unsigned n_decimals)
{
    if (!isfinite(number)) {
        json_writer_null(writer);
        return;
    }
    separate(writer);
    json_writer_add_real(writer->out, number, n_decimals);
}

void json_writer_bool(struct json_writer *writer, bool value)
{
    separate(writer);
    str_add_text(writer->out, value ? "true" : "false");
}

void json_writer_null(struct json_writer *writer)
{
    separate(writer);
    str_add_text(writer->out, "null");
}
