/*
 * The command line that asks the same as an address.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/address.h"
#include "searcher/address_parts.h"

#include <inttypes.h>
#include <string.h>

static bool is_safe(char byte)
{
    return (byte >= '0' && byte <= '9') ||
           ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           (byte != '\0' && strchr("_./:=@%+,-", byte) != NULL);
}

void address_shell_word(struct str_span word, struct str *out)
{
    bool is_bare = word.n_bytes > 0 || str_span_is_bad(word);

    for (size_t i = 0; i < word.n_bytes; i++)
        is_bare = is_bare && is_safe(word.bytes[i]);
    if (is_bare) {
        str_add_span(out, word);
        return;
    }
    str_add_char(out, '\'');
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.bytes[i] == '\'')
            str_add_text(out, "'\\''");
        else
            str_add_char(out, word.bytes[i]);
    }
    str_add_char(out, '\'');
}

static void add_filter(bool is_not, struct str_span field,
                       struct str_span value, struct str *out)
{
    CLEANUP(str_release) struct str word = STR_INIT;

    str_add_text(&word, is_not ? "--filter=-" : "--filter=");
    str_add_span(&word, field);
    str_add_char(&word, ':');
    str_add_span(&word, value);
    str_add_char(out, ' ');
    address_shell_word(str_view(&word), out);
}

static void add_filters(const struct address *address, struct str *out)
{
    for (size_t i = 0; i < ADDRESS_BOXES; i++) {
        enum address_box box = (enum address_box)i;
        CLEANUP(str_release) struct str value = STR_INIT;
        if (address_box_filter(address, box, &value))
            add_filter(false, str_span_of(address_box_field(box)),
                       str_view(&value), out);
    }
    for (size_t i = 0; i < address->n_filters; i++)
        add_filter(address->filters[i].is_not, address->filters[i].field,
                   address->filters[i].value, out);
}

static void add_value(const char *option, struct str_span value,
                      struct str *out)
{
    CLEANUP(str_release) struct str word = STR_INIT;

    if (value.n_bytes == 0)
        return;
    str_add_format(&word, "--%s=", option);
    str_add_span(&word, value);
    str_add_char(out, ' ');
    address_shell_word(str_view(&word), out);
}

/* --any is lenient by itself, all else is strict. */
static void add_reading(const struct address *address, struct str *out)
{
    bool is_any = address->mode == QUERY_ANY_WORD;

    if (is_any)
        str_add_text(out, " --any");
    if (address->is_any_case)
        str_add_text(out, " --any-case");
    if (address->reading == QUERY_READING_STRICT && is_any)
        str_add_text(out, " --strict");
    if (address->reading == QUERY_READING_LENIENT && !is_any)
        str_add_text(out, " --lenient");
}

static void add_range(const struct address *address, struct str *out)
{
    if (address->limit != ADDRESS_LIMIT_DEFAULT)
        str_add_format(out, " --limit=%" PRIu64, address->limit);
    if (address->offset > 0)
        str_add_format(out, " --offset=%" PRIu64, address->offset);
    if (address->n_snippets != ADDRESS_SNIPPETS_DEFAULT)
        str_add_format(out, " --snippets=%" PRIu32, address->n_snippets);
}

static void add_help(const struct address *address, struct str *out)
{
    static const char *const reprints[] = {
        [ADDRESS_REPRINTS_FOLD] = "",
        [ADDRESS_REPRINTS_SHOW] = " --reprints=show",
        [ADDRESS_REPRINTS_ONLY] = " --reprints=only",
    };

    for (size_t i = 0; i < address->n_facets; i++) {
        str_add_format(out, " --facet=%s",
                       facet_name(address->facets[i].field));
        if (address->facets[i].n_values != FACET_N_DEFAULT)
            str_add_format(out, ":%" PRIu32, address->facets[i].n_values);
    }
    add_value("timeline", str_span_of(timeline_unit_name(address->timeline)),
              out);
    str_add_text(out, reprints[address->reprints]);
    if (address->unit == ADDRESS_UNIT_PARAGRAPH)
        str_add_text(out, " --unit=paragraph");
}

void address_command(const struct address *address, struct str *out)
{
    bool has_filter = address->n_filters > 0;

    for (size_t i = 0; i < ADDRESS_BOXES; i++)
        has_filter = has_filter || address->boxes[i].n_bytes > 0;
    str_add_text(out, "lede-search");
    add_filters(address, out);
    add_reading(address, out);
    add_value("sort", address->sort, out);
    if (address->is_recent)
        str_add_text(out, " --recent");
    if (address->is_expanded)
        str_add_text(out, " --expand");
    add_range(address, out);
    add_help(address, out);
    /* A query that is all options to getopt; or none, which needs a star. */
    if (address->q.n_bytes > 0 && address->q.bytes[0] == '-')
        str_add_text(out, " --");
    if (address->q.n_bytes > 0 || !has_filter) {
        str_add_char(out, ' ');
        address_shell_word(address->q.n_bytes > 0 ? address->q : SPAN("*"),
                           out);
    }
}
