/*
 * The page of one article, its other forms, and the links that find a
 * paragraph of it again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_ARTICLE_H
#define LEDE_SEARCHER_WEB_ARTICLE_H

#include "searcher/web_visit.h"

/* "/a/ID", "/a/ID.json", "/a/ID.txt", "/a/ID/p/N", "/a/ID/p/N~HASH",
   "/a?id=ID". An id that ends like one of these itself goes first. */
MUST_CHECK enum status web_article(struct web_visit *visit, struct error *err);

#endif
