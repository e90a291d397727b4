/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_field.h"

#include "searcher/name_distance.h"

#include <string.h>

static const struct query_field_row others[] = {
    {"after", QUERY_USE_AFTER, "dates from this one on"},
    {"before", QUERY_USE_BEFORE, "dates until this one"},
    {"indexed", QUERY_USE_INDEXED, "the day it was indexed (UTC), as date:"},
    {"words", QUERY_USE_WORDS,
     "how many words title and text have: words:>500"},
    {"has", QUERY_USE_HAS, "articles that have a title, author, date, ..."},
    {"is", QUERY_USE_IS, "is:undated: without a date; is:reprint: a copy"},
    {"like", QUERY_USE_LIKE, "articles with much the same words as this id's"},
    {"dup", QUERY_USE_DUP, "the article with this id and its reprints"},
    {"saved", QUERY_USE_SAVED, "a query of the file that --saved names"},
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

const struct query_field_row *query_field_rows(size_t *ret_n_rows)
{
    *ret_n_rows = COUNT_OF(others);
    return others;
}

struct query_field query_field_find(struct str_span name)
{
    const struct schema_row *field = NULL;
    size_t n_fields;
    const struct schema_row *fields = schema_rows(&n_fields);
    for (size_t i = 0; i < n_fields; i++)
        if (str_span_equal_nocase(name, str_span_of(fields[i].name)))
            field = &fields[i];
    if (field != NULL)
        return (struct query_field){QUERY_USE_FIELD, field->field};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        bool is_date = others[i].use == QUERY_USE_AFTER ||
                       others[i].use == QUERY_USE_BEFORE;
        if (str_span_equal_nocase(name, str_span_of(others[i].name)))
            return (struct query_field){others[i].use,
                                        is_date ? FIELD_DATE : FIELD_TEXT};
    }
    return (struct query_field){QUERY_USE_UNKNOWN, FIELD_TEXT};
}

bool query_field_next(struct str_span *names, struct str_span *ret_name)
{
    if (names->n_bytes == 0)
        return false;
    const char *comma = (const char *)memchr(names->bytes, ',', names->n_bytes);
    size_t n = comma != NULL ? (size_t)(comma - names->bytes) : names->n_bytes;
    *ret_name = str_span(names->bytes, n);
    n += comma != NULL;
    *names = str_span(names->bytes + n, names->n_bytes - n);
    return true;
}

enum query_field_hint query_field_hint(struct str_span names)
{
    struct str_span name;
    enum query_field_use use = QUERY_USE_UNKNOWN;
    size_t n_names = 0;
    bool is_known = false;
    while (query_field_next(&names, &name)) {
        use = query_field_find(name).use;
        is_known = is_known || use <= QUERY_USE_BEFORE;
        n_names++;
    }
    if (is_known)
        return QUERY_FIELD_KNOWN;
    if (n_names > 1)
        return use == QUERY_USE_UNKNOWN ? QUERY_FIELD_TEXT
                                        : QUERY_FIELD_EVERYDAY;
    return use == QUERY_USE_UNKNOWN ? QUERY_FIELD_UNKNOWN
                                    : QUERY_FIELD_EVERYDAY;
}

bool query_field_compares(struct str_span name)
{
    return str_span_equal_nocase(name, SPAN("date")) ||
           str_span_equal_nocase(name, SPAN("indexed")) ||
           str_span_equal_nocase(name, SPAN("words"));
}

bool query_use_is_opaque(enum query_field_use use)
{
    return use == QUERY_USE_LIKE || use == QUERY_USE_DUP ||
           use == QUERY_USE_SAVED;
}

bool query_field_is_opaque(enum field field)
{
    return field == FIELD_ID || field == FIELD_URL || field == FIELD_PATH;
}

bool query_field_is_value(enum field field)
{
    enum field_kind kind = schema_row(field)->kind;
    return kind == FIELD_KIND_VALUE || kind == FIELD_KIND_PATH ||
           kind == FIELD_KIND_ID;
}

bool query_field_is_single(enum field field)
{
    return field == FIELD_SOURCE || field == FIELD_SECTION ||
           field == FIELD_LANGUAGE || field == FIELD_ID || field == FIELD_URL ||
           field == FIELD_TYPE || field == FIELD_PATH;
}

bool query_field_refuses(struct str_span value)
{
    if (value.n_bytes < 2 || (*value.bytes != '-' && *value.bytes != '!'))
        return false;
    unsigned char next = (unsigned char)value.bytes[1];
    return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
           next >= 0x80;
}

/* The i-th of all names that are read; NULL behind the last. */
static const char *name_of(size_t i)
{
    size_t n_fields;
    const struct schema_row *fields = schema_rows(&n_fields);
    if (i < n_fields)
        return fields[i].name;
    return i - n_fields < COUNT_OF(others) ? others[i - n_fields].name : NULL;
}

const char *query_field_nearest(struct str_span name, struct str *out)
{
    const char *nearest = NULL;
    const char *other;
    size_t best = name_distance_most(name) + 1; /* must be below */
    size_t n_found = 0;
    size_t before = out->n_bytes;
    for (size_t i = 0; (other = name_of(i)) != NULL; i++) {
        size_t distance = name_distance(name, str_span_of(other));
        if (distance > best || (distance == best && n_found == 0))
            continue;
        if (distance < best)
            str_truncate(out, before);
        n_found = distance < best ? 1 : n_found + 1;
        best = distance;
        nearest = other;
        str_add_format(out, "%s'%s:'", n_found > 1 ? " or " : "", other);
    }
    return n_found == 1 ? nearest : NULL;
}

static const struct {
    const char *name; /* with the field in front */
    enum query_field_use use;
    enum field field; /* has: the one asked for */
} has_rows[] = {
    [AST_HAS_TITLE] = {"has:title", QUERY_USE_HAS, FIELD_TITLE},
    [AST_HAS_AUTHOR] = {"has:author", QUERY_USE_HAS, FIELD_AUTHOR},
    [AST_HAS_SOURCE] = {"has:source", QUERY_USE_HAS, FIELD_SOURCE},
    [AST_HAS_SECTION] = {"has:section", QUERY_USE_HAS, FIELD_SECTION},
    [AST_HAS_TAG] = {"has:tag", QUERY_USE_HAS, FIELD_TAG},
    [AST_HAS_LANGUAGE] = {"has:lang", QUERY_USE_HAS, FIELD_LANGUAGE},
    [AST_HAS_DATE] = {"has:date", QUERY_USE_HAS, FIELD_DATE},
    [AST_HAS_URL] = {"has:url", QUERY_USE_HAS, FIELD_URL},
    [AST_IS_UNDATED] = {"is:undated", QUERY_USE_IS, FIELD_DATE},
    [AST_IS_REPRINT] = {"is:reprint", QUERY_USE_IS, FIELD_TEXT},
};

bool query_has_find(enum query_field_use use, struct str_span value,
                    enum ast_has *ret_has)
{
    for (size_t i = 0; i < COUNT_OF(has_rows); i++) {
        const char *colon = strchr(has_rows[i].name, ':');
        if (has_rows[i].use != use ||
            !str_span_equal_nocase(value, str_span_of(colon + 1)))
            continue;
        *ret_has = (enum ast_has)i;
        return true;
    }
    return false;
}

const char *query_has_name(enum ast_has has)
{
    return has_rows[has].name;
}

void query_has_list(enum query_field_use use, struct str *out)
{
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(has_rows); i++)
        if (has_rows[i].use == use)
            str_add_format(out, "%s%s", n++ > 0 ? ", " : "", has_rows[i].name);
}

bool query_has_field(enum field field, enum ast_has *ret_has)
{
    for (size_t i = 0; i < COUNT_OF(has_rows); i++) {
        if (has_rows[i].use != QUERY_USE_HAS || has_rows[i].field != field)
            continue;
        *ret_has = (enum ast_has)i;
        return true;
    }
    return false;
}
