/*
 * The canonical query string of a request.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/address.h"
#include "searcher/address_parts.h"
#include "searcher/percent.h"

#include <inttypes.h>

struct writing {
    struct str *out;
    bool has_item;
};

static void begin(struct writing *writing, const char *name)
{
    if (writing->has_item)
        str_add_char(writing->out, '&');
    writing->has_item = true;
    str_add_text(writing->out, name);
    str_add_char(writing->out, '=');
}

static void add_text(struct writing *writing, const char *name,
                     struct str_span value)
{
    if (value.n_bytes == 0)
        return;
    begin(writing, name);
    percent_encode(value, PERCENT_FORM, writing->out);
}

static void add_number(struct writing *writing, const char *name,
                       uint64_t number, uint64_t usual)
{
    if (number == usual)
        return;
    begin(writing, name);
    str_add_format(writing->out, "%" PRIu64, number);
}

static void add_filters(struct writing *writing, const struct address *address)
{
    for (size_t i = 0; i < address->n_filters; i++) {
        const struct address_filter *filter = &address->filters[i];
        begin(writing, filter->is_not ? "nf" : "f");
        percent_encode(filter->field, PERCENT_FORM, writing->out);
        str_add_char(writing->out, ':');
        percent_encode(filter->value, PERCENT_FORM, writing->out);
    }
}

/* page= where the offset is one of whole pages. */
static void add_place(struct writing *writing, const struct address *address)
{
    uint64_t offset = address->offset;

    if (address->limit > 0 && offset % address->limit == 0)
        add_number(writing, "page", offset / address->limit + 1, 1);
    else
        add_number(writing, "offset", offset, 0);
}

static void add_facets(struct writing *writing, const struct address *address)
{
    for (size_t i = 0; i < address->n_facets; i++) {
        const struct facet_wish *wish = &address->facets[i];
        begin(writing, "facet");
        str_add_text(writing->out, facet_name(wish->field));
        if (wish->n_values != FACET_N_DEFAULT)
            str_add_format(writing->out, ":%" PRIu32, wish->n_values);
    }
}

static void add_help(struct writing *writing, const struct address *address)
{
    static const char *const reprints[] = {
        [ADDRESS_REPRINTS_FOLD] = "",
        [ADDRESS_REPRINTS_SHOW] = "show",
        [ADDRESS_REPRINTS_ONLY] = "only",
    };

    add_facets(writing, address);
    add_text(writing, "timeline",
             str_span_of(timeline_unit_name(address->timeline)));
    add_text(writing, "collapse", str_span_of(reprints[address->reprints]));
    add_number(writing, "snippets", address->n_snippets,
               ADDRESS_SNIPPETS_DEFAULT);
    if (address->unit == ADDRESS_UNIT_PARAGRAPH)
        add_text(writing, "unit", SPAN("paragraph"));
}

void address_print(const struct address *address, struct str *out)
{
    struct writing writing = {out, false};
    /* Without --lenient the command line is strict, but for --any. */
    bool is_strict = address->reading == QUERY_READING_STRICT ||
                     (address->reading == QUERY_READING_USUAL &&
                      address->mode != QUERY_ANY_WORD);

    add_text(&writing, "q", str_span_trim(address->q));
    for (size_t i = 0; i < ADDRESS_BOXES; i++)
        add_text(&writing, address_box_name((enum address_box)i),
                 str_span_trim(address->boxes[i]));
    add_filters(&writing, address);
    add_number(&writing, "any", address->mode == QUERY_ANY_WORD, 0);
    add_number(&writing, "strict", is_strict, 0);
    add_number(&writing, "anycase", address->is_any_case, 0);
    add_text(&writing, "sort", address->sort);
    add_number(&writing, "recent", address->is_recent, 0);
    add_number(&writing, "expand", address->is_expanded, 0);
    add_number(&writing, "n", address->limit, ADDRESS_LIMIT_DEFAULT);
    add_place(&writing, address);
    add_help(&writing, address);
}
