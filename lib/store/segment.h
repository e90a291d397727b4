/*
 * What writer.c asks of a way to write one segment: documents in, in order, a
 * new database out: in one pass by segment_glass.c, or through Xapian's API by
 * segment_xapian.cc.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SEGMENT_H
#define LEDE_STORE_SEGMENT_H

#include "store/document.h"
#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The documents that add() gets have passed document_check(). */
struct segment_verbs {
    /* Adds a document with the next docid; they begin with the one that the
       segment was opened with. STATUS_TOO_BIG or STATUS_BAD_TEXT: this one
       can't be stored, and no docid was taken. Any other failure ends it. */
    enum status (*add)(void *state, const struct document *document,
                       struct error *err);
    /* Writes all that is left. Nothing can be added then. */
    enum status (*finish)(void *state, struct error *err);
    /* Fills in files, in any order, of a finished segment that is durable as it
       is. NULL: the caller has to sync and sum them up (segment_measure()). */
    void (*list_files)(const void *state, struct segment_entry *entry);
    /* Frees state; never NULL. The files stay. */
    void (*free)(void *state);
    bool is_api; /* through Xapian */
};

struct segment_writer {
    const struct segment_verbs *verbs; /* NULL: not open */
    void *state;
};

/* Makes a new Xapian database at path, where nothing is. */
MUST_CHECK enum status segment_open_xapian(const char *path,
                                           uint32_t first_docid,
                                           struct segment_writer *ret_segment,
                                           struct error *err);

/* Likewise, in one pass by lib/glass; memory_bytes: 0 is its default. */
MUST_CHECK enum status segment_open_glass(const char *path,
                                          uint32_t first_docid,
                                          size_t memory_bytes, unsigned n_jobs,
                                          struct segment_writer *ret_segment,
                                          struct error *err);

/*
 * Documents that one thread gathers for a segment of segment_open_glass();
 * one thread then appends runs in the order that their documents shall have.
 */
struct segment_run;

/* owned by the caller; release with segment_run_free(), before the segment */
MUST_CHECK enum status segment_run_new(const struct segment_writer *segment,
                                       struct segment_run **ret_run,
                                       struct error *err);
void segment_run_free(struct segment_run *run);
/* As the verb add(). */
MUST_CHECK enum status segment_run_add(struct segment_run *run,
                                       const struct document *document,
                                       struct error *err);
bool segment_run_is_full(const struct segment_run *run);
MUST_CHECK enum status segment_run_seal(struct segment_run *run,
                                        struct error *err);
/* Empties it. */
MUST_CHECK enum status segment_run_append(struct segment_writer *segment,
                                          struct segment_run *run,
                                          struct error *err);

#ifdef __cplusplus
}
#endif

#endif
