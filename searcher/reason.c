/*
 * The query's tree evaluated over one article.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/reason.h"

#include "text/term.h"

#include <string.h>

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static bool needs_all_below_choice(const struct ast_node *node, bool is_wanted,
                                   bool is_below_choice)
{
    if (node->kind == AST_NEAR)
        return false;      /* one leaf, with all below it */
    if (node->n_least > 1) /* some of its words may be there, and too few */
        return is_below_choice;
    if (node->kind == AST_NOT)
        is_wanted = !is_wanted;
    if (node->kind == AST_AND || node->kind == AST_OR) {
        bool is_choice = (node->kind == AST_OR) == is_wanted;
        if (is_below_choice && !is_choice)
            return true;
        is_below_choice = is_below_choice || is_choice;
    }
    /* The second part needs the first, and need not be there itself. */
    if (node->kind == AST_MAYBE) {
        if (is_below_choice)
            return true;
        is_below_choice = true;
    }
    for (size_t i = 0; i < node->n_children; i++)
        if (needs_all_below_choice(node->children[i], is_wanted,
                                   is_below_choice))
            return true;
    return false;
}

bool reason_is_needed(const struct plan *plan)
{
    return needs_all_below_choice(plan->root, true, false);
}

/* ---- which leaves the article has */

struct search_for {
    const struct plan *plan;
    struct index *index;
    struct analyser *analyser;
    const struct article *article;
    const struct located *located;
    struct mark_list *list;
    uint64_t *leaves; /* what was found so far */
    struct error *err;
};

static bool has_leaf(const uint64_t *leaves, size_t i_leaf)
{
    return (leaves[i_leaf / 64] >> (i_leaf % 64)) & 1;
}

static void add_leaf(uint64_t *leaves, size_t i_leaf)
{
    leaves[i_leaf / 64] |= (uint64_t)1 << (i_leaf % 64);
}

static enum status look_into(struct search_for *search, enum field field,
                             struct str_span text)
{
    enum status status = mark_text(search->plan, field, search->analyser, text,
                                   search->list, search->err);
    size_t n_words = (search->plan->n_leaves + 63) / 64;

    for (size_t i = 0; i < n_words && status == STATUS_OK; i++)
        search->leaves[i] |= search->list->leaves[i];
    return status;
}

static bool is_in_text(const struct plan_leaf *leaf, enum field field)
{
    return (leaf->n_patterns > 0 || leaf->spans) && leaf->field == field;
}

static bool has_leaf_in(const struct plan *plan, enum field field)
{
    for (size_t i = 0; i < plan->n_leaves; i++)
        if (is_in_text(&plan->leaves[i], field))
            return true;
    return false;
}

static bool misses_text(const struct search_for *search)
{
    for (size_t i = 0; i < search->plan->n_leaves; i++)
        if (is_in_text(&search->plan->leaves[i], FIELD_TEXT) &&
            !has_leaf(search->leaves, i))
            return true;
    return false;
}

static enum status look_into_names(struct search_for *search)
{
    const struct article *article = search->article;
    enum status status = STATUS_OK;

    if (has_leaf_in(search->plan, FIELD_AUTHOR))
        for (size_t i = 0; i < article->n_authors && status == STATUS_OK; i++)
            status = look_into(search, FIELD_AUTHOR, article->authors[i]);
    if (status == STATUS_OK && has_leaf_in(search->plan, FIELD_SOURCE))
        status = look_into(search, FIELD_SOURCE, article->source);
    if (status == STATUS_OK && has_leaf_in(search->plan, FIELD_SECTION))
        status = look_into(search, FIELD_SECTION, article->section);
    return status;
}

/* The text only as far as there is something left to be found in it. */
static enum status look_into_words(struct search_for *search)
{
    const struct article *article = search->article;
    const struct located *located = search->located;
    enum status status = look_into(search, FIELD_TITLE, article->title);

    for (size_t i = 0; located && i < located->n_places; i++)
        add_leaf(search->leaves, located->places[i].i_leaf);
    for (size_t i = 0; !located && i < article->n_paragraphs &&
                       status == STATUS_OK && misses_text(search);
         i++)
        status = look_into(search, FIELD_TEXT, article_paragraph(article, i));
    return status == STATUS_OK ? look_into_names(search) : status;
}

/* The terms of a leaf of a whole value: one, or two for a language. */
static bool has_term(const struct expr *expr, struct str_span term)
{
    if (expr->op == EXPR_TERM)
        return str_span_equal(expr->term, term);
    for (size_t i = 0; i < expr->n_children; i++)
        if (expr->children[i]->op == EXPR_TERM &&
            str_span_equal(expr->children[i]->term, term))
            return true;
    return false;
}

/* The value as the indexer makes a term of it; sets the leaves that ask for
   that. */
static enum status look_at_value(struct search_for *search, enum field field,
                                 struct str_span value)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    CLEANUP(str_release) struct str term = STR_INIT;
    enum status status = STATUS_OK;

    if (schema_row(field)->kind == FIELD_KIND_VALUE) {
        status = analyser_fold(search->analyser, str_span_trim(value), &folded,
                               search->err);
        if (status == STATUS_OK)
            status = str_status(&folded, search->err);
        value = str_view(&folded);
    }
    if (status != STATUS_OK || value.n_bytes == 0)
        return status;
    str_add_text(&term, schema_row(field)->prefix);
    term_add(value, &term);
    status = str_status(&term, search->err);
    for (size_t i = 0; i < search->plan->n_leaves && status == STATUS_OK; i++)
        if (search->plan->leaves[i].field == field &&
            has_term(search->plan->leaves[i].expr, str_view(&term)))
            add_leaf(search->leaves, i);
    return status;
}

/* As it was given, and by its code without a region: what the indexer adds. */
static enum status look_at_language(struct search_for *search)
{
    struct str_span value = str_span_trim(search->article->language);
    const struct language *language = language_find(value);
    struct str_span code = value;
    enum status status = look_at_value(search, FIELD_LANGUAGE, value);

    if (status != STATUS_OK)
        return status;
    code.n_bytes = 0;
    while (code.n_bytes < value.n_bytes && value.bytes[code.n_bytes] != '-' &&
           value.bytes[code.n_bytes] != '_')
        code.n_bytes++;
    if (language)
        code = str_span_of(language->code);
    return look_at_value(search, FIELD_LANGUAGE, code);
}

static enum status look_at_values(struct search_for *search)
{
    const struct article *article = search->article;
    enum status status = look_at_value(search, FIELD_ID, article->id);

    for (size_t i = 0; i < article->n_tags && status == STATUS_OK; i++)
        status = look_at_value(search, FIELD_TAG, article->tags[i]);
    if (status == STATUS_OK)
        status = look_at_value(search, FIELD_URL, article->url);
    return status == STATUS_OK ? look_at_language(search) : status;
}

static bool overlaps(const struct article *article, const struct ast_node *node)
{
    if (article->date_min == 0)
        return false;
    return (node->date_max == 0 || article->date_min <= node->date_max) &&
           article->date_max >= node->date_min;
}

static bool is_inside(const struct article *article,
                      const struct ast_node *node)
{
    if (article->date_min == 0)
        return false;
    return (node->date_max == 0 || article->date_max <= node->date_max) &&
           article->date_min >= node->date_min;
}

static void look_at_dates(struct search_for *search)
{
    for (size_t i = 0; i < search->plan->n_leaves; i++) {
        const struct ast_node *node = search->plan->leaves[i].node;
        if (node->kind == AST_DATE && !node->is_indexed &&
            (node->is_certain ? is_inside(search->article, node)
                              : overlaps(search->article, node)))
            add_leaf(search->leaves, i);
    }
}

/* Whether it is no matter of one paragraph, or of nothing that the article
   says. */
static bool is_for_index(const struct plan_leaf *leaf)
{
    enum ast_kind kind = leaf->node->kind;

    return leaf->is_at_least || leaf->field == FIELD_TYPE ||
           leaf->field == FIELD_PATH || kind == AST_NUMBER || kind == AST_HAS ||
           kind == AST_LIKE || (kind == AST_DATE && leaf->node->is_indexed);
}

static enum status ask_index(struct search_for *search, struct arena *arena,
                             struct str_span id_term, size_t i_leaf)
{
    static const struct search_range range = {0, 0, SORT_RELEVANCE, true};
    struct match_list list;
    struct expr *both = expr_pair(arena, EXPR_FILTER, expr_term(arena, id_term),
                                  search->plan->leaves[i_leaf].expr);

    if (!both)
        return error_no_memory(search->err);
    enum status status =
        index_search(search->index, both, &range, arena, &list, search->err);
    if (status != STATUS_OK)
        return status;
    search->leaves[i_leaf / 64] &= ~((uint64_t)1 << (i_leaf % 64));
    /* What was not looked at to the end counts: rather a mark too many. */
    if (list.n_total > 0 || list.is_late)
        add_leaf(search->leaves, i_leaf);
    return STATUS_OK;
}

static enum status look_in_index(struct search_for *search)
{
    CLEANUP(str_release) struct str term = STR_INIT;
    struct arena arena = ARENA_INIT;

    str_add_text(&term, schema_row(FIELD_ID)->prefix);
    term_add(search->article->id, &term);
    enum status status = str_status(&term, search->err);
    for (size_t i = 0; i < search->plan->n_leaves && status == STATUS_OK; i++)
        if (is_for_index(&search->plan->leaves[i]))
            status = ask_index(search, &arena, str_view(&term), i);
    arena_release(&arena);
    return status;
}

/* ---- what the tree makes of them */

enum value {
    VALUE_NONE, /* there is no word in it: left out, as in the plan */
    VALUE_FALSE,
    VALUE_TRUE,
};

struct evaluation {
    const struct plan *plan;
    uint64_t *leaves; /* in: those found; out: those that count */
    size_t i_leaf;    /* the next one on the walk through the tree */
};

static enum value value_of(bool is_true)
{
    return is_true ? VALUE_TRUE : VALUE_FALSE;
}

static enum value leaf_value(struct evaluation *evaluation,
                             const struct ast_node *node)
{
    const struct plan *plan = evaluation->plan;

    if (node->kind == AST_ALL)
        return VALUE_TRUE;
    if (evaluation->i_leaf == plan->n_leaves ||
        plan->leaves[evaluation->i_leaf].node != node)
        return VALUE_NONE;
    return value_of(has_leaf(evaluation->leaves, evaluation->i_leaf++));
}

static enum value evaluate(struct evaluation *evaluation,
                           const struct ast_node *node, bool is_wanted);

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum value group_value(struct evaluation *evaluation,
                              const struct ast_node *node, bool is_wanted)
{
    /* One child with this value decides. */
    enum value decisive = value_of(node->kind == AST_OR);
    enum value value = VALUE_NONE;

    for (size_t i = 0; i < node->n_children; i++) {
        enum value child = evaluate(evaluation, node->children[i], is_wanted);
        if (value == VALUE_NONE || child == decisive)
            value = child;
    }
    return value;
}

/* Takes the leaves of every part out that has not the value wanted of it. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum value evaluate(struct evaluation *evaluation,
                           const struct ast_node *node, bool is_wanted)
{
    size_t first = evaluation->i_leaf;
    enum value value;

    if (node->kind == AST_NOT) {
        value = evaluate(evaluation, node->children[0], !is_wanted);
        if (value != VALUE_NONE)
            value = value_of(value == VALUE_FALSE);
    } else if (node->kind == AST_MAYBE) {
        /* The other only ranks: what it has is marked for what it is worth. */
        value = evaluate(evaluation, node->children[0], is_wanted);
        (void)evaluate(evaluation, node->children[1], is_wanted);
    } else if (node->n_children > 0 && node->kind != AST_NEAR) {
        value = group_value(evaluation, node, is_wanted);
    } else {
        value = leaf_value(evaluation, node);
    }
    if (value != value_of(is_wanted))
        for (size_t i = first; i < evaluation->i_leaf; i++)
            evaluation->leaves[i / 64] &= ~((uint64_t)1 << (i % 64));
    return value;
}

static void keep_positive(const struct plan *plan, uint64_t *leaves)
{
    for (size_t i = 0; i < plan->n_leaves; i++)
        if (!plan->leaves[i].is_positive)
            leaves[i / 64] &= ~((uint64_t)1 << (i % 64));
}

bool reason_is_in_text(const struct plan *plan)
{
    for (size_t i = 0; i < plan->n_leaves; i++)
        if (plan->leaves[i].is_at_least ||
            !is_in_text(&plan->leaves[i], FIELD_TEXT))
            return false;
    return true;
}

void reason_weed(const struct plan *plan, uint64_t *leaves)
{
    struct evaluation evaluation = {plan, leaves, 0};

    (void)evaluate(&evaluation, plan->root, true);
    keep_positive(plan, leaves);
}

enum status reason_find(const struct reason_scope *scope,
                        const struct article *article,
                        struct mark_list *scratch, uint64_t *leaves,
                        struct error *err)
{
    const struct plan *plan = scope->plan;
    struct search_for search = {
        plan,           scope->index, scope->analyser, article,
        scope->located, scratch,      leaves,          err};

    analyser_set_hint(scope->analyser, article->language);
    memset(leaves, 0, (plan->n_leaves + 63) / 64 * sizeof(*leaves));
    scratch->choice = MARK_ALL_LEAVES;
    enum status status = look_into_words(&search);
    scratch->choice = MARK_POSITIVE_LEAVES;
    if (status == STATUS_OK)
        status = look_at_values(&search);
    if (status != STATUS_OK)
        return status;
    look_at_dates(&search);
    status = look_in_index(&search);
    if (status != STATUS_OK)
        return status;
    reason_weed(plan, leaves);
    return STATUS_OK;
}
