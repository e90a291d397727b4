/*
 * Byte strings: spans of bytes that somebody else owns, and a growing string
 * with a ceiling.
 *
 * Not for Unicode: nothing here looks at what the bytes mean (lib/text does).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_BASE_STR_H
#define LEDE_BASE_STR_H

#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes owned by somebody else; may hold NULs; bytes may be NULL if n is 0. */
struct str_span {
    const char *bytes;
    size_t n_bytes;
};

/* A span of a string literal. */
#define SPAN(literal) ((struct str_span){"" literal, sizeof(literal) - 1})

static inline struct str_span str_span(const char *bytes, size_t n_bytes)
{
    struct str_span span = {bytes, n_bytes};
    return span;
}

/* The span of a NUL-terminated text; an empty one for NULL. */
struct str_span str_span_of(const char *text);
bool str_span_equal(struct str_span a, struct str_span b);
/* <0, 0 or >0 by bytes, the shorter first when one begins the other. */
int str_span_compare(struct str_span a, struct str_span b);
bool str_span_starts(struct str_span text, struct str_span prefix);
/* Without ASCII white space at either end. */
struct str_span str_span_trim(struct str_span text);
/* Equal but for the case of ASCII letters. */
bool str_span_equal_nocase(struct str_span a, struct str_span b);

/*
 * A growing string. A run of writes is sticky: the first one that does not
 * fit (ceiling or memory) marks the string bad, later ones do nothing, and
 * the end of the run asks str_status() once. While it is good, bytes is
 * NUL-terminated at n_bytes (and may be NULL only before the first write).
 *
 * What is put together of parts need not ask each part for its status: where
 * memory was out for one, its view is empty, and makes bad what it is added to.
 */
struct str {
    char *bytes;
    size_t n_bytes;
    size_t n_room;     /* private */
    size_t max_bytes;  /* ceiling; 0 means STR_MAX_BYTES */
    enum status state; /* private: STATUS_OK, _TOO_BIG or _NO_MEMORY */
};

/* Twice the largest article (ARTICLE_MAX_BYTES), with room for its escapes. */
#define STR_MAX_BYTES ((size_t)512 << 20)

/* clang-format off */
#define STR_INIT { NULL, 0, 0, 0, STATUS_OK }
/* clang-format on */

/* With a ceiling of its own. */
void str_init(struct str *str, size_t max_bytes);
void str_release(struct str *str);
/* Empties it and makes it good again; keeps its memory. */
void str_reset(struct str *str);

void str_add(struct str *str, const char *bytes, size_t n_bytes);
void str_add_span(struct str *str, struct str_span span);
void str_add_text(struct str *str, const char *text);
void str_add_char(struct str *str, char byte);
void str_add_format(struct str *str, const char *format, ...) PRINTF_LIKE(2, 3);
void str_add_vformat(struct str *str, const char *format, va_list args)
    PRINTF_LIKE(2, 0);
/* Makes room for n_bytes more; false (and bad) if there is none. Inline, but
   for the growing: there mostly is. */
bool str_grow(struct str *str, size_t n_bytes); /* private */

static inline bool str_reserve(struct str *str, size_t n_bytes)
{
    return (str->state == STATUS_OK && n_bytes < str->n_room - str->n_bytes) ||
           str_grow(str, n_bytes);
}

/* Cuts to n_bytes, which must not be more than it has. */
void str_truncate(struct str *str, size_t n_bytes);

/* STATUS_OK, STATUS_TOO_BIG or STATUS_NO_MEMORY for all writes so far. */
MUST_CHECK enum status str_status(const struct str *str, struct error *err);
/* Its bytes, borrowed until the next write; never a NULL pointer. */
struct str_span str_view(const struct str *str);
/* Whether this is the view of a string for which memory was out: for those who
   do something else with an empty span than to add it. */
bool str_span_is_bad(struct str_span span);
/* NUL-terminated bytes, owned by the caller; release with free(). NULL if
   bad. The string is empty afterwards. */
char *str_detach(struct str *str);

/* Runs release(&variable) when the scope is left; gcc and clang only. */
#define CLEANUP(release) __attribute__((cleanup(release)))

#ifdef __cplusplus
}
#endif

#endif
