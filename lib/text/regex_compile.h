/*
 * From the text of a regular expression to ICU's. Inside of regex*.c; not for
 * others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_REGEX_COMPILE_H
#define LEDE_TEXT_REGEX_COMPILE_H

#include "base/str.h"

#include <unicode/uregex.h>

/* STATUS_BAD_TEXT: what is wrong with it, at err->offset_bytes. Else owned by
   the caller; release with uregex_close(). */
MUST_CHECK enum status regex_compile(struct str_span text,
                                     URegularExpression **ret_regex,
                                     struct error *err);

#endif
