/*
 * The way into an index. One writer at a time (lock file), all or nothing:
 * until writer_commit() returns STATUS_OK the index is as it was, also when
 * the program is killed.
 *
 * A run makes one new segment; articles that it replaces or deletes become
 * tombstones in the segments that are there. The commit is the switch of the
 * manifest. doc/index-format.md tells what lies on disk.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_WRITER_H
#define LEDE_STORE_WRITER_H

#include "store/document.h"
#include "store/manifest.h"

#ifdef __cplusplus
extern "C" {
#endif

struct writer;

/* All zero is the default. */
struct writer_settings {
    uint32_t lock_timeout_ms; /* how long to wait for another writer */
    size_t memory_bytes;      /* for what is gathered; 0: 512 MiB */
    unsigned n_jobs;          /* threads that fill batches; 0: 1 */
    bool is_api; /* write through Xapian's API instead of in one pass: ten to
                    twenty times slower, the same segments */
};

/*
 * Opens the index at path for writing, or makes one when nothing is there
 * (or an empty directory) with the settings given: analysis, language,
 * versions and avdl of *settings; an existing index keeps its own, which are
 * copied into *settings. how may be NULL: all zero. STATUS_LOCKED names the
 * process that writes it; STATUS_OUTDATED when it was made with another
 * format or analysis; STATUS_NOT_FOUND when something else than an index is
 * there.
 * owned by the caller; release with writer_free()
 */
MUST_CHECK enum status writer_open(const char *path,
                                   const struct writer_settings *how,
                                   struct manifest *settings,
                                   struct writer **ret_writer,
                                   struct error *err);

/* As writer_open() for an index that must be there, whatever its analysis:
   to delete and to fold. STATUS_NOT_FOUND when there is none. */
MUST_CHECK enum status writer_open_existing(const char *path,
                                            const struct writer_settings *how,
                                            struct writer **ret_writer,
                                            struct error *err);

/* Why it writes through Xapian's API though it was not asked to: lib/glass was
   tried, and does not write what this Xapian would. NULL: it does not. To be
   asked from writer_open() on; borrowed with writer. */
const char *writer_why_api(const struct writer *writer);

/* What the index says of itself, as of the last commit; borrowed with it. */
const struct manifest *writer_manifest(const struct writer *writer);

/* Its segments and catalogue, as of the last commit; borrowed with it until
   the next commit or fold. */
const struct segment_list *writer_segments(const struct writer *writer);

/* Whether the index had an article with this id term before this run. */
MUST_CHECK enum status writer_has(struct writer *writer,
                                  struct str_span id_term, bool *ret_has,
                                  struct error *err);

/*
 * Adds the document, replacing one with the same id term, also one of this
 * run. STATUS_TOO_BIG or STATUS_BAD_TEXT: this document can't be stored, all
 * others are unharmed. Any other failure: the run can't be committed any more.
 */
MUST_CHECK enum status writer_add(struct writer *writer,
                                  const struct document *document,
                                  struct error *err);

/*
 * Adds documents from several threads: each fills a batch of its own, one
 * thread then appends the batches in the order that their articles shall
 * have, which empties them to be filled again. What comes out is what
 * writer_add() makes of the same articles in that order.
 *
 * writer_new_batch() is for the thread of the writer; STATUS_BAD_USAGE when
 * it writes through the API, where only writer_add() is. Until
 * writer_is_parallel() says that the mean length is known it should not be
 * called: it takes that of the articles so far. batch_add(),
 * batch_seal() (all that can be done of the appending; does nothing the
 * second time) and batch_is_full() are for the batch's thread alone.
 * batch_add() fails as writer_add() does; after any other failure than a bad
 * document the run must not be committed.
 *
 * writer_new_batch(): owned by the caller; release with batch_free(), before
 * the writer
 */
struct batch;
bool writer_is_parallel(const struct writer *writer);
MUST_CHECK enum status writer_new_batch(struct writer *writer,
                                        struct batch **ret_batch,
                                        struct error *err);
void batch_free(struct batch *batch);
MUST_CHECK enum status batch_add(struct batch *batch,
                                 const struct document *document,
                                 struct error *err);
bool batch_is_full(const struct batch *batch);
MUST_CHECK enum status batch_seal(struct batch *batch, struct error *err);
/* *ret_n_replaced counts articles that the index had before this run; may be
   NULL. */
MUST_CHECK enum status writer_append(struct writer *writer, struct batch *batch,
                                     uint64_t *ret_n_replaced,
                                     struct error *err);

/* Withdraws the article with this id term, also one of this run.
   STATUS_NOT_FOUND, with an empty message: there is none; no harm done. */
MUST_CHECK enum status writer_delete(struct writer *writer,
                                     struct str_span id_term,
                                     struct error *err);

/*
 * The catalogue of sources from this run on: the first n_kept parts of those
 * that writer_segments() lists, and one more of these bytes (none if they are
 * empty). Once a run. It is committed with the run, or not at all.
 */
MUST_CHECK enum status writer_set_sources(struct writer *writer, size_t n_kept,
                                          struct str_span bytes,
                                          struct error *err);

/*
 * The mean length that frequencies are weighed by (see document_set_scale())
 * is found out once for an index: from its first thousand documents, which
 * wait for it in memory, or by this, before the first of them; and it is kept
 * in the manifest. 0 if none of those has a length: nothing is weighed then.
 */
void writer_set_avdl(struct writer *writer, double avdl);

/* Makes everything since writer_open() durable and visible, at once; a run
   that changed nothing leaves even the revision. The run is over then, also
   when it fails: only writer_fold() and writer_free() are left to call. */
MUST_CHECK enum status writer_commit(struct writer *writer, struct error *err);

enum fold {
    /* The newest segments, when together they have come near the size of the
       one before them: so that sizes go down by half or more from one to the
       next, and an article is copied log(n) times in all. */
    FOLD_SMALL,
    FOLD_ALL, /* into one, and drop all that is dead */
};

struct fold_result {
    uint64_t n_segments; /* folded into one; 0: nothing was to be done */
    uint64_t n_articles; /* in it */
    uint64_t n_dropped;  /* dead articles that are gone for good */
};

/*
 * Puts segments together and commits that by itself: to be called before the
 * first change or after writer_commit(). Articles, their order and their
 * answers stay the same. When it fails the index is as it was.
 * ret_result may be NULL.
 */
MUST_CHECK enum status writer_fold(struct writer *writer, enum fold how,
                                   struct fold_result *ret_result,
                                   struct error *err);

/* Ends the run; what was not committed is undone. */
void writer_free(struct writer *writer);

#ifdef __cplusplus
}
#endif

#endif
