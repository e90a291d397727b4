/*
 * Whether an article matches a tree.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "corpus.h"
#include "oracle_parts.h"

#include "base/vec.h"

#include <string.h>

struct oracle_query *oracle_query_new(struct oracle *oracle,
                                      const struct ast_node *root)
{
    struct oracle_query *query = demand_memory(calloc(1, sizeof *query));
    query->oracle = oracle;
    query->root = root;
    arena_init(&query->arena);
    return query;
}

void oracle_query_free(struct oracle_query *query)
{
    arena_release(&query->arena);
    free(query->leaves);
    free(query);
}

/* A part of a query without any word is left out of what it stands in. */
enum verdict {
    VERDICT_NO,
    VERDICT_YES,
    VERDICT_NOTHING,
};

static enum verdict verdict_of(bool is_match)
{
    return is_match ? VERDICT_YES : VERDICT_NO;
}

static enum verdict judge(struct oracle_query *query,
                          const struct ast_node *node, enum field field,
                          const struct oracle_article *article);

/* The field in which the operands of a proximity node are. */
static enum field field_below(const struct ast_node *node, enum field field)
{
    while (node->n_children > 0) {
        if (node->kind == AST_FIELD)
            field = node->field;
        node = node->children[0];
    }
    return field;
}

static bool has_span(struct oracle_query *query, const struct ast_node *node,
                     enum field field, const struct oracle_article *article)
{
    size_t n_rows =
        oracle_field_rows(article, field_below(node, field))->n_rows;
    for (size_t i = 0; i < n_rows; i++) {
        struct oracle_spans spans =
            oracle_spans(query, node, field, article, i);
        free(spans.spans);
        if (spans.n_spans > 0)
            return true;
    }
    return false;
}

static enum verdict judge_leaf(struct oracle_query *query,
                               const struct ast_node *node, enum field field,
                               const struct oracle_article *article)
{
    enum field_kind kind = schema_row(field)->kind;
    if (kind != FIELD_KIND_STEMMED && kind != FIELD_KIND_WORDS)
        return verdict_of(oracle_value_matches(query, node, field, article));
    const struct oracle_leaf *leaf = oracle_leaf(query, node, field);
    if (leaf->n_chains == 0)
        return VERDICT_NOTHING;
    if (node->has_extra)
        return verdict_of(oracle_window_matches(leaf, article));
    if (node->n_least > 0)
        return verdict_of(oracle_some_match(leaf, article));
    return verdict_of(has_span(query, node, field, article));
}

static enum verdict judge_group(struct oracle_query *query,
                                const struct ast_node *node, enum field field,
                                const struct oracle_article *article)
{
    bool is_and = node->kind == AST_AND;
    size_t n_counted = 0;
    size_t n_matched = 0;
    for (size_t i = 0; i < node->n_children; i++) {
        enum verdict one = judge(query, node->children[i], field, article);
        n_counted += one != VERDICT_NOTHING;
        n_matched += one == VERDICT_YES;
    }
    if (n_counted == 0)
        return VERDICT_NOTHING;
    return verdict_of(is_and ? n_matched == n_counted : n_matched > 0);
}

static bool date_matches(struct oracle_query *query,
                         const struct ast_node *node,
                         const struct article *article)
{
    uint32_t max = node->date_max != 0 ? node->date_max : UINT32_MAX;
    if (node->is_indexed) {
        uint32_t day = corpus_origin(article->id, &query->arena).day;
        return day != 0 && day >= node->date_min && day <= max;
    }
    if (article->date_min == 0)
        return false;
    if (node->is_certain)
        return article->date_min >= node->date_min && article->date_max <= max;
    return article->date_max >= node->date_min && article->date_min <= max;
}

static bool has(const struct ast_node *node, const struct article *article)
{
    switch (node->has) {
    case AST_HAS_TITLE:
        return article->title.n_bytes > 0;
    case AST_HAS_AUTHOR:
        for (size_t i = 0; i < article->n_authors; i++)
            if (article->authors[i].n_bytes > 0)
                return true;
        return false;
    case AST_HAS_SOURCE:
        return article->source.n_bytes > 0;
    case AST_HAS_SECTION:
        return article->section.n_bytes > 0;
    case AST_HAS_TAG:
        for (size_t i = 0; i < article->n_tags; i++)
            if (article->tags[i].n_bytes > 0)
                return true;
        return false;
    case AST_HAS_LANGUAGE:
        return article->language.n_bytes > 0;
    case AST_HAS_DATE:
        return article->date_min != 0;
    case AST_HAS_URL:
        return article->url.n_bytes > 0;
    case AST_IS_UNDATED:
        return article->date_min == 0;
    case AST_IS_REPRINT:
        break; /* is not asked for */
    }
    return false;
}

static enum verdict judge(struct oracle_query *query,
                          const struct ast_node *node, enum field field,
                          const struct oracle_article *article)
{
    enum verdict one;
    switch (node->kind) {
    case AST_ALL:
        return VERDICT_YES;
    case AST_WORD:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
        return judge_leaf(query, node, field, article);
    case AST_AND:
    case AST_OR:
        return judge_group(query, node, field, article);
    case AST_NOT:
        one = judge(query, node->children[0], field, article);
        return one == VERDICT_NOTHING ? one : verdict_of(one == VERDICT_NO);
    case AST_MAYBE:
    case AST_BOOST:
        return judge(query, node->children[0], field, article);
    case AST_NEAR:
        return verdict_of(has_span(query, node, field, article));
    case AST_FIELD:
        return judge(query, node->children[0], node->field, article);
    case AST_DATE:
        return verdict_of(date_matches(query, node, &article->article));
    case AST_NUMBER:
        return verdict_of(article->n_words >= node->number_min &&
                          article->n_words <= node->number_max);
    case AST_HAS:
        return verdict_of(has(node, &article->article));
    case AST_LIKE:
        break;
    }
    demand(STATUS_INTERNAL, NULL, "a node that no oracle judges");
    return VERDICT_NOTHING;
}

bool oracle_matches(struct oracle_query *query,
                    const struct oracle_article *article)
{
    return judge(query, query->root, FIELD_TEXT, article) == VERDICT_YES;
}

/* ---- reasons */

/* In what way a part of the tree stands for the article. */
enum stance {
    STANCE_NEEDED, /* it matches */
    STANCE_DENIED, /* below one NOT */
    STANCE_DOUBLE, /* below two */
};

struct reasons {
    struct oracle_span *spans;
    size_t n_spans;
    size_t n_room;
};

static void add_reasons(struct oracle_query *query, const struct ast_node *node,
                        enum field field, const struct oracle_article *article,
                        size_t i_row, enum stance stance,
                        struct reasons *reasons);

static void add_spans(struct oracle_query *query, const struct ast_node *node,
                      enum field field, const struct oracle_article *article,
                      size_t i_row, struct reasons *reasons)
{
    enum field at = field_below(node, field);
    if (at != FIELD_TEXT && at != FIELD_TITLE)
        return;
    struct oracle_spans spans =
        oracle_spans(query, node, field, article, i_row);
    demand(VEC_RESERVE(&reasons->spans, &reasons->n_room, reasons->n_spans,
                       spans.n_spans, NULL),
           NULL, "memory");
    for (size_t i = 0; i < spans.n_spans; i++)
        reasons->spans[reasons->n_spans++] = spans.spans[i];
    free(spans.spans);
}

static void add_children(struct oracle_query *query,
                         const struct ast_node *node, enum field field,
                         const struct oracle_article *article, size_t i_row,
                         enum stance stance, struct reasons *reasons)
{
    for (size_t i = 0; i < node->n_children; i++)
        if (stance != STANCE_NEEDED ||
            judge(query, node->children[i], field, article) == VERDICT_YES)
            add_reasons(query, node->children[i], field, article, i_row, stance,
                        reasons);
}

static void add_reasons(struct oracle_query *query, const struct ast_node *node,
                        enum field field, const struct oracle_article *article,
                        size_t i_row, enum stance stance,
                        struct reasons *reasons)
{
    switch (node->kind) {
    case AST_WORD:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
    case AST_NEAR:
        if (stance != STANCE_DENIED)
            add_spans(query, node, field, article, i_row, reasons);
        return;
    case AST_FIELD:
        field = node->field;
        break;
    case AST_NOT:
        stance = stance == STANCE_DENIED ? STANCE_DOUBLE : STANCE_DENIED;
        break;
    default:
        break;
    }
    add_children(query, node, field, article, i_row, stance, reasons);
}

struct oracle_spans oracle_reasons(struct oracle_query *query,
                                   const struct oracle_article *article,
                                   size_t i_row)
{
    struct reasons reasons = {NULL, 0, 0};
    add_reasons(query, query->root, FIELD_TEXT, article, i_row, STANCE_NEEDED,
                &reasons);
    return (struct oracle_spans){reasons.spans, reasons.n_spans};
}

/* ---- phrases with ~n and /n */

bool oracle_window_matches(const struct oracle_leaf *leaf,
                           const struct oracle_article *article)
{
    const struct oracle_field *field = oracle_field_rows(article, leaf->field);
    size_t n_rows = leaf->field == FIELD_TITLE ? 1 : field->n_rows;
    uint32_t first;
    uint32_t last;
    for (size_t i = 0; i < n_rows; i++)
        if (oracle_window_in_row(leaf, &field->rows[i], &first, &last))
            return true;
    return false;
}

static bool place_occurs(const struct oracle_place *place, enum field name,
                         const struct oracle_article *article)
{
    const struct oracle_field *field = oracle_field_rows(article, name);
    size_t n_rows = name == FIELD_TITLE ? 1 : field->n_rows;
    for (size_t i = 0; i < n_rows; i++)
        for (uint32_t p = 0; p < field->rows[i].n_words; p++)
            if (oracle_place_takes(place, &field->rows[i], p))
                return true;
    return false;
}

bool oracle_some_match(const struct oracle_leaf *leaf,
                       const struct oracle_article *article)
{
    const struct oracle_chain *chain = &leaf->chains[0];
    size_t n = 0;
    for (size_t i = 0; i < chain->n_places; i++)
        n += !chain->places[i].is_any &&
             place_occurs(&chain->places[i], leaf->field, article);
    return n >= leaf->node->n_least;
}
