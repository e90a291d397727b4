/*
 * Cursors. 25 bytes: a version, then revision, offset and the checksum of the
 * question, 8 bytes each, the low one first; as 34 characters.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/address.h"

#include "base/checksum.h"

#include <string.h>

#define CURSOR_VERSION 1
#define CURSOR_BYTES   25
#define CURSOR_DIGITS  34

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Of what decides which articles come in which order. */
static uint64_t sum_question(const struct address *address)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct address question = *address;

    question.limit = ADDRESS_LIMIT_DEFAULT;
    question.offset = 0;
    question.n_facets = 0;
    question.timeline = TIMELINE_NONE;
    question.n_snippets = ADDRESS_SNIPPETS_DEFAULT;
    address_print(&question, &text);
    return checksum_of(str_view(&text));
}

static void put_number(unsigned char *bytes, uint64_t number)
{
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
}

static uint64_t get_number(const unsigned char *bytes)
{
    uint64_t number = 0;

    for (unsigned i = 8; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}

void address_add_cursor(const struct address *address, uint64_t revision,
                        uint64_t offset, struct str *out)
{
    unsigned char bytes[CURSOR_BYTES + 2] = {CURSOR_VERSION};

    put_number(bytes + 1, revision);
    put_number(bytes + 9, offset);
    put_number(bytes + 17, sum_question(address));
    for (size_t i = 0; i < CURSOR_DIGITS; i++) {
        size_t bit = i * 6;
        unsigned pair =
            (unsigned)bytes[bit / 8] << 8 | (unsigned)bytes[bit / 8 + 1];
        str_add_char(out, digits[pair >> (10 - bit % 8) & 63]);
    }
}

static bool decode(struct str_span text, unsigned char bytes[CURSOR_BYTES + 2])
{
    memset(bytes, 0, CURSOR_BYTES + 2);
    if (text.n_bytes != CURSOR_DIGITS)
        return false;
    for (size_t i = 0; i < CURSOR_DIGITS; i++) {
        const char *digit =
            text.bytes[i] ? strchr(digits, text.bytes[i]) : NULL;
        size_t bit = i * 6;
        if (!digit)
            return false;
        unsigned pair = (unsigned)(digit - digits) << (10 - bit % 8);
        bytes[bit / 8] |= (unsigned char)(pair >> 8);
        bytes[bit / 8 + 1] |= (unsigned char)(pair & 0xff);
    }
    return bytes[0] == CURSOR_VERSION && bytes[CURSOR_BYTES] == 0;
}

enum status address_follow(struct address *address, uint64_t revision,
                           bool *ret_is_moved, struct error *err)
{
    unsigned char bytes[CURSOR_BYTES + 2];

    *ret_is_moved = false;
    if (address->cursor.n_bytes == 0)
        return STATUS_OK;
    bool is_cursor = decode(address->cursor, bytes);
    if (!is_cursor || get_number(bytes + 17) != sum_question(address)) {
        error_set(err, STATUS_BAD_USAGE,
                  is_cursor ? "the cursor belongs to another question"
                            : "the cursor is none that lede has made");
        error_hint(err, "ask without it for the first page");
        return STATUS_BAD_USAGE;
    }
    address->offset = get_number(bytes + 9);
    *ret_is_moved = get_number(bytes + 1) != revision;
    return STATUS_OK;
}
