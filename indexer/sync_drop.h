/*
 * What a sync takes out of the index: articles of files that are gone, and
 * those that their file no longer has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_SYNC_DROP_H
#define LEDE_INDEXER_SYNC_DROP_H

#include "indexer/ingest.h"
#include "indexer/path_set.h"

struct sync_drop {
    /* set by the caller */
    struct source_list *known; /* the catalogue: is_found, is_outdated set */
    struct path_set *roots;    /* only files under these can be gone */
    struct path_set *closed;   /* and nobody knows of those under these */
    struct ingest *ingest;     /* after all was read */

    uint64_t n_dropped; /* read-only: articles */
    uint64_t n_gone;    /* files */
};

/*
 * An article stays when it came in with this run under another name, or when
 * another file has its id as well: that one is read again by the next sync.
 * With STAGE_CHECK only counts.
 */
MUST_CHECK enum status sync_drop_run(struct sync_drop *drop, struct error *err);

#endif
