/*
 * Text put where it could be taken for something else: one function for each
 * place. Texts of articles and queries reach a page through these alone, and
 * URLs through percent.h before.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_ESCAPE_H
#define LEDE_SEARCHER_WEB_ESCAPE_H

#include "base/str.h"

/*
 * Appends clean UTF-8 to stand between tags, or in an attribute in double
 * quotes, of HTML, SVG or XML: & < > " ' become references. What neither may
 * hold becomes U+FFFD: C0 and C1 controls but for tab and line ends, DEL, and
 * U+FFFE, U+FFFF and their like.
 */
void web_escape_text(struct str *out, struct str_span utf8);

/* Whether url is http: or https: and can stand in a link (still to be escaped
   as text): no controls, no spaces. Others, such as javascript:, are shown
   and not linked. */
bool web_escape_is_link(struct str_span url);

#endif
