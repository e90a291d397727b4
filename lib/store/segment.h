/*
 * What writer.c asks of a way to write one segment. Today there is one,
 * segment_xapian.cc, which updates a Xapian database in place; a builder that
 * makes a new segment in one pass has the same four verbs.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SEGMENT_H
#define LEDE_STORE_SEGMENT_H

#include "store/document.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The documents that add() gets have passed document_check(); whatever
   a verb but has() returns except STATUS_OK ends the run. */
struct segment_verbs {
    /* Whether the segment had the term before this run. */
    enum status (*has)(void *state, struct str_span id_term, bool *ret_has,
                       struct error *err);
    /* Adds the document or replaces the one with its id term. */
    enum status (*add)(void *state, const struct document *document,
                       struct error *err);
    /* Makes all of the run durable, and visible to those who open it after. */
    enum status (*commit)(void *state, struct error *err);
    /* Undoes what was not committed and frees state; never NULL. */
    void (*free)(void *state);
};

struct segment_writer {
    const struct segment_verbs *verbs; /* NULL: not open */
    void *state;
};

/* Opens the Xapian database at path, made if is_new. */
MUST_CHECK enum status segment_open_xapian(const char *path, bool is_new,
                                           struct segment_writer *ret_segment,
                                           struct error *err);

#ifdef __cplusplus
}
#endif

#endif
