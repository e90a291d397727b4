/*
 * The way into an index. One writer at a time (lock file), all or nothing:
 * until writer_commit() returns STATUS_OK the index is as it was, also when
 * the program is killed.
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

/*
 * Opens the index at path for writing, or makes one when nothing is there
 * (or an empty directory) with the settings given: analysis, language and
 * versions of *settings; an existing index keeps its own, which are copied
 * into *settings. STATUS_LOCKED names the process that writes it;
 * STATUS_OUTDATED when it was made with another analysis; STATUS_NOT_FOUND
 * when something else than an index is there.
 * owned by the caller; release with writer_free()
 */
MUST_CHECK enum status writer_open(const char *path, struct manifest *settings,
                                   struct writer **ret_writer,
                                   struct error *err);

/* Whether the index had an article with this id term before this run. */
MUST_CHECK enum status writer_has(struct writer *writer,
                                  struct str_span id_term, bool *ret_has,
                                  struct error *err);

/*
 * Adds the document, replacing one with the same id term. STATUS_TOO_BIG or
 * STATUS_BAD_TEXT: this document can't be stored, all others are unharmed.
 * Any other failure: the run can't be committed any more.
 */
MUST_CHECK enum status writer_add(struct writer *writer,
                                  const struct document *document,
                                  struct error *err);

/* Makes everything since writer_open() durable and visible, at once. The run
   is over then, also when it fails: only writer_free() is left to call. */
MUST_CHECK enum status writer_commit(struct writer *writer, struct error *err);

/* Ends the run; what was not committed is undone. */
void writer_free(struct writer *writer);

#ifdef __cplusplus
}
#endif

#endif
