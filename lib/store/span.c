/*
 * A node is evaluated by putting its spans on a stack on top of those of its
 * children, which are then taken from under them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/span.h"

#include "base/vec.h"
#include "store/schema.h"
#include "store/span_work.h"

#include <stdlib.h>
#include <string.h>

void span_work_release(struct span_work *work)
{
    free(work->spans);
    *work = (struct span_work)SPAN_WORK_INIT;
}

/* ---- the stack */

enum status span_push(struct span_run *run, uint64_t first, uint64_t last)
{
    struct span_work *work = run->work;
    if (work->n_spans == SPANS_MAX) {
        work->is_cut = true;
        return STATUS_DONE;
    }
    enum status status =
        VEC_RESERVE(&work->spans, &work->n_room, work->n_spans, 1, run->err);
    if (status == STATUS_OK)
        work->spans[work->n_spans++] =
            (struct span){(uint32_t)first, (uint32_t)last};
    return status;
}

enum status span_is_enough(struct span_run *run, enum span_need need,
                           uint64_t position, uint64_t *ret_skip_to)
{
    struct span_range range;
    *ret_skip_to = 0;
    if (need == SPAN_NEED_ALL)
        return STATUS_OK;
    if (need == SPAN_NEED_ONE) {
        *ret_skip_to = UINT64_MAX;
        return STATUS_OK;
    }
    enum status status =
        run->text->locate(run->text->context, (uint32_t)position,
                          SPAN_UNIT_PARAGRAPH, &range, run->err);
    if (status == STATUS_OK)
        *ret_skip_to = range.end;
    return status;
}

static int compare_spans(const void *a, const void *b)
{
    const struct span *one = a;
    const struct span *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return (one->last > other->last) - (one->last < other->last);
}

/* Sorts the list on top of the stack. */
static void put_in_order(struct span_work *work, size_t start)
{
    struct span *spans = work->spans + start;
    size_t n = work->n_spans - start;
    size_t n_kept = 1;
    bool is_sorted = true;
    for (size_t i = 1; i < n && is_sorted; i++)
        is_sorted = compare_spans(&spans[i - 1], &spans[i]) < 0;
    if (n < 2 || is_sorted)
        return;
    qsort(spans, n, sizeof *spans, compare_spans);
    for (size_t i = 1; i < n; i++)
        if (compare_spans(&spans[n_kept - 1], &spans[i]) != 0)
            spans[n_kept++] = spans[i];
    work->n_spans = start + n_kept;
}

/* Takes the lists of the children, from bottom on, from under the result. */
static struct span_slice settle(struct span_work *work, size_t bottom,
                                size_t start)
{
    size_t n;
    put_in_order(work, start);
    n = work->n_spans - start;
    if (start > bottom && n > 0)
        memmove(work->spans + bottom, work->spans + start,
                n * sizeof *work->spans);
    work->n_spans = bottom + n;
    return (struct span_slice){bottom, n};
}

size_t span_find_from(const struct span_work *work, struct span_slice slice,
                      uint64_t position)
{
    size_t low = slice.start;
    size_t high = slice.start + slice.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (work->spans[middle].first < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum status span_locate(struct span_run *run, uint32_t position,
                        enum span_unit unit, struct span_range *ret_range)
{
    return run->text->locate(run->text->context, position, unit, ret_range,
                             run->err);
}

/* ---- terms */

enum status span_find_terms(struct span_run *run, const struct span_node *node)
{
    struct span_positions list;
    enum status status =
        run->text->positions(run->text->context, node->i_list, &list, run->err);
    for (size_t i = 0; i < list.n && status == STATUS_OK; i++)
        status = span_push(run, list.at[i], list.at[i]);
    return status;
}

/* ---- pairs */

/* One of front, then one of behind at most n_apart from it. */
static enum status push_near(struct span_run *run, struct span_slice front,
                             struct span_slice behind, uint32_t n_apart,
                             enum span_need need)
{
    struct span_work *work = run->work;
    uint64_t skip_to = 0;
    for (size_t i = 0; i < front.n; i++) {
        struct span span = work->spans[front.start + i];
        uint64_t most = (uint64_t)span.last + n_apart;
        enum status status = STATUS_OK;
        if (span.first < skip_to)
            continue;
        size_t at = span_find_from(work, behind, (uint64_t)span.last + 1);
        size_t end = behind.start + behind.n;
        if (at == end || work->spans[at].first > most)
            continue;
        if (n_apart > PARAGRAPH_GAP) {
            struct span_range range;
            status = span_locate(run, span.first, SPAN_UNIT_PARAGRAPH, &range);
            if (status == STATUS_OK && most >= range.end)
                most = range.end - 1;
        }
        for (; status == STATUS_OK && at < end &&
               work->spans[at].first <= most && span.first >= skip_to;
             at++) {
            status = span_push(run, span.first, work->spans[at].last);
            if (status == STATUS_OK)
                status = span_is_enough(run, need, span.first, &skip_to);
        }
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status find_near(struct span_run *run, const struct span_node *node,
                             struct span_slice a, struct span_slice b,
                             enum span_need need)
{
    size_t start = run->work->n_spans;
    enum status status = push_near(run, a, b, node->n_apart, need);
    bool is_done = need == SPAN_NEED_ONE && run->work->n_spans > start;
    return status == STATUS_OK && node->op == SPAN_NEAR && !is_done
               ? push_near(run, b, a, node->n_apart, need)
               : status;
}

/* All of b within range, beside one of a. */
static enum status push_covers(struct span_run *run, struct span one,
                               struct span_slice b, struct span_range range,
                               enum span_need need, uint64_t *skip_to)
{
    struct span_work *work = run->work;
    enum status status = STATUS_OK;
    for (size_t at = span_find_from(work, b, range.first);
         at < b.start + b.n && work->spans[at].first < range.end &&
         one.first >= *skip_to && status == STATUS_OK;
         at++) {
        struct span other = work->spans[at];
        if (other.last >= range.end)
            continue;
        status =
            span_push(run, one.first < other.first ? one.first : other.first,
                      one.last > other.last ? one.last : other.last);
        if (status == STATUS_OK)
            status = span_is_enough(run, need, one.first, skip_to);
    }
    return status;
}

/* Both in one paragraph, or in one sentence of it. The text is only asked for
   the sentences of paragraphs that have both. */
static enum status find_together(struct span_run *run,
                                 const struct span_node *node,
                                 struct span_slice a, struct span_slice b,
                                 enum span_need need)
{
    struct span_work *work = run->work;
    struct span_range paragraph = {0, 0};
    struct span_range unit = {0, 0};
    uint64_t skip_to = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < a.n && status == STATUS_OK; i++) {
        struct span one = work->spans[a.start + i];
        if (one.first < skip_to)
            continue;
        if (one.first >= paragraph.end)
            status =
                span_locate(run, one.first, SPAN_UNIT_PARAGRAPH, &paragraph);
        if (status != STATUS_OK)
            break;
        size_t at = span_find_from(work, b, paragraph.first);
        if (at == b.start + b.n || work->spans[at].first >= paragraph.end) {
            skip_to = paragraph.end;
            continue;
        }
        if (node->op == SPAN_PARAGRAPH)
            unit = paragraph;
        else if (one.first >= unit.end)
            status = span_locate(run, one.first, SPAN_UNIT_SENTENCE, &unit);
        if (status == STATUS_OK && one.last < unit.end)
            status = push_covers(run, one, b, unit, need, &skip_to);
    }
    return status;
}

/* The furthest that b reaches, up to each of them. */
static void sum_up_ends(struct span_work *work, struct span_slice b)
{
    for (size_t i = 1; i < b.n; i++) {
        struct span *spans = work->spans + b.start + i;
        if (spans[0].last < spans[-1].last)
            spans[0].last = spans[-1].last;
    }
}

static enum status find_lonely(struct span_run *run,
                               const struct span_node *node,
                               struct span_slice a, struct span_slice b,
                               enum span_need need)
{
    struct span_work *work = run->work;
    uint64_t skip_to = 0;
    sum_up_ends(work, b);
    for (size_t i = 0; i < a.n; i++) {
        struct span span = work->spans[a.start + i];
        enum status status = STATUS_OK;
        struct span_range range = {0, UINT64_MAX};
        if (span.first < skip_to)
            continue;
        if (node->n_apart > PARAGRAPH_GAP && b.n > 0)
            status = span_locate(run, span.first, SPAN_UNIT_PARAGRAPH, &range);
        if (status != STATUS_OK)
            return status;
        uint64_t low =
            span.first > node->n_apart ? span.first - node->n_apart : 0;
        uint64_t high = (uint64_t)span.last + node->n_apart + 1;
        low = low < range.first ? range.first : low;
        size_t at =
            span_find_from(work, b, high > range.end ? range.end : high);
        if (at > b.start && work->spans[at - 1].last >= low)
            continue;
        status = span_push(run, span.first, span.last);
        if (status == STATUS_OK)
            status = span_is_enough(run, need, span.first, &skip_to);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* ---- the tree */

static enum status evaluate(struct span_run *run, const struct span_node *node,
                            enum span_need need, struct span_slice *ret_slice);

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status find_any(struct span_run *run, const struct span_node *node,
                            enum span_need need)
{
    size_t bottom = run->work->n_spans;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < node->n_children && status == STATUS_OK; i++) {
        struct span_slice slice;
        status = evaluate(run, node->children[i], need, &slice);
        if (need == SPAN_NEED_ONE && run->work->n_spans > bottom)
            break;
    }
    return status;
}

/* How much of its operands a node must see. */
static enum span_need need_below(const struct span_node *node,
                                 enum span_need need)
{
    if (node->op == SPAN_PARAGRAPH && need != SPAN_NEED_ALL)
        return SPAN_NEED_EACH;
    return SPAN_NEED_ALL;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status find_pairs(struct span_run *run,
                              const struct span_node *node, enum span_need need,
                              size_t *ret_start)
{
    struct span_slice a;
    struct span_slice b = {0, 0};
    enum span_need below = need_below(node, need);
    enum status status = evaluate(run, node->children[0], below, &a);
    if (status == STATUS_OK && a.n > 0)
        status = evaluate(run, node->children[1], below, &b);
    *ret_start = run->work->n_spans;
    if (status != STATUS_OK || a.n == 0 ||
        (b.n == 0 && node->op != SPAN_NOT_NEAR))
        return status;
    switch (node->op) {
    case SPAN_NOT_NEAR:
        return find_lonely(run, node, a, b, need);
    case SPAN_SENTENCE:
    case SPAN_PARAGRAPH:
        return find_together(run, node, a, b, need);
    case SPAN_NEAR:
    case SPAN_ORDERED:
        return find_near(run, node, a, b, need);
    case SPAN_TERMS:
    case SPAN_GAP:
    case SPAN_ROW:
    case SPAN_OR:
    case SPAN_WINDOW:
    case SPAN_AT_LEAST:
        break;
    }
    return error_set(run->err, STATUS_INTERNAL, "no pair of spans");
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status evaluate(struct span_run *run, const struct span_node *node,
                            enum span_need need, struct span_slice *ret_slice)
{
    size_t bottom = run->work->n_spans;
    size_t start = bottom;
    enum status status = STATUS_OK;
    switch (node->op) {
    case SPAN_TERMS:
        status = span_find_terms(run, node);
        break;
    case SPAN_GAP:
        break;
    case SPAN_ROW:
        status = span_find_rows(run, node, &start);
        break;
    case SPAN_OR:
    case SPAN_AT_LEAST:
        status = find_any(run, node, need);
        break;
    case SPAN_WINDOW:
        status = span_find_window(run, node, need);
        break;
    case SPAN_NEAR:
    case SPAN_ORDERED:
    case SPAN_NOT_NEAR:
    case SPAN_SENTENCE:
    case SPAN_PARAGRAPH:
        status = find_pairs(run, node, need, &start);
        break;
    }
    *ret_slice = settle(run->work, bottom, start);
    return status == STATUS_DONE ? STATUS_OK : status;
}

/* Room even where there will be no span: a list begins somewhere. */
static enum status begin(struct span_run *run)
{
    run->work->n_spans = 0;
    return VEC_RESERVE(&run->work->spans, &run->work->n_room, 0, 1, run->err);
}

enum status span_exists(const struct span_node *tree,
                        const struct span_text *text, struct span_work *work,
                        bool *ret_exists, struct error *err)
{
    struct span_run run = {text, work, err};
    struct span_slice slice = {0, 0};
    enum status status = begin(&run);
    if (status != STATUS_OK)
        return status;
    if (span_can_stream(&run, tree)) {
        enum status streamed = span_stream(&run, tree, ret_exists);
        if (streamed != STATUS_OK || !*ret_exists || tree->op != SPAN_SENTENCE)
            return streamed;
    }
    status = evaluate(&run, tree, SPAN_NEED_ONE, &slice);
    *ret_exists = slice.n > 0;
    return status;
}

enum status span_find(const struct span_node *tree,
                      const struct span_text *text, struct span_work *work,
                      struct span_list *ret_list, struct error *err)
{
    struct span_run run = {text, work, err};
    struct span_slice slice = {0, 0};
    enum status status = begin(&run);
    if (status == STATUS_OK)
        status = evaluate(&run, tree, SPAN_NEED_ALL, &slice);
    *ret_list = (struct span_list){work->spans + slice.start, slice.n};
    return status;
}
