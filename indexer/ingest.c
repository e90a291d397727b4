/*
 * From files to articles to the index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/ingest_parts.h"

#include "indexer/crew.h"
#include "indexer/interrupt.h"
#include "indexer/json_out.h"
#include "indexer/stage_out.h"
#include "indexer/workshop.h"

#include <string.h>

void ingest_init(struct ingest *ingest)
{
    memset(ingest, 0, sizeof(*ingest));
    document_init(&ingest->document);
    arena_init(&ingest->arena);
    str_init(&ingest->file, 0);
    str_init(&ingest->id, 0);
    str_init(&ingest->record, 0);
}

void ingest_release(struct ingest *ingest)
{
    crew_free(ingest->crew);
    workshop_free(ingest->workshop);
    identity_set_release(&ingest->seen);
    identity_set_release(&ingest->same);
    checksum_sum_free(ingest->sum);
    document_release(&ingest->document);
    arena_release(&ingest->arena);
    str_release(&ingest->file);
    str_release(&ingest->id);
    str_release(&ingest->record);
}

enum status ingest_check_signal(struct error *err)
{
    if (interrupt_is_set())
        return error_set(err, STATUS_IO, "interrupted: the index is as it was");
    return STATUS_OK;
}

void ingest_show_progress(struct ingest *ingest)
{
    ingest->counts.n_bytes =
        ingest->n_done_bytes +
        (ingest->input != NULL ? input_n_read(ingest->input) : 0);
    progress_show(ingest->progress, &ingest->counts);
}

static enum status skip_place(struct ingest *ingest,
                              const struct report_place *place,
                              bool is_whole_file, const char *reason,
                              struct error *err)
{
    enum status status = ingest_check_signal(err);

    if (status != STATUS_OK)
        return status;
    report_add(ingest->report, REPORT_SKIPPED, place, "%s", reason);
    ingest->counts.n_skipped++;
    ingest->n_file_skipped++;
    ingest->is_file_skipped |= is_whole_file;
    if (!ingest->is_stop_on_error)
        return STATUS_OK;
    return error_set(err, STATUS_BAD_TEXT,
                     "stopped at the first article skipped: the index is as "
                     "it was");
}

enum status ingest_skip_place(struct ingest *ingest,
                              const struct report_place *place,
                              const char *reason, struct error *err)
{
    return skip_place(ingest, place, place->line == 0, reason, err);
}

enum status ingest_skip(void *context, const char *path, const char *reason,
                        struct error *err)
{
    struct report_place place = {path, 0, str_span(NULL, 0)};
    struct ingest *ingest = context;

    enum status status = ingest_drain(ingest, err); /* in its turn */

    return status == STATUS_OK ? ingest_skip_place(ingest, &place, reason, err)
                               : status;
}

enum status ingest_skip_line(struct ingest *ingest, uint64_t line,
                             const char *reason, struct error *err)
{
    bool is_part = line == READER_PART;
    struct report_place place = {ingest->path, is_part ? 0 : line,
                                 str_span(NULL, 0)};

    return skip_place(ingest, &place, line == 0, reason, err);
}

/* From a reader. */
static enum status skip_line(void *context, uint64_t line, const char *reason,
                             struct error *err)
{
    return ingest_skip_line(context, line, reason, err);
}

/* Failures that are this article's own; all others end the run. */
static bool is_own_fault(enum status status)
{
    return status == STATUS_TOO_BIG || status == STATUS_BAD_TEXT;
}

/* Whether the index had it before this run; its id term is in ingest->id
   then. */
enum status ingest_look_up(struct ingest *ingest, struct str_span id,
                           struct error *err)
{
    uint32_t docid;
    enum status status;

    ingest->has_article = false;
    str_reset(&ingest->id);
    build_id_term(id, &ingest->id);
    status = str_status(&ingest->id, err);
    if (status != STATUS_OK)
        return status;
    if (ingest->stage == STAGE_INDEX)
        return writer_has(ingest->writer, str_view(&ingest->id),
                          &ingest->has_article, err);
    if (ingest->stage != STAGE_CHECK || ingest->index == NULL)
        return STATUS_OK;
    status = index_find(ingest->index, str_view(&ingest->id), &docid, err);
    ingest->has_article = status == STATUS_OK;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status write_article(struct ingest *ingest, struct article *article,
                                 struct error *err)
{
    document_reset(&ingest->document);
    str_reset(&ingest->record);

    enum status status = build_document(
        ingest->analyser, article, &ingest->origin, &ingest->document, err);

    if (status == STATUS_OK)
        status = article_encode(article, &ingest->record, err);
    if (status != STATUS_OK)
        return status;
    ingest->document.record = str_view(&ingest->record);
    ingest->document.id_term = str_view(&ingest->id);
    return writer_add(ingest->writer, &ingest->document, err);
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

    enum status status = build_document(
        ingest->analyser, article, &ingest->origin, &ingest->document, err);

    if (status != STATUS_OK)
        return status;
    return stage_out_terms(ingest->out, article, &ingest->document, err);
}

void ingest_report_mended(struct ingest *ingest,
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

/* ---- articles of a file that the index knows */

/* One key for an id and the sum of its article. */
static enum status make_key(struct str_span id, uint64_t sum, struct str *out,
                            struct error *err)
{
    str_reset(out);
    str_add(out, (const char *)&sum, sizeof(sum));
    str_add_span(out, id);
    return str_status(out, err);
}

static enum status remember_same(struct ingest *ingest,
                                 const struct source *before, struct error *err)
{
    CLEANUP(str_release) struct str key = STR_INIT;
    struct source_id_iter iter;
    struct source_id id;
    enum status status = STATUS_OK;

    source_id_iter_init(&iter, before);
    while (status == STATUS_OK) {
        bool is_new;

        status = source_id_next(&iter, &id, err);
        if (status == STATUS_OK)
            status = make_key(id.id, id.sum, &key, err);
        if (status == STATUS_OK)
            status =
                identity_set_put(&ingest->same, str_view(&key), &is_new, err);
    }
    source_id_iter_release(&iter);
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* An article of this run that has the same id has taken its place. */
static enum status check_same(struct ingest *ingest, struct str_span id,
                              uint64_t sum, bool *ret_is_same,
                              struct error *err)
{
    CLEANUP(str_release) struct str key = STR_INIT;
    enum status status = STATUS_OK;

    *ret_is_same = false;
    if (ingest->same.n_items > 0)
        status = make_key(id, sum, &key, err);
    if (status == STATUS_OK)
        *ret_is_same = identity_set_has(&ingest->same, str_view(&key)) &&
                       ingest->has_article &&
                       !identity_set_has(&ingest->seen, id);
    return status;
}

/* ---- all articles */

/* What is known to be in; tells what the keeper should know of it. */
enum status ingest_count(struct ingest *ingest,
                         const struct report_place *place, size_t n_paragraphs,
                         struct error *err)
{
    bool is_new = true;
    enum status status =
        identity_set_put(&ingest->seen, place->id, &is_new, err);

    if (status != STATUS_OK)
        return status;
    if (!is_new)
        report_add(ingest->report, REPORT_REPLACED, place,
                   "replaced an earlier article with the same id in this run");
    ingest->n_replaced += is_new && ingest->has_article;
    ingest->counts.n_articles++;
    ingest->counts.n_paragraphs += n_paragraphs;
    ingest_show_progress(ingest);
    return STATUS_OK;
}

/* An article with its id: into the index, or told why not. */
static enum status take_article(struct ingest *ingest, struct article *article,
                                const struct reader_facts *facts,
                                struct error *err)
{
    const struct report_place place = {ingest->path, facts->line, article->id};
    struct error date_reason = ERROR_INIT;
    struct error reason = ERROR_INIT;
    bool is_dated = true;
    enum status status = build_article(article, &ingest->arena, &is_dated,
                                       &date_reason, &reason);

    if (status == STATUS_OK && build_is_empty(article))
        return ingest_skip_place(ingest, &place, "no text", err);
    if (status == STATUS_OK)
        status = deliver(ingest, article, &reason);
    if (is_own_fault(status))
        return ingest_skip_place(ingest, &place, reason.message, err);
    if (status != STATUS_OK) {
        if (err != NULL)
            *err = reason;
        return status;
    }
    ingest_report_mended(ingest, &place, facts);
    if (!is_dated)
        report_add(ingest->report, REPORT_UNDATED, &place, "%s",
                   date_reason.message);
    ingest->is_taken = true;
    return ingest_count(ingest, &place, article->n_paragraphs, err);
}

static enum status leave_article(struct ingest *ingest,
                                 const struct article *article,
                                 struct error *err)
{
    bool is_new;

    ingest->n_same++;
    ingest->is_taken = true;
    ingest_show_progress(ingest);
    return identity_set_put(&ingest->seen, article->id, &is_new, err);
}

/* From a reader. */
static enum status add_article(void *context, struct article *article,
                               const struct reader_facts *facts,
                               struct error *err)
{
    struct ingest *ingest = context;
    bool is_same = false;
    uint64_t sum = 0;
    enum status status = ingest_check_signal(err);

    if (status != STATUS_OK)
        return status;
    arena_reset(&ingest->arena);
    ingest->is_taken = false;
    ingest->origin.form = facts->form != NULL ? facts->form : ingest->form;
    status = identity_name(ingest->id_from, ingest->relative, facts,
                           &ingest->arena, article, err);
    if (status == STATUS_OK)
        status = ingest_look_up(ingest, article->id, err);
    if (status == STATUS_OK && ingest->log != NULL) {
        sum = identity_sum(article, ingest->sum);
        status = check_same(ingest, article->id, sum, &is_same, err);
    }
    if (status != STATUS_OK)
        return status;
    status = is_same ? leave_article(ingest, article, err)
                     : take_article(ingest, article, facts, err);
    if (status == STATUS_OK && ingest->is_taken && ingest->log != NULL)
        source_log_id(ingest->log, article->id, sum);
    return status;
}

enum status ingest_read(struct ingest *ingest, struct input *input,
                        const struct reader *reader, struct error *err)
{
    const struct reader_sink sink = {ingest, add_article, skip_line};

    str_reset(&ingest->file);
    identity_path(ingest->relative, &ingest->file);
    ingest->form = reader->name;
    ingest->origin = (struct origin){.form = reader->name,
                                     .path = str_view(&ingest->file),
                                     .day = ingest->day};

    enum status status = str_status(&ingest->file, err);

    if (status != STATUS_OK)
        return status;
    /* What is unpacked, and what else holds many. */
    if (reader->is_risky && ingest->crew != NULL && ingest->known == NULL)
        return ingest_deal_frames(ingest, input, reader, &sink, err);
    return workshop_read(&ingest->workshop, reader, input, &ingest->settings,
                         &sink, err);
}

static enum status read_input(struct ingest *ingest, struct error *err)
{
    const struct reader *reader = NULL;
    struct error reason = ERROR_INIT;
    enum status status =
        reader_settle(ingest->input, ingest->reader, &reader, &reason);

    if (status != STATUS_OK)
        return skip_line(ingest, 0, reason.message, err);
    if (ingest->crew != NULL && ingest->known == NULL && reader->is_lines)
        return ingest_deal_lines(ingest, reader, err);
    return ingest_read(ingest, ingest->input, reader, err);
}

/* ---- files */

/* What is to be remembered of the file: nothing if it is no text at all, so
   that it is looked at, and told, again. */
static enum status remember_file(struct ingest *ingest, const char *path,
                                 struct input_facts facts, struct error *err)
{
    struct source_log *log = ingest->log;
    enum status status = STATUS_OK;

    if (ingest->is_file_skipped && log->n_ids == 0)
        return STATUS_OK;
    if (ingest->is_file_skipped)
        facts.is_end = false;
    if (ingest->n_file_skipped > 0 && ingest->known != NULL)
        status = source_log_keep(log, ingest->known, &ingest->seen, err);
    if (status != STATUS_OK)
        return status;
    return source_log_end(log, path,
                          ingest->is_whole_file ? SOURCE_WHOLE : SOURCE_MORE,
                          &facts, err);
}

void ingest_begin_file(struct ingest *ingest, const char *path,
                       const char *relative)
{
    ingest->path = path;
    ingest->relative = relative;
    ingest->n_file_skipped = 0;
    ingest->is_file_skipped = false;
    if (ingest->log != NULL)
        source_log_begin(ingest->log);
}

enum status ingest_end_file(struct ingest *ingest, const char *path,
                            const struct input_facts *facts,
                            uint64_t n_read_bytes, struct error *err)
{
    enum status status = STATUS_OK;

    if (ingest->log != NULL)
        status = remember_file(ingest, path, *facts, err);
    ingest->n_done_bytes += n_read_bytes;
    ingest->counts.n_bytes = ingest->n_done_bytes;
    return status;
}

static enum status read_file(struct ingest *ingest,
                             const struct walk_file *file, struct error *err)
{
    struct error reason = ERROR_INIT;
    enum status status = input_open(file->path, &ingest->input, &reason);

    ingest_begin_file(ingest, file->path, file->relative);
    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK) {
        ingest->input = NULL;
        return ingest_skip_line(ingest, 0, reason.message, err);
    }
    ingest->path = input_path(ingest->input);
    status = read_input(ingest, err);
    if (status == STATUS_OK) {
        struct input_facts facts = input_facts(ingest->input);

        status = ingest_end_file(ingest, file->path, &facts,
                                 input_n_read(ingest->input), err);
    }
    input_free(ingest->input);
    ingest->input = NULL;
    ingest_show_progress(ingest);
    return status;
}

enum status ingest_file(void *context, const struct walk_file *file,
                        struct error *err)
{
    return ingest_known_file(context, file, NULL, false, err);
}

enum status ingest_known_file(struct ingest *ingest,
                              const struct walk_file *file,
                              const struct source *known, bool is_trusted,
                              struct error *err)
{
    bool is_dealt = false;

    if (ingest->log != NULL && ingest->sum == NULL) {
        ingest->sum = checksum_sum_new();
        if (ingest->sum == NULL)
            return error_no_memory(err);
    }
    ingest->known = known;

    enum status status = ingest_deal_file(ingest, file, &is_dealt, err);

    identity_set_release(&ingest->same);
    if (status == STATUS_OK && known != NULL && is_trusted)
        status = remember_same(ingest, known, err);
    if (status == STATUS_OK && !is_dealt)
        status = read_file(ingest, file, err);
    ingest->known = NULL;
    return status;
}
