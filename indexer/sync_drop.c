/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/sync_drop.h"

#include "indexer/build.h"

#include <errno.h>
#include <sys/stat.h>

/* Whether it is certain that there is no such file; path ends with NUL. */
static bool is_missing(const struct source *source)
{
    struct stat st;

    return lstat(source->path.bytes, &st) != 0 &&
           (errno == ENOENT || errno == ENOTDIR);
}

/* ---- files that are gone */

/* A file that the walk did not come by may be hidden, or behind a directory
   that cannot be read: so each is looked at by its own name. */
static enum status mark_gone(struct sync_drop *drop, struct source *source,
                             struct error *err)
{
    struct source gone = {.path = source->path, .kind = SOURCE_GONE};

    if (source->is_found || !path_set_covers(drop->roots, source->path) ||
        path_set_covers(drop->closed, source->path) || !is_missing(source))
        return STATUS_OK;
    source->is_outdated = true;
    drop->n_gone++;
    return source_list_add(&drop->ingest->log->list, &gone, err);
}

/* ---- ids */

typedef enum status (*id_visitor)(struct sync_drop *drop,
                                  struct identity_set *set, struct str_span id,
                                  bool *ret_is_hit, struct error *err);

/* All ids of a source that this run has not brought in anew. */
static enum status visit_ids(struct sync_drop *drop, struct identity_set *set,
                             const struct source *source, id_visitor visit,
                             bool *ret_is_hit, struct error *err)
{
    struct source_id_iter iter;
    struct source_id id;
    enum status status = STATUS_OK;

    *ret_is_hit = false;
    source_id_iter_init(&iter, source);
    while (status == STATUS_OK) {
        status = source_id_next(&iter, &id, err);
        if (status == STATUS_OK &&
            !identity_set_has(&drop->ingest->seen, id.id))
            status = visit(drop, set, id.id, ret_is_hit, err);
    }
    source_id_iter_release(&iter);
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status put_candidate(struct sync_drop *drop,
                                 struct identity_set *set, struct str_span id,
                                 bool *ret_is_hit, struct error *err)
{
    bool is_new;

    (void)drop;
    *ret_is_hit = true;
    return identity_set_put(set, id, &is_new, err);
}

/* The candidate is another file's, too: it stays. */
static enum status save_candidate(struct sync_drop *drop,
                                  struct identity_set *set, struct str_span id,
                                  bool *ret_is_hit, struct error *err)
{
    bool is_new;

    if (!identity_set_has(set, id))
        return STATUS_OK;
    *ret_is_hit = true;
    /* As if this run had brought it. */
    return identity_set_put(&drop->ingest->seen, id, &is_new, err);
}

static enum status delete_article(struct sync_drop *drop,
                                  struct identity_set *set, struct str_span id,
                                  bool *ret_is_hit, struct error *err)
{
    CLEANUP(str_release) struct str term = STR_INIT;
    struct ingest *ingest = drop->ingest;
    uint32_t docid;
    bool is_new;
    enum status status;

    (void)set;
    build_id_term(id, &term);
    status = str_status(&term, err);
    if (status == STATUS_OK && ingest->writer != NULL)
        status = writer_delete(ingest->writer, str_view(&term), err);
    else if (status == STATUS_OK && ingest->index != NULL)
        status = index_find(ingest->index, str_view(&term), &docid, err);
    if (status == STATUS_NOT_FOUND) /* withdrawn by hand */
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    *ret_is_hit = true;
    drop->n_dropped++;
    return identity_set_put(&ingest->seen, id, &is_new, err);
}

/* ---- all of it */

static enum status collect_candidates(struct sync_drop *drop,
                                      struct identity_set *candidates,
                                      struct error *err)
{
    enum status status = STATUS_OK;
    bool is_hit;

    for (size_t i = 0; status == STATUS_OK && i < drop->known->n_items; i++)
        if (drop->known->items[i].is_outdated)
            status = visit_ids(drop, candidates, &drop->known->items[i],
                               put_candidate, &is_hit, err);
    return status;
}

static enum status save_shared(struct sync_drop *drop,
                               struct identity_set *candidates,
                               struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < drop->known->n_items; i++) {
        const struct source *source = &drop->known->items[i];
        struct source again = *source;
        bool is_shared;

        if (source->is_outdated || (!source->is_found && is_missing(source)))
            continue;
        status = visit_ids(drop, candidates, source, save_candidate, &is_shared,
                           err);
        if (status != STATUS_OK || !is_shared || source->is_read)
            continue;
        again.mtime_ns = 0;
        again.hash = (struct checksum128){0, 0};
        status = source_list_add(&drop->ingest->log->list, &again, err);
    }
    return status;
}

enum status sync_drop_run(struct sync_drop *drop, struct error *err)
{
    struct source_list *known = drop->known;
    struct identity_set candidates = {NULL, 0, 0};
    enum status status = STATUS_OK;
    bool is_hit;

    for (size_t i = 0; status == STATUS_OK && i < known->n_items; i++)
        status = mark_gone(drop, &known->items[i], err);
    if (status == STATUS_OK)
        status = collect_candidates(drop, &candidates, err);
    if (status == STATUS_OK && candidates.n_items > 0)
        status = save_shared(drop, &candidates, err);
    for (size_t i = 0; status == STATUS_OK && i < known->n_items; i++)
        if (known->items[i].is_outdated)
            status = visit_ids(drop, &candidates, &known->items[i],
                               delete_article, &is_hit, err);
    identity_set_release(&candidates);
    return status;
}
