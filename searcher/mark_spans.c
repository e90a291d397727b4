/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/mark_spans.h"

#include "base/vec.h"
#include "searcher/text_places.h"

#include <stdlib.h>
#include <string.h>

/* A text of a million words that are all looked for is marked so far. */
#define HITS_MAX ((size_t)1 << 20)

struct mark_spans *mark_spans_new(void)
{
    return (struct mark_spans *)calloc(1, sizeof(struct mark_spans));
}

void mark_spans_free(struct mark_spans *spans)
{
    if (spans == NULL)
        return;
    free(spans->hits);
    free(spans->positions);
    free(spans->covers);
    span_work_release(&spans->work);
    free(spans);
}

enum status mark_spans_add(struct mark_spans *spans, size_t i_list,
                           const struct token *token, struct error *err)
{
    if (spans->n_hits == HITS_MAX)
        return STATUS_OK;
    enum status status =
        VEC_RESERVE(&spans->hits, &spans->n_hits_room, spans->n_hits, 1, err);
    if (status == STATUS_OK)
        spans->hits[spans->n_hits++] =
            (struct mark_hit){i_list, token->i_word, token->off_bytes,
                              token->off_bytes + token->n_bytes};
    return status;
}

static int compare_hits(const void *a, const void *b)
{
    const struct mark_hit *one = (const struct mark_hit *)a;
    const struct mark_hit *other = (const struct mark_hit *)b;
    if (one->i_list != other->i_list)
        return one->i_list < other->i_list ? -1 : 1;
    return (one->position > other->position) -
           (one->position < other->position);
}

/* One for each position of each list: the longest of a word and a joined
   form. */
static enum status put_in_order(struct mark_spans *spans, struct error *err)
{
    size_t n = 0;
    qsort(spans->hits, spans->n_hits, sizeof *spans->hits, compare_hits);
    enum status status = VEC_RESERVE(
        &spans->positions, &spans->n_positions_room, 0, spans->n_hits, err);
    for (size_t i = 0; i < spans->n_hits && status == STATUS_OK; i++) {
        struct mark_hit hit = spans->hits[i];
        if (n > 0 && compare_hits(&spans->hits[n - 1], &hit) == 0) {
            if (hit.end_bytes > spans->hits[n - 1].end_bytes)
                spans->hits[n - 1].end_bytes = hit.end_bytes;
            continue;
        }
        spans->positions[n] = hit.position;
        spans->hits[n++] = hit;
    }
    spans->n_hits = n;
    return status;
}

/* ---- the text as span.h asks for it */

struct look {
    struct mark_spans *spans;
    const struct plan *plan;
    const struct mark_spans_text *text;
    const struct mark_spans_sink *sink;
    struct error *err;
    /* of the leaf at hand: */
    size_t i_leaf;
    size_t first_list;
};

static size_t find_hit(const struct mark_spans *spans, size_t i_list,
                       uint64_t position)
{
    size_t low = 0;
    size_t high = spans->n_hits;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mark_hit *hit = &spans->hits[middle];
        if (hit->i_list < i_list ||
            (hit->i_list == i_list && hit->position < position))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum status give_positions(void *context, size_t i_list,
                                  struct span_positions *ret_positions,
                                  struct error *err)
{
    const struct look *look = (const struct look *)context;
    const struct mark_spans *spans = look->spans;
    size_t start = find_hit(spans, look->first_list + i_list, 0);
    size_t end = find_hit(spans, look->first_list + i_list + 1, 0);
    (void)err;
    *ret_positions =
        (struct span_positions){spans->positions + start, end - start};
    return STATUS_OK;
}

static enum status give_range(void *context, uint32_t position,
                              enum span_unit unit, struct span_range *ret_range,
                              struct error *err)
{
    const struct look *look = (const struct look *)context;
    *ret_range = (struct span_range){0, UINT64_MAX};
    if (unit == SPAN_UNIT_WORDS)
        ret_range->end = look->text->n_words;
    if (unit != SPAN_UNIT_SENTENCE || look->plan->places == NULL)
        return STATUS_OK;
    return text_places_look(look->plan->places, look->text->analyser,
                            look->text->text, position, ret_range, err);
}

/* ---- what is marked */

static enum status cover(struct mark_spans *spans, struct span_list list,
                         struct error *err)
{
    spans->n_covers = 0;
    enum status status = VEC_RESERVE(&spans->covers, &spans->n_covers_room, 0,
                                     list.n_spans, err);
    if (status != STATUS_OK || spans->covers == NULL)
        return status;
    for (size_t i = 0; i < list.n_spans; i++) {
        struct span span = list.spans[i];
        struct span *last =
            spans->n_covers > 0 ? &spans->covers[spans->n_covers - 1] : NULL;
        if (last == NULL || span.first > last->last)
            spans->covers[spans->n_covers++] = span;
        else if (span.last > last->last)
            last->last = span.last;
    }
    return status;
}

static bool is_covered(const struct mark_spans *spans, struct span span)
{
    size_t low = 0;
    size_t high = spans->n_covers;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spans->covers[middle].last < span.last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < spans->n_covers && spans->covers[low].first <= span.first;
}

/* From its first to its last word; what is at the edge of a row may be any
   word, and is left out. */
static enum status mark_part(struct look *look, const struct span_node *part,
                             struct span span)
{
    const struct mark_spans *spans = look->spans;
    const struct span_node *const self[] = {part};
    const struct span_node *const *places =
        part->op == SPAN_ROW ? (const struct span_node *const *)part->children
                             : self;
    size_t first = 0;
    size_t last = part->op == SPAN_ROW ? part->n_children - 1 : 0;
    while (first < last && places[first]->op == SPAN_GAP)
        first++;
    while (first < last && places[last]->op == SPAN_GAP)
        last--;
    size_t start = find_hit(spans, look->first_list + places[first]->i_list,
                            (uint64_t)span.first + first);
    size_t end = find_hit(spans, look->first_list + places[last]->i_list,
                          (uint64_t)span.first + last);
    return look->sink->take(look->sink->context, look->i_leaf,
                            spans->hits[start].off_bytes,
                            spans->hits[end].end_bytes, look->err);
}

/* The words, phrases and patterns that the tree is made of. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status mark_parts(struct look *look, const struct span_text *text,
                              const struct span_node *node)
{
    struct span_list list;
    enum status status = STATUS_OK;
    if (node->op == SPAN_GAP)
        return STATUS_OK;
    if (node->op != SPAN_TERMS && node->op != SPAN_ROW) {
        /* What must not be near is nowhere. */
        size_t n = node->op == SPAN_NOT_NEAR ? 1 : node->n_children;
        for (size_t i = 0; i < n && status == STATUS_OK; i++)
            status = mark_parts(look, text, node->children[i]);
        return status;
    }
    status = span_find(node, text, &look->spans->work, &list, look->err);
    for (size_t i = 0; i < list.n_spans && status == STATUS_OK; i++)
        if (is_covered(look->spans, list.spans[i]))
            status = mark_part(look, node, list.spans[i]);
    return status;
}

static enum status mark_leaf(struct look *look, const struct plan_leaf *leaf)
{
    const struct span_text text = {look, give_positions, give_range, NULL};
    struct span_list list;
    enum status status =
        span_find(leaf->spans, &text, &look->spans->work, &list, look->err);
    if (status != STATUS_OK || list.n_spans == 0)
        return status;
    look->sink->leaves[look->i_leaf / 64] |= (uint64_t)1 << (look->i_leaf % 64);
    for (size_t i = 0; i < list.n_spans && status == STATUS_OK; i++)
        status = look->sink->place(look->sink->context, look->i_leaf,
                                   list.spans[i], look->err);
    if (status == STATUS_OK)
        status = cover(look->spans, list, look->err);
    return status == STATUS_OK ? mark_parts(look, &text, leaf->spans) : status;
}

enum status mark_spans_finish(struct mark_spans *spans, const struct plan *plan,
                              const struct mark_spans_text *text,
                              const struct mark_spans_sink *sink,
                              struct error *err)
{
    struct look look = {spans, plan, text, sink, err, 0, 0};
    if (spans->n_hits == 0)
        return STATUS_OK;
    /* Other texts may have been at the same place in memory. */
    if (plan->places != NULL)
        text_places_reset(plan->places);
    enum status status = put_in_order(spans, err);
    for (size_t i = 0; i < plan->n_leaves && status == STATUS_OK; i++) {
        const struct plan_leaf *leaf = &plan->leaves[i];
        if (leaf->spans == NULL)
            continue;
        look.i_leaf = i;
        status = mark_leaf(&look, leaf);
        look.first_list += leaf->n_lists;
    }
    spans->n_hits = 0;
    return status;
}
