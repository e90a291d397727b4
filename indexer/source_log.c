/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/source_log.h"

#include "indexer/path_set.h"
#include "indexer/source_form.h"
#include "store/source_files.h"

#include <string.h>

/*
 * A file may be written twice within one tick of its file system's clock: 2 s
 * on FAT, 10 ms on others. If it is younger than that when it is opened, its
 * time says nothing, and the next sync asks its hash.
 */
#define TICK_NS INT64_C(2000000000)

void source_log_init(struct source_log *log)
{
    memset(log, 0, sizeof(*log));
    log->is_off = true;
}

void source_log_release(struct source_log *log)
{
    source_list_release(&log->list);
    str_release(&log->root);
    str_release(&log->path);
    str_release(&log->ids);
    str_release(&log->last_id);
}

/* ---- names */

enum status source_log_set_operand(struct source_log *log, const char *operand,
                                   bool is_directory, struct error *err)
{
    enum status status = STATUS_NOT_FOUND;

    str_reset(&log->root);
    log->n_operand_bytes = strlen(operand);
    log->is_directory = is_directory;
    if (strcmp(operand, "-") != 0)
        status = path_resolve(operand, is_directory, &log->root, err);
    log->is_off = status != STATUS_OK;
    if (status == STATUS_NOT_FOUND) {
        str_reset(&log->root);
        return STATUS_OK;
    }
    return status;
}

struct str_span source_log_root(const struct source_log *log)
{
    return str_view(&log->root);
}

enum status source_log_path(struct source_log *log, const char *path,
                            struct str_span *ret_path, struct error *err)
{
    str_reset(&log->path);
    if (!log->is_off) {
        str_add_span(&log->path, str_view(&log->root));
        path += log->n_operand_bytes < strlen(path) ? log->n_operand_bytes
                                                    : strlen(path);
        while (*path == '/')
            path++;
        if (*path != '\0' && log->root.bytes[log->root.n_bytes - 1] != '/')
            str_add_char(&log->path, '/');
        str_add_text(&log->path, path);
    }
    *ret_path = str_view(&log->path);
    return str_status(&log->path, err);
}

/* ---- one file */

void source_log_begin(struct source_log *log)
{
    str_reset(&log->ids);
    str_reset(&log->last_id);
    log->n_ids = 0;
}

void source_log_id(struct source_log *log, struct str_span id, uint64_t sum)
{
    const struct source_id entry = {id, sum};

    source_id_add(&log->ids, &log->last_id, &entry);
    log->n_ids++;
}

enum status source_log_keep(struct source_log *log, const struct source *before,
                            const struct identity_set *seen, struct error *err)
{
    struct source_id_iter iter;
    struct source_id id;
    enum status status = STATUS_OK;

    source_id_iter_init(&iter, before);
    while (status == STATUS_OK) {
        status = source_id_next(&iter, &id, err);
        if (status == STATUS_OK && !identity_set_has(seen, id.id))
            source_log_id(log, id.id, id.sum);
    }
    source_id_iter_release(&iter);
    return status == STATUS_DONE ? STATUS_OK : status;
}

int64_t source_log_time(const struct input_facts *facts)
{
    int64_t now =
        (int64_t)facts->opened.tv_sec * 1000000000 + facts->opened.tv_nsec;

    bool is_young =
        facts->mtime_ns > now - TICK_NS && facts->mtime_ns < now + TICK_NS;

    return is_young ? 0 : facts->mtime_ns;
}

enum status source_log_end(struct source_log *log, const char *path,
                           enum source_kind kind,
                           const struct input_facts *facts, struct error *err)
{
    struct source source = {
        .kind = kind,
        .n_bytes = facts->n_bytes,
        .mtime_ns = source_log_time(facts),
        .hash = facts->hash,
        .n_ids = log->n_ids,
        .ids = str_view(&log->ids),
    };
    enum status status = str_status(&log->ids, err);

    if (status == STATUS_OK)
        status = source_log_path(log, path, &source.path, err);
    if (status != STATUS_OK || log->is_off || !facts->is_file)
        return status;
    if (!facts->is_end) {
        source.mtime_ns = 0;
        source.hash = (struct checksum128){0, 0};
    }
    status = source_list_keep(&log->list, &source.path, err);
    if (status == STATUS_OK)
        status = source_list_keep(&log->list, &source.ids, err);
    if (status == STATUS_OK)
        status = source_list_add(&log->list, &source, err);
    return status;
}

/* ---- the catalogue */

static enum status load_part(const char *index_path,
                             const struct kept_file *part,
                             struct source_list *list, struct error *err)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    struct str_span kept;
    enum status status;

    str_init(&bytes, SOURCES_MAX_BYTES);
    status = source_file_read(index_path, part, &bytes, err);
    kept = str_view(&bytes);
    if (status == STATUS_OK)
        status = source_list_keep(list, &kept, err);
    if (status == STATUS_OK)
        status = source_form_read(kept, list, err);
    return status;
}

enum status source_load(const char *index_path,
                        const struct segment_list *segments, size_t i_first,
                        struct source_list *list, struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = i_first; status == STATUS_OK && i < segments->n_sources;
         i++)
        status = load_part(index_path, &segments->sources[i], list, err);
    if (status == STATUS_OK)
        status = source_list_settle(list, i_first == 0, err);
    return status;
}

/* How many parts to leave as they are when n_bytes are to come behind them. */
static size_t count_kept(const struct segment_list *segments, uint64_t n_bytes)
{
    size_t n_kept = segments->n_sources;

    while (n_kept > 0 && (segments->sources[n_kept - 1].n_bytes < 2 * n_bytes ||
                          n_kept >= SOURCES_MAX_PARTS - 1))
        n_bytes += segments->sources[--n_kept].n_bytes;
    return n_kept;
}

enum status source_log_commit(struct source_log *log, const char *index_path,
                              struct writer *writer, struct error *err)
{
    const struct segment_list *segments = writer_segments(writer);
    struct source_list *news = &log->list;
    struct source_list list = SOURCE_LIST_INIT;
    CLEANUP(str_release) struct str bytes = STR_INIT;
    size_t n_kept;
    enum status status;

    str_init(&bytes, SOURCES_MAX_BYTES);
    if (news->n_items == 0)
        return STATUS_OK;
    status = source_list_settle(news, false, err);
    if (status != STATUS_OK)
        return status;
    source_form_write(news, &bytes);
    n_kept = count_kept(segments, bytes.n_bytes);
    str_reset(&bytes);
    status = source_load(index_path, segments, n_kept, &list, err);
    for (size_t i = 0; status == STATUS_OK && i < news->n_items; i++)
        status = source_list_add(&list, &news->items[i], err);
    if (status == STATUS_OK)
        status = source_list_settle(&list, n_kept == 0, err);
    if (status == STATUS_OK) {
        source_form_write(&list, &bytes);
        status = str_status(&bytes, err);
    }
    if (status == STATUS_OK)
        status = writer_set_sources(writer, n_kept, str_view(&bytes), err);
    source_list_release(&list);
    return status;
}
