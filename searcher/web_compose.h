/*
 * The boxes of the form that are no parameters of a search, but parts of its
 * query: a phrase, words near each other, words of which one will do, words
 * that must not be there.
 * What is in them is written into q, in the language of queries, and the reader
 * sent on to that address: so there is one way to ask a question, and each can
 * be read, kept and sent around.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_COMPOSE_H
#define LEDE_SEARCHER_WEB_COMPOSE_H

#include "searcher/web_visit.h"

/* The names of the boxes, as parameters; each may come more than once. */
#define WEB_BOX_PHRASE "phrase"
#define WEB_BOX_NEAR   "near"
#define WEB_BOX_SOME   "some"
#define WEB_BOX_NONE   "none"

/* Whether there is anything in a box. */
bool web_compose_is_asked(const struct web_request *request);

/*
 * Appends the query: what is in the boxes, and then q as it is. Behind it, so
 * that a quote or a bracket which q leaves open takes in nothing of them; and
 * where any of the words of q will do, what is in the boxes must still be so.
 */
void web_compose_query(const struct web_request *request, struct str *out);

/* Takes boxes out of the parameters that have nothing in them, as a form sends
   them: nobody asked for anything by them. */
void web_compose_drop_empty(struct web_request *request);

/* Makes the reply of visit send the reader on (303) to the same page with what
   was asked as an address, the boxes in its query. */
void web_compose_redirect(struct web_visit *visit);

#endif
