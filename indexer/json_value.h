/*
 * What a JSON value is to an article: words for a field, or something else
 * that is only kept.
 *
 * Not for which key holds which field, nor for lines (reader_jsonl.c).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_JSON_VALUE_H
#define LEDE_INDEXER_JSON_VALUE_H

#include "base/arena.h"

#include <jansson.h>

/* Where the words of values go: kept in arena, U+0000 repaired and counted. */
struct json_words {
    struct arena *arena;
    size_t n_repaired;
};

/* json_typeof() as people say it: "an object"; static. */
const char *json_value_type(const json_t *value);
/* null, "" and []. */
bool json_value_is_nothing(const json_t *value);
/* A number, or a string that is not empty. */
bool json_value_is_scalar(const json_t *value);
/* An array that holds a scalar. */
bool json_value_is_list(const json_t *value);
/* What of an array is neither string nor number: the first; NULL: nothing. */
const json_t *json_value_odd_item(const json_t *value);

/*
 * A scalar as text. Integers are as they were written, other numbers in the
 * shortest form that gives the same number.
 */
MUST_CHECK enum status json_value_take(const json_t *value,
                                       struct json_words *words,
                                       struct str_span *ret_text,
                                       struct error *err);
/* The strings and numbers of a list; a scalar counts as a list of one. */
MUST_CHECK enum status json_value_take_list(const json_t *value,
                                            struct json_words *words,
                                            struct str_span **ret_items,
                                            size_t *ret_n_items,
                                            struct error *err);

/* Appends a value as JSON on one line, its numbers in the shortest form in
   which all of them are what they were. */
MUST_CHECK enum status json_value_print(const json_t *value, struct str *out,
                                        struct error *err);

#endif
