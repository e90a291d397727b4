/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/sketch_list.h"

#include "base/vec.h"
#include "store/schema.h"

#include <stdlib.h>

void sketch_list_reset(struct sketch_list *list)
{
    str_reset(&list->bytes);
    list->n_items = 0;
    list->has_given_up = false;
}

void sketch_list_release(struct sketch_list *list)
{
    str_release(&list->bytes);
    free(list->ends);
    *list = (struct sketch_list){0};
}

static void give_up(struct sketch_list *list)
{
    sketch_list_release(list);
    list->has_given_up = true;
}

static void add(struct sketch_list *list, struct str_span item)
{
    enum status status =
        list->has_given_up ||
                list->bytes.n_bytes + item.n_bytes > SKETCH_LIST_MAX_BYTES
            ? STATUS_TOO_BIG
            : VEC_RESERVE(&list->ends, &list->n_room, list->n_items, 1, NULL);
    if (status == STATUS_OK) {
        str_add_span(&list->bytes, item);
        status = str_status(&list->bytes, NULL);
    }
    if (status == STATUS_OK)
        list->ends[list->n_items++] = (uint32_t)list->bytes.n_bytes;
    else
        give_up(list);
}

void sketch_list_add(struct sketch_list *list, const struct document *document)
{
    struct str_span item = SPAN("");
    for (size_t i = 0; i < document->n_values; i++)
        if (document->values[i].slot == SLOT_SKETCH)
            item = document->values[i].value;
    add(list, item);
}

void sketch_list_append(struct sketch_list *list,
                        const struct sketch_list *more)
{
    if (more->has_given_up)
        give_up(list);
    for (size_t i = 0; i < more->n_items && !list->has_given_up; i++)
        add(list, sketch_list_item(more, i));
}

struct str_span sketch_list_item(const struct sketch_list *list, size_t i)
{
    size_t start = i == 0 ? 0 : list->ends[i - 1];
    size_t n_bytes = list->ends[i] - start;
    return n_bytes == 0 ? SPAN("")
                        : str_span(list->bytes.bytes + start, n_bytes);
}
