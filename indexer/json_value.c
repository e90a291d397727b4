/*
 * Words out of JSON values.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/json_value.h"

#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *json_value_type(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "a truth value";
    case JSON_NULL:
        return "null";
    }
    return "a value";
}

bool json_value_is_nothing(const json_t *value)
{
    return json_is_null(value) ||
           (json_is_string(value) && json_string_length(value) == 0) ||
           (json_is_array(value) && json_array_size(value) == 0);
}

bool json_value_is_scalar(const json_t *value)
{
    return json_is_number(value) ||
           (json_is_string(value) && json_string_length(value) > 0);
}

static bool is_item(const json_t *value)
{
    return json_is_number(value) || json_is_string(value);
}

bool json_value_is_list(const json_t *value)
{
    size_t i;
    json_t *item;

    json_array_foreach((json_t *)value, i, item)
    {
        if (json_value_is_scalar(item))
            return true;
    }
    return false;
}

const json_t *json_value_odd_item(const json_t *value)
{
    size_t i;
    json_t *item;

    json_array_foreach((json_t *)value, i, item)
    {
        if (!is_item(item))
            return item;
    }
    return NULL;
}

/* The NULs that "\u0000" makes become U+FFFD. */
static enum status take_string(const json_t *value, struct json_words *words,
                               struct str_span *ret_text, struct error *err)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    struct str_span text =
        str_span(json_string_value(value), json_string_length(value));
    size_t n_repaired = 0;

    *ret_text = text;
    if (memchr(text.bytes, '\0', text.n_bytes) == NULL)
        return STATUS_OK;
    utf8_repair(text, &clean, &n_repaired);
    if (str_status(&clean, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    words->n_repaired += n_repaired;
    *ret_text = arena_copy(words->arena, str_view(&clean));
    return ret_text->bytes == NULL ? error_no_memory(err) : STATUS_OK;
}

/* 15 digits are always those that were written, 17 always enough. */
static int n_digits_of(double real)
{
    char text[64];
    int n_digits = 15;

    for (; n_digits < 17; n_digits++) {
        (void)snprintf(text, sizeof(text), "%.*g", n_digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    return n_digits;
}

enum status json_value_take(const json_t *value, struct json_words *words,
                            struct str_span *ret_text, struct error *err)
{
    char text[64];

    if (json_is_string(value))
        return take_string(value, words, ret_text, err);

    int n = json_is_integer(value)
                ? snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT,
                           json_integer_value(value))
                : snprintf(text, sizeof(text), "%.*g",
                           n_digits_of(json_real_value(value)),
                           json_real_value(value));

    *ret_text = arena_copy(words->arena, str_span(text, (size_t)n));
    return ret_text->bytes == NULL ? error_no_memory(err) : STATUS_OK;
}

enum status json_value_take_list(const json_t *value, struct json_words *words,
                                 struct str_span **ret_items,
                                 size_t *ret_n_items, struct error *err)
{
    size_t n_values = json_is_array(value) ? json_array_size(value) : 1;
    size_t n = 0;
    struct str_span *items =
        arena_alloc_array(words->arena, n_values, sizeof(*items));

    if (items == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < n_values; i++) {
        const json_t *item =
            json_is_array(value) ? json_array_get(value, i) : value;

        if (!is_item(item))
            continue;
        if (json_value_take(item, words, &items[n++], err) != STATUS_OK)
            return STATUS_NO_MEMORY;
    }
    *ret_items = items;
    *ret_n_items = n;
    return STATUS_OK;
}

/* The most that a number in value wants. */
/* NOLINTNEXTLINE(misc-no-recursion): 2048 deep at most, as the parser is */
static int n_digits_in(const json_t *value)
{
    size_t i;
    const char *key;
    json_t *item;
    int n = 15;

    if (json_is_real(value))
        return n_digits_of(json_real_value(value));
    json_array_foreach((json_t *)value, i, item)
    {
        int n_item = n_digits_in(item);

        n = n_item > n ? n_item : n;
    }
    json_object_foreach((json_t *)value, key, item)
    {
        int n_item = n_digits_in(item);

        n = n_item > n ? n_item : n;
    }
    return n;
}

static int add_dumped(const char *bytes, size_t n_bytes, void *context)
{
    str_add(context, bytes, n_bytes);
    return 0;
}

enum status json_value_print(const json_t *value, struct str *out,
                             struct error *err)
{
    size_t n_digits = (size_t)n_digits_in(value);

    if (json_dump_callback(value, add_dumped, out,
                           JSON_COMPACT | JSON_ENCODE_ANY |
                               JSON_REAL_PRECISION(n_digits)) != 0)
        return error_no_memory(err);
    return str_status(out, err);
}
