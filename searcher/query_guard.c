/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/query_guard.h"

/* What of node has no plan yet; NULL if nothing. */
static const char *unplanned(const struct ast_node *node)
{
    switch (node->kind) {
    case AST_WORD:
        return node->is_exact ? "the exact form '='" : NULL;
    case AST_PHRASE:
        if (node->has_extra || node->n_least > 0)
            return "a suffix behind a phrase";
        for (size_t i = 0; i < node->text.n_bytes; i++) {
            if (node->text.bytes[i] == '\\')
                i++;
            else if (node->text.bytes[i] == '*' || node->text.bytes[i] == '?')
                return "a wildcard in a phrase";
        }
        return NULL;
    case AST_PATTERN:
        return "a wildcard";
    case AST_FUZZY:
        return "the fuzzy suffix '~'";
    case AST_REGEX:
        return "a regular expression";
    case AST_MAYBE:
        return "the operator MAYBE";
    case AST_NEAR:
        return "a proximity operator";
    case AST_BOOST:
        return "the boost '^'";
    case AST_DATE:
        return node->is_certain ? "'date='" : NULL;
    case AST_NUMBER:
        return "'words:'";
    case AST_HAS:
        return "'has:' or 'is:'";
    case AST_LIKE:
        return "'like:'";
    case AST_ALL:
    case AST_AND:
    case AST_OR:
    case AST_NOT:
    case AST_FIELD:
        break;
    }
    return NULL;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static enum status check(const struct ast_node *node,
                         struct diagnostic_list *list, bool *is_bad,
                         struct error *err)
{
    const char *what = unplanned(node);
    enum status status = STATUS_OK;
    if (what != NULL) {
        status = diagnostic_add(list, "E150", node->span,
                                "lede-search --lint shows how it is read", err,
                                "%s can be read, but not searched yet", what);
        if (status == STATUS_OK && !*is_bad)
            (void)error_set(err, STATUS_BAD_QUERY,
                            "%s can be read, but not searched yet", what);
        *is_bad = true;
    }
    for (size_t i = 0; i < node->n_children && status == STATUS_OK; i++)
        status = check(node->children[i], list, is_bad, err);
    return status;
}

enum status query_guard(const struct ast_node *root,
                        struct diagnostic_list *list, struct error *err)
{
    bool is_bad = false;
    enum status status = check(root, list, &is_bad, err);
    return status == STATUS_OK && is_bad ? STATUS_BAD_QUERY : status;
}
