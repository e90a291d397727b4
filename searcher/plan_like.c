/*
 * Articles that are like one of the index: that share several of the words
 * that tell most of it. The more of them, and the rarer these are, the higher
 * an article ranks. And what is more than like it: its reprints.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "store/index_groups.h"
#include "store/index_like.h"
#include "text/term.h"

#include <stdlib.h>
#include <string.h>

/* Words that are asked for: more make it slower and hardly better. */
#define LIKE_WORDS 25
/* An article must share one in so many, and two at least, to be like it. */
#define LIKE_SHARE 3

/* *ret_docid: 0 if there is none. */
static enum status find_article(struct planner *planner,
                                const struct ast_node *node,
                                uint32_t *ret_docid)
{
    CLEANUP(str_release) struct str term = STR_INIT;
    struct error reason = ERROR_INIT;
    *ret_docid = 0;
    term_add(node->text, &term);
    enum status status = str_status(&term, planner->err);
    if (status != STATUS_OK)
        return status;
    struct str_span id_term = plan_term(planner, "", FIELD_ID, str_view(&term));
    if (id_term.bytes == NULL)
        return error_no_memory(planner->err);
    if (planner->scope->index == NULL)
        return STATUS_OK;
    status = index_find(planner->scope->index, id_term, ret_docid, &reason);
    if (status == STATUS_NOT_FOUND)
        return diagnostic_add(planner->list, "W205", node->span, NULL,
                              planner->err, "there is no article '%.*s'",
                              node->text.n_bytes < 100 ? (int)node->text.n_bytes
                                                       : 100,
                              node->text.bytes);
    if (status != STATUS_OK && planner->err != NULL)
        *planner->err = reason;
    return status;
}

/* The words as patterns, so that they are marked; as lists, to be counted; and
   as terms, to be scored. */
static enum status fill(struct planner *planner, struct plan_leaf *leaf,
                        const struct telling_term *terms, size_t n_terms,
                        struct span_node *nodes, struct expr **exprs)
{
    for (size_t i = 0; i < n_terms; i++) {
        struct pattern_place *place =
            ARENA_NEW(planner->arena, struct pattern_place);
        struct pattern_term *term =
            ARENA_NEW(planner->arena, struct pattern_term);
        exprs[i] = expr_term(planner->arena, terms[i].term);
        if (place == NULL || term == NULL || exprs[i] == NULL)
            return error_no_memory(planner->err);
        term->term =
            str_span(terms[i].term.bytes + 1, terms[i].term.n_bytes - 1);
        term->is_stem = true;
        *place = (struct pattern_place){term, 1, false, false, 0};
        leaf->patterns[i] = (struct pattern){place, 1};
        nodes[i] = (struct span_node){.op = SPAN_TERMS,
                                      .i_list = i,
                                      .terms = &terms[i].term,
                                      .n_terms = 1};
    }
    leaf->n_patterns = n_terms;
    return STATUS_OK;
}

static int compare_docids(const void *a, const void *b)
{
    uint32_t first = *(const uint32_t *)a;
    uint32_t second = *(const uint32_t *)b;
    return (first > second) - (first < second);
}

/* The article with its reprints; docids have to rise. */
static struct expr *make_group(struct planner *planner, uint32_t docid)
{
    struct docid_list group = index_group(planner->scope->index, docid);
    size_t n = group.n_docids > 0 ? group.n_docids : 1;
    uint32_t *docids =
        (uint32_t *)arena_alloc_array(planner->arena, n, sizeof *docids);
    if (docids == NULL)
        return NULL;
    docids[0] = docid;
    if (group.n_docids > 0)
        memcpy(docids, group.docids, n * sizeof *docids);
    qsort(docids, n, sizeof *docids, compare_docids);
    return expr_docids(planner->arena, docids, n);
}

/* Neither are its reprints like it. */
static struct expr *not_itself(struct planner *planner, struct expr *expr,
                               uint32_t docid)
{
    struct expr *self = make_group(planner, docid);
    return expr == NULL || self == NULL
               ? NULL
               : expr_pair(planner->arena, EXPR_AND_NOT, expr, self);
}

/*
 * What has n of the words has one of all but n - 1: so the commonest n - 1, in
 * which most articles are, need not be gone through; they only add weight.
 */
static struct expr *make_shared(struct planner *planner,
                                const struct telling_term *terms,
                                size_t n_terms, struct expr **exprs,
                                const struct expr_check *check)
{
    struct arena *arena = planner->arena;
    size_t n_common = check->tree->n_apart - 1;
    uint64_t counts[LIKE_WORDS];
    for (size_t i = 0; i < n_terms; i++)
        counts[i] = terms[i].n_articles;
    for (size_t i = 0; i < n_common; i++) {
        size_t most = i;
        for (size_t k = i + 1; k < n_terms; k++)
            most = counts[k] > counts[most] ? k : most;
        struct expr *kept = exprs[i];
        uint64_t n_kept = counts[i];
        exprs[i] = exprs[most];
        counts[i] = counts[most];
        exprs[most] = kept;
        counts[most] = n_kept;
    }
    struct expr *common = expr_group(arena, EXPR_OR, exprs, n_common);
    struct expr *rare =
        expr_group(arena, EXPR_OR, exprs + n_common, n_terms - n_common);
    rare = expr_checked(arena, rare, check);
    return rare == NULL || common == NULL
               ? NULL
               : expr_pair(arena, EXPR_AND_MAYBE, rare, common);
}

static enum status make_words(struct planner *planner, struct plan_leaf *leaf,
                              uint32_t docid, const struct telling_term *terms,
                              size_t n_terms)
{
    struct arena *arena = planner->arena;
    struct expr_check *check = ARENA_NEW(arena, struct expr_check);
    struct span_node *tree = ARENA_NEW(arena, struct span_node);
    struct span_node *nodes =
        (struct span_node *)arena_alloc_array(arena, LIKE_WORDS, sizeof *nodes);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): arrays of pointers */
    size_t n_bytes = sizeof(void *);
    struct span_node **children =
        (struct span_node **)arena_alloc_array(arena, LIKE_WORDS, n_bytes);
    struct expr **exprs =
        (struct expr **)arena_alloc_array(arena, LIKE_WORDS, n_bytes);
    leaf->patterns = (struct pattern *)arena_alloc_array(
        arena, LIKE_WORDS, sizeof *leaf->patterns);
    if (check == NULL || tree == NULL || nodes == NULL || children == NULL ||
        exprs == NULL || leaf->patterns == NULL)
        return error_no_memory(planner->err);
    enum status status = fill(planner, leaf, terms, n_terms, nodes, exprs);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n_terms; i++)
        children[i] = &nodes[i];
    uint32_t n_shared = (uint32_t)(n_terms / LIKE_SHARE);
    *tree = (struct span_node){.op = SPAN_AT_LEAST,
                               .n_apart = n_shared < 2 ? 2 : n_shared,
                               .children = children,
                               .n_children = n_terms};
    check->tree = tree;
    check->n_lists = n_terms;
    check->field = FIELD_TEXT;
    leaf->expr = n_terms > 1
                     ? make_shared(planner, terms, n_terms, exprs, check)
                     : exprs[0];
    leaf->expr = not_itself(planner, leaf->expr, docid);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

enum status plan_make_like(struct planner *planner, struct plan_leaf *leaf)
{
    struct telling_terms found = {NULL, 0};
    uint32_t docid;
    leaf->field = FIELD_TEXT;
    enum status status = find_article(planner, leaf->node, &docid);
    if (status == STATUS_OK && docid != 0)
        status = index_telling_terms(planner->scope->index, docid, LIKE_WORDS,
                                     planner->arena, &found, planner->err);
    if (status != STATUS_OK)
        return status;
    if (found.n_terms > 0)
        return make_words(planner, leaf, docid, found.terms, found.n_terms);
    leaf->expr = expr_leaf(planner->arena, EXPR_NONE);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

enum status plan_make_group(struct planner *planner, struct plan_leaf *leaf)
{
    uint32_t docid;
    leaf->field = FIELD_ID;
    enum status status = find_article(planner, leaf->node, &docid);
    if (status != STATUS_OK)
        return status;
    leaf->expr = docid != 0 ? make_group(planner, docid)
                            : expr_leaf(planner->arena, EXPR_NONE);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}
