/*
 * What is added to a request one by one: filters, boxes, facets.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/address.h"

#include "searcher/address_parts.h"
#include "searcher/query_field.h"

#include <string.h>

/* ---- boxes and filters */

const char *address_box_name(enum address_box box)
{
    static const char *const names[ADDRESS_BOXES] = {
        [ADDRESS_TITLE] = "title",   [ADDRESS_AUTHOR] = "author",
        [ADDRESS_SOURCE] = "source", [ADDRESS_SECTION] = "section",
        [ADDRESS_LANG] = "lang",     [ADDRESS_TYPE] = "type",
        [ADDRESS_TAG] = "tag",       [ADDRESS_AFTER] = "after",
        [ADDRESS_BEFORE] = "before", [ADDRESS_SINCE] = "since",
    };

    return names[box];
}

const char *address_box_field(enum address_box box)
{
    return box == ADDRESS_SINCE ? "indexed" : address_box_name(box);
}

static bool is_between(struct str_span text, char first, char last)
{
    return text.n_bytes > 2 && text.bytes[0] == first &&
           text.bytes[text.n_bytes - 1] == last;
}

static struct str_span inside(struct str_span text)
{
    return str_span_trim(str_span(text.bytes + 1, text.n_bytes - 2));
}

bool address_is_words(struct str_span value)
{
    return is_between(value, '(', ')') && inside(value).n_bytes > 0;
}

bool address_box_filter(const struct address *address, enum address_box box,
                        struct str *out)
{
    struct str_span value = str_span_trim(address->boxes[box]);
    bool is_phrase = is_between(value, '"', '"') && inside(value).n_bytes > 0;

    if (value.n_bytes == 0)
        return false;
    if (box == ADDRESS_SINCE) {
        const char *time = memchr(value.bytes, 'T', value.n_bytes);
        str_add(out, value.bytes,
                time ? (size_t)(time - value.bytes) : value.n_bytes);
        str_add_text(out, "..");
    } else if (box >= ADDRESS_LANG) {
        str_add_span(out, value);
    } else if (is_phrase) {
        str_add_span(out, inside(value));
    } else {
        str_add_char(out, '(');
        str_add_span(out, value);
        str_add_char(out, ')');
    }
    return true;
}

enum status address_refuse(struct str_span name, char sign,
                           struct str_span value, const char *what,
                           struct error *err)
{
    int n_name = name.n_bytes < 40 ? (int)name.n_bytes : 40;
    int n_value = value.n_bytes < 80 ? (int)value.n_bytes : 80;

    return error_set(err, STATUS_BAD_USAGE, "'%.*s%c%.*s' %s", n_name,
                     n_name > 0 ? name.bytes : "", sign, n_value,
                     n_value > 0 ? value.bytes : "", what);
}

/* What a facet calls it, a query may call something else. */
static struct str_span field_name(struct str_span name)
{
    enum facet_field facet;

    return facet_find(name, &facet) ? str_span_of(facet_query_field(facet))
                                    : name;
}

static int compare_filters(const struct address_filter *a,
                           const struct address_filter *b)
{
    if (a->is_not != b->is_not)
        return a->is_not ? 1 : -1;
    int order = str_span_compare(a->field, b->field);
    return order != 0 ? order : str_span_compare(a->value, b->value);
}

static enum status insert_filter(struct address *address,
                                 const struct address_filter *filter,
                                 struct error *err)
{
    size_t i = 0;

    while (i < address->n_filters &&
           compare_filters(&address->filters[i], filter) < 0)
        i++;
    if (i < address->n_filters &&
        compare_filters(&address->filters[i], filter) == 0)
        return STATUS_OK;
    if (address->n_filters == ADDRESS_MAX_FILTERS)
        return error_set(err, STATUS_BAD_USAGE, "more than %d filters",
                         ADDRESS_MAX_FILTERS);
    memmove(&address->filters[i + 1], &address->filters[i],
            (address->n_filters - i) * sizeof(*filter));
    address->filters[i] = *filter;
    address->n_filters++;
    return STATUS_OK;
}

enum status address_add_filter(struct address *address, struct str_span text,
                               bool is_not, struct error *err)
{
    const char *colon =
        text.n_bytes > 0 ? memchr(text.bytes, ':', text.n_bytes) : NULL;
    size_t n_name = colon ? (size_t)(colon - text.bytes) : text.n_bytes;
    struct address_filter filter = {is_not, str_span(text.bytes, n_name), {0}};

    if (colon)
        filter.value =
            str_span_trim(str_span(colon + 1, text.n_bytes - n_name - 1));
    if (filter.value.n_bytes == 0) {
        (void)address_refuse(filter.field, ':', filter.value, "has no value",
                             err);
        error_hint(err, "write FIELD:VALUE, as source:herald");
        return STATUS_BAD_USAGE;
    }
    filter.field = field_name(filter.field);
    enum query_field_use use = query_field_find(filter.field).use;
    if (use == QUERY_USE_LATER || use == QUERY_USE_UNKNOWN) {
        (void)address_refuse(filter.field, ':', filter.value,
                             "asks for a field that there is not", err);
        error_hint(err, "the fields are those of a query: source:, author:, "
                        "section:, lang:, tag:, date: and so on");
        return STATUS_BAD_USAGE;
    }
    return insert_filter(address, &filter, err);
}

/* ---- facets and the timeline */

bool address_narrow(const struct address *address, const char *field,
                    struct str_span value, struct str *filter,
                    struct address *ret_narrowed)
{
    bool is_date = str_span_equal(str_span_of(field), SPAN("date"));

    str_add_format(filter, "%s:%s", field, is_date ? "=" : "");
    str_add_span(filter, value);
    *ret_narrowed = *address;
    ret_narrowed->offset = 0;
    ret_narrowed->cursor = str_span("", 0);
    return address_add_filter(ret_narrowed, str_view(filter), false, NULL) ==
           STATUS_OK;
}

bool address_read_number(struct str_span text, uint64_t min, uint64_t max,
                         uint64_t *ret_number)
{
    uint64_t number = 0;

    if (text.n_bytes == 0 || text.n_bytes > 18)
        return false;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    }
    *ret_number = number;
    return number >= min && number <= max;
}

enum status address_add_facet(struct address *address, struct str_span text,
                              struct error *err)
{
    const char *colon =
        text.n_bytes > 0 ? memchr(text.bytes, ':', text.n_bytes) : NULL;
    size_t n_name = colon ? (size_t)(colon - text.bytes) : text.n_bytes;
    struct facet_wish wish = {.n_values = FACET_N_DEFAULT};
    uint64_t number = FACET_N_DEFAULT;
    bool is_good = facet_find(str_span(text.bytes, n_name), &wish.field);

    if (colon)
        is_good = is_good && address_read_number(
                                 str_span(colon + 1, text.n_bytes - n_name - 1),
                                 1, FACET_MAX_N, &number);
    if (!is_good) {
        (void)address_refuse(SPAN("facet"), ':', text, "is no facet", err);
        error_hint(err,
                   "write source, author, section, language, year or tag, "
                   "with :N for the N most frequent (at most %d)",
                   FACET_MAX_N);
        return STATUS_BAD_USAGE;
    }
    wish.n_values = (uint32_t)number;
    for (size_t i = 0; i < address->n_facets; i++)
        if (address->facets[i].field == wish.field)
            return address_refuse(SPAN("facet"), ':', text,
                                  "is asked for twice", err);
    if (address->n_facets == FACET_MAX_WISHES)
        return error_set(err, STATUS_BAD_USAGE, "more than %d facets",
                         FACET_MAX_WISHES);
    address->facets[address->n_facets++] = wish;
    return STATUS_OK;
}

enum status address_set_timeline(struct address *address, struct str_span text,
                                 struct error *err)
{
    if (timeline_unit_find(text, &address->timeline))
        return STATUS_OK;
    (void)address_refuse(SPAN("timeline"), ':', text, "is no unit", err);
    error_hint(err, "write year, month, day or auto");
    return STATUS_BAD_USAGE;
}
