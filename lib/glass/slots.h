/*
 * The slots that have values, of a run or of all, and what is known of each.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_SLOTS_H
#define LEDE_GLASS_SLOTS_H

#include "glass/document.h"
#include "glass/value.h"

struct slot {
    uint32_t number;
    uint32_t id; /* the run's: of their stream in its log; 0 when new */
    struct value_statistics statistics;
};

struct slots {
    struct slot *slots; /* read-only: by number */
    size_t n_slots;
    size_t n_slots_room;
};

void slots_release(struct slots *slots);

/* The slot of this number, a new one if need be; borrowed until the next
   call. */
MUST_CHECK enum status slots_get(struct slots *slots, uint32_t number,
                                 struct slot **ret_slot, struct error *err);

/* Takes what is known of others into account; ids are of no meaning then. */
MUST_CHECK enum status slots_join(struct slots *slots, const struct slots *more,
                                  struct error *err);

/* Adds the statistics of all to the postlist table. */
MUST_CHECK enum status slots_write(const struct slots *slots,
                                   struct table *postlist, struct error *err);

#endif
