/*
 * The names in front of a colon: fields of the schema, what else can be asked
 * of an article (after: before: indexed: words: has: is: like: saved:), and the
 * names that a later release will know.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_QUERY_FIELD_H
#define LEDE_SEARCHER_QUERY_FIELD_H

#include "searcher/ast.h"

enum query_field_use {
    QUERY_USE_FIELD,   /* field says which */
    QUERY_USE_AFTER,   /* date: from */
    QUERY_USE_BEFORE,  /* date: until */
    QUERY_USE_INDEXED, /* dates, of the run that took the article */
    QUERY_USE_WORDS,   /* how many words */
    QUERY_USE_HAS,
    QUERY_USE_IS,
    QUERY_USE_LIKE,
    QUERY_USE_DUP,
    QUERY_USE_SAVED, /* what another query says */
    QUERY_USE_LATER,
    QUERY_USE_UNKNOWN,
};

struct query_field {
    enum query_field_use use;
    enum field field; /* _FIELD; _AFTER, _BEFORE: FIELD_DATE */
};

/* A name that is no field of the schema. */
struct query_field_row {
    const char *name;
    enum query_field_use use;
    const char *help;
};

/* Those that are read. Static. */
const struct query_field_row *query_field_rows(size_t *ret_n_rows);

/* One name; the case of ASCII letters does not matter. */
struct query_field query_field_find(struct str_span name);

/* Takes the next name off a list "title,author"; false at its end. */
bool query_field_next(struct str_span *names, struct str_span *ret_name);

/* What a list of names in front of a colon looks like. */
enum query_field_hint {
    QUERY_FIELD_KNOWN,    /* at least one is a field */
    QUERY_FIELD_EVERYDAY, /* one name that is a word of every day, too: "has" */
    QUERY_FIELD_UNKNOWN,  /* one name that is none: perhaps a slip */
    QUERY_FIELD_TEXT,     /* a list without any field: text */
};

enum query_field_hint query_field_hint(struct str_span names);

/* Whether `name>=1906` without a colon is a comparison. */
bool query_field_compares(struct str_span name);
/* Names whose values are ids or names: no signs are looked for in them. */
bool query_use_is_opaque(enum query_field_use use);
/* Fields whose values are one opaque text: no signs are looked for in it. */
bool query_field_is_opaque(enum field field);
/* Fields whose values are one text: no words, so quotes hide everything. */
bool query_field_is_value(enum field field);
/* Fields of which an article has one, so that two of them mean either. */
bool query_field_is_single(enum field field);
/* Values that look like an operator in the wrong place: title:-tax */
bool query_field_refuses(struct str_span value);

/* Appends the nearest names: "'author:'", "'tag:' or 'lang:'"; nothing if none
   is near. Returns the nearest if it is the only one, else NULL. */
const char *query_field_nearest(struct str_span name, struct str *out);

/* What stands behind has: or is: ; false if that is nothing. */
bool query_has_find(enum query_field_use use, struct str_span value,
                    enum ast_has *ret_has);
/* "has:author" */
const char *query_has_name(enum ast_has has);
/* Appends what can stand there: "has:title, has:author, ..." */
void query_has_list(enum query_field_use use, struct str *out);
/* What `field:*` asks for; false if every article has it. */
bool query_has_field(enum field field, enum ast_has *ret_has);

#endif
