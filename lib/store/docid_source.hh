/*
 * A list of docids as a list of postings, without weight.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_DOCID_SOURCE_HH
#define LEDE_STORE_DOCID_SOURCE_HH

#include "store/index.hh"

/* docids rise, and are borrowed for as long as the query; must not be used
   longer than the index either. */
Xapian::Query docids_of(const struct index *index, const uint32_t *docids,
                        size_t n_docids);

#endif
