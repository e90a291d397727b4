/*
 * Addresses of articles and of their paragraphs.
 *
 * A paragraph is called by its number and a hash of what it says, so that a
 * citation finds it again when others were put before it, and can tell when it
 * was changed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_PERMALINK_H
#define LEDE_SEARCHER_PERMALINK_H

#include "base/str.h"

/* Eight hexadecimal digits, small letters, and a NUL. */
#define PERMALINK_HASH_BYTES 9

/* The low 32 bits of the XXH3-64 of a paragraph, white space collapsed as
   collapse_text() does it: so it does not hang on line ends. */
MUST_CHECK enum status permalink_hash(struct str_span paragraph,
                                      char ret_hash[PERMALINK_HASH_BYTES],
                                      struct error *err);

/*
 * Appends the address of something about an article: page is "/a", "/dup" and
 * so on, base what lede's addresses begin with. An id keeps its slashes, since
 * servers differ in what they make of %2F; they also take "//", "/./" and
 * "/../" out of a path, so an id that has such goes into the query: "/a?id=ID".
 */
void permalink_add(struct str_span base, const char *page, struct str_span id,
                   struct str *out);

#endif
