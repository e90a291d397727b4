/*
 * CSV (RFC 4180) and what is called so: a header line, then an article each
 * record, whose cells are divided by commas, semicolons, tabs or bars,
 * whichever the header has most of. A quoted cell may hold all of these, and
 * line ends.
 *
 * Columns are found by their names in the header, or as --map says; all others
 * are kept. A quote that is never closed would swallow the rest of a file: its
 * line is taken as it stands then, and told, and those behind it that it had
 * swallowed are taken one by one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/csv_cells.h"
#include "indexer/draft.h"
#include "indexer/loaded.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Matches the message of a refusal. */
#define COLUMNS_MAX      1000
#define TOO_MANY_COLUMNS "a header of over 1000 columns"
/* More is no article; less the quotes and the cells besides. */
#define RECORD_MAX_BYTES (ARTICLE_MAX_BYTES + ((size_t)1 << 20))

struct column {
    struct str_span name;
    int field; /* enum reader_field, or -1: kept besides */
};

struct csv {
    const struct reader_sink *sink;
    struct input *input;
    struct reader_settings settings; /* with the charset that the head has */
    struct str line;
    struct str record;    /* lines, as they came */
    struct loaded loaded; /* the same as UTF-8 */
    struct csv_cells cells;
    struct column *columns; /* NULL before the header */
    size_t n_columns;
    struct arena header;
    struct draft draft;
    struct str head_note; /* what is to be said with the next record */
    uint64_t n_lines;     /* read so far */
    char divider;
};

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

static const char *find(struct str_span text, char c)
{
    return text.n_bytes > 0 ? memchr(text.bytes, c, text.n_bytes) : NULL;
}

/* ---- the header */

static int field_of(struct str_span name)
{
    for (int i = 0; i < READER_N_FIELDS; i++)
        if (str_span_equal_nocase(
                name, str_span_of(reader_field_name((enum reader_field)i))))
            return i;
    return -1;
}

/* --map first, so that the column of a field's own name is kept besides
   where another one was named for it. */
static void map_columns(struct csv *csv)
{
    bool is_mapped[READER_N_FIELDS] = {false};

    for (int field = 0; field < READER_N_FIELDS; field++) {
        const char *key = csv->settings.map.keys[field];

        for (size_t i = 0; key != NULL && i < csv->n_columns; i++) {
            if (!str_span_equal(csv->columns[i].name, str_span_of(key)))
                continue;
            csv->columns[i].field = field;
            is_mapped[field] = true;
        }
    }
    for (size_t i = 0; i < csv->n_columns; i++) {
        int field = field_of(csv->columns[i].name);

        if (csv->columns[i].field < 0 && field >= 0 && !is_mapped[field])
            csv->columns[i].field = field;
    }
}

static bool has_words(const struct csv *csv)
{
    for (size_t i = 0; i < csv->n_columns; i++)
        if (csv->columns[i].field == READER_TEXT ||
            csv->columns[i].field == READER_TITLE)
            return true;
    return false;
}

/* *ret_refusal: NULL, or why nothing can be made of it. */
static enum status take_header(struct csv *csv, const char **ret_refusal,
                               struct error *err)
{
    *ret_refusal = NULL;
    if (csv->cells.n_items > COLUMNS_MAX) {
        *ret_refusal = TOO_MANY_COLUMNS;
        return STATUS_OK;
    }
    csv->columns = calloc(csv->cells.n_items, sizeof(*csv->columns));
    if (csv->columns == NULL)
        return error_no_memory(err);
    csv->n_columns = csv->cells.n_items;
    for (size_t i = 0; i < csv->cells.n_items; i++) {
        char number[32];
        struct str_span name = str_span_trim(csv->cells.items[i]);

        (void)snprintf(number, sizeof(number), "column_%zu", i + 1);
        csv->columns[i].field = -1;
        csv->columns[i].name = arena_copy(
            &csv->header, name.n_bytes > 0 ? name : str_span_of(number));
        if (csv->columns[i].name.bytes == NULL)
            return error_no_memory(err);
    }
    map_columns(csv);
    if (!has_words(csv))
        *ret_refusal = "no column is called text or title (--map text=COLUMN "
                       "says which one is)";
    return STATUS_OK;
}

/* ---- an article */

/* "A. Writer; B. Writer" are two. */
static void add_list(struct draft *draft, enum reader_field field,
                     struct str_span value)
{
    while (value.n_bytes > 0) {
        const char *end = find(value, ';');
        size_t n = end != NULL ? (size_t)(end - value.bytes) : value.n_bytes;

        draft_set(draft, field, str_span(value.bytes, n));
        value = behind(value, n < value.n_bytes ? n + 1 : n);
    }
}

static void add_cell(struct csv *csv, size_t i)
{
    struct draft *draft = &csv->draft;
    struct str_span value = csv->cells.items[i];
    char number[32];

    if (i >= csv->n_columns) {
        (void)snprintf(number, sizeof(number), "column_%zu", i + 1);
        draft_keep(draft, str_span_of(number), value);
    } else if (csv->columns[i].field == READER_AUTHOR ||
               csv->columns[i].field == READER_TAGS) {
        add_list(draft, (enum reader_field)csv->columns[i].field, value);
    } else if (csv->columns[i].field < 0 ||
               !draft_set(draft, (enum reader_field)csv->columns[i].field,
                          value)) {
        draft_keep(draft, csv->columns[i].name, value);
    }
}

static enum status push(struct csv *csv, uint64_t line, struct error *err)
{
    struct reader_facts facts = loaded_facts(&csv->loaded);

    draft_reset(&csv->draft);
    for (size_t i = 0; i < csv->cells.n_items; i++)
        add_cell(csv, i);
    if (csv->head_note.n_bytes > 0)
        draft_remark(&csv->draft, "%s", csv->head_note.bytes);
    str_reset(&csv->head_note);
    if (csv->cells.n_items != csv->n_columns)
        draft_remark(&csv->draft, "%zu cells under %zu columns",
                     csv->cells.n_items, csv->n_columns);
    facts.line = line;
    return draft_push(&csv->draft, &facts, csv->sink, err);
}

/* A record, or the header; STATUS_DONE: nothing can be made of the file. */
static enum status take_record(struct csv *csv, struct str_span bytes,
                               uint64_t line, struct error *err)
{
    const char *refusal;
    enum status status;

    str_reset(&csv->loaded.text);
    str_reset(&csv->loaded.note);
    status = loaded_decode(&csv->loaded, bytes, &csv->settings, SPAN(""), err);
    if (status != STATUS_OK)
        return status;

    struct str_span record = str_view(&csv->loaded.text);

    if (str_span_trim(record).n_bytes == 0)
        return STATUS_OK;
    if (csv->columns == NULL)
        csv->divider = csv_divider(record);
    status = csv_split(&csv->cells, record, csv->divider, err);
    if (status != STATUS_OK || csv->columns != NULL)
        return status == STATUS_OK ? push(csv, line, err) : status;
    status = take_header(csv, &refusal, err);
    if (status == STATUS_OK && refusal != NULL) {
        status = csv->sink->skip(csv->sink->context, line, refusal, err);
        return status == STATUS_OK ? STATUS_DONE : status;
    }
    return status;
}

/* ---- records of lines */

static enum status skip(struct csv *csv, uint64_t line, const char *reason,
                        struct error *err)
{
    return csv->sink->skip(csv->sink->context, line, reason, err);
}

/* The lines from line_over to the last that was read are gone. */
static enum status skip_over(struct csv *csv, uint64_t line_over,
                             struct error *err)
{
    CLEANUP(str_release) struct str reason = STR_INIT;
    enum status status;

    str_add_format(&reason,
                   "the lines to %" PRIu64 " are over 65 MiB behind a quote "
                   "that is never closed",
                   csv->n_lines);
    status = str_status(&reason, err);
    return status == STATUS_OK ? skip(csv, line_over, reason.bytes, err)
                               : status;
}

/* Its first line has a quote that is not closed: each line is a record, as far
   as they were kept. */
static enum status take_lines(struct csv *csv, uint64_t line,
                              uint64_t line_over, struct error *err)
{
    struct str_span rest = str_view(&csv->record);
    enum status status = STATUS_OK;

    if (csv->head_note.n_bytes > 0)
        str_add_text(&csv->head_note, "; ");
    str_add_format(&csv->head_note,
                   "line %" PRIu64 " has a quote that is never closed", line);
    for (uint64_t i = line; status == STATUS_OK && rest.n_bytes > 0; i++) {
        const char *end = find(rest, '\n');
        size_t n = end != NULL ? (size_t)(end - rest.bytes) : rest.n_bytes;

        status = take_record(csv, str_span(rest.bytes, n), i, err);
        rest = behind(rest, end != NULL ? n + 1 : n);
    }
    return status == STATUS_OK && line_over > 0 ? skip_over(csv, line_over, err)
                                                : status;
}

/* The next line, told if it can't be had; *ret_is_there. */
static enum status take_line(struct csv *csv, bool *ret_is_there,
                             struct error *err)
{
    struct error reason = ERROR_INIT;
    enum status status =
        input_read_line(csv->input, RECORD_MAX_BYTES, &csv->line, &reason);

    *ret_is_there = status == STATUS_OK;
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status == STATUS_DONE)
        return STATUS_DONE;
    csv->n_lines++;
    if (status == STATUS_OK)
        return STATUS_OK;

    enum status told = skip(csv, csv->n_lines, reason.message, err);

    if (told != STATUS_OK)
        return told;
    return status == STATUS_TOO_BIG ? STATUS_OK : STATUS_DONE;
}

/* Another line of the record. */
static void add_line(struct csv *csv, bool is_first)
{
    if (!is_first)
        str_add_char(&csv->record, '\n');
    str_add_span(&csv->record, str_view(&csv->line));
}

/* One record, of as many lines as it has. STATUS_DONE: no more. */
static enum status next_record(struct csv *csv, struct error *err)
{
    uint64_t line = csv->n_lines + 1;
    bool is_open = false;
    bool is_sound = true;
    bool is_there;
    uint64_t line_over = 0; /* the first that does not fit */
    enum status status;

    str_reset(&csv->record);
    do {
        status = take_line(csv, &is_there, err);
        if (status == STATUS_DONE && is_open) {
            is_sound = false;
            break;
        }
        if (status != STATUS_OK || (!is_there && !is_open))
            return status;
        if (!is_there)
            continue;
        /* The header says what divides it. */
        if (csv->columns == NULL && !is_open)
            csv->divider = csv_divider(str_view(&csv->line));
        is_sound =
            csv_follow_quotes(str_view(&csv->line), csv->divider, &is_open);
        if (line_over == 0 &&
            csv->record.n_bytes + csv->line.n_bytes > RECORD_MAX_BYTES)
            line_over = csv->n_lines;
        if (line_over == 0)
            add_line(csv, csv->n_lines == line);
    } while (is_open && is_sound);
    status = str_status(&csv->record, err);
    if (status != STATUS_OK)
        return status;
    if (!is_sound)
        return take_lines(csv, line, line_over, err);
    return line_over > 0 ? skip(csv, line, "a record of over 65 MiB", err)
                         : take_record(csv, str_view(&csv->record), line, err);
}

static enum status read_records(struct csv *csv, struct error *err)
{
    enum status status;

    do
        status = next_record(csv, err);
    while (status == STATUS_OK);
    str_release(&csv->line);
    str_release(&csv->record);
    str_release(&csv->head_note);
    loaded_release(&csv->loaded);
    draft_release(&csv->draft);
    arena_release(&csv->header);
    csv_cells_release(&csv->cells);
    free(csv->columns);
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* ---- an input */

/* UTF-16, of which lines can't be had before it is UTF-8. */
static bool is_wide(struct str_span head)
{
    return str_span_starts(head, SPAN("\xff\xfe")) ||
           str_span_starts(head, SPAN("\xfe\xff"));
}

static enum status read_wide(struct csv *csv, struct error *err)
{
    struct loaded loaded = LOADED_INIT;
    struct input *whole = NULL;
    bool is_read = false;
    enum status status = loaded_read(&loaded, csv->input, &csv->settings, NULL,
                                     csv->sink, &is_read, err);

    if (status == STATUS_OK && is_read)
        status = input_open_lines(input_path(csv->input),
                                  str_view(&loaded.text), 0, &whole, err);
    if (status == STATUS_OK && is_read) {
        csv->input = whole;
        csv->settings.charset = NULL;
        status = read_records(csv, err);
    }
    input_free(whole);
    loaded_release(&loaded);
    return status;
}

static enum status read_csv(struct input *input,
                            const struct reader_settings *settings,
                            const struct reader_sink *sink, struct error *err)
{
    struct loaded head = LOADED_INIT;
    struct csv csv = {.sink = sink, .input = input, .loaded = LOADED_INIT};
    struct error reason = ERROR_INIT;
    struct str_span bytes = str_span("", 0);
    enum status status;

    if (settings != NULL)
        csv.settings = *settings;
    status = input_n_lines_before(input) == 0
                 ? input_head(input, &bytes, &reason)
                 : STATUS_OK;
    if (status != STATUS_OK && status != STATUS_NO_MEMORY)
        return sink->skip(sink->context, 0, reason.message, err);
    if (status == STATUS_OK && is_wide(bytes))
        return read_wide(&csv, err);
    /* One guess for all: a record alone has hardly enough to go by. */
    if (status == STATUS_OK)
        status = loaded_decode(&head, bytes, settings, SPAN(""), err);
    if (status == STATUS_OK && head.reading.how == CHARSET_GUESSED) {
        csv.settings.charset = head.reading.name;
        str_add_span(&csv.head_note, str_view(&head.note));
    }
    if (status == STATUS_OK)
        status = read_records(&csv, err);
    loaded_release(&head);
    return status == STATUS_NO_MEMORY ? error_no_memory(err) : status;
}

/* A header of names that are ours, a text or a title among them: nothing but
   this begins so. */
static bool sniff(struct str_span head)
{
    const char *end = find(head, '\n');
    char divider;
    bool has_text = false;
    unsigned n_names = 0;

    if (str_span_starts(head, SPAN("\xef\xbb\xbf")))
        head = behind(head, 3);
    if (end == NULL)
        return false;
    head = str_span_trim(str_span(head.bytes, (size_t)(end - head.bytes)));
    divider = csv_divider(head);
    while (head.n_bytes > 0) {
        const char *cut = find(head, divider);
        size_t n = cut != NULL ? (size_t)(cut - head.bytes) : head.n_bytes;
        struct str_span name = str_span_trim(str_span(head.bytes, n));
        int field;

        if (name.n_bytes > 2 && name.bytes[0] == '"')
            name = str_span(name.bytes + 1, name.n_bytes - 2);
        field = field_of(name);
        n_names += field >= 0;
        has_text |= field == READER_TEXT || field == READER_TITLE;
        head = behind(head, cut != NULL ? n + 1 : n);
    }
    return has_text && n_names >= 2;
}

static const char *const endings[] = {".csv", ".tsv", ".tab", NULL};

const struct reader reader_csv = {
    .name = "csv",
    .endings = endings,
    .sniff = sniff,
    .read = read_csv,
};
