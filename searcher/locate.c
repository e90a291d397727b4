/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/locate.h"

#include "base/vec.h"
#include "searcher/plan_leaf.h"
#include "searcher/text_places.h"
#include "text/stem.h"

#include <stdlib.h>
#include <string.h>

struct locator {
    struct span_reader *reader;
    const struct expr_check **checks; /* in the arena, as all that is in them */
    uint32_t *leaves;                 /* that the checks are of */
    size_t n_checks;
    bool is_whole;
    struct mark_place *places;
    size_t n_places;
    size_t n_places_room;
};

/* ---- whether it is worth it */

/* Measured: opening the lists of a query, and walking the words of an archive
   of 60,000 articles that begin with a letter; of those that begin with none,
   which are all, for each 1,000,000 words. */
#define WORTH_BYTES        ((size_t)2 << 10)
#define WORTH_LETTER_BYTES ((size_t)64 << 10)
#define WORTH_ALL_BYTES    ((size_t)4 << 20)
/* Few words begin with the same so many bytes. */
#define KEPT_ENOUGH_BYTES 2

static size_t worth_of_place(const struct pattern_place *place,
                             const struct language *language)
{
    size_t n_worth = WORTH_BYTES;
    for (size_t i = 0; i < place->n_terms; i++) {
        if (!place->terms[i].is_stem)
            continue;
        size_t n_kept = stem_kept_bytes(language, place->terms[i].term);
        if (n_kept == 0)
            return WORTH_ALL_BYTES;
        if (n_kept < KEPT_ENOUGH_BYTES)
            n_worth = WORTH_LETTER_BYTES;
    }
    return n_worth;
}

size_t locator_worth_bytes(const struct plan *plan,
                           const struct analyser *analyser)
{
    const struct language *language = analyser_language(analyser);
    size_t n_worth = WORTH_BYTES;
    for (size_t i = 0; i < plan->n_leaves; i++) {
        const struct plan_leaf *leaf = &plan->leaves[i];
        for (size_t k = 0; k < leaf->n_patterns; k++)
            for (size_t j = 0; j < leaf->patterns[k].n_places; j++) {
                size_t n =
                    worth_of_place(&leaf->patterns[k].places[j], language);
                n_worth = n > n_worth ? n : n_worth;
            }
    }
    return n_worth;
}

/* ---- trees */

static bool is_in_text(const struct plan_leaf *leaf)
{
    return leaf->field == FIELD_TEXT &&
           (leaf->n_patterns > 0 || leaf->spans != NULL);
}

static bool is_whole(const struct plan_leaf *leaf)
{
    for (const struct plan_expansion *one = leaf->expansions; one != NULL;
         one = one->next)
        if (one->n_found > one->n_terms)
            return false;
    return true;
}

/* The patterns of a leaf as a tree of spans. *ret_is_whole: no word had to be
   left out. */
static enum status make_tree(struct planner *planner,
                             const struct plan_leaf *leaf,
                             struct expr_check *check, bool *ret_is_whole)
{
    /* Its lists are those of its own words, for marks, and stay. */
    struct plan_leaf own = {.node = leaf->node, .field = leaf->field};
    struct span_node *all = ARENA_NEW(planner->arena, struct span_node);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof(struct span_node *);
    struct span_node **children = (struct span_node **)arena_alloc_array(
        planner->arena, leaf->n_patterns, n_bytes);
    enum status status = STATUS_OK;
    if (all == NULL || children == NULL)
        return error_no_memory(planner->err);
    for (size_t i = 0; i < leaf->n_patterns && status == STATUS_OK; i++)
        status =
            plan_pattern_spans(planner, &own, &leaf->patterns[i], &children[i]);
    *all = (struct span_node){
        .op = SPAN_OR, .children = children, .n_children = leaf->n_patterns};
    check->tree = leaf->n_patterns == 1 ? children[0] : all;
    check->n_lists = own.n_lists;
    *ret_is_whole = is_whole(&own);
    return status;
}

static enum status add_check(struct planner *planner, size_t i_leaf,
                             struct locator *locator, bool *ret_is_whole)
{
    const struct plan_leaf *leaf = &planner->plan->leaves[i_leaf];
    struct expr_check *check = ARENA_NEW(planner->arena, struct expr_check);
    struct text_places_of *places =
        ARENA_NEW(planner->arena, struct text_places_of);
    enum status status = STATUS_OK;
    if (check == NULL || places == NULL)
        return error_no_memory(planner->err);
    *places = (struct text_places_of){planner->scope->places, planner->analyser,
                                      leaf->field};
    *check = (struct expr_check){.tree = leaf->spans,
                                 .n_lists = leaf->n_lists,
                                 .field = leaf->field,
                                 .read = text_places_read,
                                 .context = places};
    *ret_is_whole = true;
    if (leaf->spans == NULL)
        status = make_tree(planner, leaf, check, ret_is_whole);
    locator->leaves[locator->n_checks] = (uint32_t)i_leaf;
    locator->checks[locator->n_checks++] = check;
    return status;
}

static enum status add_checks(struct planner *planner, struct locator *locator)
{
    const struct plan *plan = planner->plan;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof *locator->checks;
    enum status status = STATUS_OK;
    locator->checks = (const struct expr_check **)arena_alloc_array(
        planner->arena, plan->n_leaves + 1, n_bytes);
    locator->leaves = (uint32_t *)arena_alloc_array(
        planner->arena, plan->n_leaves + 1, sizeof *locator->leaves);
    locator->is_whole = true;
    if (locator->checks == NULL || locator->leaves == NULL)
        return error_no_memory(planner->err);
    for (size_t i = 0; i < plan->n_leaves && status == STATUS_OK; i++) {
        bool is_whole = true;
        if (is_in_text(&plan->leaves[i]))
            status = add_check(planner, i, locator, &is_whole);
        locator->is_whole = locator->is_whole && is_whole;
    }
    return status;
}

enum status locator_new(const struct plan *plan, const struct plan_scope *scope,
                        struct arena *arena, struct diagnostic_list *list,
                        struct locator **ret_locator, struct error *err)
{
    struct locator *locator = calloc(1, sizeof *locator);
    struct diagnostic_list unheard;
    if (locator == NULL)
        return error_no_memory(err);
    diagnostic_list_init(&unheard, arena);
    /* The plan is only read. */
    struct planner planner = {.scope = scope,
                              .analyser = scope->analyser,
                              .arena = arena,
                              .list = list == NULL ? &unheard : list,
                              .err = err,
                              .plan = (struct plan *)plan};
    enum status status = add_checks(&planner, locator);
    diagnostic_list_release(&unheard);
    /* Who is late has not seen all words of a stem. */
    locator->is_whole = locator->is_whole && !index_is_late(scope->index);
    if (status == STATUS_OK)
        status = span_reader_new(scope->index, locator->checks,
                                 locator->n_checks, &locator->reader, err);
    if (status == STATUS_OK)
        *ret_locator = locator;
    else
        locator_free(locator);
    return status;
}

bool locator_is_whole(const struct locator *locator)
{
    return locator->is_whole;
}

void locator_free(struct locator *locator)
{
    if (locator == NULL)
        return;
    span_reader_free(locator->reader);
    free(locator->places);
    free(locator);
}

/* ---- places */

static enum status add_places(struct locator *locator, uint32_t i_leaf,
                              const struct span_list *list,
                              struct located *located, struct error *err)
{
    size_t n = list->n_spans;
    if (n > LOCATE_MAX_PLACES - locator->n_places) {
        n = LOCATE_MAX_PLACES - locator->n_places;
        located->is_cut = true;
    }
    enum status status = VEC_RESERVE(&locator->places, &locator->n_places_room,
                                     locator->n_places, n, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        locator->places[locator->n_places++] = (struct mark_place){
            list->spans[i].first, list->spans[i].last, i_leaf};
    return status;
}

enum status locator_find(struct locator *locator, uint32_t docid,
                         struct located *ret_located, struct error *err)
{
    struct located located = {NULL, 0, false, false};
    enum status status =
        span_reader_is_long(locator->reader, docid, &located.is_long, err);
    locator->n_places = 0;
    for (size_t i = 0; i < locator->n_checks && status == STATUS_OK; i++) {
        struct span_list list;
        bool is_cut = false;
        status =
            span_reader_find(locator->reader, docid, i, &list, &is_cut, err);
        located.is_cut = located.is_cut || is_cut;
        if (status == STATUS_OK)
            status =
                add_places(locator, locator->leaves[i], &list, &located, err);
    }
    if (locator->n_checks > 1 && locator->n_places > 1)
        qsort(locator->places, locator->n_places, sizeof *locator->places,
              mark_place_compare);
    located.places = locator->places;
    located.n_places = locator->n_places;
    *ret_located = located;
    return status;
}

size_t located_paragraph(const struct article *article, uint32_t position)
{
    size_t low = 0;
    size_t high = article->n_paragraphs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (schema_first_position(article->paragraphs[middle].i_stretch) <=
            position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
