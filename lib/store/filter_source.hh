/*
 * Terms that only filter, past a mistake of Xapian 1.4.22: a term that is in
 * all documents, and of which neither frequency nor position is asked, it
 * replaces by the list of all documents but leaves it the name of the term.
 * When docids have gaps that list comes from the table of lengths; from its
 * second chunk on the name is not that of its keys any more, and the list ends
 * there, in silence or with "Unexpected end of posting list".
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_FILTER_SOURCE_HH
#define LEDE_STORE_FILTER_SOURCE_HH

#include "store/index.hh"

/* Matches what the term does, without weight. */
Xapian::Query filter_by(const struct index *index, const std::string &term);

#endif
