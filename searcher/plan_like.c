/*
 * Articles that are like one of the index: that share several of the words
 * that tell most of it. The more of them, and the rarer these are, the higher
 * an article ranks.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "store/index_like.h"
#include "text/term.h"

/* Words that are asked for: more make it slower and hardly better. */
#define LIKE_WORDS 25
/* An article must share one in so many, and two at least, to be like it. */
#define LIKE_SHARE 5

/* The term of the id; its document is 0 if there is none. */
static enum status find_article(struct planner *planner,
                                const struct ast_node *node,
                                struct str_span *ret_term, uint32_t *ret_docid)
{
    CLEANUP(str_release) struct str term = STR_INIT;
    struct error reason = ERROR_INIT;
    *ret_docid = 0;
    term_add(node->text, &term);
    enum status status = str_status(&term, planner->err);
    if (status != STATUS_OK)
        return status;
    *ret_term = plan_term(planner, "", FIELD_ID, str_view(&term));
    if (ret_term->bytes == NULL)
        return error_no_memory(planner->err);
    if (planner->scope->index == NULL)
        return STATUS_OK;
    status = index_find(planner->scope->index, *ret_term, ret_docid, &reason);
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

static struct expr *not_itself(struct planner *planner, struct expr *expr,
                               struct str_span id_term)
{
    struct expr *self = expr_term(planner->arena, id_term);
    return expr == NULL || self == NULL
               ? NULL
               : expr_pair(planner->arena, EXPR_AND_NOT, expr, self);
}

static enum status make_words(struct planner *planner, struct plan_leaf *leaf,
                              struct str_span id_term,
                              const struct telling_term *terms, size_t n_terms)
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
    leaf->expr = expr_group(arena, EXPR_OR, exprs, n_terms);
    if (n_terms > 1)
        leaf->expr = expr_checked(arena, leaf->expr, check);
    leaf->expr = not_itself(planner, leaf->expr, id_term);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

enum status plan_make_like(struct planner *planner, struct plan_leaf *leaf)
{
    struct telling_terms found = {NULL, 0};
    struct str_span id_term;
    uint32_t docid;
    leaf->field = FIELD_TEXT;
    enum status status = find_article(planner, leaf->node, &id_term, &docid);
    if (status == STATUS_OK && docid != 0)
        status = index_telling_terms(planner->scope->index, docid, LIKE_WORDS,
                                     planner->arena, &found, planner->err);
    if (status != STATUS_OK)
        return status;
    if (found.n_terms > 0)
        return make_words(planner, leaf, id_term, found.terms, found.n_terms);
    leaf->expr = expr_leaf(planner->arena, EXPR_NONE);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}
