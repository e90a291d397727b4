/*
 * JSON, front to back.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/json_writer.h"

#include "base/json.h"

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

void json_writer_string(struct json_writer *writer, struct str_span utf8)
{
    separate(writer);
    json_add_string(writer->out, utf8);
}

void json_writer_field(struct json_writer *writer, const char *key,
                       struct str_span utf8)
{
    json_writer_key(writer, key);
    if (utf8.n_bytes == 0 && !str_span_is_bad(utf8))
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
