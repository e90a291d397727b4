/*
 * JSON written front to back onto a string: commas, quotes and escapes.
 *
 * What is written is safe to print on a terminal and to put inside a
 * <script> element: control characters, U+2028, U+2029 and "</" are escaped.
 * Numbers do not depend on the locale. The order of keys is the order of the
 * calls, so equal answers are equal bytes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_JSON_WRITER_H
#define LEDE_SEARCHER_JSON_WRITER_H

#include "base/str.h"

/* Deepest nesting: one bit each. The forms we write have six levels. */
#define JSON_WRITER_MAX_DEPTH 64

struct json_writer {
    struct str *out;    /* borrowed; failures are its (sticky) */
    uint64_t has_item;  /* private: bit d: level d has an item already */
    unsigned depth;     /* private */
    bool is_behind_key; /* private */
};

void json_writer_init(struct json_writer *writer, struct str *out);

void json_writer_object(struct json_writer *writer); /* { */
void json_writer_end_object(struct json_writer *writer);
void json_writer_array(struct json_writer *writer); /* [ */
void json_writer_end_array(struct json_writer *writer);

/* key needs no escapes; the value follows with the next call. */
void json_writer_key(struct json_writer *writer, const char *key);

void json_writer_string(struct json_writer *writer, struct str_span utf8);
/* null for an empty span: a field that the article does not have. */
void json_writer_field(struct json_writer *writer, const char *key,
                       struct str_span utf8);
void json_writer_number(struct json_writer *writer, uint64_t number);
/* Rounded to n_decimals (at most 9); null if it is not finite. */
void json_writer_real(struct json_writer *writer, double number,
                      unsigned n_decimals);
void json_writer_bool(struct json_writer *writer, bool value);
void json_writer_null(struct json_writer *writer);

/* Appends number with n_decimals, whatever the locale: also for other forms. */
void json_writer_add_real(struct str *out, double number, unsigned n_decimals);

#endif
