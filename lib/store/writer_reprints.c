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

#include <pthread.h>
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

/* Members of all groups by docid, and how far their days are read. */
struct days {
    struct dated *members;
    size_t n_members;
    size_t i_next;
    struct str text;
};

static int compare_docids(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a;
    uint32_t second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

static int compare_dated(const void *a, const void *b)
{
    const struct dated *first = a;
    const struct dated *second = b;
    if (first->day != second->day)
        return first->day < second->day ? -1 : 1;
    return compare_docids(&first->docid, &second->docid);
}

static enum status take_day(void *context, uint32_t docid,
                            struct str_span value, struct error *err)
{
    struct days *days = context;
    while (days->i_next < days->n_members &&
           days->members[days->i_next].docid < docid)
        days->i_next++;
    if (days->i_next == days->n_members ||
        days->members[days->i_next].docid != docid)
        return STATUS_OK;
    str_reset(&days->text);
    str_add_span(&days->text, value);
    enum status status = str_status(&days->text, err);
    if (status == STATUS_OK)
        days->members[days->i_next].day =
            (uint32_t)strtoul(days->text.bytes, NULL, 10);
    return status;
}

static enum status read_days(const struct stocks *stocks,
                             const struct group_table *table, struct days *days,
                             struct error *err)
{
    enum status status = STATUS_OK;
    days->n_members = table->n_docids;
    days->members = calloc(table->n_docids + 1, sizeof *days->members);
    if (!days->members)
        return error_no_memory(err);
    for (size_t i = 0; i < table->n_docids; i++)
        days->members[i] = (struct dated){table->docids[i], UINT32_MAX};
    qsort(days->members, days->n_members, sizeof *days->members,
          compare_docids);
    for (size_t i = 0; status == STATUS_OK && i < stocks->n_items; i++)
        status = segment_reader_values(stocks->items[i].reader, SLOT_DATE_MIN,
                                       take_day, days, err);
    return status;
}

static void sort_members(const struct days *days, struct group_table *table,
                         struct dated *group)
{
    for (size_t i = 0; i < table->n_groups; i++) {
        size_t start = i == 0 ? 0 : table->ends[i - 1];
        size_t n = table->ends[i] - start;
        for (size_t k = 0; k < n; k++) {
            const struct dated *member =
                bsearch(&table->docids[start + k], days->members,
                        days->n_members, sizeof *days->members, compare_docids);
            if (member)
                group[k] = *member;
        }
        qsort(group, n, sizeof *group, compare_dated);
        for (size_t k = 0; k < n; k++)
            table->docids[start + k] = group[k].docid;
    }
}

static enum status put_earliest_first(const struct stocks *stocks,
                                      struct group_table *table,
                                      struct error *err)
{
    struct days days = {NULL, 0, 0, STR_INIT};
    struct dated *group = calloc(table->n_docids + 1, sizeof *group);
    if (!group)
        return error_no_memory(err);
    enum status status = read_days(stocks, table, &days, err);
    if (status == STATUS_OK)
        sort_members(&days, table, group);
    str_release(&days.text);
    free(days.members);
    free(group);
    return status;
}

/* ---- the list */

/* The groups that the articles of the last commit are in. */
static enum status join_known(const struct writer *writer,
                              struct stocks *stocks, struct error *err)
{
    struct group_table known = GROUP_TABLE_INIT;
    enum status status = group_table_read(writer->path.bytes,
                                          &writer->list.reprints, &known, err);
    for (size_t i = 0; status == STATUS_OK && i < known.n_groups; i++) {
        size_t start = i == 0 ? 0 : known.ends[i - 1];
        size_t n = known.ends[i] - start;
        qsort(known.docids + start, n, sizeof *known.docids, compare_docids);
        reprint_finder_join(&stocks->finder, known.docids + start, n);
    }
    group_table_release(&known);
    return status;
}

/* What both ways end with. */
static enum status write_groups(const struct writer *writer,
                                const struct stocks *stocks,
                                struct group_table *table,
                                struct kept_file *ret_file, struct error *err)
{
    enum status status = put_earliest_first(stocks, table, err);
    return status == STATUS_OK
               ? group_table_write(writer->path.bytes,
                                   writer->manifest.revision + 1, table,
                                   ret_file, err)
               : status;
}

static enum status find(struct writer *writer, struct stocks *stocks,
                        uint32_t first_new, struct kept_file *ret_file,
                        struct error *err)
{
    struct group_table table = GROUP_TABLE_INIT;
    enum status status = read_sketches(stocks, err);
    if (status == STATUS_OK && first_new > 0)
        status = join_known(writer, stocks, err);
    if (status == STATUS_OK)
        status = reprint_finder_run(&stocks->finder, first_new, &table, err);
    if (status == STATUS_OK)
        status = write_groups(writer, stocks, &table, ret_file, err);
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
                                 bool is_anew, struct kept_file *ret_file,
                                 struct error *err)
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
    if (status == STATUS_OK)
        status = add_fresh(writer, fresh, &dead, &stocks, &reader, err);
    if (status == STATUS_OK)
        status = find(writer, &stocks, is_anew ? 0 : fresh->first_docid,
                      ret_file, err);
    segment_reader_free(reader);
    dead_release(&dead);
    reprint_finder_release(&stocks.finder);
    free(stocks.items);
    return status;
}

/* ---- while the segment is written */

struct reprint_search {
    struct stocks stocks;
    uint32_t first_new;
    struct group_table table;
    enum status status;
    struct error err;
    pthread_t thread;
    bool is_running;
};

static void *search_in_thread(void *argument)
{
    struct reprint_search *search = argument;
    search->status =
        reprint_finder_run(&search->stocks.finder, search->first_new,
                           &search->table, &search->err);
    return NULL;
}

/* Those of the run that it has not taken back itself. */
static enum status take_added(const struct writer *writer,
                              struct reprint_search *search, struct error *err)
{
    const struct sketch_list *list = &writer->sketches;
    const struct segment_entry *fresh = &writer->fresh.entry;
    struct dead_set gone;
    enum status status = writer_list_gone(writer, &gone, err);
    search->stocks.dead = &gone;
    for (size_t i = 0; status == STATUS_OK && i < list->n_items; i++) {
        struct str_span item = sketch_list_item(list, i);
        if (item.n_bytes > 0)
            status = take_sketch(&search->stocks,
                                 fresh->first_docid + (uint32_t)i, item, err);
    }
    search->stocks.dead = NULL;
    dead_release(&gone);
    return status;
}

static enum status fill(struct writer *writer, bool is_anew,
                        struct reprint_search *search, struct error *err)
{
    struct stocks *stocks = &search->stocks;
    stocks->items = calloc(writer->n_olds + 1, sizeof *stocks->items);
    if (!stocks->items)
        return error_no_memory(err);
    enum status status = add_olds(writer, writer->n_olds, stocks, err);
    if (status == STATUS_OK)
        status = read_sketches(stocks, err);
    if (status == STATUS_OK)
        status = take_added(writer, search, err);
    if (status != STATUS_OK || is_anew)
        return status;
    search->first_new = writer->fresh.entry.first_docid;
    return join_known(writer, stocks, err);
}

enum status reprint_search_begin(struct writer *writer, bool is_anew,
                                 struct reprint_search **ret_search,
                                 struct error *err)
{
    *ret_search = NULL;
    if (writer->sketches.has_given_up)
        return STATUS_OK;
    struct reprint_search *search = calloc(1, sizeof *search);
    if (!search)
        return error_no_memory(err);
    reprint_finder_init(&search->stocks.finder);
    enum status status = fill(writer, is_anew, search, err);
    if (status != STATUS_OK) {
        reprint_search_free(search);
        return status;
    }
    sketch_list_release(&writer->sketches);
    search->is_running =
        writer->how.n_jobs > 1 &&
        pthread_create(&search->thread, NULL, search_in_thread, search) == 0;
    if (!search->is_running)
        (void)search_in_thread(search);
    *ret_search = search;
    return STATUS_OK;
}

static void await(struct reprint_search *search)
{
    if (search->is_running)
        pthread_join(search->thread, NULL);
    search->is_running = false;
}

enum status reprint_search_end(const struct writer *writer,
                               struct reprint_search *search,
                               const struct segment_entry *fresh,
                               struct kept_file *ret_file, struct error *err)
{
    struct segment_reader *reader = NULL;
    struct dead_set dead;
    dead_init(&dead, 1, 0);
    await(search);
    enum status status = search->status;
    if (status != STATUS_OK && err)
        *err = search->err;
    if (status == STATUS_OK)
        status = add_fresh(writer, fresh, &dead, &search->stocks, &reader, err);
    if (status == STATUS_OK)
        status = write_groups(writer, &search->stocks, &search->table, ret_file,
                              err);
    segment_reader_free(reader);
    dead_release(&dead);
    return status;
}

void reprint_search_free(struct reprint_search *search)
{
    if (!search)
        return;
    await(search);
    reprint_finder_release(&search->stocks.finder);
    group_table_release(&search->table);
    free(search->stocks.items);
    free(search);
}
