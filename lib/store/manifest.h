/*
 * manifest.json: what kind of index a directory holds, with which settings its
 * terms were made, and which segments make it up. It is written last and
 * replaced whole: that is the commit of a run. A directory without one is no
 * index (yet).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_MANIFEST_H
#define LEDE_STORE_MANIFEST_H

#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

#define INDEX_FORMAT_VERSION 2

struct manifest {
    uint32_t format;       /* INDEX_FORMAT_VERSION */
    uint32_t analysis;     /* ANALYSIS_VERSION of text/analyser.h */
    char language[16];     /* of paragraphs in no other: an ISO 639-1 code */
    char versions[128];    /* of ICU and Snowball, for people */
    char uuid[37];         /* made with the index */
    uint64_t revision;     /* goes up by one with each commit */
    char updated[32];      /* ISO 8601 UTC, of the last commit */
    uint32_t next_segment; /* the number that the next one gets, from 1 */
    char probe[64];        /* the key of the last probe that found lib/glass
                              right, see store/probe.h; "": none did */
    double avdl; /* the mean length that frequencies were normalised with, in
                    words; 0: they are plain counts */
};

/*
 * Reads it; ret_list, which must be empty, gets the segments (NULL: not
 * wanted). STATUS_NOT_FOUND: no such directory or no manifest in it (the
 * message says which, and whether it looks like another program's);
 * STATUS_CORRUPT; STATUS_OUTDATED: of a version that is not read here.
 */
MUST_CHECK enum status manifest_read(const char *index_path,
                                     struct manifest *ret_manifest,
                                     struct segment_list *ret_list,
                                     struct error *err);
/* Durable when it returns STATUS_OK. When it fails the new one may be there
   all the same: if the directory could not be synced. */
MUST_CHECK enum status manifest_write(const char *index_path,
                                      const struct manifest *manifest,
                                      const struct segment_list *list,
                                      struct error *err);

/* Gives it a random uuid (RFC 4122, version 4). */
MUST_CHECK enum status manifest_make_uuid(struct manifest *manifest,
                                          struct error *err);
/* Sets updated to now. */
void manifest_stamp(struct manifest *manifest);

#ifdef __cplusplus
}
#endif

#endif
