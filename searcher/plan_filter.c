/*
 * Leaves that are no words of the text: whole values, dates, numbers, and
 * whether there is anything at all.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

#include "store/index_groups.h"
#include "text/term.h"

#include <inttypes.h>
#include <string.h>

/* ---- whole values */

/* The code of a language that was asked for by name: "en" for "English"; NULL
   for what is no name, and for a region, which is asked for as such. */
static const char *language_code(const struct plan_leaf *leaf)
{
    struct str_span text = str_span_trim(leaf->node->text);
    if (leaf->field != FIELD_LANGUAGE ||
        memchr(text.bytes, '-', text.n_bytes) != NULL ||
        memchr(text.bytes, '_', text.n_bytes) != NULL)
        return NULL;
    const struct language *language = language_find(text);
    if (language == NULL ||
        str_span_equal_nocase(text, str_span_of(language->code)))
        return NULL;
    return language->code;
}

/* Articles may say "English" as well as "en". */
static enum status add_code(struct planner *planner, struct plan_leaf *leaf)
{
    const char *code = language_code(leaf);
    if (code == NULL)
        return STATUS_OK;
    struct expr *other =
        plan_term_expr(planner, "", FIELD_LANGUAGE, str_span_of(code));
    if (other != NULL)
        leaf->expr = expr_pair(planner->arena, EXPR_OR, leaf->expr, other);
    return other == NULL || leaf->expr == NULL ? error_no_memory(planner->err)
                                               : STATUS_OK;
}

/* A whole value or an id: one term. */
enum status plan_make_value(struct planner *planner, struct plan_leaf *leaf)
{
    CLEANUP(str_release) struct str folded = STR_INIT;
    CLEANUP(str_release) struct str term = STR_INIT;
    struct str_span text = leaf->node->text;
    if (schema_row(leaf->field)->kind == FIELD_KIND_VALUE) {
        enum status status = analyser_fold(
            planner->analyser, str_span_trim(text), &folded, planner->err);
        if (status == STATUS_OK)
            status = str_status(&folded, planner->err);
        if (status != STATUS_OK)
            return status;
        text = str_view(&folded);
    }
    if (text.n_bytes == 0)
        return STATUS_OK;
    term_add(text, &term);
    enum status status = str_status(&term, planner->err);
    if (status != STATUS_OK)
        return status;
    leaf->expr = plan_term_expr(planner, "", leaf->field, str_view(&term));
    if (leaf->expr == NULL)
        return error_no_memory(planner->err);
    return add_code(planner, leaf);
}

/* ---- dates and numbers, in value slots */

static struct expr *make_bound(struct planner *planner, enum expr_op op,
                               enum slot slot, int n_digits, uint64_t number)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    str_add_format(&text, "%0*" PRIu64, n_digits, number);
    struct str_span bound = arena_copy(planner->arena, str_view(&text));
    if (str_status(&text, NULL) != STATUS_OK || bound.bytes == NULL)
        return NULL;
    return expr_value(planner->arena, op, slot, bound);
}

/* Both bounds, or the one that there is; NULL: open. */
static enum status join_bounds(struct planner *planner, struct plan_leaf *leaf,
                               struct expr *until, struct expr *from)
{
    if (until != NULL && from != NULL)
        leaf->expr = expr_pair(planner->arena, EXPR_AND, until, from);
    else
        leaf->expr = until != NULL ? until : from;
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

static struct expr *make_day(struct planner *planner, enum expr_op op,
                             enum slot slot, uint32_t day)
{
    return make_bound(planner, op, slot, 8, day);
}

/* Articles whose date may lie in the range: their span overlaps it; of a
   certain one: lies inside. Undated ones have no value, and match neither. */
enum status plan_make_date(struct planner *planner, struct plan_leaf *leaf)
{
    const struct ast_node *node = leaf->node;
    enum slot until_slot = node->is_certain ? SLOT_DATE_MAX : SLOT_DATE_MIN;
    enum slot from_slot = node->is_certain ? SLOT_DATE_MIN : SLOT_DATE_MAX;
    struct expr *from = NULL;
    struct expr *until = NULL;
    if (node->is_indexed)
        until_slot = from_slot = SLOT_INDEXED;
    if (node->date_max != 0)
        until = make_day(planner, EXPR_VALUE_LE, until_slot, node->date_max);
    if (node->date_min != 0 || node->date_max == 0)
        from = make_day(planner, EXPR_VALUE_GE, from_slot, node->date_min);
    if (node->date_max != 0 && until == NULL)
        return error_no_memory(planner->err);
    return join_bounds(planner, leaf, until, from);
}

/* As many digits as the indexer writes. */
#define NUMBER_DIGITS 10
#define NUMBER_MAX    ((uint64_t)9999999999)

enum status plan_make_number(struct planner *planner, struct plan_leaf *leaf)
{
    const struct ast_node *node = leaf->node;
    struct expr *until = NULL;
    struct expr *from = NULL;
    if (node->number_min > NUMBER_MAX || node->number_min > node->number_max) {
        leaf->expr = expr_leaf(planner->arena, EXPR_NONE);
        return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
    }
    from = make_bound(planner, EXPR_VALUE_GE, SLOT_WORDS, NUMBER_DIGITS,
                      node->number_min);
    if (from != NULL && node->number_max < NUMBER_MAX) {
        until = make_bound(planner, EXPR_VALUE_LE, SLOT_WORDS, NUMBER_DIGITS,
                           node->number_max);
        from = until == NULL ? NULL : from;
    }
    if (from == NULL)
        return error_no_memory(planner->err);
    return join_bounds(planner, leaf, until, from);
}

/* ---- presence */

static const char *has_term_of(enum ast_has has)
{
    switch (has) {
    case AST_HAS_TITLE:
        return PREFIX_HAS "title";
    case AST_HAS_AUTHOR:
        return PREFIX_HAS "author";
    case AST_HAS_SOURCE:
        return PREFIX_HAS "source";
    case AST_HAS_SECTION:
        return PREFIX_HAS "section";
    case AST_HAS_TAG:
        return PREFIX_HAS "tag";
    case AST_HAS_LANGUAGE:
        return PREFIX_HAS "lang";
    case AST_HAS_DATE:
    case AST_IS_UNDATED:
        return PREFIX_HAS "date";
    case AST_HAS_URL:
        return PREFIX_HAS "url";
    case AST_IS_REPRINT:
        break; /* has no term: see make_reprints() */
    }
    return "";
}

/* Which they are is no matter of one article. */
static enum status make_reprints(struct planner *planner,
                                 struct plan_leaf *leaf)
{
    struct docid_list list = {NULL, 0};
    enum status status =
        planner->scope->index == NULL
            ? STATUS_OK
            : index_grouped(planner->scope->index, false, planner->arena, &list,
                            planner->err);
    if (status != STATUS_OK)
        return status;
    leaf->expr = expr_docids(planner->arena, list.docids, list.n_docids);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

enum status plan_make_has(struct planner *planner, struct plan_leaf *leaf)
{
    if (leaf->node->has == AST_IS_REPRINT)
        return make_reprints(planner, leaf);
    const char *term = has_term_of(leaf->node->has);
    leaf->expr = expr_term(planner->arena, str_span_of(term));
    if (leaf->expr != NULL && leaf->node->has == AST_IS_UNDATED)
        leaf->expr = expr_pair(planner->arena, EXPR_AND_NOT,
                               expr_leaf(planner->arena, EXPR_ALL), leaf->expr);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}
