/*
 * What an EPUB (2 and 3) says of itself: where its package is, the book's own
 * fields, its documents in reading order, and the titles that its table of
 * contents has for them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_EPUB_PACKAGE_H
#define LEDE_INDEXER_EPUB_PACKAGE_H

#include "indexer/draft.h"

/* Of files, and of documents in reading order: books have hundreds. */
#define EPUB_MAX_ITEMS 10000

struct epub_item {
    struct str_span id;
    struct str_span path;  /* in the archive */
    struct str_span title; /* in the table of contents; empty: none */
    struct str text;       /* its bytes; for whoever reads them */
    bool is_document;      /* XHTML, but no table of contents */
    bool is_contents;      /* a table of contents */
    bool is_in_spine;
};

struct epub_package {
    struct epub_item *items;
    size_t n_items;
    size_t *spine; /* the items in reading order */
    size_t n_spine;
    struct draft book; /* what all of its documents have in common */

    /* private */
    struct epub_item **by_path;
    size_t n_items_room;
    size_t n_spine_room;
    struct str_span folder; /* that its paths begin in */
    struct arena arena;
};

/* clang-format off */
#define EPUB_PACKAGE_INIT { .book = DRAFT_INIT }
/* clang-format on */

void epub_package_release(struct epub_package *package);

/* Appends the path of the package that META-INF/container.xml names. */
MUST_CHECK enum status epub_container_read(struct str_span xml,
                                           struct str *path, struct error *err);

/* STATUS_BAD_TEXT with a reason. */
MUST_CHECK enum status epub_package_read(struct epub_package *package,
                                         struct str_span path,
                                         struct str_span xml,
                                         struct error *err);

/* Takes titles from a table of contents, NCX or XHTML, that is at path. */
MUST_CHECK enum status epub_contents_read(struct epub_package *package,
                                          struct str_span path,
                                          struct str_span xml,
                                          struct error *err);

/* The item at path; NULL: none. O(log n). */
struct epub_item *epub_find(struct epub_package *package, struct str_span path);

#endif
