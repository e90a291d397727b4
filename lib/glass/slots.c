/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/slots.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

void slots_release(struct slots *slots)
{
    if (!slots)
        return;
    for (size_t i = 0; i < slots->n_slots; i++)
        value_statistics_release(&slots->slots[i].statistics);
    free(slots->slots);
    *slots = (struct slots){0};
}

/* Where the number is, or where it would go. */
static size_t find(const struct slots *slots, uint32_t number)
{
    size_t low = 0;
    size_t high = slots->n_slots;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slots->slots[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum status slots_get(struct slots *slots, uint32_t number,
                      struct slot **ret_slot, struct error *err)
{
    size_t i = find(slots, number);
    if (i == slots->n_slots || slots->slots[i].number != number) {
        enum status status = VEC_RESERVE(&slots->slots, &slots->n_slots_room,
                                         slots->n_slots, 1, err);
        if (status != STATUS_OK)
            return status;
        memmove(&slots->slots[i + 1], &slots->slots[i],
                (slots->n_slots - i) * sizeof *slots->slots);
        slots->slots[i] = (struct slot){.number = number};
        slots->n_slots++;
    }
    *ret_slot = &slots->slots[i];
    return STATUS_OK;
}

enum status slots_join(struct slots *slots, const struct slots *more,
                       struct error *err)
{
    for (size_t i = 0; i < more->n_slots; i++) {
        struct slot *slot = NULL;
        enum status status =
            slots_get(slots, more->slots[i].number, &slot, err);
        if (status == STATUS_OK)
            status = value_statistics_join(&slot->statistics,
                                           &more->slots[i].statistics, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* In order of their keys, which hold the number little end first. */
static int compare_keys(const void *a, const void *b)
{
    const struct slot *const *left = a;
    const struct slot *const *right = b;
    char left_key[VALUE_KEY_BYTES];
    char right_key[VALUE_KEY_BYTES];
    return str_span_compare(value_statistics_key(left_key, (*left)->number),
                            value_statistics_key(right_key, (*right)->number));
}

enum status slots_write(const struct slots *slots, struct table *postlist,
                        struct error *err)
{
    size_t n = slots->n_slots;
    if (n == 0)
        return STATUS_OK;
    const struct slot **order = calloc(n, sizeof(const struct slot *));
    if (!order)
        return error_no_memory(err);
    for (size_t i = 0; i < n; i++)
        order[i] = &slots->slots[i];
    qsort(order, n, sizeof(const struct slot *), compare_keys);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (order[i]->statistics.n_values > 0)
            status = value_statistics_write(&order[i]->statistics,
                                            order[i]->number, postlist, err);
    }
    free(order);
    return status;
}
