/*
 * What is written in plain ASCII for the Latin letters that Unicode does not
 * decompose: ø -> o, ł -> l, æ -> ae. A part of folding (text/fold.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_LATIN_H
#define LEDE_TEXT_LATIN_H

#include <stdint.h>

/* One or two ASCII letters for a case-folded letter; NULL: not in the table.
   Static. */
const char *latin_to_ascii(uint32_t code_point);

#endif
