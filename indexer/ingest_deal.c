/*
 * Articles dealt to threads. Small files go to them whole; of a large one in
 * lines, stretches of lines. What must be one thread's is done here, when a
 * parcel is settled: ids, reports, counts, the log of sources, the index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/ingest_parts.h"

#include "indexer/crew.h"
#include "indexer/frame.h"
#include "indexer/workshop.h"

#include <string.h>

/* Of the memory, the parcels on their way and the documents that they became
   may take a few parts in so many; the rest is the writer's. */
#define PARCEL_SHARE 64
/* A parcel of more gains nothing; of less, it costs a run of its own. */
#define PARCEL_MAX_BYTES ((size_t)8 << 20)
#define PARCEL_MIN_BYTES ((size_t)256 << 10)
#define MEMORY_BYTES     ((size_t)512 << 20)

/* What is read before the threads are needed: it tells whether a file is laid
   out in lines at all, and while the writer waits for its first articles
   there is nothing that could be dealt. */
#define FIRST_BYTES ((size_t)64 << 10)

/* ---- settling */

static enum status settle_article(struct ingest *ingest,
                                  const struct item *item, struct error *err)
{
    const struct report_place place = {ingest->path, item->line, item->id};
    const struct reader_facts facts = {
        .line = item->line,
        .n_repaired = item->n_repaired,
        .note = item->note,
    };

    if (item->reason != NULL)
        return ingest_skip_place(ingest, &place, item->reason, err);

    enum status status = ingest_look_up(ingest, item->id, err);

    if (status != STATUS_OK)
        return status;
    ingest_report_mended(ingest, &place, &facts);
    if (item->date_reason != NULL)
        report_add(ingest->report, REPORT_UNDATED, &place, "%s",
                   item->date_reason);
    status = ingest_count(ingest, &place, item->n_paragraphs, err);
    if (status == STATUS_OK && ingest->log != NULL)
        source_log_id(ingest->log, item->id, item->sum);
    return status;
}

static enum status settle_items(struct ingest *ingest,
                                const struct parcel *parcel,
                                const struct piece *piece, struct error *err)
{
    const struct item *items = parcel->items + piece->i_item;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < piece->n_items && status == STATUS_OK; i++) {
        status = ingest_check_signal(err);
        if (status == STATUS_OK)
            status = items[i].is_article
                         ? settle_article(ingest, &items[i], err)
                         : ingest_skip_line(ingest, items[i].line,
                                            items[i].reason, err);
    }
    return status;
}

static enum status settle_file(struct ingest *ingest,
                               const struct parcel *parcel,
                               const struct piece *piece, struct error *err)
{
    ingest_begin_file(ingest, piece->path, piece->relative);
    if (piece->reason != NULL)
        return ingest_skip_line(ingest, 0, piece->reason, err);

    enum status status = settle_items(ingest, parcel, piece, err);

    if (status == STATUS_OK)
        status = ingest_end_file(ingest, piece->path, &piece->facts,
                                 piece->n_read_bytes, err);
    return status;
}

static enum status settle_piece(struct ingest *ingest,
                                const struct parcel *parcel,
                                const struct piece *piece, struct error *err)
{
    switch (piece->kind) {
    case PIECE_FILE:
        return settle_file(ingest, parcel, piece, err);
    case PIECE_LINES:
    case PIECE_FRAMES:
        return settle_items(ingest, parcel, piece, err);
    }
    return STATUS_OK;
}

static enum status settle(void *context, struct parcel *parcel,
                          struct error *err)
{
    struct ingest *ingest = context;
    const char *path = ingest->path;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < parcel->n_pieces && status == STATUS_OK; i++)
        status = settle_piece(ingest, parcel, &parcel->pieces[i], err);
    ingest->path = path; /* that of a piece goes with its parcel */
    if (status == STATUS_OK)
        status = writer_append(ingest->writer, parcel->out, NULL, err);
    return status;
}

/* ---- the crew */

static size_t parcel_bytes(unsigned n_jobs, size_t memory_bytes)
{
    size_t n_bytes = (memory_bytes > 0 ? memory_bytes : MEMORY_BYTES) /
                     PARCEL_SHARE / (n_jobs - 1);

    if (n_bytes < PARCEL_MIN_BYTES)
        return PARCEL_MIN_BYTES;
    return n_bytes < PARCEL_MAX_BYTES ? n_bytes : PARCEL_MAX_BYTES;
}

enum status ingest_start_crew(struct ingest *ingest, unsigned n_jobs,
                              size_t memory_bytes,
                              const struct language *language,
                              struct error *err)
{
    if (n_jobs < 2 || ingest->stage != STAGE_INDEX)
        return STATUS_OK;

    const struct hand sample = {
        .id_from = ingest->id_from,
        .reader = ingest->reader,
        .settings = &ingest->settings,
        .is_summing = ingest->log != NULL,
        .day = ingest->day,
    };
    const struct crew_settings settings = {
        .n_jobs = n_jobs,
        .n_parcel_bytes = parcel_bytes(n_jobs, memory_bytes),
        .sample = &sample,
        .language = language,
        .writer = ingest->writer,
        .settle = settle,
        .context = ingest,
    };

    ingest->n_parcel_bytes = settings.n_parcel_bytes;
    return crew_new(&settings, &ingest->crew, err);
}

enum status ingest_drain(struct ingest *ingest, struct error *err)
{
    return ingest->crew != NULL ? crew_drain(ingest->crew, err) : STATUS_OK;
}

void ingest_end_crew(struct ingest *ingest)
{
    crew_free(ingest->crew);
    ingest->crew = NULL;
}

/* ---- dealing */

static enum status deal(struct ingest *ingest, const struct piece *piece,
                        struct str_span text, struct error *err)
{
    struct parcel *parcel;
    enum status status = crew_parcel(ingest->crew, &parcel, err);

    if (status == STATUS_OK)
        status = parcel_add(parcel, piece, text, err);
    if (status == STATUS_OK)
        crew_push(ingest->crew);
    return status;
}

enum status ingest_deal_file(struct ingest *ingest,
                             const struct walk_file *file, bool *ret_is_dealt,
                             struct error *err)
{
    const struct piece piece = {
        .kind = PIECE_FILE,
        .path = file->path,
        .relative = file->relative,
        .n_bytes = (size_t)file->n_bytes,
    };

    *ret_is_dealt = ingest->crew != NULL && ingest->known == NULL &&
                    writer_is_parallel(ingest->writer) &&
                    strcmp(file->path, "-") != 0 &&
                    file->n_bytes < ingest->n_parcel_bytes / 2;
    if (*ret_is_dealt)
        return deal(ingest, &piece, str_span(NULL, 0), err);
    return ingest_drain(ingest, err);
}

/* ---- lines */

/* Lines on their way from the input to a parcel. */
struct lines {
    const struct reader *reader;
    struct str line;
    struct str text;
    uint64_t n_before; /* of the text */
    uint64_t n_lines;  /* in the text */
};

static enum status read_here(struct ingest *ingest, const struct lines *lines,
                             struct error *err)
{
    struct input *input = NULL;
    enum status status = input_open_lines(
        ingest->relative, str_view(&lines->text), lines->n_before, &input, err);

    if (status == STATUS_OK)
        status = ingest_read(ingest, input, lines->reader, err);
    input_free(input);
    return status;
}

/* Passes on what was gathered: to a thread if that can be. */
static enum status pass(struct ingest *ingest, struct lines *lines,
                        struct error *err)
{
    const struct piece piece = {
        .kind = PIECE_LINES,
        .path = ingest->path,
        .relative = ingest->relative,
        .reader = lines->reader,
        .n_lines_before = lines->n_before,
    };
    enum status status = ingest_check_signal(err);

    if (status != STATUS_OK || lines->n_lines == 0)
        return status;
    if (lines->n_before > 0 && writer_is_parallel(ingest->writer))
        status = deal(ingest, &piece, str_view(&lines->text), err);
    else
        status = read_here(ingest, lines, err);
    lines->n_before += lines->n_lines;
    lines->n_lines = 0;
    str_reset(&lines->text);
    return status;
}

/* A line that could not be read: it is told in its place. */
static enum status pass_bad(struct ingest *ingest, struct lines *lines,
                            const char *reason, struct error *err)
{
    enum status status = pass(ingest, lines, err);

    if (status == STATUS_OK)
        status = ingest_drain(ingest, err);
    lines->n_before++;
    return status == STATUS_OK
               ? ingest_skip_line(ingest, lines->n_before, reason, err)
               : status;
}

static size_t wanted_bytes(const struct ingest *ingest,
                           const struct lines *lines)
{
    return lines->n_before > 0 && writer_is_parallel(ingest->writer)
               ? ingest->n_parcel_bytes
               : FIRST_BYTES;
}

static enum status deal_line(struct ingest *ingest, struct lines *lines,
                             struct error *err)
{
    struct error reason = ERROR_INIT;
    enum status status = input_read_line(ingest->input, READER_LINE_MAX_BYTES,
                                         &lines->line, &reason);

    switch (status) {
    case STATUS_DONE:
        status = pass(ingest, lines, err);
        return status == STATUS_OK ? STATUS_DONE : status;
    case STATUS_NO_MEMORY:
        return error_no_memory(err);
    case STATUS_TOO_BIG:
        return pass_bad(ingest, lines, reason.message, err);
    case STATUS_OK:
        break;
    default: /* nothing more can be read */
        status = pass_bad(ingest, lines, reason.message, err);
        return status == STATUS_OK ? STATUS_DONE : status;
    }
    str_add_span(&lines->text, str_view(&lines->line));
    str_add_char(&lines->text, '\n');
    lines->n_lines++;
    status = str_status(&lines->text, err);
    if (status == STATUS_OK &&
        lines->text.n_bytes >= wanted_bytes(ingest, lines))
        status = pass(ingest, lines, err);
    return status;
}

enum status ingest_deal_lines(struct ingest *ingest,
                              const struct reader *reader, struct error *err)
{
    struct lines lines = {.reader = reader};
    enum status status = STATUS_OK;

    str_init(&lines.line, 0);
    str_init(&lines.text, SIZE_MAX / 4);
    /* A reader that skips the whole file does that at its first lines. */
    while (status == STATUS_OK && !ingest->is_file_skipped)
        status = deal_line(ingest, &lines, err);
    str_release(&lines.line);
    str_release(&lines.text);
    if (status == STATUS_OK || status == STATUS_DONE)
        status = ingest_drain(ingest, err);
    return status;
}

/* ---- frames */

/* Articles on their way from a worker to a parcel. */
struct gathering {
    struct ingest *ingest;
    const struct reader *reader;
    const struct reader_sink *here; /* for what can't be dealt yet */
    struct str text;
};

static enum status hand_over(struct gathering *gathering, struct error *err)
{
    const struct piece piece = {
        .kind = PIECE_FRAMES,
        .path = gathering->ingest->path,
        .relative = gathering->ingest->relative,
        .reader = gathering->reader,
    };
    enum status status = str_status(&gathering->text, err);

    if (status == STATUS_OK && gathering->text.n_bytes > 0)
        status =
            deal(gathering->ingest, &piece, str_view(&gathering->text), err);
    str_reset(&gathering->text);
    return status;
}

static enum status hand_over_if_full(struct gathering *gathering,
                                     struct error *err)
{
    enum status status = ingest_check_signal(err);

    if (status == STATUS_OK &&
        gathering->text.n_bytes >= gathering->ingest->n_parcel_bytes)
        status = hand_over(gathering, err);
    return status;
}

/* From a reader. */
static enum status gather_article(void *context, struct article *article,
                                  const struct reader_facts *facts,
                                  struct error *err)
{
    struct gathering *gathering = context;

    if (!writer_is_parallel(gathering->ingest->writer))
        return gathering->here->add(gathering->here->context, article, facts,
                                    err);
    frame_add_article(&gathering->text, article, facts);
    return hand_over_if_full(gathering, err);
}

static enum status gather_skip(void *context, uint64_t line, const char *reason,
                               struct error *err)
{
    struct gathering *gathering = context;

    if (!writer_is_parallel(gathering->ingest->writer))
        return gathering->here->skip(gathering->here->context, line, reason,
                                     err);
    frame_add_skip(&gathering->text, line, reason);
    return hand_over_if_full(gathering, err);
}

enum status ingest_deal_frames(struct ingest *ingest, struct input *input,
                               const struct reader *reader,
                               const struct reader_sink *here,
                               struct error *err)
{
    struct gathering gathering = {ingest, reader, here, STR_INIT};
    const struct reader_sink sink = {&gathering, gather_article, gather_skip};

    str_init(&gathering.text, SIZE_MAX / 4);

    enum status status = workshop_read(&ingest->workshop, reader, input,
                                       &ingest->settings, &sink, err);

    if (status == STATUS_OK)
        status = hand_over(&gathering, err);
    if (status == STATUS_OK)
        status = ingest_drain(ingest, err);
    str_release(&gathering.text);
    return status;
}
