/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/source_form.h"

#define FORM_VERSION 1

/* ---- numbers */

void varint_add(struct str *out, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        str_add_char(out, (char)(number | 0x80));
    str_add_char(out, (char)number);
}

bool varint_take(struct str_span *rest, uint64_t *ret_number)
{
    uint64_t number = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (rest->n_bytes == 0)
            return false;

        unsigned char byte = (unsigned char)*rest->bytes;

        rest->bytes++;
        rest->n_bytes--;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *ret_number = number;
            return true;
        }
    }
    return false;
}

bool bytes_take(struct str_span *rest, uint64_t n_bytes,
                struct str_span *ret_bytes)
{
    if (n_bytes > rest->n_bytes)
        return false;
    *ret_bytes = str_span(rest->bytes, (size_t)n_bytes);
    rest->bytes += n_bytes;
    rest->n_bytes -= (size_t)n_bytes;
    return true;
}

static void add_fixed(struct str *out, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        str_add_char(out, (char)(number >> (8 * i)));
}

static bool take_fixed(struct str_span *rest, uint64_t *ret_number)
{
    struct str_span bytes;

    if (!bytes_take(rest, 8, &bytes))
        return false;
    *ret_number = 0;
    for (int i = 0; i < 8; i++)
        *ret_number |= (uint64_t)(unsigned char)bytes.bytes[i] << (8 * i);
    return true;
}

/* Times before 1970 are numbers, too: 0, -1, 1, -2, ... */
static uint64_t fold_sign(int64_t number)
{
    return ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0);
}

static int64_t unfold_sign(uint64_t number)
{
    return (int64_t)((number >> 1) ^ ((number & 1) != 0 ? UINT64_MAX : 0));
}

/* ---- ids */

static size_t count_shared(struct str_span a, struct str_span b)
{
    size_t n = 0;

    while (n < a.n_bytes && n < b.n_bytes && a.bytes[n] == b.bytes[n])
        n++;
    return n;
}

void source_id_add(struct str *ids, struct str *last,
                   const struct source_id *id)
{
    size_t n_shared = count_shared(str_view(last), id->id);

    varint_add(ids, n_shared);
    varint_add(ids, id->id.n_bytes - n_shared);
    str_add(ids, id->id.bytes + n_shared, id->id.n_bytes - n_shared);
    add_fixed(ids, id->sum);
    str_truncate(last, n_shared);
    str_add(last, id->id.bytes + n_shared, id->id.n_bytes - n_shared);
}

void source_id_iter_init(struct source_id_iter *iter,
                         const struct source *source)
{
    iter->rest = source->ids;
    str_init(&iter->id, 0);
}

void source_id_iter_release(struct source_id_iter *iter)
{
    str_release(&iter->id);
}

static enum status say_corrupt(struct error *err)
{
    return error_set(err, STATUS_CORRUPT,
                     "the index's catalogue of sources is damaged");
}

enum status source_id_next(struct source_id_iter *iter,
                           struct source_id *ret_id, struct error *err)
{
    uint64_t n_shared;
    uint64_t n_bytes;
    struct str_span tail;

    if (iter->rest.n_bytes == 0)
        return STATUS_DONE;
    if (!varint_take(&iter->rest, &n_shared) || n_shared > iter->id.n_bytes ||
        !varint_take(&iter->rest, &n_bytes) ||
        !bytes_take(&iter->rest, n_bytes, &tail) ||
        !take_fixed(&iter->rest, &ret_id->sum))
        return say_corrupt(err);
    str_truncate(&iter->id, (size_t)n_shared);
    str_add_span(&iter->id, tail);
    ret_id->id = str_view(&iter->id);
    return str_status(&iter->id, err);
}

/* ---- entries */

static void add_entry(struct str *out, struct str_span path_before,
                      const struct source *source)
{
    size_t n_shared = count_shared(path_before, source->path);

    str_add_char(out, (char)source->kind);
    varint_add(out, n_shared);
    varint_add(out, source->path.n_bytes - n_shared);
    str_add(out, source->path.bytes + n_shared,
            source->path.n_bytes - n_shared);
    if (source->kind == SOURCE_GONE)
        return;
    varint_add(out, source->n_bytes);
    varint_add(out, fold_sign(source->mtime_ns));
    add_fixed(out, source->hash.high);
    add_fixed(out, source->hash.low);
    varint_add(out, source->n_ids);
    varint_add(out, source->ids.n_bytes);
    str_add_span(out, source->ids);
}

void source_form_write(const struct source_list *list, struct str *out)
{
    struct str_span before = str_span("", 0);

    if (list->n_items > 0)
        str_add_char(out, FORM_VERSION);
    for (size_t i = 0; i < list->n_items; i++) {
        add_entry(out, before, &list->items[i]);
        before = list->items[i].path;
    }
}

static bool take_facts(struct str_span *rest, struct source *source)
{
    uint64_t mtime;
    uint64_t n_bytes;

    if (!varint_take(rest, &source->n_bytes) || !varint_take(rest, &mtime) ||
        !take_fixed(rest, &source->hash.high) ||
        !take_fixed(rest, &source->hash.low) ||
        !varint_take(rest, &source->n_ids) || !varint_take(rest, &n_bytes) ||
        !bytes_take(rest, n_bytes, &source->ids))
        return false;
    source->mtime_ns = unfold_sign(mtime);
    return true;
}

/* path holds that of the entry before, and then this one's. */
static bool take_entry(struct str_span *rest, struct str *path,
                       struct source *source)
{
    struct str_span kind;
    struct str_span tail;
    uint64_t n_shared;
    uint64_t n_bytes;

    if (!bytes_take(rest, 1, &kind) || !varint_take(rest, &n_shared) ||
        n_shared > path->n_bytes || !varint_take(rest, &n_bytes) ||
        !bytes_take(rest, n_bytes, &tail))
        return false;
    str_truncate(path, (size_t)n_shared);
    str_add_span(path, tail);
    switch (kind.bytes[0]) {
    case SOURCE_GONE:
        source->kind = SOURCE_GONE;
        return true;
    case SOURCE_WHOLE:
        source->kind = SOURCE_WHOLE;
        return take_facts(rest, source);
    case SOURCE_MORE:
        source->kind = SOURCE_MORE;
        return take_facts(rest, source);
    default:
        return false;
    }
}

enum status source_form_read(struct str_span bytes, struct source_list *list,
                             struct error *err)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    struct str_span head;
    enum status status = STATUS_OK;

    if (!bytes_take(&bytes, 1, &head) || head.bytes[0] != FORM_VERSION)
        return say_corrupt(err);
    while (status == STATUS_OK && bytes.n_bytes > 0) {
        struct source source = {.kind = SOURCE_GONE};

        if (!take_entry(&bytes, &path, &source))
            return say_corrupt(err);
        source.path = str_view(&path);
        status = str_status(&path, err);
        if (status == STATUS_OK)
            status = source_list_keep(list, &source.path, err);
        if (status == STATUS_OK)
            status = source_list_add(list, &source, err);
    }
    return status;
}
