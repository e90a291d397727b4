/*
 * What all pages have in common: head, the name of the archive, the search
 * box, foot.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_PAGE_H
#define LEDE_SEARCHER_WEB_PAGE_H

#include "searcher/web_visit.h"

struct web_page {
    struct str_span title; /* of the window; the archive's follows */
    struct str_span query; /* in the search box */
    struct str_span head;  /* more <link>s, as HTML */
    struct str_span form;  /* what else the form holds, as HTML */
    bool is_home;          /* the box is the page */
    bool is_wide;          /* has a column beside the text */
};

/* Begins the reply, as HTML. <main> is open afterwards. */
void web_page_begin(struct web_visit *visit, const struct web_page *page);
void web_page_end(struct web_visit *visit);

/* The style sheet, the script that suggests words, and the icon. */
MUST_CHECK enum status web_page_style(struct web_visit *visit,
                                      struct error *err);
MUST_CHECK enum status web_page_script(struct web_visit *visit,
                                       struct error *err);
MUST_CHECK enum status web_page_icon(struct web_visit *visit,
                                     struct error *err);

#endif
