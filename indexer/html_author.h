/*
 * Names of authors as pages write them: "By A. Writer and B. Scribe" is two.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_AUTHOR_H
#define LEDE_INDEXER_HTML_AUTHOR_H

#include "base/str.h"

/*
 * Takes the next name off text, without "By", "Von" and the like; false: no
 * more. Addresses are passed over.
 */
bool html_author_next(struct str_span *text, struct str_span *ret_name);

/* Whether it may be a person's name: two to five words, mostly capitalised. */
bool html_author_is_person(struct str_span name);

#endif
