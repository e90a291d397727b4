/*
 * The charset that bytes look like when nobody says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_CHARSET_GUESS_H
#define LEDE_TEXT_CHARSET_GUESS_H

#include "text/charset.h"

/* A name that ICU knows, static; NULL: no idea. */
const char *charset_guess(struct str_span text);

/* For text of 7 bits, which is valid UTF-8: the charset whose escape sequences
   it has; NULL: none. */
const char *charset_guess_escapes(struct str_span text);

#endif
