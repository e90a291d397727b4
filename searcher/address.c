/*
 * Parameters read and written.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/address.h"

#include "searcher/address_parts.h"

#include <inttypes.h>
#include <string.h>

/* Snippets of a hit, and paragraphs around one: what a page has room for. */
#define SNIPPETS_MAX 20

const struct address_bounds address_bounds_page = {100, 50000, (size_t)4 << 10};
const struct address_bounds address_bounds_list = {10000, 5000000,
                                                   (size_t)4 << 10};

void address_init(struct address *address)
{
    memset(address, 0, sizeof(*address));
    address->limit = ADDRESS_LIMIT_DEFAULT;
    address->n_snippets = ADDRESS_SNIPPETS_DEFAULT;
    address->reading = QUERY_READING_LENIENT;
}

void address_set_sort(struct address *address, struct str_span sort)
{
    bool is_usual = str_span_equal(sort, SPAN("relevance"));

    address->sort = is_usual ? str_span("", 0) : sort;
}

enum parameter {
    PARAMETER_Q,
    PARAMETER_BOX, /* and those behind it: see boxes */
    PARAMETER_FILTER = PARAMETER_BOX + ADDRESS_BOXES,
    PARAMETER_NO_FILTER,
    PARAMETER_ANY,
    PARAMETER_STRICT,
    PARAMETER_ANY_CASE,
    PARAMETER_SORT,
    PARAMETER_RECENT,
    PARAMETER_EXPAND,
    PARAMETER_N,
    PARAMETER_PAGE,
    PARAMETER_OFFSET,
    PARAMETER_CURSOR,
    PARAMETER_FACET,
    PARAMETER_TIMELINE,
    PARAMETER_COLLAPSE,
    PARAMETER_SNIPPETS,
    PARAMETER_UNIT,
    PARAMETER_V,
    PARAMETER_FORMAT,
    PARAMETERS,
};

static const struct {
    const char *name;
    enum parameter parameter;
} others[] = {
    {"q", PARAMETER_Q},
    {"f", PARAMETER_FILTER},
    {"nf", PARAMETER_NO_FILTER},
    {"any", PARAMETER_ANY},
    {"strict", PARAMETER_STRICT},
    {"anycase", PARAMETER_ANY_CASE},
    {"sort", PARAMETER_SORT},
    {"recent", PARAMETER_RECENT},
    {"expand", PARAMETER_EXPAND},
    {"n", PARAMETER_N},
    {"page", PARAMETER_PAGE},
    {"offset", PARAMETER_OFFSET},
    {"cursor", PARAMETER_CURSOR},
    {"facet", PARAMETER_FACET},
    {"timeline", PARAMETER_TIMELINE},
    {"collapse", PARAMETER_COLLAPSE},
    {"reprints", PARAMETER_COLLAPSE},
    {"snippets", PARAMETER_SNIPPETS},
    {"unit", PARAMETER_UNIT},
    {"v", PARAMETER_V},
    {"format", PARAMETER_FORMAT},
};

/* PARAMETERS for a name that is none. */
static enum parameter find_parameter(struct str_span name)
{
    for (size_t i = 0; i < ADDRESS_BOXES; i++)
        if (str_span_equal(name,
                           str_span_of(address_box_name((enum address_box)i))))
            return (enum parameter)(PARAMETER_BOX + i);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (str_span_equal(name, str_span_of(others[i].name)))
            return others[i].parameter;
    return PARAMETERS;
}

struct reading {
    struct address *address;
    const struct address_bounds *bounds;
    const struct address_pair *pair;
    uint64_t page; /* from 1; 0: none */
    struct error *err;
};

/* As it stands in an address. */
static enum status refuse(const struct address_pair *pair, const char *what,
                          struct error *err)
{
    return address_refuse(pair->name, '=', pair->value, what, err);
}

static enum status set_number(const struct reading *reading, uint64_t min,
                              uint64_t max, uint64_t *ret_number)
{
    const struct address_pair *pair = reading->pair;

    if (address_read_number(pair->value, min, max, ret_number))
        return STATUS_OK;
    (void)refuse(pair, "is no such number", reading->err);
    error_hint(reading->err, "write a number from %" PRIu64 " to %" PRIu64, min,
               max);
    return STATUS_BAD_USAGE;
}

static enum status set_small(const struct reading *reading, uint64_t max,
                             uint32_t *ret_number)
{
    uint64_t number = *ret_number;
    enum status status = set_number(reading, 0, max, &number);

    *ret_number = (uint32_t)number;
    return status;
}

static enum status set_switch(const struct reading *reading, bool *ret_is_on)
{
    uint64_t number = 0;
    enum status status = set_number(reading, 0, 1, &number);

    *ret_is_on = number == 1;
    return status;
}

/* The place of the value in words, of which there are n_words. */
static enum status set_choice(const struct reading *reading,
                              const char *const *words, size_t n_words,
                              unsigned *ret_i)
{
    CLEANUP(str_release) struct str list = STR_INIT;

    for (size_t i = 0; i < n_words; i++) {
        if (str_span_equal(reading->pair->value, str_span_of(words[i]))) {
            *ret_i = (unsigned)i;
            return STATUS_OK;
        }
        str_add_format(&list, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    (void)refuse(reading->pair, "is no such word", reading->err);
    error_hint(reading->err, "write one of: %s", str_view(&list).bytes);
    return STATUS_BAD_USAGE;
}

static enum status set_query(const struct reading *reading)
{
    if (reading->pair->value.n_bytes > reading->bounds->max_query_bytes)
        return error_set(reading->err, STATUS_BAD_USAGE,
                         "the query is longer than %zu bytes",
                         reading->bounds->max_query_bytes);
    reading->address->q = reading->pair->value;
    return STATUS_OK;
}

static enum status set_collapse(const struct reading *reading)
{
    static const char *const words[] = {
        [ADDRESS_REPRINTS_FOLD] = "fold",
        [ADDRESS_REPRINTS_SHOW] = "show",
        [ADDRESS_REPRINTS_ONLY] = "only",
    };

    unsigned i = ADDRESS_REPRINTS_FOLD;
    enum status status = set_choice(reading, words, 3, &i);

    reading->address->reprints = (enum address_reprints)i;
    return status;
}

static enum status set_unit(const struct reading *reading)
{
    static const char *const words[] = {
        [ADDRESS_UNIT_ARTICLE] = "article",
        [ADDRESS_UNIT_PARAGRAPH] = "paragraph",
    };

    unsigned i = ADDRESS_UNIT_ARTICLE;
    enum status status = set_choice(reading, words, 2, &i);

    reading->address->unit = (enum address_unit)i;
    return status;
}

static enum status set_mode(const struct reading *reading,
                            enum parameter parameter)
{
    bool is_on = false;
    enum status status = set_switch(reading, &is_on);

    if (parameter == PARAMETER_ANY)
        reading->address->mode = is_on ? QUERY_ANY_WORD : QUERY_ALL_WORDS;
    else
        reading->address->reading =
            is_on ? QUERY_READING_STRICT : QUERY_READING_LENIENT;
    return status;
}

/* Parameters whose value is text. */
static bool set_text(struct address *address, enum parameter parameter,
                     struct str_span value)
{
    if (parameter >= PARAMETER_BOX && parameter < PARAMETER_FILTER)
        address->boxes[parameter - PARAMETER_BOX] = value;
    else if (parameter == PARAMETER_SORT)
        address_set_sort(address, value);
    else if (parameter == PARAMETER_CURSOR)
        address->cursor = value;
    else if (parameter == PARAMETER_FORMAT)
        address->format = value;
    else
        return false;
    return true;
}

static enum status set_amount(struct reading *reading, enum parameter parameter)
{
    struct address *address = reading->address;
    const struct address_bounds *bounds = reading->bounds;
    uint64_t version = 1;

    switch ((int)parameter) {
    case PARAMETER_N:
        return set_number(reading, 0, bounds->max_limit, &address->limit);
    case PARAMETER_PAGE:
        return set_number(reading, 1, UINT32_MAX, &reading->page);
    case PARAMETER_OFFSET:
        return set_number(reading, 0, bounds->max_offset, &address->offset);
    case PARAMETER_SNIPPETS:
        return set_small(reading, SNIPPETS_MAX, &address->n_snippets);
    default: /* v: of the JSON form; there is one */
        return set_number(reading, 1, 1, &version);
    }
}

static enum status set_parameter(struct reading *reading,
                                 enum parameter parameter)
{
    struct address *address = reading->address;
    struct str_span value = reading->pair->value;

    if (set_text(address, parameter, value))
        return STATUS_OK;
    switch ((int)parameter) {
    case PARAMETER_Q:
        return set_query(reading);
    case PARAMETER_FILTER:
    case PARAMETER_NO_FILTER:
        return address_add_filter(
            address, value, parameter == PARAMETER_NO_FILTER, reading->err);
    case PARAMETER_ANY:
    case PARAMETER_STRICT:
        return set_mode(reading, parameter);
    case PARAMETER_FACET:
        return address_add_facet(address, value, reading->err);
    case PARAMETER_TIMELINE:
        return address_set_timeline(address, value, reading->err);
    case PARAMETER_COLLAPSE:
        return set_collapse(reading);
    case PARAMETER_UNIT:
        return set_unit(reading);
    case PARAMETER_ANY_CASE:
        return set_switch(reading, &address->is_any_case);
    case PARAMETER_RECENT:
        return set_switch(reading, &address->is_recent);
    case PARAMETER_EXPAND:
        return set_switch(reading, &address->is_expanded);
    default:
        return set_amount(reading, parameter);
    }
}

static bool may_repeat(enum parameter parameter)
{
    return parameter == PARAMETER_FILTER || parameter == PARAMETER_NO_FILTER ||
           parameter == PARAMETER_FACET;
}

static enum status turn_page(struct reading *reading)
{
    struct address *address = reading->address;

    if (reading->page == 0)
        return STATUS_OK;
    if (address->offset > 0)
        return error_set(reading->err, STATUS_BAD_USAGE,
                         "'page' and 'offset' say the same thing twice");
    address->offset = (reading->page - 1) * address->limit;
    if (address->offset <= reading->bounds->max_offset)
        return STATUS_OK;
    error_set(reading->err, STATUS_BAD_USAGE,
              "page %" PRIu64 " is too far behind", reading->page);
    error_hint(reading->err, "narrow the query, by a date for instance");
    return STATUS_BAD_USAGE;
}

/* NOLINTNEXTLINE(readability-function-size): what is known, and what is not */
enum status address_read(const struct address_pair *pairs, size_t n_pairs,
                         const struct address_bounds *bounds,
                         struct address *ret_address,
                         struct str_span *ret_unknown, size_t n_room,
                         size_t *ret_n_unknown, struct error *err)
{
    struct reading reading = {
        .address = ret_address, .bounds = bounds, .err = err};
    uint64_t seen = 0; /* a bit for each parameter */
    enum status status = STATUS_OK;

    address_init(ret_address);
    *ret_n_unknown = 0;
    for (size_t i = 0; i < n_pairs && status == STATUS_OK; i++) {
        enum parameter parameter = find_parameter(pairs[i].name);
        reading.pair = &pairs[i];
        if (parameter == PARAMETERS) {
            if (*ret_n_unknown < n_room)
                ret_unknown[(*ret_n_unknown)++] = pairs[i].name;
            continue;
        }
        if (pairs[i].value.n_bytes == 0)
            continue;
        uint64_t bit = UINT64_C(1) << parameter;
        if ((seen & bit) != 0 && !may_repeat(parameter))
            return refuse(&pairs[i], "is given more than once", err);
        seen |= bit;
        status = set_parameter(&reading, parameter);
    }
    return status == STATUS_OK ? turn_page(&reading) : status;
}
