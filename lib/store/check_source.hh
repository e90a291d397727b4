/*
 * Those articles that pass the check of an expression (expr.h), as something
 * that Xapian can match. It says that it may match all articles, so that
 * Xapian asks it last, about those that match everything else.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_CHECK_SOURCE_HH
#define LEDE_STORE_CHECK_SOURCE_HH

#include "store/deadline_source.hh"

/* What the checks of one search share. */
struct check_state {
    const struct index *index = nullptr;
    struct match_time *time = nullptr;
    enum status status = STATUS_OK; /* of the first that failed */
    struct error err = ERROR_INIT;
    uint64_t n_cut = 0; /* articles of which not all could be looked at */
};

/* Thrown through Xapian when a check fails; state says how. */
struct check_failure {
};

/* Both must outlive the query. */
Xapian::Query checked_by(const struct expr_check *check,
                         struct check_state *state);

#endif
