/*
 * What the punctuation between words joins. Works on the segments of one
 * stretch (text/segment.h).
 *
 * Two segments are tied when exactly one joiner stands between them:
 *  - between any two: - U+2010 U+2011 & @ _ ' U+2019 . : U+00B7, the Hebrew
 *    geresh and gershayim (U+05F3 U+05F4), the Armenian hyphen (U+058A); and
 *    " between two Hebrew letters;
 *  - between two digits also , U+066B U+066C.
 * Words of scripts written without spaces are never tied: what is cut there
 * depends on a dictionary, not on the writer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TEXT_COMPOUND_H
#define LEDE_TEXT_COMPOUND_H

#include "base/str.h"
#include "text/segment.h"

#define COMPOUND_MAX_PARTS 8

/* Takes 's into the segments before it (*n_segments shrinks) and sets the
   joiners. */
void compound_link(struct str_span text, struct segment *segments,
                   size_t *n_segments);

/* The segments from segments[0] on that are tied to each other. */
size_t compound_count(const struct segment *segments);

/*
 * Appends the parts written together, not yet folded. A joiner between two
 * digits stays, written as - . : , ' _ & or @, unless the number is grouped by
 * thousands: groups of three digits with commas, apostrophes, or more than
 * one full stop (a single one is a decimal point), and a decimal part behind
 * the other sign at the end.
 */
void compound_join(struct str_span text, const struct segment *parts,
                   size_t n_parts, struct str *out);

/* Bytes of the text from the first part to the last, and of the full stop
   behind an abbreviation like U.S. */
size_t compound_span(struct str_span text, const struct segment *parts,
                     size_t n_parts);

#endif
