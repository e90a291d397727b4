/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/plan_leaf.h"

enum status plan_refuse(struct planner *planner, const struct ast_node *node,
                        const char *format, ...)
{
    CLEANUP(str_release) struct str message = STR_INIT;
    va_list args;
    va_start(args, format);
    str_add_vformat(&message, format, args);
    va_end(args);
    enum status status = str_status(&message, planner->err);
    if (status == STATUS_OK)
        status = diagnostic_add(planner->list, "E140", node->span, NULL,
                                planner->err, "%s", str_view(&message).bytes);
    if (status != STATUS_OK)
        return status;
    return error_set(planner->err, STATUS_BAD_QUERY, "%s",
                     str_view(&message).bytes);
}

static bool is_loose(const struct plan_leaf *leaf)
{
    return leaf->node->kind == AST_PHRASE &&
           (leaf->node->has_extra || leaf->node->n_least > 0 ||
            plan_has_gap(&leaf->patterns[0]));
}

static enum status make_text(struct planner *planner, struct plan_leaf *leaf)
{
    planner->is_near = leaf->node->kind == AST_PHRASE;
    enum status status = plan_make_patterns(planner, leaf);
    planner->is_near = false;
    if (status != STATUS_OK || leaf->n_patterns == 0)
        return status;
    if (is_loose(leaf))
        return plan_make_loose_phrase(planner, leaf);
    leaf->expr = plan_patterns_expr(planner, leaf);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

/* Patterns over whole values: nothing in the text is theirs to be marked. */
static enum status make_values(struct planner *planner, struct plan_leaf *leaf)
{
    struct pattern_place place = {NULL, 0, false, false, 0};
    enum status status =
        plan_expand(planner, leaf, leaf->node, leaf->node->text, &place);
    if (status != STATUS_OK)
        return status;
    leaf->expr = plan_place_expr(planner, leaf->field, &place);
    return leaf->expr == NULL ? error_no_memory(planner->err) : STATUS_OK;
}

static enum status make_by_field(struct planner *planner,
                                 struct plan_leaf *leaf, bool *ret_is_filter)
{
    enum ast_kind kind = leaf->node->kind;
    switch (schema_row(leaf->field)->kind) {
    case FIELD_KIND_STEMMED:
    case FIELD_KIND_WORDS:
        *ret_is_filter = false;
        return make_text(planner, leaf);
    case FIELD_KIND_VALUE:
    case FIELD_KIND_PATH:
    case FIELD_KIND_ID:
    case FIELD_KIND_DATE:
        return kind == AST_WORD || kind == AST_PHRASE
                   ? plan_make_value(planner, leaf)
                   : make_values(planner, leaf);
    }
    return STATUS_INTERNAL;
}

enum status plan_leaf_make(struct planner *planner, struct plan_leaf *leaf,
                           bool *ret_is_filter)
{
    *ret_is_filter = true;
    switch (leaf->node->kind) {
    case AST_DATE:
        return plan_make_date(planner, leaf);
    case AST_NUMBER:
        return plan_make_number(planner, leaf);
    case AST_HAS:
        return plan_make_has(planner, leaf);
    case AST_LIKE:
        if (leaf->node->is_group)
            return plan_make_group(planner, leaf);
        *ret_is_filter = false;
        return plan_make_like(planner, leaf);
    case AST_NEAR:
        *ret_is_filter = false;
        return plan_make_near(planner, leaf);
    case AST_WORD:
    case AST_PHRASE:
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
        return make_by_field(planner, leaf, ret_is_filter);
    case AST_ALL:
    case AST_AND:
    case AST_OR:
    case AST_NOT:
    case AST_MAYBE:
    case AST_BOOST:
    case AST_FIELD:
        break;
    }
    return error_set(planner->err, STATUS_INTERNAL,
                     "a node of the query is no leaf");
}
