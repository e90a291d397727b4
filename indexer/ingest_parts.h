/*
 * What the files that an ingest is made of need of each other: ingest.c takes
 * articles one by one, ingest_deal.c deals them to threads and settles what
 * came of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_INGEST_PARTS_H
#define LEDE_INDEXER_INGEST_PARTS_H

#include "indexer/ingest.h"

/* ---- ingest.c */

/* A signal ends the run. */
MUST_CHECK enum status ingest_check_signal(struct error *err);
MUST_CHECK enum status ingest_skip_place(struct ingest *ingest,
                                         const struct report_place *place,
                                         const char *reason, struct error *err);
MUST_CHECK enum status ingest_skip_line(struct ingest *ingest, uint64_t line,
                                        const char *reason, struct error *err);
/* Whether the index had it before this run; its id term is in ingest->id
   then. */
MUST_CHECK enum status ingest_look_up(struct ingest *ingest, struct str_span id,
                                      struct error *err);
void ingest_report_mended(struct ingest *ingest,
                          const struct report_place *place,
                          const struct reader_facts *facts);
/* What is known to be in; tells what the keeper should know of it. */
MUST_CHECK enum status ingest_count(struct ingest *ingest,
                                    const struct report_place *place,
                                    size_t n_paragraphs, struct error *err);
void ingest_show_progress(struct ingest *ingest);

/* A file begins, and ends; ingest->log is told of it. */
void ingest_begin_file(struct ingest *ingest, const char *path,
                       const char *relative);
MUST_CHECK enum status ingest_end_file(struct ingest *ingest, const char *path,
                                       const struct input_facts *facts,
                                       uint64_t n_read_bytes,
                                       struct error *err);
/* Takes the articles of an input one by one. */
MUST_CHECK enum status ingest_read(struct ingest *ingest, struct input *input,
                                   const struct reader *reader,
                                   struct error *err);

/* ---- ingest_deal.c */

/* Whether the file was left to a thread; else all that was before it is
   settled. */
MUST_CHECK enum status ingest_deal_file(struct ingest *ingest,
                                        const struct walk_file *file,
                                        bool *ret_is_dealt, struct error *err);
/* Reads the lines of ingest->input; all of them are settled then. */
MUST_CHECK enum status ingest_deal_lines(struct ingest *ingest,
                                         const struct reader *reader,
                                         struct error *err);

/* Has a worker read the input, deals what comes of it, and settles all; here
   takes articles as long as the writer wants its first. */
MUST_CHECK enum status ingest_deal_frames(struct ingest *ingest,
                                          struct input *input,
                                          const struct reader *reader,
                                          const struct reader_sink *here,
                                          struct error *err);

#endif
