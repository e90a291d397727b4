/*
 * The articles that a run has added, by id term: to find the earlier one when
 * an id comes again. Ids are kept as 96 bits of a checksum; at ten million
 * articles the odds that two are taken for one are below 1 in 10^15.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_ID_TABLE_H
#define LEDE_STORE_ID_TABLE_H

#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

struct id_slot {
    uint64_t high;
    uint32_t low;
    uint32_t docid; /* 0: free, or taken out */
};

struct id_table {
    struct id_slot *slots; /* private; a power of two of them */
    size_t n_slots;
    size_t n_used;
};

void id_table_release(struct id_table *table);
/* Makes docid that of the id; *ret_before is the one it had, or 0. docid 0
   takes the id out. */
MUST_CHECK enum status id_table_put(struct id_table *table,
                                    struct str_span id_term, uint32_t docid,
                                    uint32_t *ret_before, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
