/*
 * The stages of a query, printed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/explain.h"

#include "searcher/terminal.h"

/* The node alone; its children get lines of their own. */
static void add_node(struct str *out, const struct ast_node *node)
{
    switch (node->kind) {
    case AST_ALL:
        str_add_text(out, "all");
        break;
    case AST_WORD:
        str_add_text(out, "word ");
        terminal_add_line(out, node->text);
        break;
    case AST_PHRASE:
        str_add_text(out, "phrase \"");
        terminal_add_line(out, node->text);
        str_add_char(out, '"');
        break;
    case AST_AND:
        str_add_text(out, "and");
        break;
    case AST_OR:
        str_add_text(out, "or");
        break;
    case AST_NOT:
        str_add_text(out, "not");
        break;
    case AST_FIELD:
        str_add_format(out, "field %s", schema_row(node->field)->name);
        break;
    case AST_DATE:
        str_add_format(out, "%s ", schema_row(node->field)->name);
        ast_print_dates(node->date_min, node->date_max, out);
        break;
    case AST_PATTERN:
    case AST_FUZZY:
    case AST_REGEX:
    case AST_MAYBE:
    case AST_NEAR:
    case AST_BOOST:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        break; /* the parser makes none of these yet */
    }
}

/* The parser's depth limit bounds the recursion. */
static void add_tree(struct str *out, /* NOLINT(misc-no-recursion) */
                     const struct ast_node *node, int n_indent)
{
    str_add_format(out, "%*s", n_indent, "");
    add_node(out, node);
    str_add_char(out, '\n');
    for (size_t i = 0; i < node->n_children; i++)
        add_tree(out, node->children[i], n_indent + 2);
}

void explain_answer(const struct answer *answer, struct str *out)
{
    str_add_text(out, "understood: ");
    terminal_add_line(out, answer->understood);
    str_add_text(out, "\ntree:\n");
    add_tree(out, answer->plan.root, 2);
    CLEANUP(str_release) struct str expression = STR_INIT;
    expr_print(answer->plan.expr, &expression);
    str_add_text(out, "expression: ");
    terminal_add_line(out, str_view(&expression));
    str_add_char(out, '\n');
}
