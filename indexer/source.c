/*
 * Lists of sources in memory, and how a later one changes an earlier.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/source.h"

#include "base/vec.h"
#include "indexer/identity.h"

#include <stdlib.h>
#include <string.h>

void source_list_release(struct source_list *list)
{
    free(list->items);
    arena_release(&list->arena);
    *list = (struct source_list)SOURCE_LIST_INIT;
}

enum status source_list_add(struct source_list *list,
                            const struct source *source, struct error *err)
{
    enum status status =
        VEC_RESERVE(&list->items, &list->n_room, list->n_items, 1, err);

    if (status == STATUS_OK) {
        list->items[list->n_items] = *source;
        list->items[list->n_items].i_order = list->n_items;
        list->n_items++;
    }
    return status;
}

enum status source_list_keep(struct source_list *list, struct str_span *span,
                             struct error *err)
{
    *span = arena_copy(&list->arena, *span);
    return span->bytes == NULL ? error_no_memory(err) : STATUS_OK;
}

static int compare(const void *a, const void *b)
{
    const struct source *x = a;
    const struct source *y = b;
    int order = str_span_compare(x->path, y->path);

    if (order != 0)
        return order;
    return x->i_order < y->i_order ? -1 : x->i_order > y->i_order;
}

/* ---- two of the same path */

/* Puts the ids of source into set; or appends those that are not in it. */
static enum status put_ids(const struct source *source,
                           struct identity_set *set, struct error *err)
{
    struct source_id_iter iter;
    struct source_id id;
    enum status status = STATUS_OK;

    source_id_iter_init(&iter, source);
    while (status == STATUS_OK) {
        bool is_new;

        status = source_id_next(&iter, &id, err);
        if (status == STATUS_OK)
            status = identity_set_put(set, id.id, &is_new, err);
    }
    source_id_iter_release(&iter);
    return status == STATUS_DONE ? STATUS_OK : status;
}

struct id_writer {
    struct str ids;
    struct str last;
    uint64_t n_ids;
};

static enum status write_ids(struct id_writer *writer,
                             const struct source *source,
                             const struct identity_set *without,
                             struct error *err)
{
    struct source_id_iter iter;
    struct source_id id;
    enum status status = STATUS_OK;

    source_id_iter_init(&iter, source);
    while (status == STATUS_OK) {
        status = source_id_next(&iter, &id, err);
        if (status != STATUS_OK ||
            (without != NULL && identity_set_has(without, id.id)))
            continue;
        source_id_add(&writer->ids, &writer->last, &id);
        writer->n_ids++;
    }
    source_id_iter_release(&iter);
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* What it had and no longer got: a sync has to see whether it still has. */
static enum status add_earlier(struct source_list *list, struct source *later,
                               const struct source *earlier, struct error *err)
{
    struct identity_set set = {NULL, 0, 0};
    struct id_writer writer = {STR_INIT, STR_INIT, 0};
    enum status status = put_ids(later, &set, err);

    if (status == STATUS_OK)
        status = write_ids(&writer, earlier, &set, err);
    if (status == STATUS_OK && writer.n_ids > 0) {
        status = write_ids(&writer, later, NULL, err);
        if (status == STATUS_OK)
            status = str_status(&writer.ids, err);
        later->n_ids = writer.n_ids;
        later->ids = str_view(&writer.ids);
        later->mtime_ns = 0;
        later->hash = (struct checksum128){0, 0};
        if (status == STATUS_OK)
            status = source_list_keep(list, &later->ids, err);
    }
    identity_set_release(&set);
    str_release(&writer.ids);
    str_release(&writer.last);
    return status;
}

enum status source_list_settle(struct source_list *list, bool is_whole,
                               struct error *err)
{
    struct source *items = list->items;
    size_t n = 0;
    enum status status = STATUS_OK;

    if (list->n_items > 1)
        qsort(items, list->n_items, sizeof(*items), compare);
    for (size_t i = 0; status == STATUS_OK && i < list->n_items; i++) {
        struct source *item = &items[i];

        if (n > 0 && str_span_equal(items[n - 1].path, item->path)) {
            n--;
            if (item->kind == SOURCE_MORE && items[n].kind != SOURCE_GONE)
                status = add_earlier(list, item, &items[n], err);
            if (item->kind == SOURCE_MORE)
                item->kind =
                    items[n].kind == SOURCE_MORE ? SOURCE_MORE : SOURCE_WHOLE;
        }
        items[n++] = *item;
    }
    if (status != STATUS_OK)
        return status;
    list->n_items = n;
    n = 0;
    for (size_t i = 0; i < list->n_items; i++) {
        if (is_whole && items[i].kind == SOURCE_GONE)
            continue;
        items[n] = items[i];
        items[n].i_order = n;
        if (is_whole)
            items[n].kind = SOURCE_WHOLE;
        n++;
    }
    list->n_items = n;
    return STATUS_OK;
}

/* ---- looking */

/* How many of the list come before path. */
static size_t count_before(const struct source_list *list, struct str_span path)
{
    size_t low = 0;
    size_t high = list->n_items;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (str_span_compare(list->items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct source *source_list_find(const struct source_list *list,
                                struct str_span path)
{
    size_t i = count_before(list, path);

    if (i == list->n_items || !str_span_equal(list->items[i].path, path))
        return NULL;
    return &list->items[i];
}

bool source_list_has_below(const struct source_list *list,
                           struct str_span directory)
{
    CLEANUP(str_release) struct str prefix = STR_INIT;

    str_add_span(&prefix, directory);
    if (directory.n_bytes == 0 || directory.bytes[directory.n_bytes - 1] != '/')
        str_add_char(&prefix, '/');

    size_t i = count_before(list, str_view(&prefix));

    return i < list->n_items &&
           str_span_starts(list->items[i].path, str_view(&prefix));
}
