/*
 * Sources: the files that articles came from, as they were when they were read
 * last, and the ids of their articles. `sync` tells by them what is new,
 * changed or gone without reading what is as it was.
 *
 * A list in memory is a whole catalogue, or what one run has to say about it;
 * applying the second to the first makes the next one. source_form.h has the
 * form on disk.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_SOURCE_H
#define LEDE_INDEXER_SOURCE_H

#include "base/arena.h"
#include "base/checksum.h"

/* Numbers of the form on disk. */
enum source_kind {
    SOURCE_GONE = 0,  /* it is no source any more */
    SOURCE_WHOLE = 1, /* these are all its articles */
    SOURCE_MORE = 2,  /* these, and those that it was known to have before */
};

struct source {
    struct str_span path; /* absolute, without links above the file's name */
    enum source_kind kind;
    uint64_t n_bytes;
    int64_t mtime_ns; /* 0: not sure, its hash must tell */
    /* 0, 0: to be read again, whatever is in it. */
    struct checksum128 hash;
    uint64_t n_ids;
    struct str_span ids; /* for source_id_next() */

    /* of one sync */
    bool is_found;    /* it is there, or nobody can say that it is not */
    bool is_read;     /* and was read, so that the log has it */
    bool is_outdated; /* its ids are no longer its own */
    size_t i_order;   /* private */
};

/* The struct is copied, and what its spans point to is borrowed: it stands in
   the list's arena, where source_list_keep() puts it. */
struct source_list {
    struct source *items; /* read-only but for the fields of a sync */
    size_t n_items;
    size_t n_room;      /* private */
    struct arena arena; /* for what the items point to */
};

/* clang-format off */
#define SOURCE_LIST_INIT { NULL, 0, 0, ARENA_INIT }
/* clang-format on */

void source_list_release(struct source_list *list);
/* Appends it. */
MUST_CHECK enum status source_list_add(struct source_list *list,
                                       const struct source *source,
                                       struct error *err);
/* A copy in the list's arena; bytes is not NULL unless memory is out. */
MUST_CHECK enum status source_list_keep(struct source_list *list,
                                        struct str_span *span,
                                        struct error *err);

/*
 * Sorts by path and makes one of those that have the same: what was added
 * later counts. is_whole: nothing is below this list, so what is gone leaves
 * it, and SOURCE_MORE is all there is.
 */
MUST_CHECK enum status source_list_settle(struct source_list *list,
                                          bool is_whole, struct error *err);

/* In a settled list: the one of that path, or NULL; and whether there is any
   below a directory. */
struct source *source_list_find(const struct source_list *list,
                                struct str_span path);
bool source_list_has_below(const struct source_list *list,
                           struct str_span directory);

/* ---- ids, each with a checksum of its article */

struct source_id {
    struct str_span id;
    uint64_t sum; /* of all that the article says */
};

/* Appends one to ids; last is the one before, "" at first, and is this one
   then. */
void source_id_add(struct str *ids, struct str *last,
                   const struct source_id *id);

struct source_id_iter {
    struct str_span rest; /* private */
    struct str id;
};

void source_id_iter_init(struct source_id_iter *iter,
                         const struct source *source);
void source_id_iter_release(struct source_id_iter *iter);
/* STATUS_DONE at the end; STATUS_CORRUPT. Borrowed until the next call. */
MUST_CHECK enum status source_id_next(struct source_id_iter *iter,
                                      struct source_id *ret_id,
                                      struct error *err);

#endif
