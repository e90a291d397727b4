/*
 * Numbers in as few bytes as they need: seven bits a byte, the low ones first,
 * the top bit set on all bytes but the last.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_VARINT_H
#define LEDE_BASE_VARINT_H

#include "base/str.h"

static inline void varint_add(struct str *out, uint32_t number)
{
    for (; number >= 0x80; number >>= 7)
        str_add_char(out, (char)(unsigned char)(number | 0x80));
    str_add_char(out, (char)(unsigned char)number);
}

/* Takes a number off the front of rest; false: there is none, or none that
   has 32 bits. */
static inline bool varint_read(struct str_span *rest, uint32_t *ret_number)
{
    uint64_t number = 0;
    for (unsigned shift = 0; rest->n_bytes > 0 && shift < 35; shift += 7) {
        unsigned char byte = (unsigned char)*rest->bytes++;
        rest->n_bytes--;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *ret_number = (uint32_t)number;
            return number <= UINT32_MAX;
        }
    }
    return false;
}

#endif
