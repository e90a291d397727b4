/*
 * The tags that documents bring to the termlist and docdata tables, deflated
 * and waiting for their docids: data as documents come, termlists at the end.
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

/* Some kind of them, one behind the other. */
struct tag_queue {
    struct str bytes;
    size_t n_taken;
};

struct tags {
    struct deflater *deflater; /* owned */
    struct tag_queue terms;    /* private */
    struct tag_queue others;   /* private: slots and data by turns */
};

MUST_CHECK enum status tags_init(struct tags *tags,
                                 enum compression compression,
                                 struct error *err);
void tags_release(struct tags *tags);
void tags_reset(struct tags *tags);

/* Add those of the next document: of terms when all are known, of the rest
   before. */
MUST_CHECK enum status tags_add_terms(struct tags *tags, struct str_span terms,
                                      struct error *err);
MUST_CHECK enum status tags_add_others(struct tags *tags, struct str_span slots,
                                       struct str_span data, struct error *err);

size_t tags_memory_bytes(const struct tags *tags);

/* Takes those of the next document, borrowed until tags_reset(); STATUS_DONE
   after the last that has terms. */
MUST_CHECK enum status tags_take(struct tags *tags,
                                 struct document_tags *ret_tags);

#endif
