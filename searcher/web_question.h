/*
 * What a visit asks the index, and the answer: one search, however it is
 * shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_QUESTION_H
#define LEDE_SEARCHER_WEB_QUESTION_H

#include "searcher/render.h"
#include "searcher/web_visit.h"

/* Names of parameters that nobody knows: so many are told. */
#define WEB_MAX_UNKNOWN 8

struct web_question {
    struct web_visit *visit;
    struct address address;
    struct search_request request;
    struct answer answer;
    struct render_style style; /* the form that it is answered in */
    struct str canonical;      /* query string */
    struct str_span unknown[WEB_MAX_UNKNOWN];
    size_t n_unknown;
};

void web_question_init(struct web_question *question, struct web_visit *visit);
void web_question_release(struct web_question *question);

/*
 * Reads the parameters. *ret_is_done: the reply is made already, since they
 * can't be read or the client has the answer.
 */
MUST_CHECK enum status web_question_read(struct web_question *question,
                                         const struct address_bounds *bounds,
                                         bool *ret_is_done, struct error *err);

/* Asks. *ret_is_done: the reply says already what is wrong with the query. */
MUST_CHECK enum status web_question_ask(struct web_question *question,
                                        bool *ret_is_done, struct error *err);

/* The query as it was asked, without filters. */
struct str_span web_question_query(const struct web_question *question);

/* Whether anything was asked for at all. */
bool web_question_is_empty(const struct web_question *question);

/* The address of this question with something changed, in an attribute: path
   is one of ours, "/search". */
void web_question_link(const struct web_question *question,
                       struct str_span path, const struct address *address,
                       struct str *out);

#endif
