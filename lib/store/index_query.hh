/*
 * An expression as a query of Xapian's over an open index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_INDEX_QUERY_HH
#define LEDE_STORE_INDEX_QUERY_HH

#include "store/check_source.hh"
#include "store/index.hh"

/*
 * is_scored and failures as in compile_expr(). state must outlive the query,
 * which must not be used longer than the index; it still has the dead in it.
 */
enum status index_compile(struct index *index, const struct expr *expr,
                          bool is_scored, struct check_state *state,
                          Xapian::Query *ret_query, struct error *err);

/* Runs match(), which matches that query: a check that fails is told by
   state, and leaves the index as it was. */
template <typename Match>
enum status index_match(struct index *index, const struct check_state *state,
                        struct error *err, Match &&match)
{
    return index_ask(index, err, [&] {
        try {
            return match();
        } catch (const check_failure &) {
            if (err)
                *err = state->err;
            return state->status;
        }
    });
}

#endif
