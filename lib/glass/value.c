/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/value.h"

#include "glass/pack.h"
#include "glass/postlist.h"

/* A chunk that has reached this is ended: Xapian's figure. */
#define CHUNK_BYTES 2000U

void value_statistics_release(struct value_statistics *statistics)
{
    if (!statistics)
        return;
    str_release(&statistics->lowest);
    str_release(&statistics->highest);
}

static enum status set(struct str *bound, struct str_span value,
                       struct error *err)
{
    str_reset(bound);
    str_add_span(bound, value);
    return str_status(bound, err);
}

static enum status widen(struct value_statistics *statistics,
                         struct str_span lowest, struct str_span highest,
                         struct error *err)
{
    bool is_first = statistics->n_values == 0;
    enum status status = STATUS_OK;
    if (is_first || str_span_compare(lowest, str_view(&statistics->lowest)) < 0)
        status = set(&statistics->lowest, lowest, err);
    if (status == STATUS_OK &&
        (is_first ||
         str_span_compare(highest, str_view(&statistics->highest)) > 0))
        status = set(&statistics->highest, highest, err);
    return status;
}

enum status value_statistics_add(struct value_statistics *statistics,
                                 struct str_span value, struct error *err)
{
    enum status status = widen(statistics, value, value, err);
    statistics->n_values++;
    return status;
}

enum status value_statistics_join(struct value_statistics *statistics,
                                  const struct value_statistics *more,
                                  struct error *err)
{
    if (more->n_values == 0)
        return STATUS_OK;
    enum status status = widen(statistics, str_view(&more->lowest),
                               str_view(&more->highest), err);
    statistics->n_values += more->n_values;
    return status;
}

struct str_span value_statistics_key(char *to, uint32_t slot)
{
    char *number = postlist_pack_kind(to, POSTLIST_STATISTICS);
    char *end = pack_uint_last(number, slot);
    return str_span(to, (size_t)(end - to));
}

struct str_span value_stream_key(char *to, uint32_t slot)
{
    char *number = postlist_pack_kind(to, POSTLIST_VALUES);
    char *end = pack_uint(number, slot);
    return str_span(to, (size_t)(end - to));
}

enum status value_statistics_write(const struct value_statistics *statistics,
                                   uint32_t slot, struct table *table,
                                   struct error *err)
{
    char key[VALUE_KEY_BYTES];
    char number[PACK_UINT_BYTES];
    CLEANUP(str_release) struct str tag = STR_INIT;
    struct str_span lowest = str_view(&statistics->lowest);
    struct str_span highest = str_view(&statistics->highest);
    char *end = pack_uint(number, statistics->n_values);
    str_add(&tag, number, (size_t)(end - number));
    end = pack_uint(number, lowest.n_bytes);
    str_add(&tag, number, (size_t)(end - number));
    str_add_span(&tag, lowest);
    if (!str_span_equal(lowest, highest))
        str_add_span(&tag, highest);
    enum status status = str_status(&tag, err);
    if (status != STATUS_OK)
        return status;
    return table_add(table, value_statistics_key(key, slot), str_view(&tag),
                     TAG_PLAIN, err);
}

void value_init(struct value_writer *writer, struct table *table)
{
    *writer = (struct value_writer){.table = table};
}

void value_release(struct value_writer *writer)
{
    str_release(&writer->tag);
}

void value_begin(struct value_writer *writer, struct str_span stream_key)
{
    memcpy(writer->key, stream_key.bytes, stream_key.n_bytes);
    writer->n_key_start = stream_key.n_bytes;
    str_reset(&writer->tag);
}

enum status value_add(struct value_writer *writer, uint32_t docid,
                      struct str_span value, struct error *err)
{
    struct str *tag = &writer->tag;
    if (!str_reserve(tag, 2 * (size_t)PACK_UINT_BYTES + value.n_bytes))
        return str_status(tag, err);
    char *to = tag->bytes + tag->n_bytes;
    if (tag->n_bytes == 0)
        writer->first = docid;
    else
        to = pack_uint(to, docid - writer->last - 1);
    to = pack_string(to, value);
    tag->n_bytes = (size_t)(to - tag->bytes);
    writer->last = docid;
    return tag->n_bytes >= CHUNK_BYTES ? value_end(writer, err) : STATUS_OK;
}

enum status value_end(struct value_writer *writer, struct error *err)
{
    if (writer->tag.n_bytes == 0)
        return STATUS_OK;
    char *end = pack_docid(writer->key + writer->n_key_start, writer->first);
    enum status status = table_add(
        writer->table, str_span(writer->key, (size_t)(end - writer->key)),
        str_view(&writer->tag), TAG_PLAIN, err);
    str_reset(&writer->tag);
    return status;
}
