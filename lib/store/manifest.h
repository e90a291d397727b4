/*
 * manifest.json: what kind of index a directory holds, and with which
 * settings its terms were made. It is written last and replaced whole, so a
 * directory without one is no index (yet).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_MANIFEST_H
#define LEDE_STORE_MANIFEST_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

#define INDEX_FORMAT_VERSION 1

struct manifest {
    uint32_t format;    /* INDEX_FORMAT_VERSION */
    uint32_t analysis;  /* ANALYSIS_VERSION of text/analyser.h */
    char language[16];  /* default stemmer: an ISO 639-1 code */
    char versions[128]; /* of ICU and Snowball, for people */
    char uuid[37];      /* made with the index */
    uint64_t revision;  /* goes up by one with each commit */
    char updated[32];   /* ISO 8601 UTC, of the last commit */
    char segment[32];   /* "seg-000001" */
};

/* STATUS_NOT_FOUND: no such directory or no manifest in it (the message says
   which, and whether it looks like another program's); STATUS_CORRUPT;
   STATUS_OUTDATED: written by a newer lede. */
MUST_CHECK enum status manifest_read(const char *index_path,
                                     struct manifest *ret_manifest,
                                     struct error *err);
/* Durable when it returns STATUS_OK. */
MUST_CHECK enum status manifest_write(const char *index_path,
                                      const struct manifest *manifest,
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
