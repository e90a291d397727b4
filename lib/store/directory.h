/*
 * The directory that an index lives in: which names in it are ours, what
 * else it might be, and the removal of what an unfinished run left. Nothing
 * here ever removes a file that lede did not make.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_DIRECTORY_H
#define LEDE_STORE_DIRECTORY_H

#include "base/str.h"
#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DIRECTORY_MANIFEST "manifest.json"
/* Another name of the old manifest while a new one takes its place. */
#define DIRECTORY_OLD_MANIFEST "manifest.json.old"
#define DIRECTORY_LOCK         "lock"
/* There from before the first segment until the first manifest: without it
   segments that no manifest names are an index that lost its own. */
#define DIRECTORY_FIRST_RUN "first-run"

/* How the names of files beside the segments begin; a number follows. */
#define DIRECTORY_SOURCES  "sources-"
#define DIRECTORY_REPRINTS "reprints-"

enum directory_kind {
    DIRECTORY_MISSING, /* nothing there */
    DIRECTORY_EMPTY,
    DIRECTORY_LEFTOVER, /* what a first run makes before it commits */
    DIRECTORY_LOST,     /* the same without DIRECTORY_FIRST_RUN: segments were
                           committed, but there is no manifest any more */
    DIRECTORY_INDEX,    /* has a manifest.json */
    DIRECTORY_FOREIGN,  /* has something else and no manifest.json */
};

/* STATUS_IO when it can't be read. A file in its place is DIRECTORY_FOREIGN. */
MUST_CHECK enum status directory_look(const char *path,
                                      enum directory_kind *ret_kind,
                                      struct error *err);

/* What a foreign directory or file looks like: "a Xapian database", or "not
   a lede index" when it is nothing known. Static. */
const char *directory_foreign_name(const char *path);

/* STATUS_CORRUPT: what to tell of a DIRECTORY_LOST. */
enum status directory_say_lost(const char *path, struct error *err);

/* Appends path/name to out; out stays NUL-terminated. */
void directory_join(struct str *out, const char *path, const char *name);

/* Whether name is that of a segment: "seg-" and six or more digits. */
bool directory_is_segment(const char *name);
/* Or of the list of a segment's dead: "seg-000001.dead-000007". */
bool directory_is_dead_list(const char *name);

/* Or of a part of the catalogue of sources: "sources-000007". */
bool directory_is_sources(const char *name);
/* Or of the list of reprints: "reprints-000007". */
bool directory_is_reprints(const char *name);

/*
 * Removes the manifest, its .tmp, the segments, their lists, the catalogue and
 * the list of reprints: all that a first run makes but the lock, which the
 * caller holds. A segment that holds a file which no segment has stays and is
 * STATUS_IO.
 */
MUST_CHECK enum status directory_remove_index(const char *path,
                                              struct error *err);

/* Makes DIRECTORY_FIRST_RUN, durably: before the first segment. The sweep that
   follows the first manifest takes it away. */
MUST_CHECK enum status directory_begin_first_run(const char *path,
                                                 struct error *err);

/* Removes segments, lists of their dead and of reprints, parts of the catalogue
   and a manifest's .tmp that list does not name: of runs that were killed, or
   replaced by a commit. What cannot be removed stays. The caller holds the
   lock. */
void directory_sweep(const char *path, const struct segment_list *list);

/* Removes one segment. Its version file goes first: who finds that in place
   after opening the others has all of them. */
MUST_CHECK enum status directory_remove_segment(const char *path,
                                                const char *name,
                                                struct error *err);

/* Sum of the sizes of all files under path. */
MUST_CHECK enum status directory_size(const char *path, uint64_t *ret_n_bytes,
                                      struct error *err);

/* fsync of the directory that holds path, so that path itself lasts. */
MUST_CHECK enum status directory_sync_parent(const char *path,
                                             struct error *err);

#ifdef __cplusplus
}
#endif

#endif
