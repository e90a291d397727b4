/*
 * Document frequencies of leaves, made weights.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/rarity.h"

#include <math.h>

/* In how many articles a term of a leaf occurs. */
static enum status count_term(struct index *index, enum field field,
                              const struct pattern_term *term,
                              struct str *scratch, uint64_t *ret_n,
                              struct error *err)
{
    str_reset(scratch);
    if (term->is_stem)
        str_add_char(scratch, 'Z');
    str_add_text(scratch, schema_row(field)->prefix);
    str_add_span(scratch, term->term);
    enum status status = str_status(scratch, err);
    if (status != STATUS_OK)
        return status;
    return index_term_articles(index, str_view(scratch), ret_n, err);
}

/* Of its commonest term: any of them will do. */
static enum status count_place(struct index *index, enum field field,
                               const struct pattern_place *place,
                               struct str *scratch, uint64_t *ret_n,
                               struct error *err)
{
    *ret_n = place->n_articles;
    for (size_t i = 0; i < place->n_terms && !place->is_expanded; i++) {
        uint64_t n;
        enum status status =
            count_term(index, field, &place->terms[i], scratch, &n, err);
        if (status != STATUS_OK)
            return status;
        if (n > *ret_n)
            *ret_n = n;
    }
    return STATUS_OK;
}

/* Of the rarest place of its first pattern: all of them are needed. */
static enum status count_leaf(struct index *index, const struct plan_leaf *leaf,
                              struct str *scratch, uint64_t *ret_n,
                              struct error *err)
{
    const struct pattern_place *places = leaf->lists;
    size_t n_places = leaf->n_lists;
    *ret_n = 0;
    if (leaf->n_patterns > 0) {
        places = leaf->patterns[0].places;
        n_places = leaf->patterns[0].n_places;
    }
    for (size_t i = 0; i < n_places; i++) {
        uint64_t n;
        enum status status =
            count_place(index, leaf->field, &places[i], scratch, &n, err);
        if (status != STATUS_OK)
            return status;
        if (i == 0 || n < *ret_n)
            *ret_n = n;
    }
    return STATUS_OK;
}

enum status rarity_count(struct index *index, const struct plan_leaf *leaf,
                         uint64_t *ret_n_articles, struct error *err)
{
    CLEANUP(str_release) struct str scratch = STR_INIT;

    return count_leaf(index, leaf, &scratch, ret_n_articles, err);
}

enum status rarity_weigh(struct index *index, const struct plan *plan,
                         uint64_t n_articles, struct arena *arena,
                         double **ret_weights, struct error *err)
{
    CLEANUP(str_release) struct str scratch = STR_INIT;
    enum status status = STATUS_OK;
    double *weights =
        arena_alloc_array(arena, plan->n_leaves + 1, sizeof(*weights));

    if (!weights)
        return error_no_memory(err);
    for (size_t i = 0;
         i < plan->n_leaves && plan->n_leaves > 1 && status == STATUS_OK; i++) {
        uint64_t n = 0;
        if (!plan->leaves[i].is_positive)
            continue;
        status = count_leaf(index, &plan->leaves[i], &scratch, &n, err);
        weights[i] = log1p((double)n_articles / ((double)n + 0.5));
    }
    *ret_weights = weights;
    return status;
}
