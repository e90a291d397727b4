/*
 * PDF, by pdftotext and pdfinfo, if they are installed: programs of their own,
 * started from a worker, with its limits and a time of their own, and never a
 * library of ours. One article a file.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/draft.h"
#include "indexer/loaded.h"
#include "indexer/pdf_text.h"
#include "indexer/program.h"

#include <stdio.h>
#include <string.h>

#define PDF_MAX_BYTES ((size_t)256 << 20)
/* Half of what a worker may be silent for; a book takes some seconds. */
#define TEXT_MS         50000
#define INFO_MS         10000
#define INFO_MAX_BYTES  ((size_t)1 << 20)
#define TITLE_MAX_BYTES 200

struct pdf {
    const struct reader_sink *sink;
    struct draft draft;
    struct loaded loaded; /* what a program wrote, as clean UTF-8 */
};

/* What pdftotext says by its status, in words. */
static void say_why(const struct program_result *result, char *reason,
                    size_t n_room)
{
    switch (result->end) {
    case PROGRAM_MISSING:
        (void)snprintf(reason, n_room,
                       "PDF is read by pdftotext (poppler-utils), which is "
                       "not installed");
        break;
    case PROGRAM_TOO_LONG:
        (void)snprintf(reason, n_room, "pdftotext takes over %d seconds",
                       TEXT_MS / 1000);
        break;
    case PROGRAM_TOO_BIG:
        (void)snprintf(reason, n_room, "over %zu MiB of text",
                       ARTICLE_MAX_BYTES >> 20);
        break;
    case PROGRAM_KILLED:
        (void)snprintf(reason, n_room, "pdftotext ends by a signal");
        break;
    case PROGRAM_ENDED:
        if (result->status == 3)
            (void)snprintf(reason, n_room, "it forbids to copy its text");
        else
            (void)snprintf(reason, n_room,
                           "pdftotext can't open it: damaged, or it wants a "
                           "password");
        break;
    }
}

/* What the program writes of a PDF, in loaded. */
static enum status ask(struct pdf *pdf, const char *const *args,
                       struct str_span bytes,
                       const struct program_limits *limits,
                       struct program_result *ret_result, struct error *err)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    enum status status =
        program_run(args, bytes, limits, &out, ret_result, err);

    str_reset(&pdf->loaded.text);
    if (status == STATUS_OK && ret_result->end == PROGRAM_ENDED)
        status = loaded_decode(&pdf->loaded, str_view(&out), NULL,
                               SPAN("UTF-8"), err);
    return status;
}

/* ---- what it says of itself */

/* Names that are all of two words at least stand in a list; "Last, First" is
   one name. */
static bool is_list(struct str_span value)
{
    while (value.n_bytes > 0) {
        const char *end = memchr(value.bytes, ',', value.n_bytes);
        size_t n = end != NULL ? (size_t)(end - value.bytes) : value.n_bytes;
        struct str_span name = str_span_trim(str_span(value.bytes, n));

        if (name.n_bytes == 0 || memchr(name.bytes, ' ', name.n_bytes) == NULL)
            return false;
        n += end != NULL;
        value = str_span(value.bytes + n, value.n_bytes - n);
    }
    return true;
}

static void take_list(struct draft *draft, enum reader_field field,
                      struct str_span value, bool has_commas)
{
    while (value.n_bytes > 0) {
        size_t n = 0;

        while (n < value.n_bytes && value.bytes[n] != ';' &&
               (value.bytes[n] != ',' || !has_commas))
            n++;
        draft_set(draft, field, str_span(value.bytes, n));
        n += n < value.n_bytes;
        value = str_span(value.bytes + n, value.n_bytes - n);
    }
}

static void take_info(struct draft *draft, struct str_span name,
                      struct str_span value)
{
    if (str_span_equal(name, SPAN("Title")))
        draft_set(draft, READER_TITLE, value);
    else if (str_span_equal(name, SPAN("Author")))
        take_list(draft, READER_AUTHOR, value, is_list(value));
    else if (str_span_equal(name, SPAN("Keywords")))
        take_list(draft, READER_TAGS, value, true);
    else if (str_span_equal(name, SPAN("CreationDate")))
        draft_set(draft, READER_DATE, value);
    else if (str_span_equal(name, SPAN("Subject")))
        draft_keep(draft, SPAN("subject"), value);
    else if (str_span_equal(name, SPAN("Creator")))
        draft_keep(draft, SPAN("creator"), value);
    else if (str_span_equal(name, SPAN("Producer")))
        draft_keep(draft, SPAN("producer"), value);
    else if (str_span_equal(name, SPAN("Pages")))
        draft_keep(draft, SPAN("pages"), value);
}

/* "Title:           The words", a line each. Without pdfinfo: nothing. */
static enum status read_info(struct pdf *pdf, struct str_span bytes,
                             struct error *err)
{
    static const char *const args[] = {"pdfinfo", "-isodates", "-enc",
                                       "UTF-8",   "-",         NULL};
    static const struct program_limits limits = {INFO_MS, INFO_MAX_BYTES};
    struct program_result result = {PROGRAM_MISSING, 0};
    enum status status = ask(pdf, args, bytes, &limits, &result, err);
    struct str_span rest = str_view(&pdf->loaded.text);

    if (status != STATUS_OK || result.end != PROGRAM_ENDED)
        return status;
    while (rest.n_bytes > 0) {
        const char *end = memchr(rest.bytes, '\n', rest.n_bytes);
        size_t n = end != NULL ? (size_t)(end - rest.bytes) : rest.n_bytes;
        const char *colon = memchr(rest.bytes, ':', n);
        size_t n_name = colon != NULL ? (size_t)(colon - rest.bytes) : n;

        if (colon != NULL)
            take_info(&pdf->draft, str_span(rest.bytes, n_name),
                      str_span(colon + 1, n - n_name - 1));
        n += end != NULL;
        rest = str_span(rest.bytes + n, rest.n_bytes - n);
    }
    return STATUS_OK;
}

/* ---- the text */

/* A first paragraph of one short line is the title, if there is no other. */
static void take_title(struct draft *draft)
{
    struct str_span text = str_view(&draft->fields[READER_TEXT]);
    const char *end = memmem(text.bytes, text.n_bytes, "\n\n", 2);

    if (draft->fields[READER_TITLE].n_bytes == 0 && end != NULL &&
        end - text.bytes <= TITLE_MAX_BYTES &&
        memchr(text.bytes, '\n', (size_t)(end - text.bytes)) == NULL)
        draft_set(draft, READER_TITLE,
                  str_span(text.bytes, (size_t)(end - text.bytes)));
}

static enum status read_text(struct pdf *pdf, struct str_span bytes,
                             struct error *err)
{
    static const char *const args[] = {"pdftotext", "-enc", "UTF-8", "-eol",
                                       "unix",      "-",    "-",     NULL};
    static const struct program_limits limits = {TEXT_MS, ARTICLE_MAX_BYTES};
    struct program_result result = {PROGRAM_MISSING, 0};
    struct reader_facts facts;
    char reason[96];
    enum status status = ask(pdf, args, bytes, &limits, &result, err);

    if (status != STATUS_OK)
        return status;
    if (result.end != PROGRAM_ENDED || result.status != 0) {
        say_why(&result, reason, sizeof(reason));
        return pdf->sink->skip(pdf->sink->context, 0, reason, err);
    }
    facts = loaded_facts(&pdf->loaded);
    status = pdf_text_read(str_view(&pdf->loaded.text),
                           &pdf->draft.fields[READER_TEXT], err);
    if (status != STATUS_OK)
        return status;
    if (pdf->draft.fields[READER_TEXT].n_bytes == 0)
        return pdf->sink->skip(pdf->sink->context, 0,
                               "pages without text, such as pictures of them",
                               err);
    facts.n_repaired = pdf->loaded.reading.n_repaired;
    status = read_info(pdf, bytes, err);
    if (status != STATUS_OK)
        return status;
    take_title(&pdf->draft);
    facts.note = NULL; /* of what programs wrote, not of the PDF */
    return draft_push(&pdf->draft, &facts, pdf->sink, err);
}

static enum status read_pdf(struct input *input,
                            const struct reader_settings *settings,
                            const struct reader_sink *sink, struct error *err)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    struct pdf pdf = {.sink = sink, .draft = DRAFT_INIT, .loaded = LOADED_INIT};
    struct error reason = ERROR_INIT;
    enum status status = input_read_all(input, PDF_MAX_BYTES, &bytes, &reason);

    (void)settings;
    if (status == STATUS_OK)
        status = read_text(&pdf, str_view(&bytes), &reason);
    if (status == STATUS_NO_MEMORY)
        status = error_no_memory(err);
    else if (status != STATUS_OK)
        status = sink->skip(sink->context, 0, reason.message, err);
    draft_release(&pdf.draft);
    loaded_release(&pdf.loaded);
    return status;
}

static bool sniff(struct str_span head)
{
    return str_span_starts(head, SPAN("%PDF-"));
}

static const char *const endings[] = {".pdf", NULL};

const struct reader reader_pdf = {
    .name = "pdf",
    .endings = endings,
    .sniff = sniff,
    .read = read_pdf,
    .is_risky = true,
    .is_marked = true,
};
