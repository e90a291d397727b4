/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/segment_list.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

void segment_list_release(struct segment_list *list)
{
    free(list->entries);
    memset(list, 0, sizeof *list);
}

enum status segment_list_add(struct segment_list *list,
                             const struct segment_entry *entry,
                             struct error *err)
{
    enum status status =
        VEC_RESERVE(&list->entries, &list->n_room, list->n_entries, 1, err);
    if (status == STATUS_OK)
        list->entries[list->n_entries++] = *entry;
    return status;
}

enum status segment_list_copy(struct segment_list *list,
                              const struct segment_list *other,
                              struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < other->n_entries; i++)
        status = segment_list_add(list, &other->entries[i], err);
    segment_list_copy_sources(list, other);
    list->reprints = other->reprints;
    return status;
}

void segment_list_copy_sources(struct segment_list *list,
                               const struct segment_list *other)
{
    memcpy(list->sources, other->sources, sizeof list->sources);
    list->n_sources = other->n_sources;
}

const struct segment_entry *segment_list_find(const struct segment_list *list,
                                              const char *name)
{
    for (size_t i = 0; i < list->n_entries; i++)
        if (strcmp(list->entries[i].name, name) == 0)
            return &list->entries[i];
    return NULL;
}

uint32_t segment_list_last_docid(const struct segment_list *list)
{
    return list->n_entries == 0 ? 0
                                : list->entries[list->n_entries - 1].last_docid;
}

uint64_t segment_list_n_articles(const struct segment_list *list)
{
    uint64_t n = 0;
    for (size_t i = 0; i < list->n_entries; i++)
        n += list->entries[i].n_articles;
    return n;
}

uint64_t segment_entry_n_bytes(const struct segment_entry *entry)
{
    uint64_t n = 0;
    for (size_t i = 0; i < entry->n_files; i++)
        n += entry->files[i].n_bytes;
    return n;
}
