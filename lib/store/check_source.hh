/*
 * Those articles that pass the check of an expression (expr.h), or have a
 * phrase, as something that Xapian can match. It says that it may match all
 * articles, so that Xapian asks it last, about those that match everything
 * else.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_CHECK_SOURCE_HH
#define LEDE_STORE_CHECK_SOURCE_HH

#include "store/article_spans.hh"

/* Both must outlive the query. */
Xapian::Query checked_by(const struct expr_check *check,
                         struct check_state *state);

/* Those that have the terms one behind the other. state must outlive it. */
Xapian::Query checked_phrase(const std::vector<std::string> &terms,
                             struct check_state *state);

#endif
