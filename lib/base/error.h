/*
 * How a function says that it failed: a status as its return value, and the
 * text for people in a struct error that the caller gives.
 *
 * Nothing here allocates, so an error can be told when memory is out. Only
 * the main_*.c files print an error; library code fills it in and returns.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_ERROR_H
#define LEDE_BASE_ERROR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(i_format, i_first)                                         \
    __attribute__((format(printf, i_format, i_first)))

enum status {
    STATUS_OK = 0,
    STATUS_DONE,      /* an iterator has nothing more; not a failure */
    STATUS_NOT_FOUND, /* no such file, index, article or field */
    STATUS_LOCKED,    /* another process writes this index */
    STATUS_CORRUPT,   /* stored bytes are not what was written */
    STATUS_OUTDATED,  /* an index of a format or analysis not known here */
    STATUS_MODIFIED,  /* the index changed under the reader: open it again */
    STATUS_BAD_QUERY, /* a query that cannot be read as meant */
    STATUS_BAD_TEXT,  /* input that is not what its form says */
    STATUS_BAD_USAGE, /* options or arguments that make no sense */
    STATUS_TOO_BIG,   /* over a ceiling; the message names it */
    STATUS_IO,        /* the system refused: read, write, sync, space */
    STATUS_NO_MEMORY,
    STATUS_INTERNAL, /* our own mistake; please report it */
};

/* Room for a sentence that quotes a path; longer texts end in "...". */
#define ERROR_MESSAGE_BYTES 512
#define ERROR_HINT_BYTES    256

struct error {
    enum status status;
    size_t offset_bytes; /* where in the input, if the function says so */
    char message[ERROR_MESSAGE_BYTES];
    char hint[ERROR_HINT_BYTES]; /* what to do next; may be empty */
};

/* clang-format off */
#define ERROR_INIT { STATUS_OK, 0, "", "" }
/* clang-format on */

/*
 * Fills err (which may be NULL) and returns status, so that a failure is one
 * statement: return error_set(err, STATUS_IO, "cannot read '%s': %s", ...).
 * The hint is emptied.
 */
enum status error_set(struct error *err, enum status status, const char *format,
                      ...) PRINTF_LIKE(3, 4);

/* As error_set(), with ": " and the text of errno_value appended. */
enum status error_set_errno(struct error *err, enum status status,
                            int errno_value, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Adds what to do next to an error that is set; err may be NULL. */
void error_hint(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* STATUS_NO_MEMORY with the one message that this always has. */
enum status error_no_memory(struct error *err);

/* The status as the word used in reports and JSON: "not_found". Static. */
const char *status_name(enum status status);

#ifdef __cplusplus
}
#endif

#endif
