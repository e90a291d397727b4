/*
 * Which of the articles that an index will have after a commit are reprints.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"
#include "store/reprints.h"
#include "store/schema.h"
#include "store/segment_files.h"
#include "store/writer_state.h"

#include <stdlib.h>

/* A segment whose articles are looked through. */
struct stock {
    struct segment_reader *reader;
    const struct dead_set *dead;
};

struct stocks {
    struct stock *items;
    size_t n_items;
    struct reprint_finder finder;
    const struct dead_set *dead; /* of the one that is read */
};

static enum status take_sketch(void *context, uint32_t docid,
                               struct str_span value, struct error *err)
{
    struct stocks *stocks = context;
    struct sketch sketch;
    if (dead_has(stocks->dead, docid))
        return STATUS_OK;
    enum status status = sketch_decode(value, &sketch, err);
    return status == STATUS_OK
               ? reprint_finder_add(&stocks->finder, docid, &sketch, err)
               : status;
}

static enum status read_sketches(struct stocks *stocks, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < stocks->n_items; i++) {
        stocks->dead = stocks->items[i].dead;
        status = segment_reader_values(stocks->items[i].reader, SLOT_SKETCH,
                                       take_sketch, stocks, err);
    }
    return status;
}

/* ---- the earliest first */

struct dated {
    uint32_t docid;
    uint32_t day; /* yyyymmdd; what has none comes last */
};

static int compare_dated(const void *a, const void *b)
{
    const struct dated *first = a;
    const struct dated *second = b;
    if (first->day != second->day)
        return first->day < second->day ? -1 : 1;
    return (first->docid > second->docid) - (first->docid < second->docid);
}

static enum status read_day(const struct stocks *stocks, struct str *scratch,
                            struct dated *member, struct error *err)
{
    struct segment_reader *reader = NULL;
    for (size_t i = 0; i < stocks->n_items; i++)
        if (!dead_has(stocks->items[i].dead, member->docid))
            reader = stocks->items[i].reader;
    str_reset(scratch);
    enum status status = segment_reader_value(reader, member->docid,
                                              SLOT_DATE_MIN, scratch, err);
    member->day = UINT32_MAX;
    if (status == STATUS_OK && scratch->n_bytes > 0)
        member->day = (uint32_t)strtoul(scratch->bytes, NULL, 10);
    return status;
}

/* Members come by docid, which is the order in which they were added. */
static enum status sort_members(const struct stocks *stocks,
                                struct group_table *table, struct error *err)
{
    CLEANUP(str_release) struct str scratch = STR_INIT;
    struct dated *members = calloc(table->n_docids + 1, sizeof *members);
    enum status status = members ? STATUS_OK : error_no_memory(err);
    for (size_t i = 0; status == STATUS_OK && i < table->n_docids; i++) {
        members[i].docid = table->docids[i];
        status = read_day(stocks, &scratch, &members[i], err);
    }
    for (size_t i = 0; status == STATUS_OK && i < table->n_groups; i++) {
        size_t start = i == 0 ? 0 : table->ends[i - 1];
        qsort(members + start, table->ends[i] - start, sizeof *members,
              compare_dated);
    }
    for (size_t i = 0; status == STATUS_OK && i < table->n_docids; i++)
        table->docids[i] = members[i].docid;
    free(members);
    return status;
}

/* ---- the list */

static enum status find(struct writer *writer, struct stocks *stocks,
                        struct kept_file *ret_file, struct error *err)
{
    struct group_table table = GROUP_TABLE_INIT;
    enum status status = read_sketches(stocks, err);
    if (status == STATUS_OK)
        status = reprint_finder_run(&stocks->finder, 0, &table, err);
    if (status == STATUS_OK)
        status = sort_members(stocks, &table, err);
    if (status == STATUS_OK)
        status =
            group_table_write(writer->path.bytes, writer->manifest.revision + 1,
                              &table, ret_file, err);
    group_table_release(&table);
    return status;
}

static enum status add_olds(struct writer *writer, size_t n_olds,
                            struct stocks *stocks, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n_olds; i++) {
        const struct dead_set *dead = &writer->olds[i].now;
        struct segment_reader *reader = NULL;
        if (dead_next_live(dead, dead->first) == 0)
            continue;
        status = writer_reader(writer, i, &reader, err);
        stocks->items[stocks->n_items++] = (struct stock){reader, dead};
    }
    return status;
}

static enum status add_fresh(const struct writer *writer,
                             const struct segment_entry *fresh,
                             struct dead_set *dead, struct stocks *stocks,
                             struct segment_reader **ret_reader,
                             struct error *err)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    segment_path(&path, writer->path.bytes, fresh, NULL);
    enum status status = str_status(&path, err);
    if (status == STATUS_OK)
        status = segment_read_dead(writer->path.bytes, fresh, dead, err);
    if (status == STATUS_OK)
        status = segment_reader_open(path.bytes, ret_reader, err);
    if (status == STATUS_OK)
        stocks->items[stocks->n_items++] = (struct stock){*ret_reader, dead};
    return status;
}

enum status writer_list_reprints(struct writer *writer, size_t n_olds,
                                 const struct segment_entry *fresh,
                                 struct kept_file *ret_file, struct error *err)
{
    struct stocks stocks = {0};
    struct segment_reader *reader = NULL;
    struct dead_set dead;
    dead_init(&dead, 1, 0);
    reprint_finder_init(&stocks.finder);
    stocks.items = calloc(n_olds + 1, sizeof *stocks.items);
    enum status status = stocks.items ? STATUS_OK : error_no_memory(err);
    if (status == STATUS_OK)
        status = add_olds(writer, n_olds, &stocks, err);
    if (status == STATUS_OK && fresh)
        status = add_fresh(writer, fresh, &dead, &stocks, &reader, err);
    if (status == STATUS_OK)
        status = find(writer, &stocks, ret_file, err);
    segment_reader_free(reader);
    dead_release(&dead);
    reprint_finder_release(&stocks.finder);
    free(stocks.items);
    return status;
}
