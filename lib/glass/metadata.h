/*
 * User metadata: a few keys and their values, kept in memory and written as
 * the first entries of the postlist table.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_METADATA_H
#define LEDE_GLASS_METADATA_H

#include "glass/table.h"

struct metadata_entry {
    struct str key;
    struct str value;
};

struct metadata {
    struct metadata_entry *entries; /* by key */
    size_t n_entries;
    size_t n_entries_room;
};

void metadata_release(struct metadata *metadata);

/* Sets, or with an empty value removes. STATUS_TOO_BIG: the key is, or
   STATUS_BAD_TEXT: it is empty. */
MUST_CHECK enum status metadata_set(struct metadata *metadata,
                                    struct str_span key, struct str_span value,
                                    struct error *err);

MUST_CHECK enum status metadata_write(const struct metadata *metadata,
                                      struct table *postlist,
                                      struct error *err);

#endif
