/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/diagnostic.h"

#include "base/vec.h"
#include "searcher/terminal.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Code points of a query's line shown on either side of a mistake. */
#define SHOWN_BEFORE 40
#define SHOWN_AFTER  60

static const struct diagnostic_row rows[] = {
    {"E101", SEVERITY_ERROR, true,
     "a parenthesis is not closed, or was not opened"},
    {"E103", SEVERITY_ERROR, true,
     "an operator or a field has nothing to work on"},
    {"E104", SEVERITY_ERROR, true, "this cannot stand beside NEAR or its like"},
    {"E110", SEVERITY_ERROR, true, "no such field"},
    {"E120", SEVERITY_ERROR, true,
     "a date, number or range that can't be read; left out"},
    {"E121", SEVERITY_ERROR, true, "a value that the field can't take"},
    {"E130", SEVERITY_ERROR, true, "a wildcard with too few letters"},
    {"E131", SEVERITY_ERROR, true, "a regular expression that can't be read"},
    {"E132", SEVERITY_ERROR, false, "a regular expression that takes too long"},
    {"E133", SEVERITY_ERROR, true,
     "a ~, ^, / or = that does not fit what it stands at"},
    {"E140", SEVERITY_ERROR, false, "a limit is exceeded"},
    {"E150", SEVERITY_ERROR, true,
     "part of the language, but not supported yet"},
    {"E160", SEVERITY_ERROR, true, "saved: names no query that can be had"},
    {"E161", SEVERITY_ERROR, true, "a saved query asks for itself"},
    {"E162", SEVERITY_ERROR, false, "a saved query has a mistake in it"},
    {"W102", SEVERITY_WARNING, false,
     "a quote is not closed; the phrase goes on to the end"},
    {"W107", SEVERITY_WARNING, false,
     "the query was not UTF-8; bad bytes were read as U+FFFD"},
    {"W203", SEVERITY_WARNING, false,
     "a pattern stands for more words than are searched for"},
    {"W204", SEVERITY_WARNING, false,
     "not all could be looked at: the results are partial"},
    {"W205", SEVERITY_WARNING, false,
     "like: names an article that is not there"},
    {"W302", SEVERITY_WARNING, false,
     "a parameter of the address that there is not"},
    {"N101", SEVERITY_NOTE, false,
     "another reading is possible without parentheses"},
    {"N102", SEVERITY_NOTE, false,
     "a lower-case and, or, not is searched for as a word"},
    {"N103", SEVERITY_NOTE, false, "typographic quotes were read as quotes"},
    {"N104", SEVERITY_NOTE, false,
     "each word is in at least half of the articles"},
    {"N105", SEVERITY_NOTE, false,
     "no article has the word, or hardly one; another finds more"},
    {"N106", SEVERITY_NOTE, false, "there is no word in this; it is left out"},
    {"N107", SEVERITY_NOTE, false,
     "a space stands between a field and its colon; read as words"},
    {"N108", SEVERITY_NOTE, false, "single quotes make no phrase"},
    {"N109", SEVERITY_NOTE, false,
     "a range without a field was read as one of dates"},
    {"N301", SEVERITY_NOTE, false,
     "the index has changed since the page before"},
    {"N130", SEVERITY_NOTE, false,
     "paragraphs are asked for, and no words of theirs"},
};

#define N_ROWS (sizeof rows / sizeof *rows)

const struct diagnostic_row *diagnostic_rows(size_t *ret_n_rows)
{
    *ret_n_rows = N_ROWS;
    return rows;
}

/* A forgiven error has the number of its row and another letter. */
static bool find_severity(const char *code, enum severity *ret_severity)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        bool is_warning = rows[i].is_forgiven && code[0] == 'W';
        if (strcmp(code + 1, rows[i].code + 1) != 0 ||
            (code[0] != rows[i].code[0] && !is_warning))
            continue;
        *ret_severity = is_warning ? SEVERITY_WARNING : rows[i].severity;
        return true;
    }
    return false;
}

void diagnostic_list_init(struct diagnostic_list *list, struct arena *arena)
{
    *list = (struct diagnostic_list){NULL, 0, 0, arena};
}

void diagnostic_list_release(struct diagnostic_list *list)
{
    if (list == NULL)
        return;
    free(list->items);
    *list = (struct diagnostic_list){NULL, 0, 0, NULL};
}

static enum status copy_texts(struct diagnostic *item, struct arena *arena,
                              const struct str *message, const char *hint)
{
    item->message = arena_copy(arena, str_view(message));
    item->hint = arena_copy(arena, str_span_of(hint));
    bool is_whole = item->message.bytes != NULL && item->hint.bytes != NULL;
    return is_whole ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status diagnostic_add(struct diagnostic_list *list, const char *code,
                           struct ast_span span, const char *hint,
                           struct error *err, const char *format, ...)
{
    enum severity severity;
    if (!find_severity(code, &severity))
        return error_set(err, STATUS_INTERNAL, "no diagnostic '%s'", code);
    size_t max = DIAGNOSTICS_MAX;
    if (severity == SEVERITY_ERROR)
        max *= 2;
    if (list->n_items >= max)
        return STATUS_OK;
    enum status status =
        VEC_RESERVE(&list->items, &list->n_items_room, list->n_items, 1, err);
    if (status != STATUS_OK)
        return status;

    CLEANUP(str_release) struct str message = STR_INIT;
    va_list args;
    va_start(args, format);
    str_add_vformat(&message, format, args);
    va_end(args);
    status = str_status(&message, err);
    if (status != STATUS_OK)
        return status;

    struct diagnostic *item = &list->items[list->n_items];
    *item = (struct diagnostic){.severity = severity, .span = span};
    (void)snprintf(item->code, sizeof item->code, "%s", code);
    if (copy_texts(item, list->arena, &message, hint) != STATUS_OK)
        return error_no_memory(err);
    list->n_items++;
    return STATUS_OK;
}

void diagnostic_remove(struct diagnostic_list *list, const char *code)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < list->n_items; i++)
        if (strcmp(list->items[i].code, code) != 0)
            list->items[n_kept++] = list->items[i];
    list->n_items = n_kept;
}

void diagnostic_replace(struct diagnostic_list *list,
                        struct str_span replacement)
{
    if (list->n_items > 0)
        list->items[list->n_items - 1].replacement = replacement;
}

void diagnostic_compare(struct diagnostic_list *list,
                        const struct ast_node *read,
                        const struct ast_node *other)
{
    if (list->n_items == 0)
        return;
    list->items[list->n_items - 1].read = read;
    list->items[list->n_items - 1].other = other;
}

bool diagnostic_has_error(const struct diagnostic_list *list)
{
    for (size_t i = 0; i < list->n_items; i++)
        if (list->items[i].severity == SEVERITY_ERROR)
            return true;
    return false;
}

const char *severity_name(enum severity severity)
{
    switch (severity) {
    case SEVERITY_NOTE:
        return "note";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_ERROR:
        return "error";
    }
    return "";
}

void diagnostic_locate(struct str_span query, size_t off_bytes,
                       size_t *ret_line, size_t *ret_column)
{
    size_t line_start = 0;
    *ret_line = 1;
    for (size_t i = 0; i < off_bytes && i < query.n_bytes; i++) {
        if (query.bytes[i] != '\n')
            continue;
        line_start = i + 1;
        ++*ret_line;
    }
    *ret_column = 1 + utf8_count(str_span(query.bytes + line_start,
                                          off_bytes - line_start));
}

/* Whether a code point begins at off_bytes. */
static bool is_start(struct str_span text, size_t off_bytes)
{
    return (text.bytes[off_bytes] & 0xC0) != 0x80;
}

/* The part of the query's line that is shown for span. */
static struct ast_span shown_part(struct str_span query, struct ast_span span)
{
    struct ast_span shown = {span.start_bytes, span.start_bytes};
    for (size_t n = 0; shown.start_bytes > 0 && n < SHOWN_BEFORE;) {
        if (query.bytes[shown.start_bytes - 1] == '\n')
            break;
        n += is_start(query, --shown.start_bytes);
    }
    while (shown.start_bytes > 0 && !is_start(query, shown.start_bytes))
        shown.start_bytes--;
    for (size_t n = 0; shown.end_bytes < query.n_bytes; shown.end_bytes++) {
        if (query.bytes[shown.end_bytes] == '\n')
            break;
        n += is_start(query, shown.end_bytes);
        if (n > SHOWN_AFTER)
            break;
    }
    return shown;
}

/* Control characters could play tricks with a terminal: each is a space. */
static void add_shown(struct str_span text, struct str *out)
{
    for (size_t i = 0; i < text.n_bytes;) {
        size_t n_unsafe = terminal_unsafe(text, i);
        if (n_unsafe > 0)
            str_add_char(out, ' ');
        else
            str_add_char(out, text.bytes[i]);
        i += n_unsafe > 0 ? n_unsafe : 1;
    }
}

static size_t shown_columns(struct str_span query, size_t start, size_t end)
{
    CLEANUP(str_release) struct str shown = STR_INIT;
    add_shown(str_span(query.bytes + start, end - start), &shown);
    return utf8_columns(str_view(&shown));
}

static enum terminal_look look_of(enum severity severity)
{
    switch (severity) {
    case SEVERITY_NOTE:
        return LOOK_NOTE;
    case SEVERITY_WARNING:
        return LOOK_WARNING;
    case SEVERITY_ERROR:
        return LOOK_ERROR;
    }
    return LOOK_PLAIN;
}

static void print_carets(size_t n, bool has_colour, enum terminal_look look,
                         struct str *out)
{
    terminal_look(out, has_colour, look);
    for (size_t i = 0; i < n || i == 0; i++)
        str_add_char(out, '^');
    terminal_look(out, has_colour, LOOK_PLAIN);
    str_add_char(out, '\n');
}

static void print_line(struct str_span query, struct ast_span span,
                       bool has_colour, enum terminal_look look,
                       struct str *out)
{
    struct ast_span shown = shown_part(query, span);
    bool is_cut_before =
        shown.start_bytes > 0 && query.bytes[shown.start_bytes - 1] != '\n';
    bool is_cut_after =
        shown.end_bytes < query.n_bytes && query.bytes[shown.end_bytes] != '\n';
    size_t end =
        span.end_bytes < shown.end_bytes ? span.end_bytes : shown.end_bytes;
    str_add_text(out, is_cut_before ? "  ..." : "  ");
    add_shown(str_span(query.bytes + shown.start_bytes,
                       shown.end_bytes - shown.start_bytes),
              out);
    str_add_text(out, is_cut_after ? "...\n" : "\n");

    str_add_text(out, is_cut_before ? "     " : "  ");
    size_t n = shown_columns(query, shown.start_bytes, span.start_bytes);
    for (size_t i = 0; i < n; i++)
        str_add_char(out, ' ');
    n = end > span.start_bytes ? shown_columns(query, span.start_bytes, end)
                               : 1;
    print_carets(n, has_colour, look, out);
}

void diagnostic_print(const struct diagnostic *diagnostic,
                      const struct diagnostic_style *style,
                      struct str_span query, struct str *out)
{
    size_t line;
    size_t column;
    struct ast_span span = diagnostic->span;
    if (span.start_bytes > query.n_bytes)
        span.start_bytes = query.n_bytes;
    if (span.end_bytes > query.n_bytes)
        span.end_bytes = query.n_bytes;
    diagnostic_locate(query, span.start_bytes, &line, &column);
    enum terminal_look look = look_of(diagnostic->severity);
    str_add_format(out, "%s: query:%zu:%zu: ", style->program, line, column);
    terminal_look(out, style->has_colour, look);
    str_add_format(out, "%s:", severity_name(diagnostic->severity));
    terminal_look(out, style->has_colour, LOOK_PLAIN);
    str_add_char(out, ' ');
    add_shown(diagnostic->message, out);
    str_add_format(out, " [%s]\n", diagnostic->code);
    print_line(query, span, style->has_colour, look, out);
    if (diagnostic->hint.n_bytes == 0)
        return;
    str_add_text(out, "  hint: ");
    add_shown(diagnostic->hint, out);
    str_add_char(out, '\n');
}
