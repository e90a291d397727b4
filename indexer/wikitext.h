/*
 * MediaWiki's markup as plain text: links are their words; headings, what is
 * in a list and rows of tables, with tabs, are paragraphs; templates,
 * references, files and comments are left out, but for templates that only
 * mark up their words. Categories and the captions of files are told.
 *
 * One pass, linear, and as deep as STACK_MAX; deeper markup stays as it is.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_WIKITEXT_H
#define LEDE_INDEXER_WIKITEXT_H

#include "base/str.h"

struct wikitext_names {
    struct str_span file;     /* of the namespaces of the wiki; besides */
    struct str_span category; /* English, which all have */
    void *context;
    /* A category, in the order in which they come. */
    enum status (*add_category)(void *context, struct str_span name);
    enum status (*add_caption)(void *context, struct str_span words);
};

/* Appends text, clean UTF-8, to out. */
MUST_CHECK enum status wikitext_read(struct str_span text,
                                     const struct wikitext_names *names,
                                     struct str *out);

#endif
