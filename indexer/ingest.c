/*
 * From files to articles to the index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/ingest.h"

#include "indexer/build.h"
#include "indexer/interrupt.h"
#include "indexer/json_out.h"
#include "indexer/stage_out.h"

#include <string.h>

void ingest_init(struct ingest *ingest)
{
    memset(ingest, 0, sizeof(*ingest));
    document_init(&ingest->document);
    arena_init(&ingest->arena);
    str_init(&ingest->id, 0);
    str_init(&ingest->record, 0);
}

void ingest_release(struct ingest *ingest)
{
    identity_set_release(&ingest->seen);
    document_release(&ingest->document);
    arena_release(&ingest->arena);
    str_release(&ingest->id);
    str_release(&ingest->record);
}

static enum status check_interrupt(struct error *err)
{
    if (interrupt_is_set())
        return error_set(err, STATUS_IO, "interrupted: the index is as it was");
    return STATUS_OK;
}

static void show_progress(struct ingest *ingest)
{
    ingest->counts.n_bytes =
        ingest->n_done_bytes +
        (ingest->input != NULL ? input_n_read(ingest->input) : 0);
    progress_show(ingest->progress, &ingest->counts);
}

static enum status skip_place(struct ingest *ingest,
                              const struct report_place *place,
                              const char *reason, struct error *err)
{
    enum status status = check_interrupt(err);

    if (status != STATUS_OK)
        return status;
    report_add(ingest->report, REPORT_SKIPPED, place, "%s", reason);
    ingest->counts.n_skipped++;
    if (!ingest->is_stop_on_error)
        return STATUS_OK;
    return error_set(err, STATUS_BAD_TEXT,
                     "stopped at the first article skipped: the index is as "
                     "it was");
}

enum status ingest_skip(void *context, const char *path, const char *reason,
                        struct error *err)
{
    struct report_place place = {path, 0, str_span(NULL, 0)};

    return skip_place(context, &place, reason, err);
}

/* From a reader. */
static enum status skip_line(void *context, uint64_t line, const char *reason,
                             struct error *err)
{
    struct ingest *ingest = context;
    struct report_place place = {ingest->path, line, str_span(NULL, 0)};

    return skip_place(ingest, &place, reason, err);
}

/* Failures that are this article's own; all others end the run. */
static bool is_own_fault(enum status status)
{
    return status == STATUS_TOO_BIG || status == STATUS_BAD_TEXT;
}

static enum status write_article(struct ingest *ingest, struct article *article,
                                 struct error *err)
{
    bool has = false;

    document_reset(&ingest->document);
    str_reset(&ingest->record);
    str_reset(&ingest->id);

    enum status status =
        build_document(ingest->analyser, article, &ingest->document, err);

    if (status == STATUS_OK)
        status = article_encode(article, &ingest->record, err);
    build_id_term(article->id, &ingest->id);
    if (status == STATUS_OK)
        status = str_status(&ingest->id, err);
    if (status != STATUS_OK)
        return status;
    ingest->document.record = str_view(&ingest->record);
    ingest->document.id_term = str_view(&ingest->id);
    status = writer_has(ingest->writer, ingest->document.id_term, &has, err);
    if (status == STATUS_OK)
        status = writer_add(ingest->writer, &ingest->document, err);
    if (status == STATUS_OK)
        ingest->n_replaced += has;
    return status;
}

static enum status deliver(struct ingest *ingest, struct article *article,
                           struct error *err)
{
    switch (ingest->stage) {
    case STAGE_INDEX:
        return write_article(ingest, article, err);
    case STAGE_CHECK:
        return STATUS_OK;
    case STAGE_ARTICLES:
        return stage_out_article(ingest->out, article, err);
    case STAGE_PARAGRAPHS:
        return stage_out_paragraphs(ingest->out, article, err);
    case STAGE_TERMS:
        break;
    }
    document_reset(&ingest->document);

    enum status status =
        build_document(ingest->analyser, article, &ingest->document, err);

    if (status != STATUS_OK)
        return status;
    return stage_out_terms(ingest->out, article, &ingest->document, err);
}

static void report_mended(struct ingest *ingest,
                          const struct report_place *place,
                          const struct reader_facts *facts)
{
    if (facts->n_repaired > 0)
        report_add(ingest->report, REPORT_REPAIRED, place,
                   "%zu ill-formed byte sequence%s replaced by U+FFFD%s%s",
                   facts->n_repaired, facts->n_repaired == 1 ? "" : "s",
                   facts->note != NULL ? "; " : "",
                   facts->note != NULL ? facts->note : "");
    else if (facts->note != NULL)
        report_add(ingest->report, REPORT_REPAIRED, place, "%s", facts->note);
}

/* An id of its own choosing stays readable for dump when another is used. */
static enum status keep_own_id(struct ingest *ingest, struct article *article,
                               struct str_span id, struct error *err)
{
    if (article->id.n_bytes == 0 || str_span_equal(article->id, id))
        return STATUS_OK;

    CLEANUP(str_release) struct str extra = STR_INIT;
    CLEANUP(str_release) struct str name = STR_INIT;

    json_add_other_name(&name, article->extra, SPAN("id"));
    str_add_span(&extra, article->extra);
    json_add_member(&extra, str_view(&name).bytes, article->id);
    if (str_status(&name, err) != STATUS_OK ||
        str_status(&extra, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    article->extra = arena_copy(&ingest->arena, str_view(&extra));
    return article->extra.bytes == NULL ? error_no_memory(err) : STATUS_OK;
}

static enum status name_article(struct ingest *ingest, struct article *article,
                                const struct reader_facts *facts,
                                struct error *err)
{
    str_reset(&ingest->id);
    identity_add(ingest->id_from, ingest->relative, article, facts,
                 &ingest->id);

    enum status status = str_status(&ingest->id, err);

    if (status != STATUS_OK)
        return status;

    struct str_span id = arena_copy(&ingest->arena, str_view(&ingest->id));

    if (id.bytes == NULL)
        return error_no_memory(err);
    status = keep_own_id(ingest, article, id, err);
    article->id = id;
    return status;
}

/* What is known to be in; tells what the keeper should know of it. */
static enum status count_article(struct ingest *ingest,
                                 const struct article *article,
                                 const struct report_place *place,
                                 struct error *err)
{
    bool is_new = true;
    enum status status =
        identity_set_put(&ingest->seen, article->id, &is_new, err);

    if (status != STATUS_OK)
        return status;
    if (!is_new)
        report_add(ingest->report, REPORT_REPLACED, place,
                   "replaced an earlier article with the same id in this run");
    ingest->counts.n_articles++;
    ingest->counts.n_paragraphs += article->n_paragraphs;
    show_progress(ingest);
    return STATUS_OK;
}

/* From a reader. */
static enum status add_article(void *context, struct article *article,
                               const struct reader_facts *facts,
                               struct error *err)
{
    struct ingest *ingest = context;
    struct error date_reason = ERROR_INIT;
    bool is_dated = true;
    enum status status = check_interrupt(err);

    if (status != STATUS_OK)
        return status;
    arena_reset(&ingest->arena);
    status = name_article(ingest, article, facts, err);
    if (status != STATUS_OK)
        return status;

    struct report_place place = {ingest->path, facts->line, article->id};
    struct error reason = ERROR_INIT;

    status = build_article(article, &ingest->arena, &is_dated, &date_reason,
                           &reason);
    if (status == STATUS_OK && article->n_paragraphs == 0 &&
        str_span_trim(article->title).n_bytes == 0)
        return skip_place(ingest, &place, "no text", err);
    if (status == STATUS_OK)
        status = deliver(ingest, article, &reason);
    if (is_own_fault(status))
        return skip_place(ingest, &place, reason.message, err);
    if (status != STATUS_OK) {
        if (err != NULL)
            *err = reason;
        return status;
    }
    report_mended(ingest, &place, facts);
    if (!is_dated)
        report_add(ingest->report, REPORT_UNDATED, &place, "%s",
                   date_reason.message);
    return count_article(ingest, article, &place, err);
}

static enum status read_input(struct ingest *ingest, struct error *err)
{
    const struct reader_sink sink = {ingest, add_article, skip_line};
    const struct reader *reader = ingest->reader;
    struct error reason = ERROR_INIT;
    struct str_span head = str_span(NULL, 0);
    enum status status = input_head(ingest->input, &head, &reason);

    if (status == STATUS_OK && (reader == NULL || head.n_bytes == 0))
        status = reader_choose(ingest->path, head, &reader, &reason);
    if (status != STATUS_OK)
        return skip_line(ingest, 0, reason.message, err);
    return reader->read(ingest->input, &ingest->map, &sink, err);
}

enum status ingest_file(void *context, const struct walk_file *file,
                        struct error *err)
{
    struct ingest *ingest = context;
    struct error reason = ERROR_INIT;
    enum status status = input_open(file->path, &ingest->input, &reason);

    ingest->path = file->path;
    ingest->relative = file->relative;
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK) {
        ingest->input = NULL;
        return ingest_skip(ingest, file->path, reason.message, err);
    }
    ingest->path = input_path(ingest->input);
    status = read_input(ingest, err);
    ingest->n_done_bytes += input_n_read(ingest->input);
    input_free(ingest->input);
    ingest->input = NULL;
    show_progress(ingest);
    ingest->counts.n_bytes = ingest->n_done_bytes;
    return status;
}
