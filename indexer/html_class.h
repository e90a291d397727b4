/*
 * What the names that an element goes by (class, id, role, itemprop) say about
 * its part in a page. Words of the trade, in the languages that pages are
 * written in; never those of one site.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_HTML_CLASS_H
#define LEDE_INDEXER_HTML_CLASS_H

#include "base/str.h"

/* Bits. */
enum html_mark {
    MARK_COMMENTS = 1 << 0, /* readers have the word */
    MARK_BESIDE = 1 << 1,   /* navigation, related, newsletter, consent, ... */
    MARK_BODY = 1 << 2,     /* the article's text, and that alone */
    MARK_ARTICLE = 1 << 3,  /* the article, with what goes with it */
    MARK_HIDDEN = 1 << 4,   /* not to be seen before something is done */
    MARK_BYLINE = 1 << 5,   /* who wrote it */
    MARK_LEAD = 1 << 6,     /* what stands between title and text */
};

/* Marks of an element; attributes are name, value, ..., NULL, or NULL. */
unsigned html_class_marks(const char *const *attributes);

/* The value of one of them; NULL: it is not there. */
const char *html_attribute(const char *const *attributes, const char *name);

#endif
