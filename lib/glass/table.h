/*
 * One table file, a B-tree of key and tag, written front to back: entries
 * come in the order of their keys, blocks leave in the order they are
 * finished, nothing is written twice or sought. doc/glass.md, "Tables", has
 * the layout.
 *
 * The file is made at the first entry (or by table_start()); a table without
 * entries has none, which readers take for an empty one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_TABLE_H
#define LEDE_GLASS_TABLE_H

#include "glass/deflate.h"
#include "glass/output.h"

/* Blocks may have 2 to 64 KiB, in powers of two. 8 KiB is Xapian's default. */
#define TABLE_MIN_BLOCK_BYTES     2048U
#define TABLE_DEFAULT_BLOCK_BYTES 8192U
#define TABLE_MAX_BLOCK_BYTES     65536U

#define TABLE_MAX_KEY_BYTES 255

/* Every block is of the first revision: the database is written at once. */
#define TABLE_REVISION 1

struct table;

/* What the version file says of a table. */
struct table_root {
    bool is_made; /* there is a file */
    uint32_t block;
    unsigned level;
    uint64_t n_entries;
    uint32_t n_blocks;
    struct output_sum file;
};

/* path: of the file, which must not be there yet.
   owned by the caller; release with table_free() */
MUST_CHECK enum status table_new(const char *path, uint32_t n_block_bytes,
                                 struct table **ret_table, struct error *err);
/* Closes the file; one that was not finished stays as it is. */
void table_free(struct table *table);

/* Makes the file, if it is not there yet. */
MUST_CHECK enum status table_start(struct table *table, struct error *err);

/*
 * Adds an entry. key: 1..255 bytes, greater than all before (not checked:
 * the tests do). form: of the tag, as deflater_squeeze() made it.
 * STATUS_TOO_BIG: the tag has more bytes than table_max_tag_bytes().
 */
MUST_CHECK enum status table_add(struct table *table, struct str_span key,
                                 struct str_span tag, enum tag_form form,
                                 struct error *err);

/* Writes what is left, syncs the file and tells where its root is. */
MUST_CHECK enum status table_finish(struct table *table,
                                    struct table_root *ret_root,
                                    struct error *err);

/* The longest tag that an entry with a key of n_key_bytes can have. */
size_t table_max_tag_bytes(uint32_t n_block_bytes, size_t n_key_bytes);

#endif
