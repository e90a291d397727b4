/*
 * Reads the table of positions of a database, where it is asked for one term
 * in one article after the other. Through Xapian's API each such question
 * walks down from the root with a cursor of its own and two reads of the file
 * (1.4.22); here the file is mapped, and the entry behind the last one, which
 * is mostly the one that is wanted, is found without a walk.
 *
 * Only for databases that nobody writes to. Nothing in the file is trusted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_GLASS_POSITION_READER_H
#define LEDE_GLASS_POSITION_READER_H

#include "base/str.h"
#include "glass/position.h"

#ifdef __cplusplus
extern "C" {
#endif

struct position_reader;

/* folder: of the database. STATUS_NOT_FOUND: it has no such table, or is not
   there any more; STATUS_OUTDATED: another version of the format.
   owned by the caller; release with position_reader_free() */
MUST_CHECK enum status position_reader_open(const char *folder,
                                            struct position_reader **ret_reader,
                                            struct error *err);
void position_reader_free(struct position_reader *reader);

/* Where the last entry of a term was found; one for each of the terms that are
   asked about by turns, and for one reader. */
struct position_cursor {
    const unsigned char *leaf; /* private; all 0 at first */
    uint32_t i_item;
};

struct position_list {
    uint32_t *positions; /* rising, each once */
    size_t n_positions;
    size_t n_room;
};

void position_list_release(struct position_list *list);

/* Fills list, which is emptied first, with the positions of the term (with its
   prefix) in the document; none if there are none. Faster from document to
   document where they rise. STATUS_CORRUPT: what is there can't be positions.
 */
MUST_CHECK enum status position_reader_find(struct position_reader *reader,
                                            struct position_cursor *cursor,
                                            struct str_span term,
                                            uint32_t docid,
                                            struct position_list *list,
                                            struct error *err);

/* The same as a stream, which is read as far as it is needed. pieces: keeps
   what the stream borrows; one for each stream that is read at the same time.
   STATUS_NOT_FOUND: there are no positions, and the error is not set. */
MUST_CHECK enum status position_reader_stream(
    struct position_reader *reader, struct position_cursor *cursor,
    struct str_span term, uint32_t docid, struct str *pieces,
    struct position_stream *stream, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
