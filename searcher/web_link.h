/*
 * Links to pages of the site, written into an attribute of HTML: encoded for
 * the URL, then escaped.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_LINK_H
#define LEDE_SEARCHER_WEB_LINK_H

#include "searcher/web_visit.h"

/* path is one of ours: "/help". */
void web_link_page(const struct web_visit *visit, struct str_span path,
                   struct str *out);

/* A search for query, and for nothing else. */
void web_link_query(const struct web_visit *visit, struct str_span query,
                    struct str *out);

/* A page has so many paragraphs of an article; the next ones are on another,
   "?from=2001". */
#define WEB_PAGE_PARAGRAPHS 2000

/* Something about one article. */
struct web_target {
    const char *page; /* "/a", "/similar" */
    struct str_span id;
    const char *ending;    /* "json"; NULL: the page itself */
    struct str_span query; /* marked in it; "": none */
    size_t i_paragraph;    /* from 1; 0: none */
    const char *hash; /* with i_paragraph: the link that finds it again; NULL:
                         the place on the page */
};

/* As a URL, for where no HTML is written: see permalink.h. */
void web_link_url(const struct web_visit *visit,
                  const struct web_target *target, struct str *out);
void web_link_target(const struct web_visit *visit,
                     const struct web_target *target, struct str *out);

#endif
