/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/term.h"
#include "base/checksum.h"
#include "text/utf8.h"

#include <inttypes.h>

#define CHECKSUM_BYTES 17 /* '~' and 16 hexadecimal digits */

void term_add(struct str_span word, struct str *out)
{
    if (word.n_bytes <= TERM_MAX_BYTES) {
        str_add_span(out, word);
        return;
    }
    str_add(out, word.bytes, utf8_floor(word, TERM_MAX_BYTES - CHECKSUM_BYTES));
    str_add_format(out, "~%016" PRIx64, checksum_of(word));
}
