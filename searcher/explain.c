/*
 * The stages of a query, printed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/explain.h"

#include "searcher/ranking.h"
#include "searcher/terminal.h"

static void add_text(struct str *out, const char *kind, struct str_span text)
{
    str_add_format(out, "%s ", kind);
    terminal_add_line(out, text);
}

/* What a leaf is besides its text is as it is written. */
static void add_leaf(struct str *out, const struct ast_node *node)
{
    CLEANUP(str_release) struct str reading = STR_INIT;
    ast_print(node, &reading);
    terminal_add_line(out, str_view(&reading));
}

static void add_near(struct str *out, const struct ast_node *node)
{
    static const char *const names[] = {
        [AST_NEAR_ANY] = "near",
        [AST_NEAR_ORDERED] = "near, in this order",
        [AST_NEAR_NOT] = "not near",
        [AST_NEAR_SENTENCE] = "in one sentence",
        [AST_NEAR_PARAGRAPH] = "in one paragraph",
    };
    str_add_text(out, names[node->near]);
    if (node->near <= AST_NEAR_NOT)
        str_add_format(out, ", at most %u apart", node->n_apart);
}

static void add_phrase(struct str *out, const struct ast_node *node)
{
    str_add_text(out, "phrase \"");
    terminal_add_line(out, node->text);
    str_add_char(out, '"');
    if (node->has_extra)
        str_add_format(out, ", any order, %u more words", node->n_extra);
    if (node->n_least > 0)
        str_add_format(out, ", at least %u of its words", node->n_least);
}

static void add_dates(struct str *out, const struct ast_node *node)
{
    str_add_text(out, node->is_indexed ? "indexed " : "date ");
    ast_print_dates(node->date_min, node->date_max, out);
    if (node->is_certain)
        str_add_text(out, ", certainly");
}

/* "" for leaves whose canonical form says what they are. */
static const char *kind_name(const struct ast_node *node)
{
    switch (node->kind) {
    case AST_ALL:
        return "all";
    case AST_WORD:
        return node->is_exact ? "exact word" : "word";
    case AST_PATTERN:
        return "pattern";
    case AST_FUZZY:
        return "fuzzy ";
    case AST_REGEX:
        return "regex ";
    case AST_AND:
        return "and";
    case AST_OR:
        return "or";
    case AST_NOT:
        return "not";
    case AST_MAYBE:
        return "maybe";
    case AST_BOOST:
        return "boost ";
    case AST_FIELD:
        return "field ";
    case AST_PHRASE:
    case AST_NEAR:
    case AST_DATE:
    case AST_NUMBER:
    case AST_HAS:
    case AST_LIKE:
        break;
    }
    return "";
}

/* The node alone; its children get lines of their own. */
static void add_node(struct str *out, const struct ast_node *node)
{
    const char *name = kind_name(node);
    if (node->kind == AST_PHRASE)
        add_phrase(out, node);
    else if (node->kind == AST_NEAR)
        add_near(out, node);
    else if (node->kind == AST_DATE)
        add_dates(out, node);
    else if (node->kind == AST_WORD || node->kind == AST_PATTERN)
        add_text(out, name, node->text);
    else
        str_add_text(out, name);
    if (node->kind == AST_BOOST)
        str_add_format(out, "%g", node->factor);
    else if (node->kind == AST_FIELD)
        str_add_text(out, schema_row(node->field)->name);
    else if (node->kind == AST_FUZZY || node->kind == AST_REGEX ||
             node->kind == AST_NUMBER || node->kind == AST_HAS ||
             node->kind == AST_LIKE)
        add_leaf(out, node);
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

/* What the parts of a leaf stand for in the index: the first ones by name. */
#define SHOWN_TERMS 20

static void add_expansion(const struct plan_expansion *expansion,
                          struct str *out)
{
    str_add_text(out, "  ");
    terminal_add_line(out, expansion->text);
    str_add_format(out, " stands for %llu %s",
                   (unsigned long long)expansion->n_found,
                   expansion->n_found == 1 ? "term" : "terms");
    for (size_t i = 0; i < expansion->n_terms && i < SHOWN_TERMS; i++) {
        str_add_text(out, i == 0 ? ": " : ", ");
        terminal_add_line(out, expansion->terms[i].term);
        str_add_format(out, " %llu",
                       (unsigned long long)expansion->terms[i].n_articles);
    }
    if (expansion->n_terms > SHOWN_TERMS)
        str_add_text(out, ", ...");
    str_add_char(out, '\n');
}

static void add_expansions(const struct plan *plan, struct str *out)
{
    bool is_begun = false;
    for (size_t i = 0; i < plan->n_leaves; i++)
        for (const struct plan_expansion *one = plan->leaves[i].expansions;
             one != NULL; one = one->next) {
            if (!is_begun)
                str_add_text(out, "terms, and the articles that have them:\n");
            is_begun = true;
            add_expansion(one, out);
        }
}

void explain_answer(const struct answer *answer, struct str *out)
{
    str_add_text(out, "understood: ");
    terminal_add_line(out, answer->understood);
    str_add_text(out, "\ntree:\n");
    add_tree(out, answer->plan.root, 2);
    add_expansions(&answer->plan, out);
    CLEANUP(str_release) struct str expression = STR_INIT;
    expr_print(answer->plan.expr, &expression);
    str_add_text(out, "expression: ");
    terminal_add_line(out, str_view(&expression));
    str_add_char(out, '\n');
    ranking_explain(&answer->ranking, out);
}
