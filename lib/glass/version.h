/*
 * The version file "iamglass": what kind of database this is, where the root
 * of each table lies, and figures of the whole collection. It comes last;
 * a directory without it is no database.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_VERSION_H
#define LEDE_GLASS_VERSION_H

#include "glass/table.h"

#define VERSION_FILE_NAME "iamglass"
/* Readers fetch it with one read of 256 bytes. */
#define VERSION_MAX_BYTES  255
#define VERSION_UUID_BYTES 16

/* In the order that the file has them. */
enum table_kind {
    TABLE_POSTLIST,
    TABLE_DOCDATA,
    TABLE_TERMLIST,
    TABLE_POSITION,
    TABLE_SPELLING,
    TABLE_SYNONYM,
};

#define N_TABLE_KINDS 6

/* Bounds for weighting: exact here, so that matches are planned alike. */
struct collection_statistics {
    uint32_t n_documents; /* their docids are 1 to this */
    uint64_t n_length;    /* of all documents */
    uint32_t min_length;  /* of those with a length; 0 if none has */
    uint32_t max_length;
    uint32_t max_wdf;
};

struct version {
    char uuid[VERSION_UUID_BYTES];
    uint32_t n_block_bytes;   /* of all tables */
    uint32_t n_docids_before; /* that no document has, in front of the first */
    struct table_root roots[N_TABLE_KINDS];
    struct collection_statistics statistics;
};

/* A random uuid (RFC 4122, version 4). */
MUST_CHECK enum status version_make_uuid(char *ret_uuid, struct error *err);

/* Appends the file's bytes to str. */
void version_encode(const struct version *version, struct str *str);

/*
 * How many entries each table has, from the bytes of a version file, also one
 * that Xapian wrote. STATUS_CORRUPT when they are none; STATUS_OUTDATED for
 * another version of the format.
 */
MUST_CHECK enum status version_read_entries(struct str_span bytes,
                                            uint64_t *ret_n_entries,
                                            struct error *err);

/* Where a table is to be read from. */
struct version_root {
    bool is_made; /* there is a file */
    bool is_sequential;
    uint32_t block;
    unsigned n_levels; /* above the leaves */
    uint32_t n_block_bytes;
};

/* The same for the root of one table; its numbers are not checked. */
MUST_CHECK enum status version_read_root(struct str_span bytes,
                                         enum table_kind kind,
                                         struct version_root *ret_root,
                                         struct error *err);

#endif
