/*
 * A JSON string (RFC 8259), escaped in the one way that every output of lede
 * shares. Reading JSON is jansson's.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_JSON_H
#define LEDE_BASE_JSON_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Appends clean UTF-8 in quotes. Besides what JSON demands, what could do harm
 * where JSON ends up is escaped too: C1 controls and directions (on a
 * terminal), "</" and U+2028, U+2029 (inside a page's script). Failures are
 * str's (sticky).
 */
void json_add_string(struct str *out, struct str_span utf8);

#ifdef __cplusplus
}
#endif

#endif
