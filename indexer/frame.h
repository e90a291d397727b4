/*
 * Articles and problems as bytes, on their way from the process that reads
 * them to the one that keeps them: frames of a kind, a length and as many
 * bytes.
 *
 * A frame comes from a process that read what strangers wrote, so nothing in
 * it is trusted: lengths are checked, and all text must be clean UTF-8.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_FRAME_H
#define LEDE_INDEXER_FRAME_H

#include "indexer/reader.h"

enum frame_kind {
    FRAME_JOB = 'J',     /* to the worker: what to read, and how */
    FRAME_BYTES = 'B',   /* some of it */
    FRAME_END = 'E',     /* that was all */
    FRAME_ARTICLE = 'A', /* from the worker */
    FRAME_SKIP = 'S',
    FRAME_ENOUGH = 'F', /* no more bytes are wanted */
    FRAME_DONE = 'D',   /* and nothing more will be said */
};

#define FRAME_HEAD_BYTES 5
/* An article, its fields, and what an escape more or less costs. */
#define FRAME_MAX_BYTES (ARTICLE_MAX_BYTES * 3)

struct frame {
    enum frame_kind kind;
    struct str_span payload;
};

void frame_add(struct str *out, enum frame_kind kind, struct str_span payload);

/* Takes a frame off the front of bytes. STATUS_DONE: it is not all there.
   STATUS_CORRUPT: it is none. */
MUST_CHECK enum status frame_take(struct str_span *bytes,
                                  struct frame *ret_frame);

struct frame_job {
    const char *form; /* static */
    struct str_span path;
    struct reader_settings settings; /* its texts are in the arena */
};

void frame_add_job(struct str *out, const struct frame_job *job);
MUST_CHECK enum status frame_read_job(struct str_span payload,
                                      struct arena *arena,
                                      struct frame_job *ret_job);

void frame_add_article(struct str *out, const struct article *article,
                       const struct reader_facts *facts);
/* Spans point into payload, arrays and texts into arena. STATUS_CORRUPT. */
MUST_CHECK enum status frame_read_article(struct str_span payload,
                                          struct arena *arena,
                                          struct article *ret_article,
                                          struct reader_facts *ret_facts);

void frame_add_skip(struct str *out, uint64_t line, const char *reason);
MUST_CHECK enum status frame_read_skip(struct str_span payload,
                                       struct arena *arena, uint64_t *ret_line,
                                       const char **ret_reason);

#endif
