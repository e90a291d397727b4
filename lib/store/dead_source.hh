/*
 * The dead as a list of postings, to be taken away from what matches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_DEAD_SOURCE_HH
#define LEDE_STORE_DEAD_SOURCE_HH

#include "store/index.hh"

/* The query without what is dead in the index; the query itself when nothing
   is. Must not be used longer than the index. */
Xapian::Query without_dead(const struct index *index,
                           const Xapian::Query &query);

#endif
