/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/facet.h"

#include "base/vec.h"
#include "store/value_list.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *query_field;
    enum column_kind column;
} fields[FACET_FIELDS] = {
    [FACET_SOURCE] = {"source", "source", COLUMN_SOURCE},
    [FACET_AUTHOR] = {"author", "author", COLUMN_AUTHORS},
    [FACET_SECTION] = {"section", "section", COLUMN_SECTION},
    [FACET_LANGUAGE] = {"language", "lang", COLUMN_LANGUAGE},
    [FACET_YEAR] = {"year", "date", COLUMN_DATE},
    [FACET_TAG] = {"tag", "tag", COLUMN_TAGS},
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

enum column_kind facet_column(enum facet_field field)
{
    return fields[field].column;
}

/* ---- counting */

/* Values as they are gathered; one may be there more than once. */
struct gathering {
    struct facet *facet;
    struct facet_value *values;
    size_t n_values;
    size_t n_room;
    struct error *err;
};

static enum status add_value(struct gathering *gathering, struct str_span value,
                             uint64_t n_articles)
{
    enum status status = VEC_RESERVE(&gathering->values, &gathering->n_room,
                                     gathering->n_values, 1, gathering->err);

    if (status != STATUS_OK)
        return status;
    gathering->values[gathering->n_values++] =
        (struct facet_value){value, n_articles};
    return STATUS_OK;
}

static enum status add_list(struct gathering *gathering,
                            const struct tally_row *row)
{
    struct str_span list = row->value;
    struct str_span text;
    bool is_cut = false;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && value_list_next(&list, &text, &is_cut))
        status = add_value(gathering, text, row->n_matches);
    if (is_cut)
        gathering->facet->is_exact = false;
    return status;
}

/* "1906010119061231": both years are the same, or it is of none. */
static enum status add_year(struct gathering *gathering,
                            const struct tally_row *row)
{
    const char *digits = row->value.bytes;

    if (row->value.n_bytes == 16 && memcmp(digits, digits + 8, 4) == 0)
        return add_value(gathering, str_span(digits, 4), row->n_matches);
    gathering->facet->n_imprecise += row->n_matches;
    return STATUS_OK;
}

static enum status add_row(struct gathering *gathering,
                           const struct tally_row *row)
{
    if (row->value.n_bytes == 0) {
        gathering->facet->n_missing += row->n_matches;
        return STATUS_OK;
    }
    switch (gathering->facet->field) {
    case FACET_AUTHOR:
    case FACET_TAG:
        return add_list(gathering, row);
    case FACET_YEAR:
        return add_year(gathering, row);
    case FACET_SOURCE:
    case FACET_SECTION:
    case FACET_LANGUAGE:
        break;
    }
    return add_value(gathering, row->value, row->n_matches);
}

static int compare_values(const void *a, const void *b)
{
    const struct facet_value *left = a;
    const struct facet_value *right = b;

    return str_span_compare(left->value, right->value);
}

static int compare_down(const void *a, const void *b)
{
    return compare_values(b, a);
}

static int compare_counts(const void *a, const void *b)
{
    const struct facet_value *left = a;
    const struct facet_value *right = b;

    if (left->n_articles != right->n_articles)
        return left->n_articles > right->n_articles ? -1 : 1;
    return compare_values(a, b);
}

/* One of each value. */
static void join_equals(struct gathering *gathering)
{
    struct facet_value *values = gathering->values;
    size_t n = 0;

    if (gathering->n_values == 0)
        return;
    qsort(values, gathering->n_values, sizeof(*values), compare_values);
    for (size_t i = 1; i < gathering->n_values; i++) {
        if (str_span_equal(values[i].value, values[n].value))
            values[n].n_articles += values[i].n_articles;
        else
            values[++n] = values[i];
    }
    gathering->n_values = n + 1;
}

static enum status keep_most(struct gathering *gathering, uint32_t n_most,
                             struct arena *arena)
{
    struct facet *facet = gathering->facet;
    struct facet_value *values = gathering->values;
    size_t n = gathering->n_values < n_most ? gathering->n_values : n_most;

    facet->values = arena_alloc_array(arena, n + 1, sizeof(*values));
    if (!facet->values)
        return error_no_memory(gathering->err);
    if (gathering->n_values == 0)
        return STATUS_OK;
    qsort(values, gathering->n_values, sizeof(*values), compare_counts);
    for (size_t i = n; i < gathering->n_values; i++)
        facet->n_other += values[i].n_articles;
    if (facet->field == FACET_YEAR)
        qsort(values, n, sizeof(*values), compare_down);
    memcpy(facet->values, values, n * sizeof(*values));
    facet->n_values = n;
    return STATUS_OK;
}

enum status facet_make(const struct facet_wish *wish, const struct tally *tally,
                       struct arena *arena, struct facet *ret_facet,
                       struct error *err)
{
    struct gathering gathering = {.facet = ret_facet, .err = err};
    enum status status = STATUS_OK;

    *ret_facet = (struct facet){.field = wish->field, .is_exact = true};
    for (size_t i = 0; i < tally->n_rows && status == STATUS_OK; i++)
        if (tally->rows[i].n_matches > 0)
            status = add_row(&gathering, &tally->rows[i]);
    if (status == STATUS_OK) {
        join_equals(&gathering);
        status = keep_most(&gathering, wish->n_values, arena);
    }
    free(gathering.values);
    return status;
}
