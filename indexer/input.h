/*
 * Where articles come from: a file or standard input, opened without ever
 * hanging on it and read within a ceiling.
 *
 * Not for what the bytes mean (readers) nor for finding files (walk).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_INPUT_H
#define LEDE_INDEXER_INPUT_H

#include "base/checksum.h"

#include <time.h>

/* Enough to tell one form from another. */
#define INPUT_HEAD_BYTES ((size_t)8 << 10)

struct input; /* borrows path until input_free() */

/*
 * Opens path, "-" being standard input. What is no regular file is refused
 * (opening a FIFO would wait for a writer); standard input may be anything.
 * err says why in words that stand behind a path: "not a regular file".
 * owned by the caller; release with input_free()
 */
MUST_CHECK enum status input_open(const char *path, struct input **ret_input,
                                  struct error *err);
void input_free(struct input *input);

/* Lines of a file that are in memory already, n_lines_before from its begin;
   path and text are borrowed until input_free(). */
MUST_CHECK enum status input_open_lines(const char *path, struct str_span text,
                                        uint64_t n_lines_before,
                                        struct input **ret_input,
                                        struct error *err);
uint64_t input_n_lines_before(const struct input *input);

/* Appends what comes next to room, at most n_room bytes; *ret_n is 0 at the
   end. */
typedef enum status (*input_source)(void *context, char *room, size_t n_room,
                                    size_t *ret_n, struct error *err);

/* What a source gives, such as a part of another input; path and what context
   points to are borrowed until input_free(). */
MUST_CHECK enum status input_open_stream(const char *path, input_source source,
                                         void *context,
                                         struct input **ret_input,
                                         struct error *err);

/* "standard input" for "-"; borrowed with input. */
const char *input_path(const struct input *input);

/* What a regular file was when it was opened, and what was read of it. */
struct input_facts {
    uint64_t n_bytes;
    int64_t mtime_ns;
    struct timespec opened;
    struct checksum128 hash; /* of all that was read so far */
    bool is_file;
    bool is_end; /* that is all */
};

struct input_facts input_facts(const struct input *input);

/* How many bytes were read so far. */
uint64_t input_n_read(const struct input *input);

/* The first INPUT_HEAD_BYTES, or all when there are fewer, without consuming
   them. To be asked before anything is read; borrowed until the next call. */
MUST_CHECK enum status input_head(struct input *input,
                                  struct str_span *ret_head, struct error *err);

/* The next bytes, as many as are at hand, at least one; STATUS_DONE: no more.
   Borrowed until the next call. */
MUST_CHECK enum status input_take(struct input *input,
                                  struct str_span *ret_bytes,
                                  struct error *err);

/* Appends the next n_bytes to out, or passes over them if it is NULL; *ret_n is
   less at the end of the input only. */
MUST_CHECK enum status input_read(struct input *input, uint64_t n_bytes,
                                  struct str *out, uint64_t *ret_n,
                                  struct error *err);

/* Appends all that is left to out; STATUS_TOO_BIG if it is over max_bytes,
   STATUS_MODIFIED if the file changed while it was read. */
MUST_CHECK enum status input_read_all(struct input *input, size_t max_bytes,
                                      struct str *out, struct error *err);

/*
 * The next line without its LF or CRLF, in place of what line holds; the last
 * one needs no line end. STATUS_DONE: no more. STATUS_TOO_BIG: a line of over
 * max_bytes was passed over in bounded memory, the next call goes on behind
 * it.
 */
MUST_CHECK enum status input_read_line(struct input *input, size_t max_bytes,
                                       struct str *line, struct error *err);

#endif
