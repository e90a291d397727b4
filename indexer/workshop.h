/*
 * Readers at work in a process of their own, with limits, so that what was
 * made to crash, to hang or to swell costs one file and is told.
 *
 * The worker is this program started anew, as `lede-index reading-worker`, or
 * lede-reader, which has gmime besides. It opens nothing: bytes go to it over a
 * socket, and articles come back as frames (frame.h). It reads one input after
 * the other until its workshop is freed; when one kills it, another is started
 * for the next.
 *
 * A workshop is one thread's at a time.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_WORKSHOP_H
#define LEDE_INDEXER_WORKSHOP_H

#include "indexer/reader.h"

/* Time that goes by without any byte moving, after which a worker is given up;
   and what it may compute meanwhile. */
#define WORKSHOP_SECONDS     120
#define WORKSHOP_CPU_SECONDS 40
/* Of addresses: an article of 64 MiB needs nearly as much. */
#define WORKSHOP_MEMORY_BYTES ((uint64_t)2 << 30)

struct workshop;

/* Ends the worker. */
void workshop_free(struct workshop *workshop);

/*
 * As reader->read(), here, or if the reader is risky in a worker; *workshop is
 * NULL at first, and then owned by the caller; release with workshop_free().
 * What kills the worker is told to the sink, which has the articles that came
 * before. Failures are the sink's, those of starting a process, and
 * STATUS_NO_MEMORY.
 */
MUST_CHECK enum status workshop_read(struct workshop **workshop,
                                     const struct reader *reader,
                                     struct input *input,
                                     const struct reader_settings *settings,
                                     const struct reader_sink *sink,
                                     struct error *err);

/* What the worker does, on the socket fd, until that is closed. The exit
   status of the program. */
int workshop_serve(int fd);

#endif
