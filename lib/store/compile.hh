/*
 * Turns the plain expression of expr.h into a query that Xapian can match.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_COMPILE_HH
#define LEDE_STORE_COMPILE_HH

#include "store/c_headers.hh"

#include <xapian.h>

#include <functional>
#include <string>
#include <vector>

/* Makes of what Xapian has no operator for. */
struct expr_makers {
    std::function<Xapian::Query(const std::string &)> filter;
    std::function<Xapian::Query(const uint32_t *, size_t)> docids;
    std::function<Xapian::Query(const struct expr_check *)> check;
    std::function<Xapian::Query(const std::vector<std::string> &)> phrase;
    /* Whether a phrase that all matches must have is checked elsewhere. */
    std::function<bool(const std::vector<std::string> &)> require;
    /* Whether both terms have the same postings, for all that can be told
       without reading them. */
    std::function<bool(const std::string &, const std::string &)> are_same;
};

/*
 * is_scored: the weights of the query are asked for. Terms that stand where
 * they have none are given to makers.filter(), which may make anything of them
 * that matches the same; makers.check() makes what matches only what passes,
 * and has no weight; makers.phrase() likewise, of terms that must follow one
 * another.
 *
 * STATUS_TOO_BIG when it is nested deeper than EXPR_MAX_DEPTH,
 * STATUS_INTERNAL when it is not formed as expr.h says. Throws what Xapian
 * throws: for use inside a guard.
 */
enum status compile_expr(const struct expr *expr, bool is_scored,
                         const struct expr_makers &makers,
                         Xapian::Query *ret_query, struct error *err);

#endif
