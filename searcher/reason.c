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
    if (node->kind == AST_NEAR) /* a leaf of the plan */
        return false;
    if (node->n_least > 1) /* some of its words may be there and too few */
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
    struct analyser *analyser;
    const struct article *article;
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

static bool is_of_words(const struct plan_leaf *leaf)
{
    return leaf->n_patterns > 0 || leaf->spans != NULL;
}

static bool has_leaf_in(const struct plan *plan, enum field field)
{
    for (size_t i = 0; i < plan->n_leaves; i++)
        if (is_of_words(&plan->leaves[i]) && plan->leaves[i].field == field)
            return true;
    return false;
}

static bool misses_text(const struct search_for *search)
{
    for (size_t i = 0; i < search->plan->n_leaves; i++)
        if (is_of_words(&search->plan->leaves[i]) &&
            search->plan->leaves[i].field == FIELD_TEXT &&
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
    enum status status = look_into(search, FIELD_TITLE, article->title);

    for (size_t i = 0; i < article->n_paragraphs && status == STATUS_OK &&
                       misses_text(search);
         i++)
        status = look_into(search, FIELD_TEXT, article_paragraph(article, i));
    return status == STATUS_OK ? look_into_names(search) : status;
}

/* ---- "..."/n: its words may stand in several paragraphs */

struct least {
    struct search_for *search;
    const struct plan_leaf *leaf;
    bool seen[PLAN_MAX_PHRASE_PLACES];
    size_t n_seen;
};

static bool place_takes(const struct pattern_place *place, struct str_span term)
{
    for (size_t i = 0; i < place->n_terms; i++)
        if (str_span_equal(place->terms[i].term, term))
            return true;
    return false;
}

static enum status look_for_places(struct least *least, struct str_span text)
{
    struct search_for *search = least->search;
    const struct span_node *words = least->leaf->spans;
    struct token token;
    enum status status = analyser_start(search->analyser, text, search->err);

    while (status == STATUS_OK) {
        status = analyser_next(search->analyser, &token, search->err);
        for (size_t i = 0; status == STATUS_OK && i < words->n_children; i++) {
            size_t i_list = words->children[i]->i_list;
            if (least->seen[i] ||
                !place_takes(&least->leaf->lists[i_list], token.term))
                continue;
            least->seen[i] = true;
            least->n_seen++;
        }
    }
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status count_places(struct least *least, enum field field)
{
    const struct article *article = least->search->article;
    enum status status = STATUS_OK;

    if (field == FIELD_SOURCE)
        return look_for_places(least, article->source);
    if (field == FIELD_SECTION)
        return look_for_places(least, article->section);
    if (field == FIELD_AUTHOR) {
        for (size_t i = 0; i < article->n_authors && status == STATUS_OK; i++)
            status = look_for_places(least, article->authors[i]);
        return status;
    }
    status = look_for_places(least, article->title);
    for (size_t i = 0; field == FIELD_TEXT && i < article->n_paragraphs &&
                       status == STATUS_OK;
         i++)
        status = look_for_places(least, article_paragraph(article, i));
    return status;
}

/* One of its words was enough for it to be found so far. */
static enum status look_at_least(struct search_for *search)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < search->plan->n_leaves && status == STATUS_OK; i++) {
        const struct plan_leaf *leaf = &search->plan->leaves[i];
        if (!leaf->is_at_least || !has_leaf(search->leaves, i))
            continue;
        struct least least = {search, leaf, {false}, 0};
        status = count_places(&least, leaf->field);
        if (least.n_seen < leaf->node->n_least)
            search->leaves[i / 64] &= ~((uint64_t)1 << (i % 64));
    }
    return status;
}

/* The terms of a leaf of a whole value: one, two for a language, many for a
   pattern. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the plan makes a leaf */
static bool has_term(const struct expr *expr, struct str_span term)
{
    if (expr->op == EXPR_TERM)
        return str_span_equal(expr->term, term);
    for (size_t i = 0; i < expr->n_children; i++)
        if (has_term(expr->children[i], term))
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

static bool date_fits(const struct article *article,
                      const struct ast_node *node)
{
    uint32_t max = node->date_max != 0 ? node->date_max : UINT32_MAX;
    if (article->date_min == 0)
        return false;
    if (node->is_certain)
        return article->date_min >= node->date_min && article->date_max <= max;
    return article->date_min <= max && article->date_max >= node->date_min;
}

static bool has_any(const struct str_span *values, size_t n_values)
{
    for (size_t i = 0; i < n_values; i++)
        if (values[i].n_bytes > 0)
            return true;
    return false;
}

static bool is_present(const struct article *article, enum ast_has has)
{
    switch (has) {
    case AST_HAS_TITLE:
        return article->title.n_bytes > 0;
    case AST_HAS_AUTHOR:
        return has_any(article->authors, article->n_authors);
    case AST_HAS_SOURCE:
        return article->source.n_bytes > 0;
    case AST_HAS_SECTION:
        return article->section.n_bytes > 0;
    case AST_HAS_TAG:
        return has_any(article->tags, article->n_tags);
    case AST_HAS_LANGUAGE:
        return article->language.n_bytes > 0;
    case AST_HAS_DATE:
        return article->date_min != 0;
    case AST_IS_UNDATED:
        return article->date_min == 0;
    case AST_HAS_URL:
        return article->url.n_bytes > 0;
    }
    return false;
}

/* Words of title and text, as SLOT_WORDS counts them. */
static enum status count_words(struct search_for *search, struct str_span text,
                               uint64_t *n_words)
{
    struct token token;
    uint64_t n_here = 0;
    enum status status = analyser_start(search->analyser, text, search->err);

    while (status == STATUS_OK) {
        status = analyser_next(search->analyser, &token, search->err);
        if (status == STATUS_OK && token.i_word >= n_here)
            n_here = token.i_word + (uint64_t)1;
    }
    *n_words += n_here;
    return status == STATUS_DONE ? STATUS_OK : status;
}

static enum status number_fits(struct search_for *search,
                               const struct ast_node *node, bool *ret_fits)
{
    const struct article *article = search->article;
    uint64_t n_words = 0;
    enum status status = count_words(search, article->title, &n_words);

    for (size_t i = 0; i < article->n_paragraphs && status == STATUS_OK; i++)
        status = count_words(search, article_paragraph(article, i), &n_words);
    *ret_fits = n_words >= node->number_min && n_words <= node->number_max;
    return status;
}

/* Filters that are no terms. Which articles are like another, only the index
   knows: it is taken for granted. */
static enum status look_at_filters(struct search_for *search)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < search->plan->n_leaves && status == STATUS_OK; i++) {
        const struct ast_node *node = search->plan->leaves[i].node;
        bool fits = node->kind == AST_LIKE;
        if (node->kind == AST_DATE)
            fits = date_fits(search->article, node);
        else if (node->kind == AST_HAS)
            fits = is_present(search->article, node->has);
        else if (node->kind == AST_NUMBER)
            status = number_fits(search, node, &fits);
        if (fits)
            add_leaf(search->leaves, i);
    }
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

static enum value evaluate(struct evaluation *evaluation,
                           const struct ast_node *node, bool is_wanted);

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

/* The first part decides, and without it the second says nothing. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum value maybe_value(struct evaluation *evaluation,
                              const struct ast_node *node, bool is_wanted)
{
    enum value value = evaluate(evaluation, node->children[0], is_wanted);
    (void)evaluate(evaluation, node->children[1], is_wanted);
    return value;
}

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
        value = maybe_value(evaluation, node, is_wanted);
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

enum status reason_find(const struct plan *plan, struct analyser *analyser,
                        const struct article *article,
                        struct mark_list *scratch, uint64_t *leaves,
                        struct error *err)
{
    struct search_for search = {plan, analyser, article, scratch, leaves, err};
    struct evaluation evaluation = {plan, leaves, 0};

    memset(leaves, 0, (plan->n_leaves + 63) / 64 * sizeof(*leaves));
    scratch->choice = MARK_ALL_LEAVES;
    enum status status = look_into_words(&search);
    scratch->choice = MARK_POSITIVE_LEAVES;
    if (status == STATUS_OK)
        status = look_at_least(&search);
    if (status == STATUS_OK)
        status = look_at_values(&search);
    if (status == STATUS_OK)
        status = look_at_filters(&search);
    if (status != STATUS_OK)
        return status;
    (void)evaluate(&evaluation, plan->root, true);
    keep_positive(plan, leaves);
    return STATUS_OK;
}
