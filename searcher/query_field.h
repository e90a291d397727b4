/*
 * The names in front of a colon: fields of the schema, the two short forms of
 * date ranges, and the names that a later release will know.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_FIELD_H
#define LEDE_SEARCHER_QUERY_FIELD_H

#include "searcher/ast.h"

enum query_field_use {
    QUERY_USE_FIELD,  /* field says which */
    QUERY_USE_AFTER,  /* date: from */
    QUERY_USE_BEFORE, /* date: until */
    QUERY_USE_LATER,
    QUERY_USE_UNKNOWN,
};

struct query_field {
    enum query_field_use use;
    enum field field;
};

/* One name; the case of ASCII letters does not matter. */
struct query_field query_field_find(struct str_span name);

/* Takes the next name off a list "title,author"; false at its end. */
bool query_field_next(struct str_span *names, struct str_span *ret_name);

/* What a list of names in front of a colon looks like. */
enum query_field_hint {
    QUERY_FIELD_KNOWN,   /* at least one is a field */
    QUERY_FIELD_LATER,   /* one name that is not read yet */
    QUERY_FIELD_UNKNOWN, /* one name that is none: perhaps a slip */
    QUERY_FIELD_TEXT,    /* a list without any field: text */
};

enum query_field_hint query_field_hint(struct str_span names);

/* Whether `name>=1906` without a colon is a comparison. */
bool query_field_compares(struct str_span name);
/* Fields whose values are one opaque text: no wildcards are looked for. */
bool query_field_is_opaque(enum field field);
/* Fields of which an article has one, so that two of them mean either. */
bool query_field_is_single(enum field field);
/* Values that look like an operator in the wrong place: title:-tax */
bool query_field_refuses(struct str_span value);

/* Appends the nearest field names: "'author:'", "'tag:' or 'lang:'"; nothing
   if none is near. */
void query_field_nearest(struct str_span name, struct str *out);

#endif
