/*
 * A way round a mistake of Xapian 1.4.22: where neither the weight nor the
 * positions of a term are asked, and all documents have it, its matcher takes
 * the list of all documents in its place, but looks for the next piece of that
 * list under the term's name, finds none and throws DatabaseCorruptError. A
 * list has several pieces when segments were joined or are large; only
 * databases whose docids have no gaps, from 1 on, are spared.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_TERM_SOURCE_HH
#define LEDE_STORE_TERM_SOURCE_HH

#include "store/index.hh"

#include <string>

/* The query for a term outside of windows: with the same matches and weights
   as Xapian::Query(term). */
Xapian::Query term_query(const struct index *index, const std::string &term);

#endif
