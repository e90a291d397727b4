/*
 * What newer articles get besides, as something that Xapian can match: all
 * dated articles, each with a weight that falls with its age.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_RECENT_SOURCE_HH
#define LEDE_STORE_RECENT_SOURCE_HH

#include "store/index.hh"

/* most: what an article of the newest day gets; that is the newest of the
   index, but not after today (yyyymmdd). */
Xapian::Query recent_by(const struct index *index, uint32_t today, double most);

#endif
