/*
 * One pass over the tokens of a text. A phrase is followed place by place:
 * place k is reached at a position if a term of it stands there and place
 * k - 1 was reached at the position before. Each place remembers its last two
 * positions, so every use of a term costs O(1) and nothing is looked at twice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/mark.h"

#include "base/vec.h"
#include "searcher/mark_set.h"
#include "searcher/mark_spans.h"

#include <stdlib.h>
#include <string.h>

/* How a place was reached at an even, and at an odd, position. */
struct mark_state {
    struct reached {
        uint64_t stamp; /* of the position; unique in the life of the list */
        size_t start;
        size_t end;
    } at[2];
};

void mark_list_init(struct mark_list *list)
{
    *list = (struct mark_list){.next_stamp = 2};
}

void mark_list_release(struct mark_list *list)
{
    if (list == NULL)
        return;
    free(list->marks);
    free(list->places);
    free(list->leaves);
    free(list->states);
    mark_spans_free(list->spans);
    mark_list_init(list);
}

static enum status prepare(struct mark_list *list, const struct mark_set *set,
                           struct error *err)
{
    size_t n_words = (set->n_leaves + 63) / 64;
    enum status status = STATUS_OK;
    list->n_marks = 0;
    list->n_places = 0;
    if (set->n_lists > 0 && list->spans == NULL) {
        list->spans = mark_spans_new();
        if (list->spans == NULL)
            return error_no_memory(err);
    }
    if (n_words > list->n_leaf_words)
        status =
            VEC_RESERVE(&list->leaves, &list->n_leaf_words, 0, n_words, err);
    if (status != STATUS_OK)
        return status;
    if (n_words > 0)
        memset(list->leaves, 0, n_words * sizeof *list->leaves);
    if (set->n_places <= list->n_states)
        return STATUS_OK;
    struct mark_state *states =
        (struct mark_state *)calloc(set->n_places, sizeof *states);
    if (states == NULL)
        return error_no_memory(err);
    free(list->states);
    list->states = states;
    list->n_states = set->n_places;
    return STATUS_OK;
}

/* Terms without a field are marked in the title as well as in the text. */
static bool is_wanted(const struct mark_list *list, const struct mark_use *use,
                      enum field field)
{
    if (use->field != field &&
        (field != FIELD_TITLE || use->field != FIELD_TEXT))
        return false;
    switch (list->choice) {
    case MARK_POSITIVE_LEAVES:
        return use->is_positive;
    case MARK_ALL_LEAVES:
        return true;
    case MARK_CHOSEN_LEAVES:
        return (list->chosen[use->i_leaf / 64] >> (use->i_leaf % 64)) & 1;
    }
    return false;
}

static int compare_marks(const void *a, const void *b)
{
    const struct mark *left = (const struct mark *)a;
    const struct mark *right = (const struct mark *)b;
    if (left->off_bytes != right->off_bytes)
        return left->off_bytes < right->off_bytes ? -1 : 1;
    if (left->n_bytes != right->n_bytes)
        return left->n_bytes > right->n_bytes ? -1 : 1;
    return (left->i_leaf > right->i_leaf) - (left->i_leaf < right->i_leaf);
}

/* Whether mark begins within last, which then takes it up. */
static bool merge_mark(struct mark *last, const struct mark *mark)
{
    size_t last_end = last->off_bytes + last->n_bytes;
    size_t end = mark->off_bytes + mark->n_bytes;
    if (mark->off_bytes < last->off_bytes || mark->off_bytes >= last_end)
        return false;
    if (mark->off_bytes == last->off_bytes && compare_marks(mark, last) < 0)
        last->i_leaf = mark->i_leaf;
    if (end > last_end)
        last->n_bytes = end - last->off_bytes;
    return true;
}

int mark_place_compare(const void *a, const void *b)
{
    const struct mark_place *left = (const struct mark_place *)a;
    const struct mark_place *right = (const struct mark_place *)b;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    if (left->last != right->last)
        return left->last < right->last ? -1 : 1;
    return (left->i_leaf > right->i_leaf) - (left->i_leaf < right->i_leaf);
}

static enum status add_place(void *context, size_t i_leaf, struct span span,
                             struct error *err)
{
    struct mark_list *list = (struct mark_list *)context;
    struct mark_place place = {span.first, span.last, (uint32_t)i_leaf};
    if (list->n_places == MARK_MAX_PLACES ||
        (list->n_places > 0 &&
         mark_place_compare(&list->places[list->n_places - 1], &place) == 0))
        return STATUS_OK;
    enum status status = VEC_RESERVE(&list->places, &list->n_places_room,
                                     list->n_places, 1, err);
    if (status == STATUS_OK)
        list->places[list->n_places++] = place;
    return status;
}

/* Words that stand twice in a query, and phrases that run into each other,
   are merged at once, so that they take no room. */
static enum status add_mark(void *context, size_t i_leaf, size_t start,
                            size_t end, struct error *err)
{
    struct mark_list *list = (struct mark_list *)context;
    struct mark mark = {start, end - start, i_leaf};
    list->leaves[i_leaf / 64] |= (uint64_t)1 << (i_leaf % 64);
    if (list->n_marks > 0 && merge_mark(&list->marks[list->n_marks - 1], &mark))
        return STATUS_OK;
    if (list->n_marks == MARKS_MAX)
        return STATUS_OK;
    enum status status =
        VEC_RESERVE(&list->marks, &list->n_marks_room, list->n_marks, 1, err);
    if (status == STATUS_OK)
        list->marks[list->n_marks++] = mark;
    return status;
}

/* The token stands for the place of use; a mark if that completes it. */
static enum status reach(struct mark_list *list, const struct mark_use *use,
                         const struct token *token, uint64_t stamp,
                         struct error *err)
{
    struct reached now = {stamp, token->off_bytes,
                          token->off_bytes + token->n_bytes};
    if (!use->is_first) {
        const struct reached *before =
            &list->states[use->i_place - 1].at[(stamp - 1) & 1];
        if (before->stamp != stamp - 1)
            return STATUS_OK;
        now.start = before->start;
        if (before->end > now.end)
            now.end = before->end;
    }
    if (use->is_last) {
        const struct span span = {token->i_word - use->n_before, token->i_word};
        enum status status = add_place(list, use->i_leaf, span, err);
        return status == STATUS_OK
                   ? add_mark(list, use->i_leaf, now.start, now.end, err)
                   : status;
    }
    /* Two tokens at one position may both do, a word and a joined one. */
    struct reached *place = &list->states[use->i_place].at[stamp & 1];
    if (place->stamp == stamp && place->end > now.end)
        now.end = place->end;
    *place = now;
    return STATUS_OK;
}

static enum status take_term(const struct mark_set *set, enum field field,
                             const struct token *token, bool is_stem,
                             struct mark_list *list, struct error *err)
{
    struct str_span term = is_stem ? token->stem : token->term;
    uint64_t stamp = list->next_stamp + token->i_word;
    const struct mark_use *use = mark_set_find(set, term, is_stem);
    while (use != NULL) {
        enum status status = STATUS_OK;
        if (is_wanted(list, use, field))
            status = use->is_span
                         ? mark_spans_add(list->spans, use->i_place, token, err)
                         : reach(list, use, token, stamp, err);
        if (status != STATUS_OK)
            return status;
        use = use->next == MARK_USE_NONE ? NULL : &set->uses[use->next];
    }
    return STATUS_OK;
}

/* By place; where marks overlap, one from the first to the last byte. */
static void merge_marks(struct mark_list *list)
{
    size_t n_kept = 0;
    if (list->n_marks > 1)
        qsort(list->marks, list->n_marks, sizeof *list->marks, compare_marks);
    for (size_t i = 0; i < list->n_marks; i++) {
        struct mark mark = list->marks[i];
        if (n_kept == 0 || !merge_mark(&list->marks[n_kept - 1], &mark))
            list->marks[n_kept++] = mark;
    }
    list->n_marks = n_kept;
}

/* A word and its stem, or a joined form, are one place. */
static void merge_places(struct mark_list *list)
{
    struct mark_place *places = list->places;
    size_t n_kept = 1;
    if (list->n_places < 2)
        return;
    qsort(places, list->n_places, sizeof *places, mark_place_compare);
    for (size_t i = 1; i < list->n_places; i++)
        if (mark_place_compare(&places[n_kept - 1], &places[i]) != 0)
            places[n_kept++] = places[i];
    list->n_places = n_kept;
}

enum status mark_text(const struct plan *plan, enum field field,
                      struct analyser *analyser, struct str_span text,
                      struct mark_list *list, struct error *err)
{
    const struct mark_set *set = plan->marks;
    uint64_t last = 0;
    enum status status = prepare(list, set, err);
    if (status != STATUS_OK || set->n_uses == 0)
        return status;
    /* As the indexer read it. */
    status = field == FIELD_TEXT || field == FIELD_TITLE
                 ? analyser_start_text(analyser, text, err)
                 : analyser_start(analyser, text, err);
    while (status == STATUS_OK) {
        struct token token;
        status = analyser_next(analyser, &token, err);
        if (status != STATUS_OK)
            break;
        last = token.i_word;
        status = take_term(set, field, &token, false, list, err);
        if (status == STATUS_OK && token.stem.n_bytes > 0)
            status = take_term(set, field, &token, true, list, err);
    }
    /* One position is left free, so that no phrase runs on in the next text. */
    list->next_stamp += last + 2;
    if (status == STATUS_DONE)
        status = STATUS_OK;
    if (status == STATUS_OK && set->n_lists > 0) {
        const struct mark_spans_text words = {analyser, text,
                                              (uint32_t)last + 1};
        const struct mark_spans_sink sink = {add_mark, add_place, list,
                                             list->leaves};
        status = mark_spans_finish(list->spans, plan, &words, &sink, err);
    }
    if (status == STATUS_OK) {
        merge_marks(list);
        merge_places(list);
    }
    return status;
}
