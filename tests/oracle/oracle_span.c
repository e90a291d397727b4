/*
 * The algebra of spans.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "oracle_parts.h"

#include "base/vec.h"

struct list {
    struct oracle_span *spans;
    size_t n_spans;
    size_t n_room;
};

static void add(struct list *list, uint32_t first, uint32_t last)
{
    demand(VEC_RESERVE(&list->spans, &list->n_room, list->n_spans, 1, NULL),
           NULL, "memory");
    list->spans[list->n_spans++] = (struct oracle_span){first, last};
}

static int compare(const void *a, const void *b)
{
    const struct oracle_span *x = a;
    const struct oracle_span *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->last == y->last ? 0 : x->last < y->last ? -1 : 1;
}

/* In order, each once. */
static struct oracle_spans settle(struct list *list)
{
    size_t n = 0;
    if (list->n_spans > 1)
        qsort(list->spans, list->n_spans, sizeof *list->spans, compare);
    for (size_t i = 0; i < list->n_spans; i++)
        if (i == 0 || compare(&list->spans[i], &list->spans[n - 1]) != 0)
            list->spans[n++] = list->spans[i];
    return (struct oracle_spans){list->spans, n};
}

static bool chain_stands(const struct oracle_chain *chain,
                         const struct oracle_row *row, uint32_t first)
{
    for (size_t i = 0; i < chain->n_places; i++)
        if (!oracle_place_takes(&chain->places[i], row, first + (uint32_t)i))
            return false;
    return true;
}

static void add_leaf(const struct oracle_leaf *leaf,
                     const struct oracle_row *row, struct list *list)
{
    uint32_t first;
    uint32_t last;
    if (leaf->node->has_extra) {
        /* No operand: this is for marks. */
        if (oracle_window_in_row(leaf, row, &first, &last))
            add(list, 0, row->n_words - 1);
        return;
    }
    for (size_t i = 0; i < leaf->n_chains; i++) {
        const struct oracle_chain *chain = &leaf->chains[i];
        if (leaf->node->n_least > 0) { /* no operand, likewise */
            for (uint32_t p = 0; p < row->n_words; p++)
                for (size_t k = 0; k < chain->n_places; k++)
                    if (!chain->places[k].is_any &&
                        oracle_place_takes(&chain->places[k], row, p))
                        add(list, p, p);
            continue;
        }
        for (uint32_t p = 0; p + chain->n_places <= row->n_words; p++)
            if (chain_stands(chain, row, p))
                add(list, p, p + (uint32_t)chain->n_places - 1);
    }
}

static bool overlap(struct oracle_span a, struct oracle_span b)
{
    return a.first <= b.last && b.first <= a.last;
}

/* Words from the end of the one in front to the other; they do not overlap. */
static uint32_t distance(struct oracle_span a, struct oracle_span b)
{
    return a.last < b.first ? b.first - a.last : a.first - b.last;
}

static struct oracle_span cover(struct oracle_span a, struct oracle_span b)
{
    return (struct oracle_span){a.first < b.first ? a.first : b.first,
                                a.last > b.last ? a.last : b.last};
}

static bool is_pair(const struct ast_node *node, const struct oracle_row *row,
                    struct oracle_span a, struct oracle_span b)
{
    struct oracle_span all = cover(a, b);
    switch (node->near) {
    case AST_NEAR_ANY:
        return !overlap(a, b) && distance(a, b) <= node->n_apart;
    case AST_NEAR_ORDERED:
        return a.last < b.first && distance(a, b) <= node->n_apart;
    case AST_NEAR_NOT:
        return overlap(a, b) || distance(a, b) <= node->n_apart;
    case AST_NEAR_SENTENCE:
        return row->sentences[all.first] == row->sentences[all.last];
    case AST_NEAR_PARAGRAPH:
        return true;
    }
    return false;
}

static void add_pairs(const struct ast_node *node, const struct oracle_row *row,
                      struct oracle_spans a, struct oracle_spans b,
                      struct list *list)
{
    for (size_t i = 0; i < a.n_spans; i++) {
        bool has_pair = false;
        for (size_t k = 0; k < b.n_spans; k++) {
            if (!is_pair(node, row, a.spans[i], b.spans[k]))
                continue;
            has_pair = true;
            struct oracle_span all = cover(a.spans[i], b.spans[k]);
            if (node->near != AST_NEAR_NOT)
                add(list, all.first, all.last);
        }
        if (!has_pair && node->near == AST_NEAR_NOT)
            add(list, a.spans[i].first, a.spans[i].last);
    }
}

struct oracle_spans oracle_spans(struct oracle_query *query,
                                 const struct ast_node *node, enum field field,
                                 const struct oracle_article *article,
                                 size_t i_row)
{
    struct list list = {NULL, 0, 0};
    struct oracle_spans parts[2];
    const struct oracle_field *rows = oracle_field_rows(article, field);
    if (node->kind == AST_FIELD)
        return oracle_spans(query, node->children[0], node->field, article,
                            i_row);
    if (i_row >= rows->n_rows || (field == FIELD_TITLE && i_row > 0))
        return settle(&list);
    const struct oracle_row *row = &rows->rows[i_row];
    switch (node->kind) {
    case AST_WORD:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
        add_leaf(oracle_leaf(query, node, field), row, &list);
        break;
    case AST_NEAR:
        for (size_t i = 0; i < 2; i++)
            parts[i] =
                oracle_spans(query, node->children[i], field, article, i_row);
        add_pairs(node, row, parts[0], parts[1], &list);
        free(parts[0].spans);
        free(parts[1].spans);
        break;
    case AST_OR:
    case AST_AND: /* this and the next: for marks */
    case AST_MAYBE:
    case AST_BOOST:
        for (size_t i = 0; i < node->n_children; i++) {
            parts[0] =
                oracle_spans(query, node->children[i], field, article, i_row);
            for (size_t k = 0; k < parts[0].n_spans; k++)
                add(&list, parts[0].spans[k].first, parts[0].spans[k].last);
            free(parts[0].spans);
        }
        break;
    default:
        break;
    }
    return settle(&list);
}

/* ---- phrases whose words may stand apart */

/* Gives place i_place a position of the window, moving others if need be. */
static bool assign(const struct oracle_chain *chain,
                   const struct oracle_row *row, uint32_t first, uint32_t n,
                   size_t i_place, size_t *owners, bool *seen)
{
    for (uint32_t p = 0; p < n; p++) {
        if (seen[p] ||
            !oracle_place_takes(&chain->places[i_place], row, first + p))
            continue;
        seen[p] = true;
        if (owners[p] == SIZE_MAX ||
            assign(chain, row, first, n, owners[p], owners, seen)) {
            owners[p] = i_place;
            return true;
        }
    }
    return false;
}

/* Whether the n positions from first on have one for each place. */
static bool window_fills(const struct oracle_chain *chain,
                         const struct oracle_row *row, uint32_t first,
                         uint32_t n)
{
    size_t *owners = demand_memory(calloc(n, sizeof *owners));
    bool *seen = demand_memory(calloc(n, sizeof *seen));
    bool is_full = true;
    for (uint32_t p = 0; p < n; p++)
        owners[p] = SIZE_MAX;
    for (size_t i = 0; i < chain->n_places && is_full; i++) {
        for (uint32_t p = 0; p < n; p++)
            seen[p] = false;
        is_full = assign(chain, row, first, n, i, owners, seen);
    }
    free(owners);
    free(seen);
    return is_full;
}

bool oracle_window_in_row(const struct oracle_leaf *leaf,
                          const struct oracle_row *row, uint32_t *ret_first,
                          uint32_t *ret_last)
{
    for (size_t i = 0; i < leaf->n_chains; i++) {
        const struct oracle_chain *chain = &leaf->chains[i];
        uint64_t n = chain->n_places + (uint64_t)leaf->node->n_extra;
        for (uint32_t p = 0; p < row->n_words; p++) {
            uint32_t n_here =
                row->n_words - p < n ? row->n_words - p : (uint32_t)n;
            if (n_here < chain->n_places ||
                !window_fills(chain, row, p, n_here))
                continue;
            *ret_first = p;
            *ret_last = p + n_here - 1;
            return true;
        }
    }
    return false;
}
