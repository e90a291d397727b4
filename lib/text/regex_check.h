/*
 * Whether a text is a regular expression, as ICU has them.
 *
 * Only that: the parser of queries asks it so that a mistake is told with its
 * place. Matching compiles the expression again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_REGEX_CHECK_H
#define LEDE_TEXT_REGEX_CHECK_H

#include "base/str.h"

/* Terms have at most 245 bytes. */
#define REGEX_MAX_BYTES 256

/*
 * STATUS_BAD_TEXT with the reason, err->offset_bytes being where in text.
 * The flag (?i) is refused: terms have no capitals, and ICU takes 10 ms for
 * each large set under it. Else 512 bytes take at most 10 ms.
 */
MUST_CHECK enum status regex_check(struct str_span text, struct error *err);

#endif
