/*
 * From patterns to expressions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "store/ranking.h"

#include <string.h>

struct str_span plan_term(struct planner *planner, const char *z,
                          enum field field, struct str_span term)
{
    struct str_span prefix = str_span_of(schema_row(field)->prefix);
    struct str_span stem = str_span_of(z);
    size_t n = stem.n_bytes + prefix.n_bytes + term.n_bytes;
    char *bytes = (char *)arena_alloc(planner->arena, n + 1);
    if (bytes == NULL)
        return str_span(NULL, 0);
    memcpy(bytes, stem.bytes, stem.n_bytes);
    memcpy(bytes + stem.n_bytes, prefix.bytes, prefix.n_bytes);
    memcpy(bytes + n - term.n_bytes, term.bytes, term.n_bytes);
    return str_span(bytes, n);
}

struct expr *plan_term_expr(struct planner *planner, const char *z,
                            enum field field, struct str_span term)
{
    struct str_span name = plan_term(planner, z, field, term);
    return name.bytes == NULL ? NULL : expr_term(planner->arena, name);
}

static struct expr **expr_array(struct planner *planner, size_t n)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    size_t n_bytes = sizeof(struct expr *);
    return (struct expr **)arena_alloc_array(planner->arena, n + 1, n_bytes);
}

/* Of any number of terms from the index. Alone they count as one word does,
   however rare some of them are; in a phrase Xapian takes ORs only. */
static struct expr *expanded_expr(struct planner *planner, enum field field,
                                  const struct pattern_place *place,
                                  enum expr_op op)
{
    struct expr **terms = expr_array(planner, place->n_terms);
    if (terms == NULL)
        return NULL;
    for (size_t i = 0; i < place->n_terms; i++)
        terms[i] = plan_term_expr(planner, "", field, place->terms[i].term);
    return expr_group(planner->arena, op, terms, place->n_terms);
}

struct expr *plan_place_expr(struct planner *planner, enum field field,
                             const struct pattern_place *place)
{
    if (place->is_expanded)
        return expanded_expr(planner, field, place, EXPR_SYNONYM);
    struct expr **terms = expr_array(planner, place->n_terms);
    size_t n = place->n_terms;
    if (terms == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        terms[i] = plan_term_expr(planner, place->terms[i].is_stem ? "Z" : "",
                                  field, place->terms[i].term);
    if (n == 1)
        return terms[0];
    if (terms[0] == NULL || terms[n - 1] == NULL)
        return NULL;
    struct expr *forms[2] = {
        terms[0], expr_scale(planner->arena, terms[n - 1], RANKING_EXACT)};
    terms[0] = expr_group(planner->arena, EXPR_FORMS, forms, 2);
    /* And the stems that it has in the other languages of the index. */
    return n == 2 ? terms[0]
                  : expr_group(planner->arena, EXPR_OR, terms, n - 1);
}

bool plan_has_gap(const struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->n_places; i++)
        if (pattern->places[i].is_any)
            return true;
    return false;
}

struct expr *plan_pattern_expr(struct planner *planner, enum field field,
                               const struct pattern *pattern)
{
    bool has_gap = plan_has_gap(pattern);
    struct expr **children = expr_array(planner, pattern->n_places);
    size_t n = 0;
    if (pattern->n_places == 1)
        return plan_place_expr(planner, field, &pattern->places[0]);
    if (children == NULL)
        return NULL;
    for (size_t i = 0; i < pattern->n_places; i++) {
        const struct pattern_place *place = &pattern->places[i];
        if (place->is_any)
            continue;
        if (place->is_expanded && place->n_terms == 0)
            return expr_leaf(planner->arena, EXPR_NONE);
        children[n++] = place->is_expanded && !has_gap
                            ? expanded_expr(planner, field, place, EXPR_OR)
                            : plan_place_expr(planner, field, place);
    }
    if (has_gap)
        return expr_group(planner->arena, EXPR_AND, children, n);
    return expr_window(planner->arena, EXPR_PHRASE, children, n, (uint32_t)n);
}

struct expr *plan_patterns_expr(struct planner *planner,
                                const struct plan_leaf *leaf)
{
    struct expr **exprs = expr_array(planner, leaf->n_patterns);
    if (exprs == NULL)
        return NULL;
    for (size_t i = 0; i < leaf->n_patterns; i++)
        exprs[i] = plan_pattern_expr(planner, leaf->field, &leaf->patterns[i]);
    return expr_group(planner->arena, EXPR_OR, exprs, leaf->n_patterns);
}
