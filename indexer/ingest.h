/*
 * One run of `add` or `sync`: articles arrive from the readers, get their ids
 * and dates, and go to the index, to a dump, or nowhere (--dry-run). What goes
 * wrong with one of them is reported and costs no other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_INGEST_H
#define LEDE_INDEXER_INGEST_H

#include "indexer/build.h"
#include "indexer/identity.h"
#include "indexer/progress.h"
#include "indexer/report.h"
#include "indexer/source_log.h"
#include "indexer/walk.h"
#include "store/document.h"
#include "store/index.h"
#include "store/writer.h"
#include "text/analyser.h"

enum ingest_stage {
    STAGE_INDEX,    /* into the writer */
    STAGE_CHECK,    /* --dry-run: read, cut and checked, then forgotten */
    STAGE_ARTICLES, /* --dump: printed in place of indexed */
    STAGE_PARAGRAPHS,
    STAGE_TERMS,
};

struct ingest {
    /* set by the caller */
    enum ingest_stage stage;
    enum id_from id_from;
    bool is_stop_on_error;
    uint32_t day;                /* see struct origin */
    const struct reader *reader; /* NULL: by content, then name */
    struct reader_settings settings;
    struct writer *writer; /* STAGE_INDEX only */
    struct index *index;   /* STAGE_CHECK: to tell new from replaced; or NULL */
    struct source_log *log; /* NULL: what was read is not remembered */
    bool is_whole_file;     /* a file has no other articles than it has now */
    struct analyser *analyser;
    struct crew *crew; /* NULL: no threads; see ingest_start_crew() */
    struct report *report;
    struct progress *progress;
    FILE *out; /* of a dump */

    /* read-only */
    struct progress_counts counts;
    uint64_t n_replaced; /* articles of earlier runs */
    uint64_t n_same;     /* that are in the index just so, and stayed there */
    struct identity_set seen; /* the ids of this run */

    /* private */
    size_t n_parcel_bytes;      /* of input that a thread gets at a time */
    struct identity_set same;   /* ids of a file with sums of their articles */
    const struct source *known; /* the file, as the index knows it */
    struct checksum_sum *sum;
    uint64_t n_file_skipped; /* of the file that is being read */
    bool is_file_skipped;    /* and all of it */
    bool has_article;        /* the index, before this run */
    bool is_taken;           /* it is in the index now */
    struct document document;
    struct workshop *workshop; /* NULL: none yet */
    struct arena arena;
    struct str id;
    struct str record;
    const char *path;
    const char *relative;
    const char *form;     /* of the file */
    struct origin origin; /* of the article */
    struct str file;      /* origin.path */
    struct input *input;
    uint64_t n_done_bytes; /* of inputs before this one */
};

void ingest_init(struct ingest *ingest);
/* To be called before the writer is freed. */
void ingest_release(struct ingest *ingest);

/* From here on n_jobs threads make the documents; with one, or when nothing is
   indexed, there are none. To be called when all else is set. */
MUST_CHECK enum status ingest_start_crew(struct ingest *ingest, unsigned n_jobs,
                                         size_t memory_bytes,
                                         const struct language *language,
                                         struct error *err);
/* Settles what threads have in hand: to be called before what has come in is
   asked for, or committed. */
MUST_CHECK enum status ingest_drain(struct ingest *ingest, struct error *err);
/* Ends the threads. */
void ingest_end_crew(struct ingest *ingest);

/* Callbacks for struct walk, whose context is a struct ingest. A failure ends
   the run: the index, the output, memory, a signal, or --on-error=stop. */
MUST_CHECK enum status ingest_file(void *context, const struct walk_file *file,
                                   struct error *err);
/* The same for a file that the index knows (NULL: it does not); is_trusted:
   articles that are as they were are not indexed again. */
MUST_CHECK enum status ingest_known_file(struct ingest *ingest,
                                         const struct walk_file *file,
                                         const struct source *known,
                                         bool is_trusted, struct error *err);
MUST_CHECK enum status ingest_skip(void *context, const char *path,
                                   const char *reason, struct error *err);

#endif
