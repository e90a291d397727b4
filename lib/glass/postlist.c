/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/postlist.h"

#include "glass/pack.h"

/* A chunk with this many bytes of entries takes no more: Xapian's figure.
   Readers step through a chunk one by one, and it fits one item of a leaf. */
#define CHUNK_BYTES 2000U

void postlist_init(struct postlist_writer *writer, struct table *table)
{
    *writer = (struct postlist_writer){.table = table};
}

void postlist_release(struct postlist_writer *writer)
{
    str_release(&writer->body);
    str_release(&writer->tag);
}

static void begin(struct postlist_writer *writer, uint64_t n_documents,
                  uint64_t n_collection)
{
    writer->n_documents = n_documents;
    writer->n_collection = n_collection;
    writer->is_first_chunk = true;
    str_reset(&writer->body);
}

void postlist_begin_term(struct postlist_writer *writer, struct str_span term,
                         uint64_t n_documents, uint64_t n_collection)
{
    memcpy(writer->key, term.bytes, term.n_bytes);
    writer->key[term.n_bytes] = '\0';
    writer->n_first_key = term.n_bytes;
    writer->n_key_start = term.n_bytes + 1;
    begin(writer, n_documents, n_collection);
}

void postlist_begin_lengths(struct postlist_writer *writer)
{
    postlist_pack_kind(writer->key, POSTLIST_LENGTHS);
    writer->n_first_key = POSTLIST_KIND_BYTES;
    writer->n_key_start = POSTLIST_KIND_BYTES;
    /* They have neither: two zeros stand there. */
    begin(writer, 0, 0);
}

static enum status end_chunk(struct postlist_writer *writer, bool is_last,
                             struct error *err)
{
    char head[4 * PACK_UINT_BYTES];
    char *to = head;
    size_t n_key = writer->n_first_key;
    if (writer->is_first_chunk) {
        to = pack_uint(to, writer->n_documents);
        to = pack_uint(to, writer->n_collection);
        to = pack_uint(to, writer->first - 1);
    } else {
        char *key_end =
            pack_docid(writer->key + writer->n_key_start, writer->first);
        n_key = (size_t)(key_end - writer->key);
    }
    *to++ = is_last ? '1' : '0';
    to = pack_uint(to, writer->last - writer->first);
    str_reset(&writer->tag);
    str_add(&writer->tag, head, (size_t)(to - head));
    str_add_span(&writer->tag, str_view(&writer->body));
    enum status status = str_status(&writer->tag, err);
    if (status == STATUS_OK)
        status = table_add(writer->table, str_span(writer->key, n_key),
                           str_view(&writer->tag), TAG_PLAIN, err);
    writer->is_first_chunk = false;
    str_reset(&writer->body);
    return status;
}

enum status postlist_add(struct postlist_writer *writer, uint32_t docid,
                         uint32_t wdf, struct error *err)
{
    struct str *body = &writer->body;
    if (body->n_bytes >= CHUNK_BYTES) {
        enum status status = end_chunk(writer, false, err);
        if (status != STATUS_OK)
            return status;
    }
    if (!str_reserve(body, 2 * (size_t)PACK_UINT32_BYTES))
        return str_status(body, err);
    char *to = body->bytes + body->n_bytes;
    if (body->n_bytes == 0)
        writer->first = docid;
    else
        to = pack_uint(to, docid - writer->last - 1);
    to = pack_uint(to, wdf);
    body->n_bytes = (size_t)(to - body->bytes);
    writer->last = docid;
    return STATUS_OK;
}

enum status postlist_end(struct postlist_writer *writer, struct error *err)
{
    return end_chunk(writer, true, err);
}
