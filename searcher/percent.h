/*
 * Percent-encoding (RFC 3986) and the encoding of forms (WHATWG URL,
 * application/x-www-form-urlencoded), where a space is a plus sign.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PERCENT_H
#define LEDE_SEARCHER_PERCENT_H

#include "base/str.h"

enum percent_set {
    PERCENT_SEGMENT,  /* one segment of a path: all but unreserved bytes */
    PERCENT_FORM,     /* a name or value of a query string: likewise, but for
                         `:` and `/`, which stand for themselves, and the
                         space, which is `+` */
    PERCENT_PATH,     /* a whole path: a segment's, and `/` */
    PERCENT_FRAGMENT, /* a part of a text fragment, in which `-`, `,` and `&`
                         are signs: all but letters, digits, `.`, `_`, `~` */
};

/* Appends bytes, encoded with upper case digits. Failures are out's (sticky).
 */
void percent_encode(struct str_span bytes, enum percent_set set,
                    struct str *out);

/* Appends text, decoded once; is_form: `+` is a space. False when a `%` has no
   two hexadecimal digits behind it; out has what came before it then. What
   comes out may be any bytes, NUL among them. */
bool percent_decode(struct str_span text, bool is_form, struct str *out);

#endif
