/*
 * What a query says before it is asked: its diagnostics, its reading, and,
 * where there is an index, how many articles match it and each of its clauses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_LINT_H
#define LEDE_SEARCHER_LINT_H

#include "searcher/counter.h"

/* More clauses than these are not counted one by one. */
#define LINT_MAX_CLAUSES 64

/* A query, or a part of one that can be asked alone. */
struct lint_clause {
    struct ast_span span;
    struct str_span reading;
    struct count count;
};

struct lint {
    struct answer answer; /* query, understood, diagnostics; no hits */
    bool is_readable;
    struct lint_clause whole;
    struct lint_clause *clauses; /* none if the query is a single one */
    size_t n_clauses;
};

void lint_init(struct lint *lint);
void lint_release(struct lint *lint);

/*
 * Reads request->query, and counts, also what both readings of N101 find.
 * index and analyser may both be NULL: then nothing is counted. STATUS_OK also
 * for a query that cannot be read, which lint->answer.diagnostics tell. Costs
 * one search a clause, and, if request->has_blame and nothing is found, two
 * more (blame.h).
 */
MUST_CHECK enum status lint_run(struct index *index, struct analyser *analyser,
                                const struct search_request *request,
                                struct lint *lint, struct error *err);

/* Appends the diagnostics as compilers write them, then the reading and the
   counts. */
void lint_print(const struct lint *lint, const struct diagnostic_style *style,
                struct str *out);
/* Appends one object, on one line; doc/json.md has its keys. */
void lint_json(const struct lint *lint, struct str_span qid, struct str *out);

#endif
