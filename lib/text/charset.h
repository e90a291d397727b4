/*
 * Text in any charset as UTF-8. In this order it is believed: a byte order
 * mark; what was declared; that it is valid UTF-8; what the bytes look like.
 *
 * Names are those of the web (https://encoding.spec.whatwg.org): what calls
 * itself ISO-8859-1 or ASCII is read as windows-1252, GBK as GB18030, TIS-620
 * as windows-874, and so on, which are the same with more in the gaps. A name
 * that its bytes give the lie to is not believed: UTF-16 without a NUL, UTF-8
 * with more wrong than right, and any charset of ours where the bytes are
 * UTF-8 beyond ASCII, which no other charset is by chance.
 *
 * Conversion is ICU's, and so is the guess but for Thai, which it knows not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_CHARSET_H
#define LEDE_TEXT_CHARSET_H

#include "base/str.h"

enum charset_how {
    CHARSET_IS_UTF8,   /* valid, or declared, or nearly so */
    CHARSET_BY_MARK,   /* a byte order mark */
    CHARSET_DECLARED,  /* as declared */
    CHARSET_OVERRULED, /* declared as another one than it is */
    CHARSET_GUESSED,
};

#define CHARSET_NAME_BYTES 48

struct charset_reading {
    enum charset_how how;
    char name[CHARSET_NAME_BYTES]; /* of what it was read as */
    size_t n_repaired;             /* what became U+FFFD */
};

/* Whether the name stands for a charset that can be read. */
bool charset_is_known(struct str_span name);

/*
 * Appends text to out as clean UTF-8, without a byte order mark. declared is
 * empty if nothing was; one that is not known counts as none. is_sure: it
 * was said by one who knows, so that only a byte order mark overrules it.
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status charset_decode(struct str_span text,
                                      struct str_span declared, bool is_sure,
                                      struct str *out,
                                      struct charset_reading *ret_reading,
                                      struct error *err);

/* Appends what a keeper should know of the reading to note, with "; " in
   front if that holds something; nothing if all is as it should be. */
void charset_note(const struct charset_reading *reading,
                  struct str_span declared, struct str *note);

#endif
