/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_site.h"

#include <string.h>

/* Of the time of a request, what is left for the reply once matching has to
   end: a quarter. */
#define SPARE_PART 4

enum status web_site_init(struct web_site *site, const char *config_path,
                          struct error *err)
{
    memset(site, 0, sizeof(*site));
    arena_init(&site->arena);
    return web_config_find(config_path, &site->arena, &site->config, err);
}

static void close_store(struct web_store *store)
{
    analyser_free(store->analyser);
    index_free(store->index);
    store->analyser = NULL;
    store->index = NULL;
}

void web_site_release(struct web_site *site)
{
    for (size_t i = 0; i < site->config.n_indexes; i++)
        close_store(&site->stores[i]);
    arena_release(&site->arena);
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
           a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

enum status web_store_look(struct web_site *site, size_t i_index,
                           struct error *err)
{
    struct web_store *store = &site->stores[i_index];
    const char *path = site->config.indexes[i_index].path.bytes;
    CLEANUP(str_release) struct str file = STR_INIT;
    struct manifest manifest;
    struct stat now;

    str_add_format(&file, "%s/manifest.json", path);
    enum status status = str_status(&file, err);
    if (status != STATUS_OK)
        return status;
    bool is_there = stat(file.bytes, &now) == 0;
    if (is_there && store->is_seen && is_same_file(&now, &store->seen))
        return STATUS_OK;
    status = manifest_read(path, &manifest, NULL, err);
    if (status != STATUS_OK)
        return status;
    if (!store->is_seen || manifest.revision != store->manifest.revision ||
        strcmp(manifest.uuid, store->manifest.uuid) != 0)
        close_store(store);
    store->manifest = manifest;
    store->is_seen = is_there;
    if (is_there)
        store->seen = now;
    return STATUS_OK;
}

enum status web_store_open(struct web_site *site, size_t i_index,
                           struct error *err)
{
    struct web_store *store = &site->stores[i_index];
    uint64_t timeout_ms = site->config.timeout_ms;

    if (!store->index) {
        enum status status =
            search_open(site->config.indexes[i_index].path.bytes, &store->index,
                        &store->analyser, err);
        if (status != STATUS_OK)
            return status;
        store->manifest = *index_manifest(store->index);
    }
    index_set_deadline(store->index,
                       deadline_in(timeout_ms - timeout_ms / SPARE_PART));
    return STATUS_OK;
}
