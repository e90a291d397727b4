/*
 * What a run learns about sources while it reads: which file, in which state,
 * which articles. Afterwards it becomes a part of the index's catalogue.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_SOURCE_LOG_H
#define LEDE_INDEXER_SOURCE_LOG_H

#include "indexer/identity.h"
#include "indexer/source.h"
#include "indexer/walk.h"
#include "store/writer.h"

struct source_log {
    struct source_list list; /* read-only: what was learnt */
    struct str root;         /* private, like all that follows */
    size_t n_operand_bytes;
    bool is_directory;
    bool is_off; /* this operand has no name to be remembered by */
    struct str path;
    struct str ids;
    struct str last_id;
    uint64_t n_ids;
};

void source_log_init(struct source_log *log);
void source_log_release(struct source_log *log);

/* The files that follow were found under this operand; "-" is none. */
MUST_CHECK enum status source_log_set_operand(struct source_log *log,
                                              const char *operand,
                                              bool is_directory,
                                              struct error *err);
/* Its name, and that of a path that was found under it; "" for one that has
   none. Borrowed until the next call. */
struct str_span source_log_root(const struct source_log *log);
MUST_CHECK enum status source_log_path(struct source_log *log, const char *path,
                                       struct str_span *ret_path,
                                       struct error *err);

/* A file begins, then its articles, then its end: once each. */
void source_log_begin(struct source_log *log);
void source_log_id(struct source_log *log, struct str_span id, uint64_t sum);
/* Also what it had before and seen does not have: when not all of the file
   could be read, nobody knows whether it still has them. */
MUST_CHECK enum status source_log_keep(struct source_log *log,
                                       const struct source *before,
                                       const struct identity_set *seen,
                                       struct error *err);
/* path as source_log_path() gave it. */
MUST_CHECK enum status source_log_end(struct source_log *log, const char *path,
                                      enum source_kind kind,
                                      const struct input_facts *facts,
                                      struct error *err);

/* The time to remember: 0 when it is too young to tell anything. */
int64_t source_log_time(const struct input_facts *facts);

/* Reads the parts of a catalogue from i_first on into list, which is settled
   then. */
MUST_CHECK enum status source_load(const char *index_path,
                                   const struct segment_list *segments,
                                   size_t i_first, struct source_list *list,
                                   struct error *err);
/*
 * Gives the writer what was learnt: as one more part, into which those before
 * it are taken that it has come near in size. So a run of every day writes
 * little, and there are few parts.
 */
MUST_CHECK enum status source_log_commit(struct source_log *log,
                                         const char *index_path,
                                         struct writer *writer,
                                         struct error *err);

#endif
