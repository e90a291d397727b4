/*
 * A run: consecutive documents inverted in memory. It knows no docids but
 * its own, from 1, so several threads can each fill one with the documents
 * they are given; the builder takes the runs in the order of the documents
 * and gives docids then. What comes out does not depend on where runs were
 * cut.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_RUN_H
#define LEDE_GLASS_RUN_H

#include "glass/deflate.h"
#include "glass/document.h"
#include "glass/image.h"
#include "glass/value.h"
#include "glass/version.h"

#ifdef __cplusplus
extern "C" {
#endif

struct run_settings {
    enum compression compression;
    uint32_t n_block_bytes; /* of the tables, for how long a tag may be */
    size_t n_memory_bytes;  /* run_is_full() from here on */
};

struct run;

/* owned by the caller; release with run_free() */
MUST_CHECK enum status run_new(const struct run_settings *settings,
                               struct run **ret_run, struct error *err);
void run_free(struct run *run);

/*
 * Adds a document. STATUS_TOO_BIG or STATUS_BAD_TEXT: this document can't be
 * stored, the run is as it was. Any other failure spoils the run.
 */
MUST_CHECK enum status run_add(struct run *run,
                               const struct glass_document *document,
                               struct error *err);

/* Whether it has reached its memory: time to seal it. */
bool run_is_full(const struct run *run);
uint32_t run_n_documents(const struct run *run);

/*
 * Inverts what has been added; nothing can be added until run_reset(). Takes
 * a while and, for the image, up to as much memory again. Does nothing if it
 * is sealed already.
 */
MUST_CHECK enum status run_seal(struct run *run, struct error *err);
/* Empties it; keeps its memory. */
MUST_CHECK enum status run_reset(struct run *run, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
