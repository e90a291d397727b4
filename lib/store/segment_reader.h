/*
 * One segment opened by a writer: to find the articles that a run replaces or
 * deletes, and to take it over into another segment.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SEGMENT_READER_H
#define LEDE_STORE_SEGMENT_READER_H

#include "store/dead.h"
#include "store/document.h"

#ifdef __cplusplus
extern "C" {
#endif

struct segment_reader;

/* owned by the caller; release with segment_reader_free() */
MUST_CHECK enum status segment_reader_open(const char *path,
                                           struct segment_reader **ret_reader,
                                           struct error *err);
void segment_reader_free(struct segment_reader *reader);

/* The first docid greater than after that has the term; STATUS_DONE: none. */
MUST_CHECK enum status segment_reader_find(struct segment_reader *reader,
                                           struct str_span term, uint32_t after,
                                           uint32_t *ret_docid,
                                           struct error *err);

/* What was added as docid: terms in order, values, record. All of it stands in
   the document's arena; terms of the same docid come once with their whole
   frequency. */
MUST_CHECK enum status segment_reader_document(struct segment_reader *reader,
                                               uint32_t docid,
                                               struct document *document,
                                               struct error *err);

/* Called with each document that has a value; a status but STATUS_OK ends
   that. Extern "C", and never a throw or a jump. */
typedef enum status (*segment_value_each)(void *context, uint32_t docid,
                                          struct str_span value,
                                          struct error *err);

/* All values of a slot, by docid: reads the slot's lists alone. */
MUST_CHECK enum status segment_reader_values(struct segment_reader *reader,
                                             uint32_t slot,
                                             segment_value_each each,
                                             void *context, struct error *err);

/* What a segment holds, as it says itself. */
struct segment_counts {
    uint32_t n_documents;
    uint32_t last_docid;
};

MUST_CHECK enum status segment_reader_counts(struct segment_reader *reader,
                                             struct segment_counts *ret_counts,
                                             struct error *err);

/*
 * Writes the documents of several segments, oldest first, into one new segment
 * at path, under the docids that they have. Goes through the tables from front
 * to back: ten and more times as fast as reading and adding the documents. All
 * of them are kept, also the dead.
 */
MUST_CHECK enum status segment_join(const char *const *paths, size_t n_paths,
                                    const char *path, struct error *err);

/* Takes the dead out of a segment that nobody has opened, in place. It is
   larger then than it must be: join it, alone, into another. Not synced. */
MUST_CHECK enum status segment_bury(const char *path,
                                    const struct dead_set *dead,
                                    struct error *err);

#ifdef __cplusplus
}
#endif

#endif
