/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#define XAPIAN_MOVE_SEMANTICS
#include "store/compile.hh"

#include <cmath>
#include <string>
#include <vector>

namespace
{

/* A node whose children are being compiled. */
struct frame {
    const struct expr *expr;
    bool is_filter;   /* nobody asks for its weight, nor for positions */
    bool is_required; /* all that matches must match it */
    std::vector<Xapian::Query> done; /* its children, so far */
};

Xapian::Query group(Xapian::Query::op op, const frame &frame,
                    Xapian::termcount window = 0)
{
    return {op, frame.done.begin(), frame.done.end(), window};
}

/* A bound of no bytes would make Xapian match articles without a value. */
std::string low_bound(struct str_span bound)
{
    return bound.n_bytes > 0 ? string_of(bound) : std::string(1, '\0');
}

/* Xapian refuses all but terms, and ORs of terms, in a window (tried on
   1.4.22); MatchNothing is what an expanded wildcard may become. */
bool is_window_child(const struct expr *expr)
{
    if (expr->op == EXPR_TERM || expr->op == EXPR_NONE)
        return true;
    if (expr->op != EXPR_OR)
        return false;
    for (size_t i = 0; i < expr->n_children; i++)
        if (expr->children[i]->op != EXPR_TERM)
            return false;
    return true;
}

bool is_term(const struct expr *expr)
{
    return expr->op == EXPR_TERM;
}

bool all_children(const struct expr *expr, bool (*is_one)(const struct expr *))
{
    for (size_t i = 0; i < expr->n_children; i++)
        if (!is_one(expr->children[i]))
            return false;
    return true;
}

const char *find_scale_fault(const struct expr *expr)
{
    if (expr->n_children != 1)
        return "a scale has not one child";
    return std::isfinite(expr->factor) && expr->factor >= 0
               ? nullptr
               : "a factor is not a number from 0";
}

/* NULL if the node is formed as expr.h says. */
const char *find_fault(const struct expr *expr)
{
    switch (expr->op) {
    case EXPR_NONE:
    case EXPR_ALL:
    case EXPR_VALUE_GE:
    case EXPR_VALUE_LE:
    case EXPR_DOCIDS:
        return expr->n_children == 0 ? nullptr : "a leaf has children";
    case EXPR_TERM:
        if (expr->term.n_bytes == 0)
            return "a term is empty";
        return expr->n_children == 0 ? nullptr : "a term has children";
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_AND_NOT:
    case EXPR_AND_MAYBE:
    case EXPR_FILTER:
        return expr->n_children > 0 ? nullptr : "a group is empty";
    case EXPR_FORMS:
        return expr->n_children == 2 && is_term(expr->children[0]) &&
                       expr->children[1]->op == EXPR_SCALE &&
                       all_children(expr->children[1], is_term)
                   ? nullptr
                   : "the forms of a word are not two";
    case EXPR_PHRASE:
    case EXPR_NEAR:
        if (expr->n_children == 0 || expr->window < expr->n_children)
            return "a window is too small";
        return all_children(expr, is_window_child)
                   ? nullptr
                   : "a window holds more than terms";
    case EXPR_SYNONYM:
        if (!all_children(expr, is_term))
            return "a synonym holds more than terms";
        return expr->n_children > 0 ? nullptr : "a group is empty";
    case EXPR_CHECKED:
        return expr->n_children == 1 && expr->check ? nullptr
                                                    : "a check has no child";
    case EXPR_SCALE:
        return find_scale_fault(expr);
    }
    return "an operator is not known";
}

/* Whether the next child of a node only filters. */
bool is_next_filter(const frame &frame)
{
    const struct expr *expr = frame.expr;
    bool is_first = frame.done.empty();
    switch (expr->op) {
    case EXPR_AND_NOT:
    case EXPR_FILTER:
        return frame.is_filter || !is_first;
    case EXPR_SCALE:
        return frame.is_filter || expr->factor == 0;
    case EXPR_PHRASE:
    case EXPR_NEAR:
        return false; /* positions are asked for, from terms alone */
    case EXPR_NONE:
    case EXPR_ALL:
    case EXPR_TERM:
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_FORMS:
    case EXPR_AND_MAYBE:
    case EXPR_SYNONYM:
    case EXPR_CHECKED:
    case EXPR_VALUE_GE:
    case EXPR_VALUE_LE:
    case EXPR_DOCIDS:
        return frame.is_filter;
    }
    return frame.is_filter;
}

/* Whether nothing can match that does not match the next child of a node. */
bool is_next_required(const frame &frame)
{
    switch (frame.expr->op) {
    case EXPR_AND:
    case EXPR_FILTER:
    case EXPR_CHECKED:
    case EXPR_SCALE:
        return frame.is_required;
    case EXPR_AND_NOT:
    case EXPR_AND_MAYBE:
        return frame.is_required && frame.done.empty();
    default:
        return false;
    }
}

/*
 * A word that has no other form in the archive has one list as its stem and as
 * itself: OR(stem, SCALE/f(word)) is SCALE/1+f(stem) then, with the same scores
 * and one list to read. That is so with half the words of a long question, and
 * with the longest lists among them.
 */
bool has_one_form(const struct expr *expr, const struct expr_makers &makers)
{
    return makers.are_same(string_of(expr->children[0]->term),
                           string_of(expr->children[1]->children[0]->term));
}

/*
 * Xapian looks up each word's positions in each article by a way of its own
 * from the root of the table; ours goes on from the article before. For ORs of
 * many terms Xapian's is kept, as it knows which of them an article has.
 */
Xapian::Query phrase(const frame &frame, const struct expr_makers &makers)
{
    const struct expr *expr = frame.expr;
    std::vector<std::string> terms;
    if (expr->window > expr->n_children || !all_children(expr, is_term))
        return group(Xapian::Query::OP_PHRASE, frame, expr->window);
    for (size_t i = 0; i < expr->n_children; i++)
        terms.push_back(string_of(expr->children[i]->term));
    Xapian::Query words = group(Xapian::Query::OP_AND, frame);
    if (frame.is_required && makers.require(terms))
        return words;
    return {Xapian::Query::OP_AND, words, makers.phrase(terms)};
}

/* The query of a node whose children are done. */
Xapian::Query build(const frame &frame, const struct expr_makers &makers)
{
    const struct expr *expr = frame.expr;
    switch (expr->op) {
    case EXPR_NONE:
        return {};
    case EXPR_ALL:
        /* Not Query::MatchAll, which all threads would share. */
        return Xapian::Query(std::string());
    case EXPR_TERM:
        return Xapian::Query(string_of(expr->term));
    case EXPR_AND:
        return group(Xapian::Query::OP_AND, frame);
    case EXPR_OR:
        return group(Xapian::Query::OP_OR, frame);
    case EXPR_FORMS:
        if (has_one_form(expr, makers))
            return {Xapian::Query::OP_SCALE_WEIGHT, frame.done[0],
                    1 + expr->children[1]->factor};
        return group(Xapian::Query::OP_OR, frame);
    case EXPR_AND_NOT:
        return group(Xapian::Query::OP_AND_NOT, frame);
    case EXPR_AND_MAYBE:
        return group(Xapian::Query::OP_AND_MAYBE, frame);
    case EXPR_FILTER:
        return group(Xapian::Query::OP_FILTER, frame);
    case EXPR_PHRASE:
        return phrase(frame, makers);
    case EXPR_NEAR:
        return group(Xapian::Query::OP_NEAR, frame, expr->window);
    case EXPR_SYNONYM:
        /* Whose weight nobody asks for, need not be summed up either. */
        return group(frame.is_filter ? Xapian::Query::OP_OR
                                     : Xapian::Query::OP_SYNONYM,
                     frame);
    case EXPR_CHECKED:
        return {Xapian::Query::OP_AND, frame.done[0],
                makers.check(expr->check)};
    case EXPR_SCALE:
        return {Xapian::Query::OP_SCALE_WEIGHT, frame.done[0], expr->factor};
    case EXPR_VALUE_GE:
        return {Xapian::Query::OP_VALUE_GE, expr->slot, low_bound(expr->term)};
    case EXPR_VALUE_LE:
        return {Xapian::Query::OP_VALUE_LE, expr->slot, string_of(expr->term)};
    case EXPR_DOCIDS:
        return makers.docids(expr->docids, expr->n_docids);
    }
    return {};
}

} // namespace

/* Children before parents, by a stack of our own: the depth is checked, not
   hoped for. */
enum status compile_expr(const struct expr *expr, bool is_scored,
                         const struct expr_makers &makers,
                         Xapian::Query *ret_query, struct error *err)
{
    std::vector<frame> stack;
    stack.push_back({expr, !is_scored, true, {}});
    for (;;) {
        frame &top = stack.back();
        const char *fault = top.done.empty() ? find_fault(top.expr) : nullptr;
        if (fault)
            return error_set(err, STATUS_INTERNAL, "bad expression: %s", fault);
        if (top.done.size() < top.expr->n_children) {
            if (stack.size() >= EXPR_MAX_DEPTH)
                return error_set(err, STATUS_TOO_BIG,
                                 "the query is nested over %d deep",
                                 EXPR_MAX_DEPTH);
            stack.push_back({top.expr->children[top.done.size()],
                             is_next_filter(top),
                             is_next_required(top),
                             {}});
            continue;
        }
        Xapian::Query query = top.is_filter && top.expr->op == EXPR_TERM
                                  ? makers.filter(string_of(top.expr->term))
                                  : build(top, makers);
        stack.pop_back();
        if (stack.empty()) {
            *ret_query = query;
            return STATUS_OK;
        }
        stack.back().done.push_back(query);
    }
}
