/*
 * The items of a document of NITF or NewsML, as articles. Elements are told by
 * their local names (news_element.h), and where these mean several things by
 * the element around them.
 *
 * Packages, concepts and pictures have no text: they are told as such.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_NEWS_ITEMS_H
#define LEDE_INDEXER_NEWS_ITEMS_H

#include "indexer/loaded.h"

MUST_CHECK enum status news_items_read(const struct loaded *loaded,
                                       const struct reader_sink *sink,
                                       struct error *err);

#endif
