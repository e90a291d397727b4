/*
 * What an HTML page says about itself: JSON-LD, <meta>, <link rel=canonical>,
 * <html lang>, <time>, and what its address tells, as fields of an article.
 *
 * Several names mean the same thing; the table in html_head.c says which one
 * is believed first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_HEAD_H
#define LEDE_INDEXER_HTML_HEAD_H

#include "indexer/html_ld.h"
#include "indexer/html_url.h"
#include "indexer/identity.h"
#include "store/article.h"

enum head_value {
    HEAD_TITLE,
    HEAD_DATE,
    HEAD_SOURCE,
    HEAD_SECTION,
    HEAD_LANGUAGE,
    HEAD_URL,
    HEAD_DESCRIPTION,
    HEAD_N_VALUES,
};

struct head_list {
    struct str_span *items;
    size_t n_items;
    size_t n_room;
    unsigned rank;
    struct identity_set seen; /* items, so that 80,000 take no time */
};

struct html_head {
    struct str_span values[HEAD_N_VALUES];
    unsigned ranks[HEAD_N_VALUES]; /* 0: not set; a lower one is believed */
    struct head_list authors;
    struct head_list tags;
    struct head_list dates; /* all that are given */
    struct html_ld ld;
    struct html_url url;
    struct str_span og_title;
    struct str extra;
    struct arena arena;
    enum status state; /* sticky, asked for by html_head_fill() */
};

void html_head_init(struct html_head *head);
void html_head_release(struct html_head *head);

/* Where the page was found, which is its address if it names none. */
void html_head_found_at(struct html_head *head, struct str_span address);

/* Looks at an element that begins; attributes are name, value, ..., NULL, or
   NULL if there are none. */
void html_head_element(struct html_head *head, const char *name,
                       const char *const *attributes);

/* Looks at what a script of JSON-LD holds. */
MUST_CHECK enum status html_head_ld(struct html_head *head,
                                    struct str_span json, struct error *err);
/* Settles what was seen, when there is no more; before what follows. byline is
   what the page shows as that, for those that say nothing else. */
void html_head_finish(struct html_head *head, struct str_span byline);

/* Of JSON-LD, else og:title; empty if there is none. */
struct str_span html_head_title(const struct html_head *head);

/* Fills all but title and text; borrowed until html_head_release(). */
MUST_CHECK enum status html_head_fill(struct html_head *head,
                                      struct article *article,
                                      struct error *err);

#endif
