/*
 * A whole Xapian database (glass format, version 2016-03-14: Xapian 1.4 and
 * 2.x) written in one sequential pass: documents in, one after the other;
 * a directory out that Xapian opens, checks, searches and changes as its own.
 *
 * For bulk: Xapian's API inverts in nested maps and writes B-trees in place,
 * which takes ten to twenty times as long. It is not for changing a database
 * that is there. doc/glass.md describes the format and the way taken.
 *
 * What is written depends on the documents, their order, block size and
 * compression alone (and a random uuid): not on memory nor on how documents
 * were dealt to runs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_BUILDER_H
#define LEDE_GLASS_BUILDER_H

#include "base/checksum.h"
#include "glass/deflate.h"
#include "glass/document.h"
#include "glass/run.h"

#ifdef __cplusplus
extern "C" {
#endif

struct builder;

struct builder_settings {
    /* About as much is allocated, besides what one document takes: several
       times its own size while it is added. 0: 512 MiB. */
    size_t memory_bytes;
    uint32_t n_block_bytes; /* 2048..65536, a power of two; 0: 8192 */
    enum compression compression;
    uint32_t first_docid; /* that the first document gets; 0: 1 */
    unsigned n_jobs; /* threads that fill runs, see builder_new_run(), two more
                        of which may wait; 0: 1. With more than one, finishing
                        takes two as well. */
    struct term_listener listener; /* told while it is finished */
};

/*
 * Makes a directory at path, which must not exist, and begins a database in
 * it. settings may be NULL.
 * owned by the caller; release with builder_free()
 */
MUST_CHECK enum status builder_new(const char *path,
                                   const struct builder_settings *settings,
                                   struct builder **ret_builder,
                                   struct error *err);

/*
 * Adds a document; its docid is one more than that of the last.
 * STATUS_TOO_BIG or STATUS_BAD_TEXT: this document can't be stored, all
 * others are unharmed and docids go on without a gap. After any other
 * failure the database can't be finished.
 */
MUST_CHECK enum status builder_add(struct builder *builder,
                                   const struct glass_document *document,
                                   struct error *err);

/*
 * Adds documents from several threads: each fills a run of its own (with
 * run_add(), until run_is_full() or its input ends) and seals it with
 * run_seal(). One thread then appends the runs in the order that their
 * documents shall have; the first gets the next docid. The run is empty
 * afterwards, to be filled again.
 * builder_new_run(): owned by the caller; release with run_free()
 */
MUST_CHECK enum status builder_new_run(const struct builder *builder,
                                       struct run **ret_run, struct error *err);
MUST_CHECK enum status builder_append(struct builder *builder, struct run *run,
                                      struct error *err);

/* So many are in it. */
uint32_t builder_n_documents(const struct builder *builder);

/* Sets an entry of the database's metadata, replacing what it had; an empty
   value is none. key: 1..253 bytes. */
MUST_CHECK enum status builder_set_metadata(struct builder *builder,
                                            struct str_span key,
                                            struct str_span value,
                                            struct error *err);

/*
 * Writes all that is left and makes it durable: files, directory, and the
 * directory's name. The builder can only be freed then. If it fails nothing
 * is left of the database once the builder is freed.
 */
MUST_CHECK enum status builder_finish(struct builder *builder,
                                      struct error *err);

/* A file of a database that was finished. */
struct builder_file {
    const char *name; /* in its directory; a constant */
    uint64_t n_bytes;
    struct checksum128 checksum;
};

/* Its tables and the version file. */
#define BUILDER_MAX_FILES 7

/* The files that builder_finish() has made, in no particular order; summed up
   while they were written. Borrowed until builder_free(). */
const struct builder_file *builder_files(const struct builder *builder,
                                         size_t *ret_n_files);

/* Removes the directory if the database was not finished. */
void builder_free(struct builder *builder);

#ifdef __cplusplus
}
#endif

#endif
