/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/id_table.h"

#include "base/checksum.h"

#include <stdlib.h>
#include <string.h>

#define MIN_SLOTS 1024

void id_table_release(struct id_table *table)
{
    free(table->slots);
    memset(table, 0, sizeof *table);
}

static bool is_free(const struct id_slot *slot)
{
    return slot->high == 0 && slot->low == 0;
}

/* The slot of the key, or the free one where it belongs. */
static struct id_slot *find_slot(const struct id_table *table, uint64_t high,
                                 uint32_t low)
{
    size_t i = (size_t)high & (table->n_slots - 1);
    while (!is_free(&table->slots[i]) &&
           (table->slots[i].high != high || table->slots[i].low != low))
        i = (i + 1) & (table->n_slots - 1);
    return &table->slots[i];
}

/* At most three of four slots are used. */
static enum status grow(struct id_table *table, struct error *err)
{
    struct id_table larger = {NULL, MIN_SLOTS, table->n_used};
    if (table->n_slots > 0 && table->n_used + 1 <= table->n_slots / 4 * 3)
        return STATUS_OK;
    if (table->n_slots > 0)
        larger.n_slots = table->n_slots * 2;
    larger.slots = calloc(larger.n_slots, sizeof *larger.slots);
    if (!larger.slots)
        return error_no_memory(err);
    for (size_t i = 0; i < table->n_slots; i++)
        if (!is_free(&table->slots[i]))
            *find_slot(&larger, table->slots[i].high, table->slots[i].low) =
                table->slots[i];
    free(table->slots);
    *table = larger;
    return STATUS_OK;
}

enum status id_table_put(struct id_table *table, struct str_span id_term,
                         uint32_t docid, uint32_t *ret_before,
                         struct error *err)
{
    struct checksum128 sum = checksum128_of(id_term);
    enum status status = grow(table, err);
    if (status != STATUS_OK)
        return status;
    uint32_t low = (uint32_t)sum.low | 1; /* never that of a free slot */
    struct id_slot *slot = find_slot(table, sum.high, low);
    *ret_before = slot->docid;
    if (is_free(slot)) {
        if (docid == 0)
            return STATUS_OK;
        slot->high = sum.high;
        slot->low = low;
        table->n_used++;
    }
    slot->docid = docid;
    return STATUS_OK;
}
