/*
 * The stack of lists that span.c works on. Inside of span.c and span_window.c;
 * not for others.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SPAN_WORK_H
#define LEDE_STORE_SPAN_WORK_H

#include "store/span.h"

/* How many spans are wanted of a node. */
enum span_need {
    SPAN_NEED_ONE,  /* whether there are any */
    SPAN_NEED_EACH, /* at least one of each paragraph that has any */
    SPAN_NEED_ALL,
};

/* One evaluation. */
struct span_run {
    const struct span_text *text;
    struct span_work *work;
    struct error *err;
};

/* A list on the stack, which may move: so by number. */
struct span_slice {
    size_t start;
    size_t n;
};

/* Puts one on top. STATUS_DONE: there is no more room. */
MUST_CHECK enum status span_push(struct span_run *run, uint64_t first,
                                 uint64_t last);

/* The first of the slice whose first position is at least this. */
size_t span_find_from(const struct span_work *work, struct span_slice slice,
                      uint64_t position);

/* Asks the text. */
MUST_CHECK enum status span_locate(struct span_run *run, uint32_t position,
                                   enum span_unit unit,
                                   struct span_range *ret_range);

/* Whether what was pushed is all that is needed; if so, and there is more in
   other paragraphs, *ret_skip_to is where to go on (else UINT64_MAX). */
MUST_CHECK enum status span_is_enough(struct span_run *run, enum span_need need,
                                      uint64_t position, uint64_t *ret_skip_to);

/* Whether two words can be looked for without reading all their positions. */
bool span_can_stream(const struct span_run *run, const struct span_node *node);
/* Of such a node: whether it has a span; of SPAN_SENTENCE: whether both are in
   one paragraph. */
MUST_CHECK enum status span_stream(struct span_run *run,
                                   const struct span_node *node,
                                   bool *ret_exists);

/* All spans of a node of _TERMS on top of the stack. */
MUST_CHECK enum status span_find_terms(struct span_run *run,
                                       const struct span_node *node);
/* Likewise of a row, from *ret_start of the stack on. */
MUST_CHECK enum status span_find_rows(struct span_run *run,
                                      const struct span_node *row,
                                      size_t *ret_start);
MUST_CHECK enum status span_find_window(struct span_run *run,
                                        const struct span_node *node,
                                        enum span_need need);

#endif
