/*
 * From runs to tables: reads the runs as one and writes posting lists,
 * document lengths and values to the postlist table, positions to theirs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_EMIT_H
#define LEDE_GLASS_EMIT_H

#include "glass/document.h"
#include "glass/merge.h"

/* Reads the merge to its end. Either table may be NULL: its entries are not
   written then. listener may be NULL. */
MUST_CHECK enum status emit_tables(struct merge *merge, struct table *postlist,
                                   struct table *position,
                                   const struct term_listener *listener,
                                   struct error *err);

#endif
