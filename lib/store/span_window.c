/*
 * Words in any order within a window: each at a position of its own. A window
 * slides over the positions of all words together; where each word has one in
 * it, the words are given positions by augmenting paths (Kuhn), since one
 * position may do for several words: for a pattern and a word that it matches,
 * for a word that stands twice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/span_work.h"

#include "base/vec.h"
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

/* Steps that one text may take: some 100 ms. Only words that share positions
   again and again come near. */
#define STEPS_MAX ((size_t)1 << 24)

/* A word at a position. */
struct place {
    uint32_t position;
    uint32_t i_word;
};

struct window {
    struct span_run *run;
    const struct span_node *node;
    size_t n_words;     /* children that are no gaps */
    uint32_t *n_needed; /* of each word that is the first of its list: how often
                           it stands among the children; else 0 */
    size_t n_lists;     /* words that are the first of theirs */
    struct place *places; /* by position */
    size_t n_places;
    size_t n_room;
    size_t first; /* of the places in the window */
    size_t end;
    uint32_t *n_inside; /* of each word, in the window */
    size_t n_present;   /* lists that have enough */
    size_t n_distinct;  /* positions in the window */
    size_t *taken_by;   /* of each place in the window: a word, or SIZE_MAX */
    size_t n_taken_room;
    bool *is_tried; /* of each place in the window */
    size_t n_tried_room;
    size_t n_steps;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *one = a;
    const struct place *other = b;
    if (one->position != other->position)
        return one->position < other->position ? -1 : 1;
    return (one->i_word > other->i_word) - (one->i_word < other->i_word);
}

/* The first child with the same list. */
static size_t first_of_list(const struct span_node *node, size_t i_child)
{
    size_t i = 0;
    while (node->children[i]->op == SPAN_GAP ||
           node->children[i]->i_list != node->children[i_child]->i_list)
        i++;
    return i;
}

static void count_words(struct window *window)
{
    const struct span_node *node = window->node;
    for (size_t i = 0; i < node->n_children; i++) {
        if (node->children[i]->op == SPAN_GAP)
            continue;
        window->n_words++;
        window->n_lists += window->n_needed[first_of_list(node, i)]++ == 0;
    }
}

static enum status gather(struct window *window, const struct span_node *node)
{
    const struct span_text *text = window->run->text;
    struct error *err = window->run->err;
    count_words(window);
    for (size_t i = 0; i < node->n_children; i++) {
        struct span_positions list;
        if (window->n_needed[i] == 0)
            continue;
        enum status status = text->positions(
            text->context, node->children[i]->i_list, &list, err);
        if (status != STATUS_OK)
            return status;
        if (list.n < window->n_needed[i]) {
            window->n_places = 0;
            return STATUS_OK;
        }
        if (window->n_places + list.n > SPANS_MAX) {
            window->run->work->is_cut = true;
            list.n = SPANS_MAX - window->n_places;
        }
        status = VEC_RESERVE(&window->places, &window->n_room, window->n_places,
                             list.n, err);
        if (status != STATUS_OK)
            return status;
        for (size_t k = 0; k < list.n; k++)
            window->places[window->n_places++] =
                (struct place){list.at[k], (uint32_t)i};
    }
    if (window->n_places > 1)
        qsort(window->places, window->n_places, sizeof *window->places,
              compare_places);
    return STATUS_OK;
}

/* ---- who gets which position */

/* Places of one position are neighbours: the first stands for all. */
static size_t first_of_position(const struct window *window, size_t at)
{
    while (at > window->first &&
           window->places[at - 1].position == window->places[at].position)
        at--;
    return at;
}

/* Finds a position for the word, moving others if need be: as deep as there
   are words. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as a phrase has words */
static bool give_place(struct window *window, size_t i_word)
{
    for (size_t at = window->first; at < window->end; at++) {
        window->n_steps++;
        if (window->places[at].i_word != i_word)
            continue;
        size_t slot = first_of_position(window, at) - window->first;
        if (window->is_tried[slot])
            continue;
        window->is_tried[slot] = true;
        if (window->n_steps > STEPS_MAX)
            return false;
        size_t other = window->taken_by[slot];
        if (other == SIZE_MAX || give_place(window, other)) {
            window->taken_by[slot] = i_word;
            return true;
        }
    }
    return false;
}

/* Gaps take any position: the paragraph must have as many. */
static enum status has_room(const struct window *window, bool *ret_has)
{
    const struct span_text *text = window->run->text;
    struct span_range range;
    if (window->n_words == window->node->n_children)
        return STATUS_OK;
    enum status status =
        text->locate(text->context, window->places[window->first].position,
                     SPAN_UNIT_WORDS, &range, window->run->err);
    if (status == STATUS_OK)
        *ret_has = range.end - range.first >= window->node->n_children;
    return status;
}

static enum status fits(struct window *window, bool *ret_fits)
{
    size_t n = window->end - window->first;
    struct error *err = window->run->err;
    enum status status =
        VEC_RESERVE(&window->taken_by, &window->n_taken_room, 0, n, err);
    if (status == STATUS_OK)
        status =
            VEC_RESERVE(&window->is_tried, &window->n_tried_room, 0, n, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        window->taken_by[i] = SIZE_MAX;
    *ret_fits = true;
    for (size_t i = 0; i < window->node->n_children && *ret_fits; i++)
        for (size_t k = 0; k < window->n_needed[i] && *ret_fits; k++) {
            memset(window->is_tried, 0, n * sizeof *window->is_tried);
            *ret_fits = give_place(window, i);
        }
    if (window->n_steps > STEPS_MAX)
        window->run->work->is_cut = true;
    return *ret_fits ? has_room(window, ret_fits) : STATUS_OK;
}

/* ---- sliding */

static bool is_first_there(const struct window *window, size_t at)
{
    return at == window->first ||
           window->places[at - 1].position != window->places[at].position;
}

static void take_in(struct window *window)
{
    uint32_t i_word = window->places[window->end].i_word;
    window->n_distinct += is_first_there(window, window->end);
    window->end++;
    window->n_present += ++window->n_inside[i_word] == window->n_needed[i_word];
}

/* All that stands at the first position. */
static void leave_out(struct window *window)
{
    uint32_t position = window->places[window->first].position;
    while (window->first < window->end &&
           window->places[window->first].position == position) {
        uint32_t i_word = window->places[window->first++].i_word;
        window->n_present -=
            window->n_inside[i_word]-- == window->n_needed[i_word];
    }
    window->n_distinct--;
}

/* Up to where a window that begins here may reach. */
static enum status find_end(struct window *window, uint32_t n_positions,
                            uint64_t *ret_end)
{
    const struct span_text *text = window->run->text;
    uint32_t first = window->places[window->first].position;
    struct span_range range;
    *ret_end = (uint64_t)first + n_positions;
    if (n_positions <= PARAGRAPH_GAP)
        return STATUS_OK;
    enum status status = text->locate(text->context, first, SPAN_UNIT_PARAGRAPH,
                                      &range, window->run->err);
    if (status == STATUS_OK && range.end < *ret_end)
        *ret_end = range.end;
    return status;
}

static enum status slide(struct window *window, uint32_t n_positions,
                         enum span_need need)
{
    enum status status = STATUS_OK;
    uint64_t skip_to = 0;
    while (window->first < window->n_places && status == STATUS_OK &&
           window->n_steps <= STEPS_MAX) {
        uint32_t first = window->places[window->first].position;
        uint64_t end;
        bool has = false;
        status = find_end(window, n_positions, &end);
        while (status == STATUS_OK && window->end < window->n_places &&
               window->places[window->end].position < end)
            take_in(window);
        if (status == STATUS_OK && window->n_present == window->n_lists &&
            window->n_distinct >= window->n_words && first >= skip_to)
            status = fits(window, &has);
        if (status == STATUS_OK && has)
            status = span_push(window->run, first,
                               window->places[window->end - 1].position);
        if (status == STATUS_OK && has)
            status = span_is_enough(window->run, need, first, &skip_to);
        if (skip_to == UINT64_MAX)
            break;
        leave_out(window);
    }
    return status;
}

enum status span_find_window(struct span_run *run, const struct span_node *node,
                             enum span_need need)
{
    struct window window = {.run = run, .node = node};
    window.n_inside = calloc(node->n_children + 1, sizeof *window.n_inside);
    window.n_needed = calloc(node->n_children + 1, sizeof *window.n_needed);
    enum status status = window.n_inside && window.n_needed
                             ? gather(&window, node)
                             : error_no_memory(run->err);
    if (status == STATUS_OK)
        status = slide(&window, node->n_apart, need);
    free(window.places);
    free(window.n_inside);
    free(window.n_needed);
    free(window.taken_by);
    free(window.is_tried);
    return status;
}
