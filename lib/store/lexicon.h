/*
 * The words of a segment: the terms of the fields that wildcards, misspelt
 * words and regexes are expanded in, sorted, with the number of articles of
 * each. Xapian has the same in its table of postings, but among the postings
 * themselves: to walk all of them there is to read all of it, a hundred times
 * as much.
 *
 * doc/index-format.md has the file. Front coding in blocks is that of Witten,
 * Moffat and Bell, Managing Gigabytes, 4.1.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_LEXICON_H
#define LEDE_STORE_LEXICON_H

#include "store/document.h"
#include "store/segment_list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In the directory of its segment. */
#define LEXICON_FILE "lexicon"

/* Whether a term, with its prefix, belongs in a lexicon: words of text, title,
   authors, sources and sections, and tags. No stems, ids, dates, addresses. */
bool lexicon_takes(struct str_span term);

/* ---- writing */

struct lexicon_writer;

/* Makes the file, which is not there yet. owned by the caller; release with
   lexicon_writer_free() */
MUST_CHECK enum status lexicon_writer_new(const char *path,
                                          struct lexicon_writer **ret_writer,
                                          struct error *err);
/* Removes the file unless it was finished. */
void lexicon_writer_free(struct lexicon_writer *writer);
/* Terms in ascending order of their bytes, each once; one that the lexicon
   does not take is passed over. n_articles is at least 1. */
MUST_CHECK enum status lexicon_writer_add(struct lexicon_writer *writer,
                                          struct str_span term,
                                          uint64_t n_articles,
                                          struct error *err);
/* Writes the rest; *ret_file tells what it is then. */
MUST_CHECK enum status lexicon_writer_finish(struct lexicon_writer *writer,
                                             bool is_to_sync,
                                             struct kept_file *ret_file,
                                             struct error *err);

/* Makes the lexicon of the segment at path by a walk over all of its table of
   postings, which is the slow way; a lexicon that is there stays. Not
   synced. */
MUST_CHECK enum status lexicon_make(const char *segment_path,
                                    struct error *err);

/* ---- reading */

struct lexicon;

/* Maps the file: it may be removed then, but not be changed. STATUS_NOT_FOUND:
   there is none; STATUS_CORRUPT. owned by the caller; release with
   lexicon_free() */
MUST_CHECK enum status lexicon_open(const char *path,
                                    struct lexicon **ret_lexicon,
                                    struct error *err);
void lexicon_free(struct lexicon *lexicon);
uint64_t lexicon_n_terms(const struct lexicon *lexicon);

/* A place in a lexicon. */
struct lexicon_walk {
    struct str_span term; /* read-only; borrowed until the next step */
    uint64_t n_articles;  /* read-only */
    size_t n_same;        /* read-only: bytes at its beginning that the last one
                             had too, as far as that is known */
    /* private: */
    const struct lexicon *lexicon;
    uint64_t i_block; /* the next */
    const char *at;   /* the next entry of the block at hand */
    const char *end;
    bool is_held; /* the next step stays where it is */
    char bytes[DOCUMENT_MAX_TERM_BYTES];
};

/*
 * Goes to the first term from `from` on, which lexicon_walk_next() then tells;
 * costs one block. Then term by term, some ten nanoseconds each. STATUS_DONE
 * behind the last; STATUS_CORRUPT when a block is not what was written.
 */
MUST_CHECK enum status lexicon_walk_start(struct lexicon_walk *walk,
                                          const struct lexicon *lexicon,
                                          struct str_span from,
                                          struct error *err);
MUST_CHECK enum status lexicon_walk_next(struct lexicon_walk *walk,
                                         struct error *err);
/* The same as lexicon_walk_start() for a walk that has begun, and a `from` that
   is behind where it is: costs as little as that is near. */
MUST_CHECK enum status lexicon_walk_skip(struct lexicon_walk *walk,
                                         struct str_span from,
                                         struct error *err);

#ifdef __cplusplus
}
#endif

#endif
