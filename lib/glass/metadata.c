/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/metadata.h"

#include "base/vec.h"
#include "glass/postlist.h"

#include <stdlib.h>
#include <string.h>

#define MAX_KEY_BYTES ((size_t)TABLE_MAX_KEY_BYTES - POSTLIST_KIND_BYTES)

static void release_entry(struct metadata_entry *entry)
{
    str_release(&entry->key);
    str_release(&entry->value);
}

void metadata_release(struct metadata *metadata)
{
    if (!metadata)
        return;
    for (size_t i = 0; i < metadata->n_entries; i++)
        release_entry(&metadata->entries[i]);
    free(metadata->entries);
    *metadata = (struct metadata){0};
}

static enum status insert(struct metadata *metadata, size_t i,
                          struct str_span key, struct error *err)
{
    enum status status =
        VEC_RESERVE(&metadata->entries, &metadata->n_entries_room,
                    metadata->n_entries, 1, err);
    if (status != STATUS_OK)
        return status;
    struct metadata_entry entry = {STR_INIT, STR_INIT};
    str_add_span(&entry.key, key);
    status = str_status(&entry.key, err);
    if (status != STATUS_OK) {
        release_entry(&entry);
        return status;
    }
    memmove(&metadata->entries[i + 1], &metadata->entries[i],
            (metadata->n_entries - i) * sizeof entry);
    metadata->entries[i] = entry;
    metadata->n_entries++;
    return STATUS_OK;
}

static void drop(struct metadata *metadata, size_t i)
{
    release_entry(&metadata->entries[i]);
    metadata->n_entries--;
    memmove(&metadata->entries[i], &metadata->entries[i + 1],
            (metadata->n_entries - i) * sizeof *metadata->entries);
}

enum status metadata_set(struct metadata *metadata, struct str_span key,
                         struct str_span value, struct error *err)
{
    size_t i = 0;
    int order = -1;
    if (key.n_bytes == 0)
        return error_set(err, STATUS_BAD_TEXT, "a metadata key is empty");
    if (key.n_bytes > MAX_KEY_BYTES)
        return error_set(err, STATUS_TOO_BIG,
                         "a metadata key has %zu bytes, %zu are the most",
                         key.n_bytes, MAX_KEY_BYTES);
    for (; i < metadata->n_entries; i++) {
        order = str_span_compare(str_view(&metadata->entries[i].key), key);
        if (order >= 0)
            break;
    }
    bool is_there = i < metadata->n_entries && order == 0;
    if (value.n_bytes == 0) {
        if (is_there)
            drop(metadata, i);
        return STATUS_OK;
    }
    enum status status = is_there ? STATUS_OK : insert(metadata, i, key, err);
    if (status != STATUS_OK)
        return status;
    struct str *stored = &metadata->entries[i].value;
    str_reset(stored);
    str_add_span(stored, value);
    return str_status(stored, err);
}

enum status metadata_write(const struct metadata *metadata,
                           struct table *postlist, struct error *err)
{
    char key[TABLE_MAX_KEY_BYTES];
    char *to = postlist_pack_kind(key, POSTLIST_METADATA);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < metadata->n_entries; i++) {
        struct str_span name = str_view(&metadata->entries[i].key);
        memcpy(to, name.bytes, name.n_bytes);
        status = table_add(
            postlist, str_span(key, POSTLIST_KIND_BYTES + name.n_bytes),
            str_view(&metadata->entries[i].value), TAG_PLAIN, err);
    }
    return status;
}
