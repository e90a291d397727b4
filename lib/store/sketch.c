/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/sketch.h"

#include "base/checksum.h"
#include "base/varint.h"

uint16_t sketch_name(struct str_span text)
{
    return text.n_bytes == 0 ? 0
                             : (uint16_t)(1 + checksum_of(text) % UINT16_MAX);
}

static void add_name(uint16_t name, struct str *out)
{
    str_add_char(out, (char)(name & 0xff));
    str_add_char(out, (char)(name >> 8));
}

static bool read_name(struct str_span *rest, uint16_t *ret_name)
{
    if (rest->n_bytes < 2)
        return false;
    *ret_name = (uint16_t)((unsigned char)rest->bytes[0] |
                           (unsigned char)rest->bytes[1] << 8);
    *rest = str_span(rest->bytes + 2, rest->n_bytes - 2);
    return true;
}

void sketch_encode(const struct sketch *sketch, struct str *out)
{
    uint32_t before = 0;
    add_name(sketch->title, out);
    add_name(sketch->source, out);
    varint_add(out, sketch->limit);
    for (size_t i = 0; i < sketch->n_numbers; i++) {
        varint_add(out, sketch->numbers[i] - before);
        before = sketch->numbers[i];
    }
}

enum status sketch_decode(struct str_span bytes, struct sketch *ret_sketch,
                          struct error *err)
{
    uint32_t number = 0;
    uint32_t gap;
    ret_sketch->n_numbers = 0;
    if (!read_name(&bytes, &ret_sketch->title) ||
        !read_name(&bytes, &ret_sketch->source) ||
        !varint_read(&bytes, &ret_sketch->limit) ||
        ret_sketch->limit > SKETCH_END)
        return error_set(err, STATUS_CORRUPT, "a sketch is damaged");
    while (bytes.n_bytes > 0) {
        if (!varint_read(&bytes, &gap) ||
            ret_sketch->n_numbers == SKETCH_MAX_NUMBERS ||
            (gap == 0 && ret_sketch->n_numbers > 0) ||
            gap >= ret_sketch->limit - number)
            return error_set(err, STATUS_CORRUPT, "a sketch is damaged");
        number += gap;
        ret_sketch->numbers[ret_sketch->n_numbers++] = number;
    }
    return STATUS_OK;
}
