/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/expr.h"

#include <string.h>

/* ---- making */

static struct expr *new_expr(struct arena *arena, enum expr_op op)
{
    struct expr *expr = ARENA_NEW(arena, struct expr);
    if (expr)
        expr->op = op;
    return expr;
}

struct expr *expr_docids(struct arena *arena, const uint32_t *docids,
                         size_t n_docids)
{
    struct expr *expr = new_expr(arena, EXPR_DOCIDS);
    if (expr) {
        expr->docids = docids;
        expr->n_docids = n_docids;
    }
    return expr;
}

struct expr *expr_leaf(struct arena *arena, enum expr_op op)
{
    return new_expr(arena, op);
}

struct expr *expr_term(struct arena *arena, struct str_span term)
{
    struct expr *expr = new_expr(arena, EXPR_TERM);
    if (expr)
        expr->term = term;
    return expr;
}

/* Copies the array; expr may be NULL, as what could not be made. */
static struct expr *give_children(struct arena *arena, struct expr *expr,
                                  struct expr *const *children,
                                  size_t n_children)
{
    struct expr **copy =
        arena_alloc_array(arena, n_children, sizeof(struct expr *));
    if (!expr || !copy)
        return NULL;
    for (size_t i = 0; i < n_children; i++)
        copy[i] = children[i];
    expr->children = copy;
    expr->n_children = n_children;
    return expr;
}

struct expr *expr_group(struct arena *arena, enum expr_op op,
                        struct expr *const *children, size_t n_children)
{
    for (size_t i = 0; i < n_children; i++)
        if (!children[i])
            return NULL;
    if (n_children == 0)
        return new_expr(arena, EXPR_NONE);
    if (n_children == 1)
        return children[0];
    struct expr *expr = new_expr(arena, op);
    return give_children(arena, expr, children, n_children);
}

struct expr *expr_pair(struct arena *arena, enum expr_op op, struct expr *first,
                       struct expr *second)
{
    struct expr *const children[] = {first, second};
    return expr_group(arena, op, children, 2);
}

struct expr *expr_window(struct arena *arena, enum expr_op op,
                         struct expr *const *children, size_t n_children,
                         uint32_t window)
{
    struct expr *expr = expr_group(arena, op, children, n_children);
    /* Of one child it is that child, whose window is its own. */
    if (expr && n_children > 1)
        expr->window = window < n_children ? (uint32_t)n_children : window;
    return expr;
}

struct expr *expr_scale(struct arena *arena, struct expr *child, double factor)
{
    if (!child)
        return NULL;
    struct expr *expr = new_expr(arena, EXPR_SCALE);
    if (expr)
        expr->factor = factor;
    return give_children(arena, expr, &child, 1);
}

struct expr *expr_checked(struct arena *arena, struct expr *child,
                          const struct expr_check *check)
{
    if (!child)
        return NULL;
    struct expr *expr = new_expr(arena, EXPR_CHECKED);
    if (expr)
        expr->check = check;
    return give_children(arena, expr, &child, 1);
}

struct expr *expr_value(struct arena *arena, enum expr_op op, uint32_t slot,
                        struct str_span bound)
{
    struct expr *expr = new_expr(arena, op);
    if (expr) {
        expr->slot = slot;
        expr->term = bound;
    }
    return expr;
}

/* ---- printing */

static bool is_plain(struct str_span term)
{
    static const char quoted[] = "()\"\\<> ";
    for (size_t i = 0; i < term.n_bytes; i++) {
        unsigned char byte = (unsigned char)term.bytes[i];
        if (byte < 0x20 || byte == 0x7f || strchr(quoted, byte))
            return false;
    }
    return term.n_bytes > 0;
}

static void print_term(struct str_span term, struct str *out)
{
    if (is_plain(term)) {
        str_add_span(out, term);
        return;
    }
    str_add_char(out, '"');
    for (size_t i = 0; i < term.n_bytes; i++) {
        unsigned char byte = (unsigned char)term.bytes[i];
        if (byte == '"' || byte == '\\')
            str_add_char(out, '\\');
        if (byte < 0x20 || byte == 0x7f)
            str_add_format(out, "\\x%02x", byte);
        else
            str_add_char(out, (char)byte);
    }
    str_add_char(out, '"');
}

static const char *span_name(enum span_op op)
{
    switch (op) {
    case SPAN_TERMS:
    case SPAN_GAP:
        return "";
    case SPAN_ROW:
        return "row";
    case SPAN_OR:
        return "or";
    case SPAN_NEAR:
        return "near";
    case SPAN_ORDERED:
        return "ordered";
    case SPAN_NOT_NEAR:
        return "not-near";
    case SPAN_SENTENCE:
        return "sentence";
    case SPAN_PARAGRAPH:
        return "paragraph";
    case SPAN_WINDOW:
        return "window";
    case SPAN_AT_LEAST:
        return "at-least";
    }
    return "";
}

static void print_span_terms(const struct span_node *node, struct str *out)
{
    str_add_char(out, '{');
    for (size_t i = 0; i < node->n_terms; i++) {
        if (i > 0)
            str_add_char(out, ' ');
        print_term(node->terms[i], out);
    }
    for (size_t i = 0; i < node->n_unsure; i++) {
        str_add_char(out, ' ');
        print_term(node->unsure[i], out);
    }
    str_add_char(out, '}');
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static void print_spans(const struct span_node *node, struct str *out)
{
    bool has_number = node->op == SPAN_NEAR || node->op == SPAN_ORDERED ||
                      node->op == SPAN_NOT_NEAR || node->op == SPAN_WINDOW ||
                      node->op == SPAN_AT_LEAST;
    if (node->op == SPAN_GAP) {
        str_add_char(out, '*');
        return;
    }
    if (node->op == SPAN_TERMS) {
        print_span_terms(node, out);
        return;
    }
    str_add_format(out, "[%s", span_name(node->op));
    if (has_number)
        str_add_format(out, "/%u", node->n_apart);
    for (size_t i = 0; i < node->n_children; i++) {
        str_add_char(out, ' ');
        print_spans(node->children[i], out);
    }
    str_add_char(out, ']');
}

/* What stands before the children: the whole, when there are none. */
static void print_head(const struct expr *expr, struct str *out)
{
    switch (expr->op) {
    case EXPR_NONE:
        str_add_text(out, "<none>");
        break;
    case EXPR_ALL:
        str_add_text(out, "<all>");
        break;
    case EXPR_TERM:
        print_term(expr->term, out);
        break;
    case EXPR_AND:
        str_add_text(out, "(AND");
        break;
    case EXPR_OR:
    case EXPR_FORMS:
        str_add_text(out, "(OR");
        break;
    case EXPR_AND_NOT:
        str_add_text(out, "(AND_NOT");
        break;
    case EXPR_AND_MAYBE:
        str_add_text(out, "(AND_MAYBE");
        break;
    case EXPR_FILTER:
        str_add_text(out, "(FILTER");
        break;
    case EXPR_PHRASE:
        str_add_format(out, "(PHRASE/%u", expr->window);
        break;
    case EXPR_NEAR:
        str_add_format(out, "(NEAR/%u", expr->window);
        break;
    case EXPR_SCALE:
        str_add_format(out, "(SCALE/%g", expr->factor);
        break;
    case EXPR_SYNONYM:
        str_add_text(out, "(SYNONYM");
        break;
    case EXPR_CHECKED:
        str_add_text(out, "(CHECKED ");
        print_spans(expr->check->tree, out);
        break;
    case EXPR_VALUE_GE:
    case EXPR_VALUE_LE:
        str_add_format(out, "(VALUE/%u %s ", expr->slot,
                       expr->op == EXPR_VALUE_GE ? ">=" : "<=");
        print_term(expr->term, out);
        str_add_char(out, ')');
        break;
    case EXPR_DOCIDS:
        str_add_format(out, "<%zu documents>", expr->n_docids);
        break;
    }
}

void expr_print(const struct expr *expr, struct str *out)
{
    struct {
        const struct expr *expr;
        size_t i_child; /* the next to print */
    } stack[EXPR_MAX_DEPTH];

    size_t n_stack = 0;

    print_head(expr, out);
    stack[n_stack].expr = expr;
    stack[n_stack++].i_child = 0;
    while (n_stack > 0) {
        const struct expr *top = stack[n_stack - 1].expr;
        if (stack[n_stack - 1].i_child == top->n_children) {
            if (top->n_children > 0)
                str_add_char(out, ')');
            n_stack--;
            continue;
        }
        const struct expr *child = top->children[stack[n_stack - 1].i_child++];
        str_add_char(out, ' ');
        if (n_stack == EXPR_MAX_DEPTH && child->n_children > 0) {
            str_add_text(out, "...");
            continue;
        }
        print_head(child, out);
        if (child->n_children > 0) {
            stack[n_stack].expr = child;
            stack[n_stack++].i_child = 0;
        }
    }
}
