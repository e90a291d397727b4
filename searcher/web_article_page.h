/*
 * An article as a page to read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_ARTICLE_PAGE_H
#define LEDE_SEARCHER_WEB_ARTICLE_PAGE_H

#include "searcher/web_visit.h"

/* Which paragraph, from 1, has that hash: the n-th if it can be, else the
   first; 0: none. */
size_t web_article_find_paragraph(const struct article *article, size_t n,
                                  struct str_span hash);

/* The page, with query marked in it ("": nothing). i_changed: the paragraph
   that was cited and has changed since; 0: none. */
MUST_CHECK enum status web_article_page(struct web_visit *visit,
                                        const struct article *article,
                                        struct str_span query, size_t i_changed,
                                        struct error *err);

#endif
