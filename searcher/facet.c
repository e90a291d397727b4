/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/facet.h"

static const struct {
    const char *name;
    const char *query_field;
} fields[FACET_FIELDS] = {
    [FACET_SOURCE] = {"source", "source"},
    [FACET_AUTHOR] = {"author", "author"},
    [FACET_SECTION] = {"section", "section"},
    [FACET_LANGUAGE] = {"language", "lang"},
    [FACET_YEAR] = {"year", "date"},
    [FACET_TAG] = {"tag", "tag"},
};

const char *facet_name(enum facet_field field)
{
    return fields[field].name;
}

const char *facet_query_field(enum facet_field field)
{
    return fields[field].query_field;
}

bool facet_find(struct str_span name, enum facet_field *ret_field)
{
    for (size_t i = 0; i < FACET_FIELDS; i++) {
        if (!str_span_equal(name, str_span_of(fields[i].name)) &&
            !(i == FACET_LANGUAGE &&
              str_span_equal(name, str_span_of(fields[i].query_field))))
            continue;
        *ret_field = (enum facet_field)i;
        return true;
    }
    return false;
}
