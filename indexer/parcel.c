/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/parcel.h"

#include "base/vec.h"
#include "indexer/frame.h"
#include "indexer/workshop.h"

#include <stdlib.h>
#include <string.h>

void parcel_init(struct parcel *parcel)
{
    memset(parcel, 0, sizeof(*parcel));
    arena_init(&parcel->arena);
    str_init(&parcel->text, SIZE_MAX / 4);
}

void parcel_release(struct parcel *parcel)
{
    batch_free(parcel->out);
    arena_release(&parcel->arena);
    str_release(&parcel->text);
    free(parcel->pieces);
    free(parcel->items);
}

void parcel_reset(struct parcel *parcel)
{
    parcel->n_pieces = 0;
    parcel->n_items = 0;
    parcel->n_bytes = 0;
    parcel->status = STATUS_OK;
    arena_reset(&parcel->arena);
    str_reset(&parcel->text);
}

/* NULL stays so. */
static enum status copy_text(struct parcel *parcel, const char **text,
                             struct error *err)
{
    if (*text == NULL)
        return STATUS_OK;
    *text = arena_copy(&parcel->arena, str_span_of(*text)).bytes;
    return *text == NULL ? error_no_memory(err) : STATUS_OK;
}

enum status parcel_add(struct parcel *parcel, const struct piece *piece,
                       struct str_span text, struct error *err)
{
    struct piece copy = *piece;
    enum status status = VEC_RESERVE(&parcel->pieces, &parcel->n_pieces_room,
                                     parcel->n_pieces, 1, err);

    if (status == STATUS_OK)
        status = copy_text(parcel, &copy.path, err);
    if (status == STATUS_OK)
        status = copy_text(parcel, &copy.relative, err);
    if (status == STATUS_OK)
        status = copy_text(parcel, &copy.reason, err);
    if (status != STATUS_OK)
        return status;
    if (copy.kind != PIECE_FILE) {
        copy.off_bytes = parcel->text.n_bytes;
        copy.n_bytes = text.n_bytes;
        str_add_span(&parcel->text, text);
    }
    parcel->pieces[parcel->n_pieces++] = copy;
    /* What is said of it takes memory as well. */
    parcel->n_bytes += copy.n_bytes + sizeof(copy);
    return str_status(&parcel->text, err);
}

/* ---- hands */

enum status hand_init(struct hand *hand, const struct hand *sample,
                      const struct language *language, struct error *err)
{
    memset(hand, 0, sizeof(*hand));
    hand->id_from = sample->id_from;
    hand->reader = sample->reader;
    hand->settings = sample->settings;
    hand->is_summing = sample->is_summing;
    hand->day = sample->day;
    document_init(&hand->document);
    arena_init(&hand->arena);
    arena_init(&hand->frame_arena);
    str_init(&hand->file, 0);
    str_init(&hand->id_term, 0);
    str_init(&hand->record, 0);
    hand->sum = checksum_sum_new();
    if (hand->sum == NULL)
        return error_no_memory(err);
    return analyser_new(language, &hand->analyser, err);
}

void hand_release(struct hand *hand)
{
    workshop_free(hand->workshop);
    analyser_free(hand->analyser);
    checksum_sum_free(hand->sum);
    document_release(&hand->document);
    arena_release(&hand->arena);
    arena_release(&hand->frame_arena);
    str_release(&hand->file);
    str_release(&hand->id_term);
    str_release(&hand->record);
}

static enum status add_item(struct parcel *parcel, const struct item *item,
                            struct error *err)
{
    struct item copy = *item;
    enum status status = VEC_RESERVE(&parcel->items, &parcel->n_items_room,
                                     parcel->n_items, 1, err);

    if (status == STATUS_OK)
        status = copy_text(parcel, &copy.reason, err);
    if (status == STATUS_OK)
        status = copy_text(parcel, &copy.date_reason, err);
    if (status == STATUS_OK)
        status = copy_text(parcel, &copy.note, err);
    if (status != STATUS_OK)
        return status;
    copy.id = arena_copy(&parcel->arena, item->id);
    if (copy.id.bytes == NULL)
        return error_no_memory(err);
    parcel->items[parcel->n_items++] = copy;
    return STATUS_OK;
}

/* From a reader. */
static enum status skip_line(void *context, uint64_t line, const char *reason,
                             struct error *err)
{
    struct hand *hand = context;
    struct item item = {.line = line, .id = {"", 0}, .reason = reason};

    return add_item(hand->parcel, &item, err);
}

/* Terms stay from article to article, since the run that they go to knows them
   then, and as long as all of them can be stored. */
static void forget_terms(struct hand *hand)
{
    document_reset(&hand->document);
    hand->document.terms_key++;
}

static enum status write_article(struct hand *hand, struct article *article,
                                 struct error *err)
{
    document_next(&hand->document);
    str_reset(&hand->record);
    str_reset(&hand->id_term);
    build_id_term(article->id, &hand->id_term);

    enum status status = str_status(&hand->id_term, err);

    if (status == STATUS_OK)
        status = build_document(hand->analyser, article, &hand->origin,
                                &hand->document, err);
    if (status == STATUS_OK)
        status = article_encode(article, &hand->record, err);
    if (status == STATUS_OK) {
        hand->document.record = str_view(&hand->record);
        hand->document.id_term = str_view(&hand->id_term);
        status = batch_add(hand->parcel->out, &hand->document, err);
    }
    if (status != STATUS_OK)
        forget_terms(hand);
    return status;
}

/* From a reader. */
static enum status take_article(void *context, struct article *article,
                                const struct reader_facts *facts,
                                struct error *err)
{
    struct hand *hand = context;
    struct item item = {.is_article = true,
                        .line = facts->line,
                        .n_repaired = facts->n_repaired,
                        .note = facts->note};
    struct error date_reason = ERROR_INIT;
    struct error reason = ERROR_INIT;
    bool is_dated = true;

    arena_reset(&hand->arena);
    hand->origin.form = facts->form != NULL ? facts->form : hand->form;

    enum status status = identity_name(hand->id_from, hand->piece->relative,
                                       facts, &hand->arena, article, err);

    if (status != STATUS_OK)
        return status;
    if (hand->is_summing)
        item.sum = identity_sum(article, hand->sum);
    status =
        build_article(article, &hand->arena, &is_dated, &date_reason, &reason);
    if (status == STATUS_OK && build_is_empty(article))
        item.reason = "no text";
    else if (status == STATUS_OK)
        status = write_article(hand, article, &reason);
    if (status == STATUS_TOO_BIG || status == STATUS_BAD_TEXT) {
        item.reason = reason.message;
    } else if (status != STATUS_OK) {
        if (err != NULL)
            *err = reason;
        return status;
    }
    item.id = article->id;
    item.n_paragraphs = article->n_paragraphs;
    if (!is_dated)
        item.date_reason = date_reason.message;
    return add_item(hand->parcel, &item, err);
}

static enum status begin_reading(struct hand *hand, const struct reader *reader,
                                 struct error *err)
{
    str_reset(&hand->file);
    identity_path(hand->piece->relative, &hand->file);
    hand->form = reader->name;
    hand->origin = (struct origin){
        .form = reader->name, .path = str_view(&hand->file), .day = hand->day};
    return str_status(&hand->file, err);
}

static enum status read_piece(struct hand *hand, struct input *input,
                              struct error *err)
{
    const struct reader_sink sink = {hand, take_article, skip_line};
    const struct reader *reader = hand->piece->reader;
    struct error reason = ERROR_INIT;
    enum status status = STATUS_OK;

    if (hand->piece->kind == PIECE_FILE)
        status = reader_settle(input, hand->reader, &reader, &reason);
    if (status != STATUS_OK)
        return skip_line(hand, 0, reason.message, err);
    status = begin_reading(hand, reader, err);
    return status == STATUS_OK ? workshop_read(&hand->workshop, reader, input,
                                               hand->settings, &sink, err)
                               : status;
}

/* The frames are ours: they were checked when they came. */
static enum status take_frame(struct hand *hand, const struct frame *frame,
                              struct error *err)
{
    struct reader_facts facts;
    struct article article;
    const char *reason;
    uint64_t line;
    enum status status;

    arena_reset(&hand->frame_arena);
    if (frame->kind == FRAME_SKIP) {
        status =
            frame_read_skip(frame->payload, &hand->frame_arena, &line, &reason);
        return status == STATUS_OK ? skip_line(hand, line, reason, err)
                                   : error_no_memory(err);
    }
    status = frame_read_article(frame->payload, &hand->frame_arena, &article,
                                &facts);
    return status == STATUS_OK ? take_article(hand, &article, &facts, err)
                               : error_no_memory(err);
}

static enum status work_frames(struct hand *hand, struct str_span text,
                               struct error *err)
{
    enum status status = begin_reading(hand, hand->piece->reader, err);
    struct frame frame;

    while (status == STATUS_OK && frame_take(&text, &frame) == STATUS_OK)
        status = take_frame(hand, &frame, err);
    return status;
}

static enum status work_lines(struct hand *hand, struct str_span text,
                              struct error *err)
{
    struct input *input = NULL;
    enum status status = input_open_lines(
        hand->piece->path, text, hand->piece->n_lines_before, &input, err);

    if (status == STATUS_OK)
        status = read_piece(hand, input, err);
    input_free(input);
    return status;
}

static enum status work_file(struct hand *hand, struct piece *piece,
                             struct error *err)
{
    struct input *input = NULL;
    struct error reason = ERROR_INIT;
    enum status status = input_open(piece->path, &input, &reason);

    if (status == STATUS_NO_MEMORY)
        return error_no_memory(err);
    if (status != STATUS_OK) {
        piece->reason = reason.message;
        return copy_text(hand->parcel, &piece->reason, err);
    }
    status = read_piece(hand, input, err);
    piece->facts = input_facts(input);
    piece->n_read_bytes = input_n_read(input);
    input_free(input);
    return status;
}

static enum status work_piece(struct hand *hand, struct piece *piece,
                              struct error *err)
{
    struct parcel *parcel = hand->parcel;
    enum status status = STATUS_OK;

    hand->piece = piece;
    piece->i_item = parcel->n_items;

    struct str_span text =
        str_span(parcel->text.bytes + piece->off_bytes, piece->n_bytes);

    switch (piece->kind) {
    case PIECE_LINES:
        status = work_lines(hand, text, err);
        break;
    case PIECE_FRAMES:
        status = work_frames(hand, text, err);
        break;
    case PIECE_FILE:
        status = work_file(hand, piece, err);
        break;
    }
    piece->n_items = parcel->n_items - piece->i_item;
    return status;
}

void hand_work(struct hand *hand, struct parcel *parcel)
{
    enum status status = STATUS_OK;

    hand->parcel = parcel;
    forget_terms(hand);
    for (size_t i = 0; status == STATUS_OK && i < parcel->n_pieces; i++)
        status = work_piece(hand, &parcel->pieces[i], &parcel->err);
    if (status == STATUS_OK)
        status = batch_seal(parcel->out, &parcel->err);
    parcel->status = status;
}
