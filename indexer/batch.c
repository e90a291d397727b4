/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/batch.h"

#include "base/vec.h"
#include "indexer/build.h"

#include <stdlib.h>
#include <string.h>

void batch_init(struct batch *batch)
{
    memset(batch, 0, sizeof(*batch));
    arena_init(&batch->arena);
    str_init(&batch->text, SIZE_MAX / 4);
}

void batch_release(struct batch *batch)
{
    writer_batch_free(batch->out);
    arena_release(&batch->arena);
    str_release(&batch->text);
    free(batch->pieces);
    free(batch->items);
}

void batch_reset(struct batch *batch)
{
    batch->n_pieces = 0;
    batch->n_items = 0;
    batch->n_bytes = 0;
    batch->status = STATUS_OK;
    arena_reset(&batch->arena);
    str_reset(&batch->text);
}

/* NULL stays so. */
static enum status copy_text(struct batch *batch, const char **text,
                             struct error *err)
{
    if (*text == NULL)
        return STATUS_OK;
    *text = arena_copy(&batch->arena, str_span_of(*text)).bytes;
    return *text == NULL ? error_no_memory(err) : STATUS_OK;
}

enum status batch_add(struct batch *batch, const struct piece *piece,
                      struct str_span lines, struct error *err)
{
    struct piece copy = *piece;
    enum status status = VEC_RESERVE(&batch->pieces, &batch->n_pieces_room,
                                     batch->n_pieces, 1, err);

    if (status == STATUS_OK)
        status = copy_text(batch, &copy.path, err);
    if (status == STATUS_OK)
        status = copy_text(batch, &copy.relative, err);
    if (status == STATUS_OK)
        status = copy_text(batch, &copy.reason, err);
    if (status != STATUS_OK)
        return status;
    if (copy.kind == PIECE_LINES) {
        copy.off_bytes = batch->text.n_bytes;
        copy.n_bytes = lines.n_bytes;
        str_add_span(&batch->text, lines);
    }
    batch->pieces[batch->n_pieces++] = copy;
    /* What is said of it takes memory as well. */
    batch->n_bytes += copy.n_bytes + sizeof(copy);
    return str_status(&batch->text, err);
}

/* ---- hands */

enum status hand_init(struct hand *hand, const struct hand *sample,
                      const struct language *language, struct error *err)
{
    memset(hand, 0, sizeof(*hand));
    hand->id_from = sample->id_from;
    hand->reader = sample->reader;
    hand->map = sample->map;
    hand->is_summing = sample->is_summing;
    document_init(&hand->document);
    arena_init(&hand->arena);
    str_init(&hand->id_term, 0);
    str_init(&hand->record, 0);
    hand->sum = checksum_sum_new();
    if (hand->sum == NULL)
        return error_no_memory(err);
    return analyser_new(language, &hand->analyser, err);
}

void hand_release(struct hand *hand)
{
    analyser_free(hand->analyser);
    checksum_sum_free(hand->sum);
    document_release(&hand->document);
    arena_release(&hand->arena);
    str_release(&hand->id_term);
    str_release(&hand->record);
}

static enum status add_item(struct batch *batch, const struct item *item,
                            struct error *err)
{
    struct item copy = *item;
    enum status status = VEC_RESERVE(&batch->items, &batch->n_items_room,
                                     batch->n_items, 1, err);

    if (status == STATUS_OK)
        status = copy_text(batch, &copy.reason, err);
    if (status == STATUS_OK)
        status = copy_text(batch, &copy.date_reason, err);
    if (status == STATUS_OK)
        status = copy_text(batch, &copy.note, err);
    if (status != STATUS_OK)
        return status;
    copy.id = arena_copy(&batch->arena, item->id);
    if (copy.id.bytes == NULL)
        return error_no_memory(err);
    batch->items[batch->n_items++] = copy;
    return STATUS_OK;
}

/* From a reader. */
static enum status skip_line(void *context, uint64_t line, const char *reason,
                             struct error *err)
{
    struct hand *hand = context;
    struct item item = {.line = line, .id = {"", 0}, .reason = reason};

    return add_item(hand->batch, &item, err);
}

static enum status write_article(struct hand *hand, struct article *article,
                                 struct error *err)
{
    document_reset(&hand->document);
    str_reset(&hand->record);
    str_reset(&hand->id_term);
    build_id_term(article->id, &hand->id_term);

    enum status status = str_status(&hand->id_term, err);

    if (status == STATUS_OK)
        status = build_document(hand->analyser, article, &hand->document, err);
    if (status == STATUS_OK)
        status = article_encode(article, &hand->record, err);
    if (status != STATUS_OK)
        return status;
    hand->document.record = str_view(&hand->record);
    hand->document.id_term = str_view(&hand->id_term);
    return writer_batch_add(hand->batch->out, &hand->document, err);
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
    return add_item(hand->batch, &item, err);
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
    return reader->read(input, hand->map, &sink, err);
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
        return copy_text(hand->batch, &piece->reason, err);
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
    struct batch *batch = hand->batch;
    enum status status = STATUS_OK;

    hand->piece = piece;
    piece->i_item = batch->n_items;
    if (piece->kind == PIECE_LINES)
        status = work_lines(
            hand,
            str_span(batch->text.bytes + piece->off_bytes, piece->n_bytes),
            err);
    else if (piece->kind == PIECE_FILE)
        status = work_file(hand, piece, err);
    piece->n_items = batch->n_items - piece->i_item;
    return status;
}

void hand_work(struct hand *hand, struct batch *batch)
{
    enum status status = STATUS_OK;

    hand->batch = batch;
    for (size_t i = 0; status == STATUS_OK && i < batch->n_pieces; i++)
        status = work_piece(hand, &batch->pieces[i], &batch->err);
    if (status == STATUS_OK)
        status = writer_batch_seal(batch->out, &batch->err);
    batch->status = status;
}
