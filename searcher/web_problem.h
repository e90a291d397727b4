/*
 * What went wrong, told to whoever asked: a page to browsers, a problem
 * document (RFC 9457) to programs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_PROBLEM_H
#define LEDE_SEARCHER_WEB_PROBLEM_H

#include "searcher/web_visit.h"

struct web_problem {
    int http_status;
    struct str_span detail;
    struct str_span hint;          /* what to do; may be empty */
    const struct answer *answer;   /* its diagnostics tell more; may be NULL */
    const struct address *address; /* what was asked; may be NULL */
};

/* Replaces the reply of visit by the problem. */
void web_problem_tell(struct web_visit *visit,
                      const struct web_problem *problem);

/* The same for a failure of the program or of the index: the client gets a
   number to name it by, what failed stands in ret_log for the server's log,
   behind the same number. */
void web_problem_fail(struct web_visit *visit, enum status status,
                      const struct error *err, struct str *ret_log);

#endif
