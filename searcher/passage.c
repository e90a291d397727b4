/*
 * Passages: which part of a paragraph is shown, and its marks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/passage.h"

#include "base/vec.h"
#include "searcher/boundary.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* What one more mark of the same leaf is worth, beside a new leaf's 1.0 and
   more: enough to prefer a crowd of marks, never more than a leaf. */
#define REPEAT_WEIGHT 0.01

/* Text with more bytes than this for each column is not worth measuring: a
   character has at most four, and one or two accents may stand on it. */
#define BYTES_A_COLUMN 12

/* A piece of maker->text, in bytes. */
struct piece {
    size_t start;
    size_t end;
};

enum status passage_maker_init(struct passage_maker *maker,
                               struct analyser *analyser, struct arena *arena,
                               const double *leaf_weights, size_t n_leaves,
                               struct error *err)
{
    memset(maker, 0, sizeof(*maker));
    str_init(&maker->text, 0);
    maker->analyser = analyser;
    maker->arena = arena;
    maker->leaf_weights = leaf_weights;
    maker->n_leaves = n_leaves;
    maker->leaf_counts = calloc(n_leaves + 1, sizeof(uint32_t));
    maker->shown = calloc(n_leaves / 64 + 1, sizeof(uint64_t));
    return maker->leaf_counts && maker->shown ? STATUS_OK
                                              : error_no_memory(err);
}

void passage_maker_release(struct passage_maker *maker)
{
    if (!maker)
        return;
    free(maker->leaf_counts);
    free(maker->shown);
    free(maker->marks);
    str_release(&maker->text);
    maker->leaf_counts = NULL;
    maker->shown = NULL;
    maker->marks = NULL;
}

static double add_mark(struct passage_maker *maker, size_t i_leaf)
{
    if (maker->leaf_counts[i_leaf]++ > 0)
        return REPEAT_WEIGHT;
    return 1.0 + maker->leaf_weights[i_leaf];
}

static double remove_mark(struct passage_maker *maker, size_t i_leaf)
{
    if (--maker->leaf_counts[i_leaf] > 0)
        return REPEAT_WEIGHT;
    return 1.0 + maker->leaf_weights[i_leaf];
}

static size_t columns_between(const struct passage_maker *maker, size_t start,
                              size_t end)
{
    return utf8_columns(str_span(maker->text.bytes + start, end - start));
}

/* The same for marks and what is between them; a stretch that is surely
   wider than n_most is not measured, which would cost a whole paragraph. */
static size_t columns_up_to(const struct passage_maker *maker, size_t start,
                            size_t end, size_t n_most)
{
    if (end - start > n_most * BYTES_A_COLUMN)
        return n_most + 1;
    return columns_between(maker, start, end);
}

/* From the beginning of mark i to that of the next. */
static size_t columns_of_step(const struct passage_maker *maker, size_t i,
                              size_t n_most)
{
    return columns_up_to(maker, maker->marks[i].start_bytes,
                         maker->marks[i + 1].start_bytes, n_most);
}

/*
 * From the first to the last mark of the best stretch that is at most
 * n_columns wide. One pass: marks enter at the right and leave at the left.
 */
static struct piece best_stretch(struct passage_maker *maker, size_t n_columns)
{
    const struct flat_mark *marks = maker->marks;
    struct piece best = {marks[0].start_bytes, marks[0].end_bytes};
    double best_score = 0;
    double score = 0;
    size_t first = 0;
    size_t n_before = 0; /* columns from the start of first to that of last */

    memset(maker->leaf_counts, 0, (maker->n_leaves + 1) * sizeof(uint32_t));
    for (size_t last = 0; last < maker->n_marks; last++) {
        size_t n_last = columns_up_to(maker, marks[last].start_bytes,
                                      marks[last].end_bytes, n_columns);
        if (last > first)
            n_before += columns_of_step(maker, last - 1, n_columns);
        score += add_mark(maker, marks[last].i_leaf);
        while (n_before + n_last > n_columns && first < last) {
            n_before -= columns_of_step(maker, first, n_columns);
            score -= remove_mark(maker, marks[first].i_leaf);
            first++;
        }
        if (score > best_score + REPEAT_WEIGHT / 2) {
            best_score = score;
            best.start = marks[first].start_bytes;
            best.end = marks[last].end_bytes;
        }
    }
    return best;
}

/* A piece must not begin inside a mark that it leaves out. */
static size_t behind_mark(const struct passage_maker *maker, size_t start)
{
    for (size_t i = 0; i < maker->n_marks; i++) {
        const struct flat_mark *mark = &maker->marks[i];
        if (mark->start_bytes >= start)
            break;
        if (mark->end_bytes > start)
            return mark->end_bytes;
    }
    return start;
}

static size_t before_mark(const struct passage_maker *maker, size_t end)
{
    for (size_t i = 0; i < maker->n_marks; i++) {
        const struct flat_mark *mark = &maker->marks[i];
        if (mark->start_bytes >= end)
            break;
        if (mark->end_bytes > end)
            return mark->start_bytes;
    }
    return end;
}

/*
 * Moves piece->start back: to the beginning of a sentence at most n_most
 * columns away, else by n_wish to a word.
 */
static enum status extend_back(struct passage_maker *maker, size_t n_wish,
                               size_t n_most, struct piece *piece,
                               struct error *err)
{
    struct str_span text = str_view(&maker->text);
    size_t near = boundary_back(text, piece->start, n_most);
    size_t start = boundary_last_sentence(text, near, piece->start);
    enum status status;

    if (start > piece->start) {
        size_t low = boundary_back(text, piece->start, n_wish);
        status = boundary_first_word(maker->analyser, text, low, piece->start,
                                     &start, err);
        if (status != STATUS_OK)
            return status;
    }
    start = behind_mark(maker, start);
    while (start < piece->start && text.bytes[start] == ' ')
        start++;
    piece->start = start;
    return STATUS_OK;
}

/* Moves piece->end ahead by up to n_columns. */
static enum status extend_ahead(struct passage_maker *maker, size_t n_columns,
                                struct piece *piece, struct error *err)
{
    struct str_span text = str_view(&maker->text);
    size_t limit = boundary_ahead(text, piece->end, n_columns);
    size_t near = boundary_ahead(text, piece->end, n_columns * 2 / 3);
    size_t end = limit;
    enum status status;

    if (limit < text.n_bytes) {
        size_t sentence = boundary_last_sentence(text, near, limit);
        if (sentence <= limit && sentence > piece->end) {
            end = sentence;
        } else {
            status = boundary_last_word(maker->analyser, text, piece->end,
                                        limit, &end, err);
            if (status != STATUS_OK)
                return status;
        }
    }
    end = before_mark(maker, end);
    /* One word longer than the whole passage is better cut than left out. */
    if (end == piece->start)
        end = limit;
    while (end > piece->start && text.bytes[end - 1] == ' ')
        end--;
    piece->end = end;
    return STATUS_OK;
}

/* The best marks, and what stands before them. */
static enum status choose_start(struct passage_maker *maker, size_t n_columns,
                                struct piece *piece, struct error *err)
{
    struct str_span text = str_view(&maker->text);

    piece->start = 0;
    piece->end = 0;
    if (maker->n_marks == 0)
        return STATUS_OK;
    /* A quarter is kept for what stands around the marks. */
    *piece = best_stretch(maker, n_columns - n_columns / 4);
    size_t n_marked = columns_between(maker, piece->start, piece->end);
    size_t n_room = n_marked < n_columns ? n_columns - n_marked : 0;
    size_t n_wish = n_room / 2;
    size_t n_most = n_room * 3 / 4;
    /* What the end of the paragraph leaves free goes to the front. */
    size_t tail = boundary_ahead(text, piece->end, n_room);
    if (tail == text.n_bytes) {
        size_t n_free = n_room - columns_between(maker, piece->end, tail);
        n_wish = n_free > n_wish ? n_free : n_wish;
        n_most = n_free > n_most ? n_free : n_most;
    }
    return extend_back(maker, n_wish, n_most, piece, err);
}

static enum status choose_piece(struct passage_maker *maker, size_t n_columns,
                                struct piece *piece, struct error *err)
{
    enum status status = choose_start(maker, n_columns, piece, err);
    if (status != STATUS_OK)
        return status;
    size_t width = columns_between(maker, piece->start, piece->end);
    return extend_ahead(maker, width < n_columns ? n_columns - width : 0, piece,
                        err);
}

/* Only whole marks are inside: neither end of a piece lies within one. */
static enum status copy_marks(struct passage_maker *maker, struct piece piece,
                              struct passage *passage, struct error *err)
{
    size_t i = 0;
    size_t off = piece.start;
    uint32_t n_chars = 0;

    while (i < maker->n_marks && maker->marks[i].start_bytes < piece.start)
        i++;
    size_t first = i;
    while (i < maker->n_marks && maker->marks[i].end_bytes <= piece.end)
        i++;
    passage->n_marks = i - first;
    passage->marks = arena_alloc_array(maker->arena, passage->n_marks,
                                       sizeof(*passage->marks));
    if (!passage->marks && passage->n_marks > 0)
        return error_no_memory(err);
    memset(maker->shown, 0, (maker->n_leaves / 64 + 1) * sizeof(uint64_t));
    for (i = 0; i < passage->n_marks; i++) {
        const struct flat_mark *flat = &maker->marks[first + i];
        maker->shown[flat->i_leaf / 64] |= (uint64_t)1 << (flat->i_leaf % 64);
        struct passage_mark *mark = &passage->marks[i];
        const char *bytes = maker->text.bytes;
        n_chars += (uint32_t)utf8_count(
            str_span(bytes + off, flat->start_bytes - off));
        mark->start = n_chars;
        n_chars += (uint32_t)utf8_count(str_span(
            bytes + flat->start_bytes, flat->end_bytes - flat->start_bytes));
        mark->end = n_chars;
        mark->start_bytes = (uint32_t)(flat->start_bytes - piece.start);
        mark->end_bytes = (uint32_t)(flat->end_bytes - piece.start);
        off = flat->end_bytes;
    }
    return STATUS_OK;
}

static enum status collapse(struct passage_maker *maker,
                            struct str_span paragraph,
                            const struct mark_list *list, struct error *err)
{
    size_t n_marks = list ? list->n_marks : 0;

    enum status status =
        VEC_RESERVE(&maker->marks, &maker->n_marks_room, 0, n_marks + 1, err);
    if (status != STATUS_OK)
        return status;
    str_reset(&maker->text);
    collapse_text(paragraph, list ? list->marks : NULL, n_marks, &maker->text,
                  maker->marks);
    maker->n_marks = n_marks;
    return str_status(&maker->text, err);
}

enum status passage_make(struct passage_maker *maker, struct str_span paragraph,
                         const struct mark_list *list, size_t n_columns,
                         struct passage *ret_passage, struct error *err)
{
    struct passage passage = {0};
    enum status status = collapse(maker, paragraph, list, err);
    if (status != STATUS_OK)
        return status;

    struct str_span text = str_view(&maker->text);
    struct piece piece = {0, text.n_bytes};
    if (n_columns > 0 && text.n_bytes > n_columns &&
        columns_up_to(maker, 0, text.n_bytes, n_columns) > n_columns)
        status = choose_piece(maker, n_columns, &piece, err);
    if (status == STATUS_OK)
        status = copy_marks(maker, piece, &passage, err);
    if (status != STATUS_OK)
        return status;
    passage.is_cut_before = piece.start > 0;
    passage.is_cut_after = piece.end < text.n_bytes;
    passage.text = arena_copy(maker->arena, str_span(text.bytes + piece.start,
                                                     piece.end - piece.start));
    if (!passage.text.bytes)
        return error_no_memory(err);
    *ret_passage = passage;
    return STATUS_OK;
}
