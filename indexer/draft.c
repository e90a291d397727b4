/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/draft.h"

#include "base/vec.h"
#include "indexer/json_out.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct draft_beside {
    struct str_span name;
    struct str_span value;
};

void draft_release(struct draft *draft)
{
    for (int i = 0; i < READER_N_FIELDS; i++)
        str_release(&draft->fields[i]);
    free(draft->authors.items);
    free(draft->tags.items);
    free(draft->besides);
    str_release(&draft->note);
    str_release(&draft->extra);
    arena_release(&draft->arena);
}

void draft_reset(struct draft *draft)
{
    for (int i = 0; i < READER_N_FIELDS; i++)
        str_reset(&draft->fields[i]);
    draft->authors.n_items = 0;
    draft->tags.n_items = 0;
    draft->n_besides = 0;
    draft->n_left_out = 0;
    draft->status = STATUS_OK;
    str_reset(&draft->note);
    str_reset(&draft->extra);
    arena_reset(&draft->arena);
}

/* A copy that lasts as long as the draft; the draft fails with it. */
static bool copy(struct draft *draft, struct str_span *span)
{
    *span = arena_copy(&draft->arena, *span);
    if (span->bytes == NULL)
        draft->status = STATUS_NO_MEMORY;
    return span->bytes != NULL;
}

static void add_name(struct draft *draft, struct draft_names *names,
                     struct str_span name)
{
    for (size_t i = 0; i < names->n_items; i++)
        if (str_span_equal(names->items[i], name))
            return;
    if (names->n_items == DRAFT_NAMES_MAX)
        draft->n_left_out++;
    else if (VEC_RESERVE(&names->items, &names->n_room, names->n_items, 1,
                         NULL) != STATUS_OK)
        draft->status = STATUS_NO_MEMORY;
    else if (copy(draft, &name))
        names->items[names->n_items++] = name;
}

bool draft_set(struct draft *draft, enum reader_field field,
               struct str_span value)
{
    struct str *held = &draft->fields[field];

    value = str_span_trim(value);
    if (value.n_bytes == 0)
        return true;
    if (field == READER_AUTHOR || field == READER_TAGS) {
        add_name(draft, field == READER_AUTHOR ? &draft->authors : &draft->tags,
                 value);
        return true;
    }
    if (held->n_bytes > 0)
        return str_span_equal(str_view(held), value);
    str_add_span(held, value);
    return true;
}

void draft_keep(struct draft *draft, struct str_span name,
                struct str_span value)
{
    struct draft_beside beside = {name, str_span_trim(value)};

    if (beside.value.n_bytes == 0)
        return;
    if (draft->n_besides == DRAFT_NAMES_MAX)
        draft->n_left_out++;
    else if (VEC_RESERVE(&draft->besides, &draft->n_besides_room,
                         draft->n_besides, 1, NULL) != STATUS_OK)
        draft->status = STATUS_NO_MEMORY;
    else if (copy(draft, &beside.name) && copy(draft, &beside.value))
        draft->besides[draft->n_besides++] = beside;
}

void draft_keep_all(struct draft *draft, const struct draft *other)
{
    for (size_t i = 0; i < other->n_besides; i++)
        draft_keep(draft, other->besides[i].name, other->besides[i].value);
}

void draft_remark(struct draft *draft, const char *format, ...)
{
    va_list args;

    if (draft->note.n_bytes > 0)
        str_add_text(&draft->note, "; ");
    va_start(args, format);
    str_add_vformat(&draft->note, format, args);
    va_end(args);
}

/* Whether an earlier one, from i_first, has its name, and its value if that
   counts. */
static bool is_again(const struct draft *draft, size_t i, size_t i_first,
                     bool has_value)
{
    const struct draft_beside *all = draft->besides;

    for (size_t j = i_first; j < i; j++)
        if (str_span_equal(all[j].name, all[i].name) &&
            (!has_value || str_span_equal(all[j].value, all[i].value)))
            return true;
    return false;
}

/* The values of the name that is first at i_first: one, or a list. */
static void add_values(struct draft *draft, size_t i_first)
{
    const struct draft_beside *all = draft->besides;
    CLEANUP(str_release) struct str values = STR_INIT;
    size_t n = 0;

    for (size_t i = i_first; i < draft->n_besides; i++) {
        if (!str_span_equal(all[i].name, all[i_first].name) ||
            is_again(draft, i, i_first, true))
            continue;
        if (n++ > 0)
            str_add_char(&values, ',');
        json_add_string(&values, all[i].value);
    }
    if (str_status(&values, NULL) != STATUS_OK)
        draft->status = STATUS_NO_MEMORY;
    if (n > 1)
        str_add_char(&draft->extra, '[');
    str_add_span(&draft->extra, str_view(&values));
    if (n > 1)
        str_add_char(&draft->extra, ']');
}

/* A name of a field would be taken for the field; "other_title" is what a
   title kept besides is called. */
static bool is_field_name(struct str_span name)
{
    while (str_span_starts(name, SPAN("other_")))
        name = str_span(name.bytes + 6, name.n_bytes - 6);
    for (int i = 0; i < READER_N_FIELDS; i++)
        if (str_span_equal(
                name, str_span_of(reader_field_name((enum reader_field)i))))
            return true;
    return str_span_equal(name, SPAN("paragraphs"));
}

static void make_extra(struct draft *draft)
{
    CLEANUP(str_release) struct str name = STR_INIT;

    for (size_t i = 0; i < draft->n_besides; i++) {
        struct str_span plain = draft->besides[i].name;

        if (is_again(draft, i, 0, false))
            continue;
        str_reset(&name);
        if (is_field_name(plain))
            str_add_text(&name, "other_");
        str_add_span(&name, plain);
        json_add_key(&draft->extra, str_view(&name));
        add_values(draft, i);
    }
}

static enum status state_of(const struct draft *draft, struct error *err)
{
    enum status status = str_status(&draft->extra, err);

    for (int i = 0; status == STATUS_OK && i < READER_N_FIELDS; i++)
        status = str_status(&draft->fields[i], err);
    if (status == STATUS_OK)
        status = str_status(&draft->note, err);
    if (status == STATUS_OK && draft->status != STATUS_OK)
        status = error_no_memory(err);
    return status;
}

enum status draft_push(struct draft *draft, const struct reader_facts *facts,
                       const struct reader_sink *sink, struct error *err)
{
    CLEANUP(str_release) struct str note = STR_INIT;
    struct reader_facts own = *facts;
    const struct str *fields = draft->fields;
    enum status status;

    make_extra(draft);
    if (draft->n_left_out > 0)
        draft_remark(draft, "%zu names too many, left out", draft->n_left_out);
    status = state_of(draft, err);
    if (status != STATUS_OK)
        return status;

    struct article article = {
        .id = str_view(&fields[READER_ID]),
        .title = str_view(&fields[READER_TITLE]),
        .authors = draft->authors.items,
        .n_authors = draft->authors.n_items,
        .date_text = str_view(&fields[READER_DATE]),
        .source = str_view(&fields[READER_SOURCE]),
        .section = str_view(&fields[READER_SECTION]),
        .language = str_view(&fields[READER_LANG]),
        .url = str_view(&fields[READER_URL]),
        .tags = draft->tags.items,
        .n_tags = draft->tags.n_items,
        .text = str_view(&fields[READER_TEXT]),
        .extra = str_view(&draft->extra),
    };

    if (draft->note.n_bytes > 0) {
        if (facts->note != NULL)
            str_add_format(&note, "%s; ", facts->note);
        str_add_span(&note, str_view(&draft->note));
        if (str_status(&note, err) != STATUS_OK)
            return STATUS_NO_MEMORY;
        own.note = note.bytes;
    }
    return sink->add(sink->context, &article, &own, err);
}
