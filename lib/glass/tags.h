/*
 * The tags that documents bring to the termlist and docdata tables, deflated
 * and waiting for their docids.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_TAGS_H
#define LEDE_GLASS_TAGS_H

#include "glass/deflate.h"

struct tag {
    struct str_span bytes;
    enum tag_form form;
};

/* Of one document, in this order. */
struct document_tags {
    struct tag terms;
    struct tag slots; /* empty if it has no values */
    struct tag data;  /* empty if it has none */
};

struct tags {
    struct deflater *deflater; /* owned */
    struct str bytes;          /* private */
    size_t n_taken;            /* private */
};

MUST_CHECK enum status tags_init(struct tags *tags,
                                 enum compression compression,
                                 struct error *err);
void tags_release(struct tags *tags);
void tags_reset(struct tags *tags);

/* Adds the next tag; of a document the three in order. */
MUST_CHECK enum status tags_add(struct tags *tags, enum tag_kind kind,
                                struct str_span tag, struct error *err);

/* Takes those of the next document, borrowed until the next tags_add();
   STATUS_DONE after the last. */
MUST_CHECK enum status tags_take(struct tags *tags,
                                 struct document_tags *ret_tags);

#endif
