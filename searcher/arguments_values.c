/*
 * Values of options that are more than a word or a number: filters, columns.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/arguments_parts.h"

#include "text/utf8.h"

#include <string.h>

enum status arguments_refuse(struct error *err, const char *message,
                             const char *hint)
{
    error_set(err, STATUS_BAD_USAGE, "%s", message);
    error_hint(err, "%s", hint);
    return STATUS_BAD_USAGE;
}

static enum status add_field(struct arguments *arguments, struct str_span name,
                             struct error *err)
{
    enum table_field field;

    if (!table_field_find(name, &field)) {
        CLEANUP(str_release) struct str list = STR_INIT;
        for (size_t i = 0; i < TABLE_FIELDS; i++)
            str_add_format(&list, "%s%s", i > 0 ? ", " : "",
                           table_field_name((enum table_field)i));
        error_set(err, STATUS_BAD_USAGE,
                  "option '--fields': there is no '%.*s'",
                  (int)(name.n_bytes < 40 ? name.n_bytes : 40), name.bytes);
        error_hint(err, "there are %s", str_view(&list).bytes);
        return STATUS_BAD_USAGE;
    }
    for (size_t i = 0; i < arguments->n_fields; i++)
        if (arguments->fields[i] == field)
            return error_set(err, STATUS_BAD_USAGE,
                             "option '--fields': '%s' is there twice",
                             table_field_name(field));
    arguments->fields[arguments->n_fields++] = field;
    return STATUS_OK;
}

enum status arguments_set_fields(struct arguments *arguments, const char *value,
                                 struct error *err)
{
    enum status status = STATUS_OK;

    arguments->n_fields = 0;
    for (;;) {
        size_t n_bytes = strcspn(value, ",");
        status = add_field(arguments, str_span(value, n_bytes), err);
        if (status != STATUS_OK || value[n_bytes] == '\0')
            return status;
        value += n_bytes + 1;
    }
}

/* What is put into addresses has to be UTF-8. */
static enum status check_text(const char *text, struct error *err)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    size_t n_repaired = 0;

    utf8_repair(str_span_of(text), &clean, &n_repaired);
    enum status status = str_status(&clean, err);
    if (status != STATUS_OK || n_repaired == 0)
        return status;
    return arguments_refuse(err, "option '--filter': the value is not UTF-8",
                            "write it in UTF-8");
}

enum status arguments_add_filter(struct arguments *arguments, const char *value,
                                 struct error *err)
{
    bool is_not = value[0] == '-';
    enum status status = check_text(value, err);

    return status == STATUS_OK
               ? address_add_filter(&arguments->address,
                                    str_span_of(value + is_not), is_not, err)
               : status;
}
