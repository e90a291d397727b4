/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/emit.h"

#include "glass/postlist.h"
#include "glass/value.h"

struct emitter {
    struct merge *merge;
    struct table *postlist;
    struct table *position;
    const struct term_listener *listener;
    struct postlist_writer postings;
    struct value_writer values;
    char key[TABLE_MAX_KEY_BYTES]; /* of the position table */
    size_t n_key_start;
};

static enum status add_positions(struct emitter *emitter,
                                 const struct cursor_entry *entry,
                                 struct error *err)
{
    char *end = pack_docid(emitter->key + emitter->n_key_start, entry->docid);
    return table_add(emitter->position,
                     str_span(emitter->key, (size_t)(end - emitter->key)),
                     entry->payload, TAG_PLAIN, err);
}

/* The postings of a term in one run. */
static enum status emit_postings(struct emitter *emitter, struct cursor *cursor,
                                 struct error *err)
{
    struct cursor_entry entry = {0};
    for (;;) {
        enum status status = cursor_next_entry(cursor, &entry, err);
        if (status != STATUS_OK)
            return status == STATUS_DONE ? STATUS_OK : status;
        if (emitter->postlist)
            status =
                postlist_add(&emitter->postings, entry.docid, entry.wdf, err);
        if (status == STATUS_OK && emitter->position &&
            entry.payload.n_bytes > 0)
            status = add_positions(emitter, &entry, err);
        if (status != STATUS_OK)
            return status;
    }
}

static enum status emit_values(struct emitter *emitter, struct cursor *cursor,
                               struct error *err)
{
    struct cursor_entry entry = {0};
    for (;;) {
        enum status status = cursor_next_entry(cursor, &entry, err);
        if (status != STATUS_OK)
            return status == STATUS_DONE ? STATUS_OK : status;
        if (emitter->postlist)
            status =
                value_add(&emitter->values, entry.docid, entry.payload, err);
        if (status != STATUS_OK)
            return status;
    }
}

static bool is_kind(const struct merge *merge, char kind)
{
    return merge->key.n_bytes >= POSTLIST_KIND_BYTES &&
           merge->key.bytes[0] == '\0' && merge->key.bytes[1] == kind;
}

static void begin_postings(struct emitter *emitter)
{
    struct merge *merge = emitter->merge;
    if (is_kind(merge, POSTLIST_LENGTHS))
        postlist_begin_lengths(&emitter->postings);
    else
        postlist_begin_term(&emitter->postings, merge->key, merge->n_documents,
                            merge->n_collection);
    memcpy(emitter->key, merge->key.bytes, merge->key.n_bytes);
    emitter->key[merge->key.n_bytes] = '\0';
    emitter->n_key_start = merge->key.n_bytes + 1;
}

/* Other keys begin with a NUL byte and something that no term packs it in. */
static enum status tell(struct emitter *emitter, struct error *err)
{
    const struct merge *merge = emitter->merge;
    const struct term_listener *listener = emitter->listener;
    if (!listener || !listener->tell ||
        is_kind(emitter->merge, POSTLIST_VALUES) ||
        is_kind(emitter->merge, POSTLIST_LENGTHS))
        return STATUS_OK;
    return listener->tell(listener->context, merge->key, merge->n_documents,
                          err);
}

static enum status emit_key(struct emitter *emitter, struct error *err)
{
    bool is_values = is_kind(emitter->merge, POSTLIST_VALUES);
    enum status told = tell(emitter, err);
    if (told != STATUS_OK)
        return told;
    if (is_values)
        value_begin(&emitter->values, emitter->merge->key);
    else
        begin_postings(emitter);
    for (;;) {
        struct cursor *cursor = NULL;
        enum status status = merge_next_record(emitter->merge, &cursor, err);
        if (status != STATUS_OK)
            return status;
        if (!cursor)
            break;
        status = is_values ? emit_values(emitter, cursor, err)
                           : emit_postings(emitter, cursor, err);
        if (status != STATUS_OK)
            return status;
    }
    if (!emitter->postlist)
        return STATUS_OK;
    return is_values ? value_end(&emitter->values, err)
                     : postlist_end(&emitter->postings, err);
}

enum status emit_tables(struct merge *merge, struct table *postlist,
                        struct table *position,
                        const struct term_listener *listener, struct error *err)
{
    struct emitter emitter = {.merge = merge,
                              .postlist = postlist,
                              .position = position,
                              .listener = listener};
    postlist_init(&emitter.postings, postlist);
    value_init(&emitter.values, postlist);
    enum status status = STATUS_OK;
    while (status == STATUS_OK) {
        status = merge_next_key(merge, err);
        if (status == STATUS_OK)
            status = emit_key(&emitter, err);
    }
    postlist_release(&emitter.postings);
    value_release(&emitter.values);
    return status == STATUS_DONE ? STATUS_OK : status;
}
