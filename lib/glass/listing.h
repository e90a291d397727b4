/*
 * The termlists of all documents of a run at once, when it is inverted. Since
 * its image has the terms in order, each document's come to it in order, and
 * none of them has to sort its own.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_LISTING_H
#define LEDE_GLASS_LISTING_H

#include "glass/log.h"
#include "glass/tags.h"

/* What is to be known of each document before. */
struct listed_document {
    uint32_t n_length; /* the sum of its terms' wdf */
    uint32_t n_terms;
};

/* Adds the tags with the terms of all documents, in order. */
MUST_CHECK enum status listing_add(const struct vocabulary *vocabulary,
                                   const struct inversion *inversion,
                                   const struct listed_document *documents,
                                   size_t n_documents, struct tags *tags,
                                   struct error *err);

#endif
