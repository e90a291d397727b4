/*
 * An HTML page as an article, put together from the events of a parser: what
 * it says about itself (html_head.h), and of its text (html_tree.h) what is
 * the article (html_body.h).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_PAGE_H
#define LEDE_INDEXER_HTML_PAGE_H

#include "indexer/html_head.h"
#include "indexer/html_tree.h"

struct html_page {
    struct html_head head;
    struct html_tree tree;

    /* private */
    struct str title;
    struct str text;
    struct str captions;
    struct str script; /* of JSON-LD */
    struct str byline;
    uint32_t n_byline; /* elements open since one that is it */
    bool is_in_script;
    uint32_t n_scripts;
    enum status state;
};

void html_page_init(struct html_page *page);
void html_page_release(struct html_page *page);

/* Events, balanced: each start has its end. attributes are name, value, ...,
   NULL, or NULL if there are none. */
void html_page_start(struct html_page *page, const char *name,
                     const char *const *attributes);
void html_page_end(struct html_page *page, const char *name);
void html_page_text(struct html_page *page, struct str_span text);

/* All that the page says, when there is no more of it; borrowed until
   html_page_release(). */
MUST_CHECK enum status html_page_fill(struct html_page *page,
                                      struct article *article,
                                      struct error *err);

/* Appends a block as a paragraph, without white space at its end. */
void html_add_block(struct str *out, struct str_span text);

#endif
