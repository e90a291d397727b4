/*
 * The elements of NITF, NewsML 1 and NewsML-G2 that say something of an
 * article, and what.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_NEWS_ELEMENT_H
#define LEDE_INDEXER_NEWS_ELEMENT_H

#include <stdbool.h>

/* What is done with an element. */
enum news_act {
    NEWS_NOTHING,
    NEWS_PASS,   /* over it, with all that is in it */
    NEWS_TEXT,   /* the article's text is in it */
    NEWS_BLOCK,  /* of text: a paragraph, at least */
    NEWS_FIELD,  /* its text is a field */
    NEWS_KEEP,   /* its text is kept besides */
    NEWS_DATE,   /* its text or norm, less weighty the later in the table */
    NEWS_SOURCE, /* likewise */
    NEWS_TITLE,  /* likewise */
    NEWS_DATA,   /* its text is a text, or markup of it */
    NEWS_ITEM,   /* an article */
    NEWS_NO_ITEM,
};

/* Weights of values that are one field: the heaviest counts. */
#define NEWS_N_WEIGHTS 6

struct news_element {
    const char *name;
    const char *parent; /* NULL: any */
    enum news_act act;
    int what;               /* enum reader_field, or the weight */
    const char *kept;       /* under which name */
    const char *attribute;  /* that says it, where the text does not */
    const char *attribute2; /* likewise */
};

/* The element of this local name, in one of that name; NULL: none of ours.
   Static. */
const struct news_element *news_element(const char *name, const char *parent);

/* Whether it begins a paragraph of a text. */
bool news_is_block(const char *name);

#endif
