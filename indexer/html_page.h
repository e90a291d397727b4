/*
 * The text of an HTML page, put together from the events of a parser.
 *
 * Block elements make paragraphs, <br> a line end, table cells a tab; other
 * white space collapses as a browser would do it, but for <pre>. What is not
 * the article (script, navigation, forms, asides) is left out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_PAGE_H
#define LEDE_INDEXER_HTML_PAGE_H

#include "indexer/html_head.h"

/* What stands between the text so far and the next word; a larger one
   swallows a smaller one. */
enum html_gap {
    GAP_NONE,
    GAP_SPACE,
    GAP_CELL,
    GAP_LINE,
    GAP_PARAGRAPH,
};

struct html_page {
    struct html_head head;
    struct str text;
    struct str title;
    struct str heading;
    bool is_all; /* read what is seldom the article as well */

    /* private */
    enum html_gap gap;
    uint32_t n_open; /* elements */
    bool is_in_title;
    bool is_in_heading;
    size_t n_heading_end; /* text up to here is the first heading */
    uint32_t n_dropped;   /* elements open since one that is left out */
    uint32_t n_pre;
};

/* is_all: leave out nothing but code. */
void html_page_init(struct html_page *page, bool is_all);
void html_page_release(struct html_page *page);

/* Events, balanced: each start has its end. attributes are name, value, ...,
   NULL, or NULL if there are none. */
void html_page_start(struct html_page *page, const char *name,
                     const char *const *attributes);
void html_page_end(struct html_page *page, const char *name);
void html_page_text(struct html_page *page, struct str_span text);

/* Title and text, borrowed until html_page_release(). */
void html_page_fill(struct html_page *page, struct article *article);

#endif
