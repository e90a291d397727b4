/*
 * One posting list in the postlist table, cut into chunks as it comes: the
 * documents that have a term and how often, or (with a key of their own) all
 * documents and their lengths.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_POSTLIST_H
#define LEDE_GLASS_POSTLIST_H

#include "glass/table.h"

/* Keys of document lengths, value chunks and so on start with a NUL and one
   of these; of terms never, for there 00 is followed by ff or ends it. */
#define POSTLIST_METADATA   '\xc0'
#define POSTLIST_STATISTICS '\xd0'
#define POSTLIST_VALUES     '\xd8'
#define POSTLIST_LENGTHS    '\xe0'
/* How many bytes that is. */
#define POSTLIST_KIND_BYTES 2

/* Starts such a key at `to` and returns where it goes on. */
static inline char *postlist_pack_kind(char *to, char kind)
{
    to[0] = '\0';
    to[1] = kind;
    return to + POSTLIST_KIND_BYTES;
}

struct postlist_writer {
    struct table *table; /* borrowed until the last postlist_end() */
    /* private: */
    char key[TABLE_MAX_KEY_BYTES];
    size_t n_key_start; /* what all chunks' keys begin with */
    size_t n_first_key; /* the first chunk's key is that, and no docid */
    struct str body;    /* entries of the chunk, from the first wdf on */
    struct str tag;
    uint64_t n_documents;
    uint64_t n_collection;
    uint32_t first; /* docids of the chunk */
    uint32_t last;
    bool is_first_chunk;
};

void postlist_init(struct postlist_writer *writer, struct table *table);
void postlist_release(struct postlist_writer *writer);

/*
 * Begins the list of a term: term as pack_term() made it, the number of its
 * documents, its frequency in all of them.
 */
void postlist_begin_term(struct postlist_writer *writer, struct str_span term,
                         uint64_t n_documents, uint64_t n_collection);
/* Begins the list of document lengths. */
void postlist_begin_lengths(struct postlist_writer *writer);

/* Docids ascend. */
MUST_CHECK enum status postlist_add(struct postlist_writer *writer,
                                    uint32_t docid, uint32_t wdf,
                                    struct error *err);

/* Ends the list, which has at least one entry. */
MUST_CHECK enum status postlist_end(struct postlist_writer *writer,
                                    struct error *err);

#endif
