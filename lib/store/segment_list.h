/*
 * The segments that make up one state of an index, oldest first, and the parts
 * of its catalogue of sources: what the manifest says of each.
 *
 * Docids of a segment are all greater than those of the segments before it,
 * so their order is the order in which articles were added, and a docid
 * belongs to one segment only.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_SEGMENT_LIST_H
#define LEDE_STORE_SEGMENT_LIST_H

#include "base/checksum.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A glass database has at most seven files; the lexicon and the columns are
   two more. */
#define SEGMENT_MAX_FILES 9

/* What a file was when it was written; it never changes. */
struct kept_file {
    char name[40]; /* without a directory; "" if there is none */
    uint64_t n_bytes;
    struct checksum128 checksum;
};

struct segment_entry {
    char name[32];        /* of its directory: "seg-000007" */
    uint32_t first_docid; /* from 1 */
    uint32_t last_docid;
    uint32_t n_documents;                      /* in the database */
    uint32_t n_articles;                       /* of these not dead */
    struct kept_file files[SEGMENT_MAX_FILES]; /* in its directory */
    size_t n_files;
    struct kept_file dead; /* beside it: see dead.h */
};

/* Parts at least halve in size from one to the next: enough for any disk. */
#define SOURCES_MAX_PARTS 48

struct segment_list {
    struct segment_entry *entries; /* read-only */
    size_t n_entries;              /* read-only */
    size_t n_room;                 /* private */
    /* From which files the articles came: see source_files.h. */
    struct kept_file sources[SOURCES_MAX_PARTS];
    size_t n_sources;
    struct kept_file reprints; /* which articles are: see groups.h */
};

/* clang-format off */
#define SEGMENT_LIST_INIT                                                      \
    { NULL, 0, 0, {{"", 0, {0, 0}}}, 0, {"", 0, {0, 0}} }

/* clang-format on */

void segment_list_release(struct segment_list *list);
/* Appends a copy of the entry. */
MUST_CHECK enum status segment_list_add(struct segment_list *list,
                                        const struct segment_entry *entry,
                                        struct error *err);
/* Makes list, which is empty, a copy of other. */
MUST_CHECK enum status segment_list_copy(struct segment_list *list,
                                         const struct segment_list *other,
                                         struct error *err);

/* Of the catalogue alone. */
void segment_list_copy_sources(struct segment_list *list,
                               const struct segment_list *other);

/* The segment of that name, or NULL. */
const struct segment_entry *segment_list_find(const struct segment_list *list,
                                              const char *name);
/* The greatest docid in use; 0 if there is none. */
uint32_t segment_list_last_docid(const struct segment_list *list);
uint64_t segment_list_n_articles(const struct segment_list *list);
/* Of its files, without the list of its dead. */
uint64_t segment_entry_n_bytes(const struct segment_entry *entry);

#ifdef __cplusplus
}
#endif

#endif
